"""What the notice says of the marked parcel, bans first; passed rules folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...core.model import FAIL, INFO, PASS, UNKNOWN, Finding
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import (
    LEVEL_COLORS,
    LEVELS,
    MARKS,
    NEUTRAL,
    STATE_LEVELS,
    finding_level,
    gravity,
    ink,
    level_word,
    state_word,
)

_PLACE = Qt.ItemDataRole.UserRole


class VerdictPanel(QWidget):
    """``wanted``: the user asks where a finding's conflict lies (parcel id, rule id);
    ``current_changed``: another finding is marked, or none."""

    wanted = pyqtSignal(str, str)
    current_changed = pyqtSignal()

    def __init__(self, book: VerdictBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self._chosen: list[str] = []
        self._shown: list[Finding] = []
        self._unfolded = False
        self._lost: dict[str, str] = {}
        self._counts = QLabel()
        self._counts.setWordWrap(True)
        self._counts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._counts.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(1)
        self.list.setAccessibleName(self.tr("检查结论"))
        self.list.itemActivated.connect(self._activate)
        self.list.currentItemChanged.connect(lambda *_: self.current_changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._counts)
        layout.addWidget(self.list, 1)
        self._show()
        book.changed.connect(self._show)

    @property
    def summary(self) -> str:
        """The sentence on top."""
        return self._counts.text()

    def texts(self) -> list[str]:
        """The texts of the list."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    @property
    def current(self) -> Finding | None:
        """The finding that is marked."""
        item = self.list.currentItem()
        return self._finding_of(item) if item else None

    def show_lost(self, lost: Mapping[str, str]) -> None:
        """Layers that are gone, by the label of their role: findings that wait for them say so."""
        self._lost = dict(lost)
        self._show()

    def show_parcels(self, parcel_ids: Sequence[str]) -> None:
        """Show the verdict on marked parcels: findings of one, numbers of several or (none marked)
        of all."""
        self._chosen, self._unfolded = list(parcel_ids), False
        self._show()

    def _show(self, *_: object) -> None:
        chosen = [name for name in self._chosen if name in self.book]
        self._shown = []
        self.list.clear()
        self._counts.setStyleSheet("")
        if len(chosen) == 1:
            self._show_one(chosen[0])
        elif self.book.all and not (self._chosen and not chosen):
            self._show_many(chosen)
        else:
            self._counts.setText(self.tr("尚未检查。"))
            self._counts.setStyleSheet(ink(NEUTRAL))
        self.current_changed.emit()

    def _show_one(self, name: str) -> None:
        verdict = self.book.all[name]
        found = verdict.findings()
        every = [finding for findings in found.values() for finding in findings]
        sizes = Counter(map(finding_level, every))
        state = verdict.state
        level = STATE_LEVELS[state]
        color, mark = LEVEL_COLORS[level].name(), MARKS[level]
        head = (
            f'<b>{escape(name)} <span style="color: {color};">{mark} {state_word(state)}</span></b>'
        )
        self._counts.setText(f"{head}<br>{_counted(sizes)}")
        for finding in sorted(every, key=gravity):
            if finding.verdict != PASS or self._unfolded:
                self._add(finding)
        if found[PASS] and not self._unfolded:
            item = QListWidgetItem(self.tr("▸ 通过的 {} 条").format(len(found[PASS])))
            item.setForeground(LEVEL_COLORS[PASS])
            item.setToolTip(self.tr("双击展开"))
            self.list.addItem(item)

    def _show_many(self, chosen: Sequence[str]) -> None:
        names = chosen or list(self.book.all)
        sizes = Counter(map(self.book.worst, names))
        every = self.tr("全部 {} 个地块：{}。选中一个地块可看各条结论。")
        text = self.tr("所选 {} 个地块：{}") if chosen else every
        self._counts.setText(text.format(len(names), _counted(sizes)))

    def _add(self, finding: Finding) -> None:
        level = finding_level(finding)
        head = f"{MARKS[level]} {level_word(level)} · {finding.clause}"
        if finding.verdict == UNKNOWN and finding.severity != INFO:
            head = self.tr("{} {}（{}性条款） · {}").format(
                MARKS[level], level_word(level), level_word(finding.severity), finding.clause
            )
        lost = self._lost.get(finding.evidence) if finding.verdict == UNKNOWN else None
        waits = self.tr("图层已移除：{}").format(lost) if lost else ""
        parts = [head, spoken(finding.message), waits, spoken(finding.exception)]
        item = QListWidgetItem("\n".join(part for part in parts if part))
        item.setForeground(LEVEL_COLORS[level])
        tips = [level_word(level), spoken(finding.evidence)]
        if finding.verdict == FAIL and finding.overlap_m2:
            tips.append(self.tr("双击：在地图上闪烁冲突范围"))
        item.setData(_PLACE, len(self._shown))
        self._shown.append(finding)
        item.setToolTip("\n".join(tip for tip in tips if tip))
        self.list.addItem(item)

    def _finding_of(self, item: QListWidgetItem) -> Finding | None:
        place = item.data(_PLACE)
        return None if place is None or place >= len(self._shown) else self._shown[place]

    def _activate(self, item: QListWidgetItem) -> None:
        finding = self._finding_of(item)
        if finding is not None and finding.verdict == FAIL and finding.overlap_m2:
            self.wanted.emit(finding.parcel_id, finding.rule_id)
        elif item.text().startswith("▸"):
            self._unfolded = True
            self._show()


def _counted(sizes: Mapping[str, int]) -> str:
    """'✗ 禁止 1  ? 无法判定 2  ✓ 通过 30', coloured, without those that are none."""
    parts = [
        f'<span style="color: {LEVEL_COLORS[level].name()};">'
        f"{MARKS[level]} {level_word(level)} {sizes[level]}</span>"
        for level in LEVELS[:-1]
        if sizes.get(level)
    ]
    return "&nbsp; ".join(parts) or level_word("na")
