"""What is to be done about all parcels, as a table: findings that failed or are not decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt

from ...core.english import spoken
from ...core.model import Finding
from ...jobs.preview import Verdict
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import LEVEL_COLORS, LEVELS, MARKS, finding_level, level_word
from .ordered_rows import MANY, OrderedModel

LEVEL, PARCEL, TOWN, CLAUSE, MESSAGE, EVIDENCE = range(6)


class Issue(NamedTuple):
    """One finding, with the township of its parcel."""

    level: str
    town: str
    finding: Finding


class IssueModel(OrderedModel):
    """Findings by their parcel and number; empty until ``update`` is called.

    Shown are those of some ``levels``, one ``rule``, one ``town``, some ``parcels``, with ``text``
    in them; None and '' let everything through.
    """

    levels: set[str] | None = None
    rule = town = text = ""
    parcels: set[str] | None = None

    def __init__(self, book: VerdictBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book

    @property
    def issues(self) -> list[Issue]:
        """In the order in which they are shown."""
        return self._rows

    def key(self, row: Issue, column: int) -> Any:
        """Within a level by parcel."""
        if column == LEVEL:
            return LEVELS.index(row.level), row.finding.parcel_id
        return _texts(row)[column]

    def lets_through(self, row: Issue) -> bool:
        """Whether an issue is of those that are wanted."""
        finding = row.finding
        return (
            (self.levels is None or row.level in self.levels)
            and self.rule in ("", finding.rule_id)
            and self.town in ("", row.town)
            and (self.parcels is None or finding.parcel_id in self.parcels)
            and (not self.text or any(self.text in text.lower() for text in _texts(row)))
        )

    def update(self, ids: Collection[str] | None) -> None:
        """These parcels were judged anew, or are gone; None: all."""
        if ids is None or len(ids) > MANY:
            self._fill(item for name in list(self._book.all) for item in self._numbered(name))
            return
        now = dict(item for name in ids for item in self._numbered(name))
        before = {key: issue for key, issue in self._held.items() if key[0] in ids}
        gone = dict.fromkeys(before.keys() - now.keys())
        changed = {key: issue for key, issue in now.items() if before.get(key) != issue}
        self._take({**gone, **changed})

    def _numbered(self, parcel_id: str) -> Iterator[tuple[tuple[str, int], Issue]]:
        verdict = self._book.get(parcel_id)
        for number, issue in enumerate(issues_of(verdict) if verdict else ()):
            yield (parcel_id, number), issue

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else EVIDENCE + 1

    def headerData(  # noqa: N802
        self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("级别"),
            self.tr("地块"),
            self.tr("乡镇"),
            self.tr("条款"),
            self.tr("说明"),
            self.tr("依据"),
        )[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        issue, column = self.issues[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _texts(issue)[column]
        if role == Qt.ItemDataRole.ForegroundRole and column == LEVEL:
            return LEVEL_COLORS[issue.level]
        return None


def issues_of(verdict: Verdict) -> list[Issue]:
    """What is to be done about one parcel."""
    town = next(iter(verdict.towns), "")
    return [Issue(finding_level(f), town, f) for f in verdict.open_findings()]


def _texts(issue: Issue) -> tuple[str, ...]:
    finding = issue.finding
    message = spoken("；".join(part for part in (finding.message, finding.exception) if part))
    level = f"{MARKS[issue.level]} {level_word(issue.level)}"
    return level, finding.parcel_id, issue.town, finding.clause, message, spoken(finding.evidence)
