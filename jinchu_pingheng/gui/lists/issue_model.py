"""What is to be done about all parcels, as a table: findings that failed or are not decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QModelIndex, Qt

from ...core.english import spoken
from ...core.model import Finding
from ...jobs.preview import Verdict
from ..live.verdict_words import LEVEL_COLORS, LEVELS, MARKS, finding_level, level_word
from .ordered_rows import OrderedModel, RowFilter

LEVEL, PARCEL, TOWN, CLAUSE, MESSAGE, EVIDENCE = range(6)


class Issue(NamedTuple):
    """One finding, with the township of its parcel."""

    level: str
    town: str
    finding: Finding


class IssueModel(OrderedModel):
    """Empty until ``show`` is called."""

    @property
    def issues(self) -> list[Issue]:
        """In the order in which they are shown."""
        return self._rows

    def key(self, row: Issue, column: int) -> Any:
        """Within a level by parcel."""
        if column == LEVEL:
            return LEVELS.index(row.level), row.finding.parcel_id
        return _texts(row)[column]

    def show(self, verdicts: Mapping[str, Verdict]) -> None:
        """Show the issues of all parcels."""
        self._fill(issue for verdict in verdicts.values() for issue in issues_of(verdict))

    def update(self, verdicts: Mapping[str, Verdict | None]) -> None:
        """Some parcels were judged anew, or are gone (None)."""
        new = {name: issues_of(verdict) if verdict else [] for name, verdict in verdicts.items()}
        places = [i for i, issue in enumerate(self.issues) if issue.finding.parcel_id in new]
        held: dict[str, list[Issue]] = {}
        for place in places:
            held.setdefault(self.issues[place].finding.parcel_id, []).append(self.issues[place])
        changed = {name for name in new if new[name] != held.get(name, [])}
        self._take_out([p for p in places if self.issues[p].finding.parcel_id in changed])
        self._put_in([issue for name in new if name in changed for issue in new[name]])

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


class IssueFilter(RowFilter):
    """Shows the issues of some levels, one rule, one township, some parcels, with a text in them;
    None and '' let everything through."""

    levels: set[str] | None = None
    rule = town = text = ""
    parcels: set[str] | None = None

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        issue = self._model.issues[row]
        finding = issue.finding
        return (
            (self.levels is None or issue.level in self.levels)
            and self.rule in ("", finding.rule_id)
            and self.town in ("", issue.town)
            and (self.parcels is None or finding.parcel_id in self.parcels)
            and (not self.text or any(self.text in text.lower() for text in _texts(issue)))
        )


def issues_of(verdict: Verdict) -> list[Issue]:
    """What is to be done about one parcel."""
    town = next(iter(verdict.towns), "")
    return [Issue(finding_level(f), town, f) for f in verdict.open_findings()]


def _texts(issue: Issue) -> tuple[str, ...]:
    finding = issue.finding
    message = spoken("；".join(part for part in (finding.message, finding.exception) if part))
    level = f"{MARKS[issue.level]} {level_word(issue.level)}"
    return level, finding.parcel_id, issue.town, finding.clause, message, spoken(finding.evidence)
