"""Approvals in the plan's file (core.approvals)."""

from __future__ import annotations

import sqlite3

from ..core.approvals import Approval
from . import schema
from .history_table import HistoryTable


class ApprovalTable(HistoryTable):
    """A plan with its table ``approvals``. An approval is no change of the plan."""

    def approvals(self) -> list[Approval]:
        """All approvals, the last one at the end."""
        return self._read(schema.APPROVALS, _approval_of)

    def add_approval(self, approval: Approval) -> None:
        """Record an approval."""
        with self.transaction():
            self._insert_all(schema.APPROVALS, [approval])


def _approval_of(row: sqlite3.Row) -> Approval:
    texts = {name: str(row[name] or "") for name in schema.APPROVALS.names if name != "revision"}
    return Approval(revision=int(row["revision"]), **texts)
