"""Chooses one township of those that a list has, or all."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtWidgets import QComboBox, QWidget


class TownBox(QComboBox):
    """``currentData`` is the township's name, '' for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("乡镇"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.addItem(self.tr("全部乡镇"), "")

    def offer(self, names: Iterable[str]) -> None:
        """Offer these townships in place of those before; one that is chosen and gone gives way to
        all."""
        towns = sorted({*names} - {""})
        if towns == [self.itemData(i) for i in range(1, self.count())]:
            return
        chosen = self.currentData()
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for town in towns:
            self.addItem(town, town)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.blockSignals(False)
        if self.currentData() != chosen:
            self.currentIndexChanged.emit(self.currentIndex())
