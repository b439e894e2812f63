"""chooseinflow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputFile,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
)

from ..core.rounding import hectares
from ..jobs.choose_inflow import Terms, choose_inflow, write_choice
from ..jobs.layers import required
from ..jobs.pool_layer import POOL, prices_of
from .base import Algorithm, attempt, tr
from .roles import add_layer, layer_for


class ChooseInflow(Algorithm):
    """What to take of the pool, as a scenario."""

    key = "chooseinflow"
    title = "选取流入地块"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_layer(self, "POOL", tr("潜力图斑（“流入潜力”的输出）"), optional=False)
        self.add_text("NAME", tr("情景名称"))
        headers = [tr("类型"), tr("元/亩")]
        self.addParameter(
            QgsProcessingParameterMatrix(
                "PRICES", tr("各类型的单价（空为面积最少）"), 0, False, headers, optional=True
            )
        )
        self.addParameter(QgsProcessingParameterBoolean("WITH_OPEN", tr("也选取待查的图斑"), False))
        kind = QgsProcessingParameterNumber.Type.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                "TOGETHER", tr("相距不超过多少米为连片"), kind, 1.0, minValue=0.0
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                "SLACK", tr("为集中连片可多花的费用（%）"), kind, 0.0, minValue=0.0
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                "LEAST", tr("不选小于多少平方米的图斑"), kind, 0.0, minValue=0.0
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination("FOLDER", tr("输出文件夹"), optional=True)
        )
        self.addOutput(QgsProcessingOutputFile("SCENARIO", tr("情景方案")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("选取的地块数")))
        self.addOutput(QgsProcessingOutputString("CHOSEN_HA", tr("选取的面积（公顷）")))
        self.addOutput(QgsProcessingOutputString("MISSING_HA", tr("仍缺（公顷，各项中最大的）")))
        self.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("已证最优")))
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Take the layer on the main thread."""
        self._pool = attempt(lambda: layer_for(self, parameters, context, "POOL", POOL))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Choose, write the scenario and tell."""
        pool, path = required(self._pool(), POOL), self.plan_path(parameters, context)
        name = self.text(parameters, "NAME", context)
        cells = self.parameterAsMatrix(parameters, "PRICES", context)
        rows = list(zip(cells[::2], cells[1::2]))
        terms = attempt(
            lambda: Terms(
                prices=prices_of(rows),
                with_open=self.parameterAsBoolean(parameters, "WITH_OPEN", context),
                together_m=self.parameterAsDouble(parameters, "TOGETHER", context),
                slack=self.parameterAsDouble(parameters, "SLACK", context) / 100,
                least_m2=self.parameterAsDouble(parameters, "LEAST", context),
            )
        )
        target, report = self.run_job(
            feedback,
            lambda job: choose_inflow(path, pool, name, terms(), job),
        )
        feedback.pushInfo(report.label)
        lacks = [row for row in report.needs if row.missing]
        for row in lacks:
            amount = "" if row.graded else hectares(row.missing)
            text = tr("潜力图斑不足以满足“{need}”（{clause}）：仍缺 {ha} 公顷").format(
                need=row.name, clause=row.clause, ha=amount or "—"
            )
            feedback.pushWarning(text)
        for note in report.notes:
            feedback.pushWarning(note)
        files: list[str] = []
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if folder:
            written = self.run_job(feedback, lambda job: write_choice(report, Path(folder)))
            files = [str(file) for _, file in written]
        return {
            "SCENARIO": str(target),
            "COUNT": len(report.chosen),
            "CHOSEN_HA": hectares(sum(row.m2 for row in report.chosen)),
            "MISSING_HA": hectares(max((r.missing for r in lacks if not r.graded), default=0)),
            "PROVEN": report.proven,
            "FOLDER": folder,
            "FILES": files,
        }
