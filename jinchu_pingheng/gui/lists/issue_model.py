"""What is to be done about all parcels, as a table: findings that failed or are not decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from ...core.model import Finding
from ...jobs.preview import Verdict
from ..live.verdict_words import LEVEL_COLORS, LEVELS, MARKS, finding_level, level_word

LEVEL, PARCEL, TOWN, CLAUSE, MESSAGE, EVIDENCE = range(6)
SORT_ROLE = Qt.ItemDataRole.UserRole
MANY = 100
"""Of more parcels than this the table is filled at one go."""


class Issue(NamedTuple):
    """One finding, with the township of its parcel."""

    level: str
    town: str
    finding: Finding


class IssueModel(QAbstractTableModel):
    """Empty until ``show`` is called."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.issues: list[Issue] = []

    def show(self, verdicts: Mapping[str, Verdict]) -> None:
        """Show the issues of all parcels."""
        self.beginResetModel()
        self.issues = [issue for verdict in verdicts.values() for issue in issues_of(verdict)]
        self.endResetModel()

    def update(self, verdicts: Mapping[str, Verdict | None]) -> None:
        """Some parcels were judged anew, or are gone (None)."""
        new = {name: issues_of(verdict) if verdict else [] for name, verdict in verdicts.items()}
        places = [i for i, issue in enumerate(self.issues) if issue.finding.parcel_id in new]
        held: dict[str, list[Issue]] = {}
        for place in places:
            held.setdefault(self.issues[place].finding.parcel_id, []).append(self.issues[place])
        changed = {name for name in new if new[name] != held.get(name, [])}
        for place in reversed(places):
            if self.issues[place].finding.parcel_id in changed:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.issues[place]
                self.endRemoveRows()
        came = [issue for name in new if name in changed for issue in new[name]]
        if came:
            first = len(self.issues)
            self.beginInsertRows(QModelIndex(), first, first + len(came) - 1)
            self.issues += came
            self.endInsertRows()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.issues)

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
        if role == SORT_ROLE and column == LEVEL:
            return f"{LEVELS.index(issue.level)} {issue.finding.parcel_id}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SORT_ROLE):
            return _texts(issue)[column]
        if role == Qt.ItemDataRole.ForegroundRole and column == LEVEL:
            return LEVEL_COLORS[issue.level]
        return None


class IssueFilter(QSortFilterProxyModel):
    """Shows the issues of some levels, one rule, one township, some parcels, with a text in
    them."""

    def __init__(self, model: IssueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.levels: set[str] | None = None
        self.rule = self.town = self.text = ""
        self.parcels: set[str] | None = None
        self._issues = model
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def apply(self, **wanted: Any) -> None:
        """Change what is wanted: ``levels``, ``rule``, ``town``, ``text``, ``parcels``; None and
        '' let everything through."""
        for name, value in wanted.items():
            setattr(self, name, value)
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        issue = self._issues.issues[row]
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
    message = "；".join(part for part in (finding.message, finding.exception) if part)
    level = f"{MARKS[issue.level]} {level_word(issue.level)}"
    return level, finding.parcel_id, issue.town, finding.clause, message, finding.evidence
