"""recorddeclaration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean

from ..core.declarations import STATEMENTS, Declaration
from ..jobs.record_declaration import record_declaration, remove_declaration
from ..judging.feedback import Feedback
from .base import tr
from .record import Record


class RecordDeclaration(Record):
    """The county states that it has no land of a kind."""

    key = "recorddeclaration"
    title = "登记县级声明"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_text("ROLE", tr("图层角色，如 LQ"))
        said = tr("声明（none_here 本县无此类区域，not_concerned 不涉及）")
        self.add_choice("STATEMENT", said, STATEMENTS, default=next(iter(STATEMENTS)))
        self.add_text("TEXT", tr("说明"), optional=True)
        self.add_text("DOCUMENT", tr("文号"), optional=True)
        self.add_text("SIGNED_BY", tr("出具机关"), optional=True)
        self.add_text("DATE", tr("出具日期，如 2023-02-01"), optional=True)
        self.addParameter(
            QgsProcessingParameterBoolean("REMOVE", tr("撤回该角色的声明"), defaultValue=False)
        )

    def record(
        self, plan: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> None:
        """Record it, or take it back."""
        role = self.text(parameters, "ROLE", context)
        if self.parameterAsBool(parameters, "REMOVE", context):
            remove_declaration(plan, role)
            return
        declaration = Declaration(
            role=role,
            statement=self.parameterAsEnumString(parameters, "STATEMENT", context),
            text=self.text(parameters, "TEXT", context),
            document=self.text(parameters, "DOCUMENT", context),
            signed_by=self.text(parameters, "SIGNED_BY", context),
            stated_on=self.text(parameters, "DATE", context),
        )
        record_declaration(plan, declaration)
