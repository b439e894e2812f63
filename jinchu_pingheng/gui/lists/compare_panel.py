"""The tab 比较: what came, went and changed since an approval or another file; both balances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ...core.approvals import Approval
from ...core.english import spoken
from ...core.rounding import hectares
from ...jobs.compare import KINDS, Comparison, balance_texts
from .text_table import TextTable


class ComparePanel(QWidget):
    """``wanted``: compare with an approved revision, or with a file that is still to be chosen
    (None). ``shown``: a ParcelChange was clicked. ``looked_at``: the tab came to the front.
    ``table_wanted``: write the workbook."""

    wanted = pyqtSignal(object)
    looked_at = pyqtSignal()
    shown = pyqtSignal(object)
    table_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Comparison | None = None
        self._approvals: list[Approval] | None = None
        self.base, self.button = QComboBox(), QPushButton(self.tr("比较"))
        self.table_button = QPushButton(self.tr("修订情况表…"))
        self.table_button.setToolTip(self.tr("把比较结果写成 Excel，随修订后的方案报批、备案"))
        self.summary = QLabel()
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.summary.setWordWrap(True)
        # neither a long document number nor the sentence may widen the dock
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.base.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.base.setMinimumContentsLength(24)
        self.changes = TextTable(
            (
                self.tr("变化"), self.tr("编号"), self.tr("方向"), self.tr("名称"),
                self.tr("原（公顷）"), self.tr("现（公顷）"), self.tr("增减"),
                self.tr("内容"),
            ),
            (6, 9, 6, 16, 12, 12, 9, 20),
        )  # fmt: skip
        self.changes.setToolTip(self.tr("单击：在地图上闪烁两者相差的范围"))
        self.balances = TextTable(
            (
                self.tr("单位"), self.tr("地类"), self.tr("流出：原"), self.tr("现"),
                self.tr("流入：原"), self.tr("现"), self.tr("结余：原"), self.tr("现"),
            ),
            (10, 7, 9, 9, 9, 9, 9, 9),
        )  # fmt: skip
        self.button.clicked.connect(lambda: self.wanted.emit(self.base.currentData()))
        self.table_button.clicked.connect(self.table_wanted)
        self.changes.shown.connect(self._show)
        self._lay_out()
        self.show_comparison(None)

    @property
    def found(self) -> Comparison | None:
        """What is shown."""
        return self._found

    def show_approvals(self, approvals: Sequence[Approval]) -> None:
        """Offer the approved revisions, the last one first, and any other file."""
        if approvals == self._approvals:
            return
        self._approvals = list(approvals)
        self.base.clear()
        for approval in reversed(approvals):
            self.base.addItem(
                self.tr("批准的方案：{}").format(spoken(approval.words)), approval.revision
            )
        self.base.addItem(self.tr("另一个方案文件（情景、修订前）…"), None)

    def show_comparison(self, found: Comparison | None) -> None:
        """Show a comparison; None: nothing was compared yet."""
        self._found = found
        self.table_button.setEnabled(found is not None)
        self.changes.show_rows([] if found is None else _rows(found))
        self.balances.show_rows(
            [] if found is None else [list(map(spoken, row)) for row in balance_texts(found)]
        )
        self.summary.setText(self._summary(found) if found else self.tr("尚未比较。"))

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Others than the dock may have recorded an approval."""
        super().showEvent(event)
        self.looked_at.emit()

    def _summary(self, found: Comparison) -> str:
        counts = "，".join(f"{word} {len(found.of(kind))}" for kind, word in KINDS.items())
        old, new = found.before.balance.total, found.after.balance.total
        balance = self.tr("结余 {} → {} 公顷").format(
            hectares(old.surplus_m2), hectares(new.surplus_m2)
        )
        text = self.tr("与{}相比：{}；{}").format(found.before.edition.text, counts, balance)
        return spoken(f"{text}。{found.remark}")

    def _show(self, row: int) -> None:
        if self._found is not None:
            self.shown.emit(self._found.changes[row])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for widget, name in (
            (self.base, self.tr("与之比较")),
            (self.button, self.tr("比较")),
            (self.table_button, self.tr("修订情况表…")),
        ):
            widget.setAccessibleName(name)
            top.addWidget(widget)
        top.addWidget(self.summary, 1)
        split = QSplitter()
        self.changes.setAccessibleName(self.tr("变化的地块"))
        self.balances.setAccessibleName(self.tr("平衡对照"))
        split.addWidget(self.changes)
        split.addWidget(self.balances)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(top)
        layout.addWidget(split, 1)


def _rows(found: Comparison) -> list[list[str]]:
    notice = found.after.notice
    return [
        [
            spoken(KINDS[change.kind]), change.parcel.parcel_id,
            spoken(notice.word(change.parcel.direction)),
            change.parcel.name or change.parcel.project, hectares(change.before_m2),
            hectares(change.after_m2), hectares(change.after_m2 - change.before_m2),
            spoken(change.content),
        ]
        for change in found.changes
    ]  # fmt: skip
