"""What the notice says of the marked parcel, bans first; passed rules folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.model import FAIL, INFO, PASS, UNKNOWN, Finding
from ..jobs.preview import Verdict
from ..judging.packs import level_of
from .verdict_words import LEVEL_COLORS, LEVELS, MARKS, NEUTRAL, level_word

MOST_LINES = 12
"""Lines of text before the list scrolls by itself."""
_FINDING = Qt.ItemDataRole.UserRole


class VerdictPanel(QWidget):
    """``wanted``: the user asks where a finding's conflict lies (parcel id, rule id)."""

    wanted = pyqtSignal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdicts: dict[str, Verdict] = {}
        self._chosen: list[str] = []
        self._unfolded = False
        self._lost: dict[str, str] = {}
        self._counts = QLabel()
        self._counts.setWordWrap(True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(1)
        self.list.itemActivated.connect(self._activate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._counts)
        layout.addWidget(self.list)
        self._show()

    @property
    def summary(self) -> str:
        """The sentence on top."""
        return self._counts.text()

    def texts(self) -> list[str]:
        """The texts of the list."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def forget(self) -> None:
        """Nothing is known any more."""
        self._verdicts = {}
        self._show()

    def show_verdicts(
        self, verdicts: Mapping[str, Verdict], gone: frozenset[str], whole: bool
    ) -> None:
        """Take in what is new."""
        kept = (
            {}
            if whole
            else {name: held for name, held in self._verdicts.items() if name not in gone}
        )
        self._verdicts = {**kept, **verdicts}
        self._show()

    def show_lost(self, lost: Mapping[str, str]) -> None:
        """Layers that are gone, by the label of their role: findings that wait for them say so."""
        self._lost = dict(lost)
        self._show()

    def show_parcels(self, parcel_ids: Sequence[str]) -> None:
        """Show the verdict on marked parcels: findings of one, numbers of several or (none marked)
        of all."""
        self._chosen, self._unfolded = list(parcel_ids), False
        self._show()

    def _show(self) -> None:
        chosen = [name for name in self._chosen if name in self._verdicts]
        self.list.clear()
        self._counts.setStyleSheet("")
        if len(chosen) == 1:
            self._show_one(chosen[0])
        elif self._verdicts and not (self._chosen and not chosen):
            self._show_many(chosen)
        else:
            self._counts.setText(self.tr("尚未检查。"))
            self._counts.setStyleSheet(f"color: {NEUTRAL};")
        self.list.setVisible(self.list.count() > 0)
        self._fit()

    def _show_one(self, name: str) -> None:
        found = self._verdicts[name].findings()
        every = [finding for findings in found.values() for finding in findings]
        sizes = Counter(map(_level, every))
        self._counts.setText(self.tr("<b>{}</b>：{}").format(name, _counted(sizes)))
        for finding in sorted(every, key=lambda finding: LEVELS.index(_level(finding))):
            if finding.verdict != PASS or self._unfolded:
                self._add(finding)
        if found[PASS] and not self._unfolded:
            item = QListWidgetItem(self.tr("▸ 通过的 {} 条").format(len(found[PASS])))
            item.setForeground(LEVEL_COLORS[PASS])
            item.setToolTip(self.tr("双击展开"))
            self.list.addItem(item)

    def _show_many(self, chosen: Sequence[str]) -> None:
        names = chosen or list(self._verdicts)
        sizes = Counter(self._verdicts[name].worst for name in names)
        every = self.tr("全部 {} 个地块：{}。选中一个地块可看各条结论。")
        text = self.tr("所选 {} 个地块：{}") if chosen else every
        self._counts.setText(text.format(len(names), _counted(sizes)))

    def _add(self, finding: Finding) -> None:
        level = _level(finding)
        head = f"{MARKS[level]} {level_word(level)} · {finding.clause}"
        if finding.verdict == UNKNOWN and finding.severity != INFO:
            head = self.tr("{} {}（{}性条款） · {}").format(
                MARKS[level], level_word(level), level_word(finding.severity), finding.clause
            )
        lost = self._lost.get(finding.evidence) if finding.verdict == UNKNOWN else None
        waits = self.tr("图层已移除：{}").format(lost) if lost else ""
        parts = [head, finding.message, waits, finding.exception]
        item = QListWidgetItem("\n".join(part for part in parts if part))
        item.setForeground(LEVEL_COLORS[level])
        tips = [level_word(level), finding.evidence]
        if finding.verdict == FAIL and finding.overlap_m2:
            tips.append(self.tr("双击：在地图上闪烁冲突范围"))
            item.setData(_FINDING, (finding.parcel_id, finding.rule_id))
        item.setToolTip("\n".join(tip for tip in tips if tip))
        self.list.addItem(item)

    def _activate(self, item: QListWidgetItem) -> None:
        asked = item.data(_FINDING)
        if asked:
            self.wanted.emit(*asked)
        elif item.text().startswith("▸"):
            self._unfolded = True
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Narrower texts are higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its texts, up to a limit."""
        self.list.doItemsLayout()
        rows = range(self.list.count())
        height = sum(self.list.sizeHintForRow(row) + 2 * self.list.spacing() for row in rows)
        most = self.fontMetrics().lineSpacing() * MOST_LINES
        self.list.setFixedHeight(min(height, most) + 2 * self.list.frameWidth() + 2)


def _level(finding: Finding) -> str:
    return level_of(finding.verdict, finding.severity)


def _counted(sizes: Mapping[str, int]) -> str:
    """'✗ 禁止 1  ? 无法判定 2  ✓ 通过 30', coloured, without those that are none."""
    parts = [
        f'<span style="color: {LEVEL_COLORS[level].name()};">'
        f"{MARKS[level]} {level_word(level)} {sizes[level]}</span>"
        for level in LEVELS[:-1]
        if sizes.get(level)
    ]
    return "&nbsp; ".join(parts) or level_word("na")
