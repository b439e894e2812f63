"""recorddeclaration."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ..core.declarations import STATEMENTS, Declaration
from ..jobs.record_declaration import record_declaration, remove_declaration
from .base import Algorithm, tr


class RecordDeclaration(Algorithm):
    """The county states that it has no land of a kind."""

    key = "recorddeclaration"
    title = "登记县级声明"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.addParameter(QgsProcessingParameterString("ROLE", tr("图层角色，如 LQ")))
        said = tr("声明（none_here 本县无此类区域，not_concerned 不涉及）")
        self.addParameter(
            QgsProcessingParameterEnum(
                "STATEMENT",
                said,
                options=list(STATEMENTS),
                usesStaticStrings=True,
                defaultValue=next(iter(STATEMENTS)),
            )
        )
        for name, label in (
            ("TEXT", tr("说明")),
            ("DOCUMENT", tr("文号")),
            ("SIGNED_BY", tr("出具机关")),
            ("DATE", tr("出具日期，如 2023-02-01")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))
        self.addParameter(
            QgsProcessingParameterBoolean("REMOVE", tr("撤回该角色的声明"), defaultValue=False)
        )

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Record it, or take it back."""
        path = self.plan_path(parameters, context)

        def text(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        if self.parameterAsBool(parameters, "REMOVE", context):
            self.run_job(feedback, lambda _: remove_declaration(path, text("ROLE")))
            return {"PLAN": str(path)}
        declaration = Declaration(
            role=text("ROLE"),
            statement=self.parameterAsEnumString(parameters, "STATEMENT", context),
            text=text("TEXT"),
            document=text("DOCUMENT"),
            signed_by=text("SIGNED_BY"),
            stated_on=text("DATE"),
        )
        self.run_job(feedback, lambda _: record_declaration(path, declaration))
        return {"PLAN": str(path)}
