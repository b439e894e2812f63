"""The balance in one line, always in sight: what flows, what is left, what is banned, what is
wanting."""

from __future__ import annotations

from decimal import Decimal

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent
from qgis.PyQt.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ...core.accounts.balance import BalanceRow
from ...core.english import spoken
from ...core.notice import Notice
from ...core.rounding import half_up, hectares
from ...jobs.preview import Answer
from ..live.verdict_words import DOUBTFUL, MISSED, REACHED, strip_style

LEAST_LETTERS, MARGIN = 10, 6
"""How many letters of the balance are always seen; room beside them, pixels."""


class BalanceChip(QToolButton):
    """A click opens the balance. Hectares with two decimals; the tip has all four."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jinchuPinghengChip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("面积平衡"))
        self.show_nothing()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It gives way on a narrow screen: what has no room has it in the tip."""
        least = self.fontMetrics().horizontalAdvance("0" * LEAST_LETTERS)
        return QSize(min(least, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The text ends with … where it does not fit."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        room = self.width() - 2 * MARGIN
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def show_nothing(self, text: str = "") -> None:
        """There is no balance, and why."""
        self.setStyleSheet("")
        self.setText(text or self.tr("尚无面积平衡"))
        self.setToolTip(self.tr("打开面积平衡"))

    def show_working(self) -> None:
        """Everything is judged anew."""
        self.show_nothing(self.tr("正在检查…"))

    def show_answer(self, answer: Answer, notice: Notice) -> None:
        """The lawful balance; green only where nothing banned counts."""
        balance = answer.balance
        if balance is None:
            self.show_nothing()
            return
        mark, color = (
            (("▲", DOUBTFUL) if answer.banned else ("✓", REACHED))
            if balance.reached
            else ("✗", MISSED)
        )
        total = balance.total
        parts = [
            f"{spoken(notice.word_out)} {_short(total.out_m2)}",
            f"{spoken(notice.word_in)} {_short(total.lawful_in_m2)}",
            self.tr("结余 {}").format(_signed(total.lawful_surplus_m2)),
        ]
        if total.blocked_in_m2:
            parts[-1] += self.tr("（含禁止 {}）").format(_signed(total.surplus_m2))
        parts += [
            self.tr("禁止 {}").format(answer.banned),
            self.tr("待补 {}").format(answer.lacking),
        ]
        if answer.aside:
            parts.append(self.tr("未计入 {}").format(len(answer.aside)))
        self.setText(f"{mark} {' · '.join(parts)}")
        self.setStyleSheet(strip_style(color))
        self.setToolTip(f"{self.text()}\n\n{self._tip(total, notice)}")

    def _tip(self, total: BalanceRow, notice: Notice) -> str:
        lines = [
            self.tr("{} {} 公顷").format(spoken(notice.word_out), hectares(total.out_m2)),
            self.tr("{}（不计禁止地块）{} 公顷").format(
                spoken(notice.word_in), hectares(total.lawful_in_m2)
            ),
            self.tr("结余（不计禁止地块）{} 公顷").format(hectares(total.lawful_surplus_m2)),
            self.tr("禁止、待补：地块数。单击打开面积平衡。"),
        ]
        return "\n".join(lines)


def _short(m2: int) -> str:
    return str(half_up(Decimal(m2) / 10000, 2))


def _signed(m2: int) -> str:
    return f"+{_short(m2)}" if m2 > 0 else _short(m2)
