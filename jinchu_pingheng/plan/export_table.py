"""Which files were exported from a plan, in the plan's file (core.exports)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ..core.exports import PACKAGE, ExportedFile
from . import schema
from .approval_table import ApprovalTable


class ExportTable(ApprovalTable):
    """A plan with its table ``exports``. An export is no change of the plan."""

    def exports(self) -> list[ExportedFile]:
        """What was exported, in the order in which it was."""
        return self._read(schema.EXPORTS, _exported_of)

    def record_exports(self, files: Sequence[ExportedFile]) -> None:
        """Write files down, in place of those that they have replaced: a package all of its
        folder's, a single file that of its name."""
        with self.transaction():
            for file in files:
                self._delete(schema.EXPORTS, folder=file.folder, file=file.file)
            for folder in {file.folder for file in files if file.kind == PACKAGE}:
                self._delete(schema.EXPORTS, folder=folder)
            self._insert_all(schema.EXPORTS, files)

    def forget_exports(self) -> None:
        """A copy of a plan has exported nothing itself."""
        self._connection.execute("DELETE FROM exports")


def _exported_of(row: sqlite3.Row) -> ExportedFile:
    texts = {name: str(row[name] or "") for name in schema.EXPORTS.names if name != "revision"}
    return ExportedFile(revision=int(row["revision"]), **texts)
