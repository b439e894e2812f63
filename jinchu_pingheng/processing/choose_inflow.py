"""chooseinflow."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..core.rounding import hectares
from ..jobs.choose_inflow import Terms, choose_inflow, write_choice
from ..jobs.layers import Sources, required
from ..jobs.pool_layer import POOL, prices_of
from .base import Algorithm
from .call import Call, tr
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
        self.add_rows("PRICES", tr("各类型的单价（空为面积最少）"), [tr("类型"), tr("元/亩")])
        self.add_flag("WITH_OPEN", tr("也选取待查的图斑"))
        for name, label, default in (
            ("TOGETHER", tr("相距不超过多少米为连片"), 1.0),
            ("SLACK", tr("为集中连片可多花的费用（%）"), 0.0),
            ("LEAST", tr("不选小于多少平方米的图斑"), 0.0),
        ):
            self.add_number(name, label, default=default, low=0.0)
        self.add_folder(optional=True)
        self.add_outputs(QgsProcessingOutputFile, SCENARIO=tr("情景方案"))
        self.add_outputs(QgsProcessingOutputNumber, COUNT=tr("选取的地块数"))
        self.add_outputs(
            QgsProcessingOutputString,
            CHOSEN_HA=tr("选取的面积（公顷）"),
            MISSING_HA=tr("仍缺（公顷，各项中最大的）"),
        )
        self.add_outputs(QgsProcessingOutputBoolean, PROVEN=tr("已证最优"))

    def sources(self, call: Call) -> Sources:
        """The pool."""
        return layer_for(call, "POOL", POOL)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Choose, write the scenario and tell."""
        pool, name = required(given, POOL), call.text("NAME")
        target, report = call.run(
            lambda job: choose_inflow(call.plan, pool, name, _terms(call), job)
        )
        call.info(report.label)
        lacks = [row for row in report.needs if row.missing]
        for row in lacks:
            text = tr("潜力图斑不足以满足“{need}”（{clause}）：仍缺 {ha} 公顷").format(
                need=row.name, clause=row.clause, ha="—" if row.graded else hectares(row.missing)
            )
            call.warn(text)
        for note in report.notes:
            call.warn(note)
        return {
            "SCENARIO": str(target),
            "COUNT": len(report.chosen),
            "CHOSEN_HA": hectares(sum(row.m2 for row in report.chosen)),
            "MISSING_HA": hectares(max((r.missing for r in lacks if not r.graded), default=0)),
            "PROVEN": report.proven,
            **call.write(lambda folder, _: write_choice(report, folder)),
        }


def _terms(call: Call) -> Terms:
    return Terms(
        prices=prices_of(call.rows("PRICES", 2)),
        with_open=call.flag("WITH_OPEN"),
        together_m=call.number("TOGETHER"),
        slack=call.number("SLACK") / 100,
        least_m2=call.number("LEAST"),
    )
