"""Which parcels the list shows: of a side, a state, a township, with a text in their row."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QModelIndex, QObject, QSortFilterProxyModel

from .parcel_model import SORT_ROLE, WHY, ParcelModel


class ParcelFilter(QSortFilterProxyModel):
    """``sides`` and ``states``: None for any; ``town`` and ``text``: '' for any."""

    def __init__(self, model: ParcelModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parcels = model
        self.sides: set[str] | None = None
        self.states: set[str] | None = None
        self.town = self.text = ""
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def apply(self, **wanted: Any) -> None:
        """Change what is wanted."""
        for name, value in wanted.items():
            setattr(self, name, value)
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        verdict = self._parcels.verdict(row)
        if self.sides is not None and self._parcels.row(row).direction not in self.sides:
            return False
        if self.states is not None and (verdict is None or verdict.state not in self.states):
            return False
        if self.town and (verdict is None or self.town not in verdict.towns):
            return False
        return not self.text or any(self.text in text.lower() for text in self._texts(row))

    def _texts(self, row: int) -> list[str]:
        return [str(self._parcels.index(row, column).data() or "") for column in range(WHY + 1)]
