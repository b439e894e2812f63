"""Which parcels the list shows: of a side, a state, a township, with a text in their row."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex

from .ordered_rows import RowFilter


class ParcelFilter(RowFilter):
    """``sides`` and ``states``: None for any; ``town`` and ``text``: '' for any."""

    sides: set[str] | None = None
    states: set[str] | None = None
    town = text = ""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        verdict = self._model.verdict(row)
        if self.sides is not None and self._model.row(row).direction not in self.sides:
            return False
        if self.states is not None and (verdict is None or verdict.state not in self.states):
            return False
        if self.town and (verdict is None or self.town not in verdict.towns):
            return False
        return not self.text or any(self.text in text.lower() for text in self._model.texts(row))
