"""recorddeclaration."""

from __future__ import annotations

from typing import Any

from ..core.declarations import STATEMENTS, Declaration
from ..jobs.record_declaration import record_declaration, remove_declaration
from ..judging.feedback import Feedback
from .call import Call, tr
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
        self.add_flag("REMOVE", tr("撤回该角色的声明"))

    def record(self, call: Call, feedback: Feedback) -> None:
        """Record it, or take it back."""
        role = call.text("ROLE")
        if call.flag("REMOVE"):
            remove_declaration(call.plan, role)
            return
        declaration = Declaration(
            role=role,
            statement=call.choice("STATEMENT"),
            text=call.text("TEXT"),
            document=call.text("DOCUMENT"),
            signed_by=call.text("SIGNED_BY"),
            stated_on=call.text("DATE"),
        )
        record_declaration(call.plan, declaration)
