"""Out against in by township, as bars: hatched and filled, so that they differ without colour."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QWidget

from ...core.accounts.balance import Balance
from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ..map.styles import COLORS
from .area_unit import AreaUnit

BAR, GAP = 7, 6


class BalanceChart(QWidget):
    """Empty until ``show_balance`` is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: list[tuple[str, int, int]] = []
        self._unit: AreaUnit | None = None

    def show_balance(self, balance: Balance, notice: Notice, unit: AreaUnit) -> None:
        """A pair of bars for each township."""
        self._unit = unit
        self.bars = [
            (row.unit_name or row.unit_code, row.out_m2, row.lawful_in_m2)
            for row in balance.township_totals
        ]
        words = f"▨ {spoken(notice.word_out)}　■ {spoken(notice.word_in)}"
        said = (f"{name} {unit.text(out)} / {unit.text(into)}" for name, out, into in self.bars)
        self.setToolTip(words)
        self.setAccessibleName(self.tr("分乡镇平衡图"))
        self.setAccessibleDescription(spoken("；".join((words, *said))))
        self.setMinimumHeight(GAP + len(self.bars) * self._row())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its bars."""
        return QSize(260, GAP + len(self.bars) * self._row())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the names, the bars, and their areas."""
        unit = self._unit
        if unit is None or not self.bars:
            return
        painter = QPainter(self)
        metrics = self.fontMetrics()
        names = max(metrics.horizontalAdvance(name) for name, _, _ in self.bars) + 6
        most = max(max(out, into) for _, out, into in self.bars) or 1
        areas = max(metrics.horizontalAdvance(unit.text(most)), 1) + 8
        room = max(self.width() - names - areas, 20)
        for number, (name, out, into) in enumerate(self.bars):
            top = GAP + number * self._row()
            box = QRectF(0, top, names, self._row() - GAP)
            painter.setPen(self.palette().windowText().color())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name)
            for place, (side, m2) in enumerate(((OUT, out), (IN, into))):
                style = Qt.BrushStyle.BDiagPattern if side == OUT else Qt.BrushStyle.SolidPattern
                painter.setPen(COLORS[side])
                painter.setBrush(QBrush(COLORS[side], style))
                painter.drawRect(QRectF(names, top + place * self._half(), room * m2 / most, BAR))
                painter.setPen(self.palette().windowText().color())
                text = QRectF(
                    names + room * m2 / most + 4, top + place * self._half() - 4, areas, BAR + 8
                )
                painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), unit.text(m2))
        painter.end()

    def _half(self) -> int:
        return max(self.fontMetrics().height(), BAR + 2)

    def _row(self) -> int:
        return 2 * self._half() + GAP
