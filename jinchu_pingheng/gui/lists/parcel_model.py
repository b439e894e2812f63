"""The parcels layer as a table with what the check says: unsaved edits included, kept up feature by
feature."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from qgis.core import QgsApplication, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QModelIndex, QObject, Qt, pyqtSignal

from ...core.codes import titled
from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...core.rounding import hectares, whole
from ...jobs.preview import Verdict
from ..editing.newcomers import text_of
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import LEVEL_COLORS, LEVELS, MARKS, level_word
from ..map.styles import COLORS
from .ordered_rows import MANY, OrderedModel

STATE, ID, SIDE, TYPE, AREA, NAME, PROJECT, TOWN, CLASS, WHY = range(10)
_WORST_FIRST = (*LEVELS, "")


class Row(NamedTuple):
    """``fid`` is the feature id (negative before saving), ``m2`` the planar area of the polygon."""

    fid: int
    parcel_id: str
    direction: str
    type: int
    m2: int
    name: str
    project: str


EDITED = {NAME: "name", PROJECT: "project"}
"""Columns that are edited in place, with their fields."""


JUDGED = (STATE, TOWN, CLASS, WHY)
"""Columns that say what the check has found."""


class ParcelModel(OrderedModel):
    """Rows of parcels by their feature id; empty until ``show`` is called. ``typed``: a value was
    typed in place (feature id, field, text).

    Shown are those of ``sides`` and ``states`` (None for any), of ``town`` and with ``text`` in
    their row ('' for any).
    """

    typed = pyqtSignal(int, str, str)
    sides: set[str] | None = None
    states: set[str] | None = None
    town = text = ""

    def __init__(self, book: VerdictBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._notice: Notice | None = None
        self._locked: frozenset[str] = frozenset()
        book.changed.connect(self._show_verdicts)

    def show(self, layer: QgsVectorLayer | None, notice: Notice | None) -> None:
        """Read the layer; None empties the table."""
        self._notice = notice
        features = layer.getFeatures() if layer else ()
        self._fill((feature.id(), _row(feature)) for feature in features)

    def update(self, changes: Mapping[int, QgsFeature | None]) -> None:
        """Features have changed, are new, or are gone (None)."""
        rows = ((fid, feature and _row(feature)) for fid, feature in changes.items())
        if len(changes) > MANY:
            self._take_many(rows)
        else:
            self._take(dict(rows))

    def show_locked(self, ids: frozenset[str]) -> None:
        """Mark the parcels that are locked."""
        changed, self._locked = self._locked ^ ids, ids
        self._take({fid: row for fid, row in self._held.items() if row.parcel_id in changed})

    def lets_through(self, row: Row) -> bool:
        """Whether a parcel is of those that are wanted."""
        verdict = self._book.get(row.parcel_id)
        if self.sides is not None and row.direction not in self.sides:
            return False
        if self.states is not None and (verdict is None or verdict.state not in self.states):
            return False
        if self.town and (verdict is None or self.town not in verdict.towns):
            return False
        return not self.text or any(self.text in text.lower() for text in self._texts(row))

    def verdict(self, row: Row) -> Verdict | None:
        """What the notice says of a parcel, where it is known."""
        return self._book.get(row.parcel_id)

    def _show_verdicts(self, ids: Collection[str] | None) -> None:
        """These parcels are judged otherwise than before; None: all."""
        if ids is not None and len(ids) <= MANY:
            self._take({fid: row for fid, row in self._held.items() if row.parcel_id in ids})
        elif self.states is not None or self.town or self.text or self._column in JUDGED:
            self._arrange()
        elif self._rows:
            last = self.index(len(self._rows) - 1, WHY)
            self.dataChanged.emit(self.index(0, STATE), last)
            self.changed.emit()

    def row(self, row: int) -> Row:
        """The parcel of a row."""
        return self._rows[row]

    def fid(self, row: int) -> int:
        """Feature id of a row."""
        return self._rows[row].fid

    def parcel_id(self, row: int) -> str:
        """Parcel id of a row."""
        return self._rows[row].parcel_id

    def side(self, row: int) -> str:
        """Side of a row's parcel."""
        return self._rows[row].direction

    def fids_of(self, parcel_id: str) -> list[int]:
        """Features that bear an id."""
        return [row.fid for row in self.held if row.parcel_id == parcel_id]

    def rows_of(self, fids: Iterable[int]) -> list[int]:
        """Rows of feature ids."""
        return sorted(self._places[fid] for fid in fids if fid in self._places)

    def count(self, direction: str) -> int:
        """Number of parcels of one side."""
        return sum(row.direction == direction for row in self.held)

    def _texts(self, row: Row) -> list[str]:
        """What the cells of a row say."""
        return [*self._own_texts(row), *self._facts(row)]

    def key(self, row: Row, column: int) -> Any:
        """Within a state or a side by id, outflow first."""
        side = row.direction != OUT, row.parcel_id
        if column == STATE:
            return _WORST_FIRST.index(self._state(row)), *side
        if column == SIDE:
            return side
        return row[column] if column < TOWN else self._text(row, column)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else WHY + 1

    def headerData(
        self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return {
                STATE: self._legend(),
                AREA: self.tr("图形的平面面积（公顷）；平衡所用面积见“平衡”"),
            }.get(section)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._mark(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE:
            return LEVEL_COLORS.get(self._state(row))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AREA:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: QModelIndex) -> Any:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in EDITED else flags

    def setData(  # noqa: N802
        self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """What is typed goes the way of every edit: into the layer, and from there into the
        table."""
        if index.column() not in EDITED:
            return False
        self.typed.emit(self.fid(index.row()), EDITED[index.column()], str(value).strip())
        return True

    def _legend(self) -> str:
        marks = spoken("，".join(f"{MARKS[level]} {level_word(level)}" for level in LEVELS))
        return self.tr("检查结论：{}").format(marks)

    def _headers(self) -> list[str]:
        return [
            self.tr("状态"),
            self.tr("编号"),
            self.tr("方向"),
            self.tr("类型"),
            self.tr("公顷"),
            self.tr("名称"),
            self.tr("项目"),
            self.tr("乡镇"),
            self.tr("现状地类"),
            self.tr("首要问题"),
        ]

    def _text(self, row: Row, column: int) -> str:
        if column < TOWN:
            return self._own_texts(row)[column]
        return self._facts(row)[column - TOWN]

    def _own_texts(self, row: Row) -> list[str]:
        word, level = self._word(row.direction), self._state(row)
        state = f"{MARKS[level]} {level_word(level)}" if level else ""
        return [state, row.parcel_id, word, str(row.type), hectares(row.m2), row.name, row.project]

    def _facts(self, row: Row) -> tuple[str, str, str]:
        """Township, land class and gravest finding of a parcel, where it was judged."""
        verdict = self._book.get(row.parcel_id)
        if verdict is None:
            return "", "", ""
        gravest = next(iter(self._book.findings(row.parcel_id)), None)
        town = next(iter(verdict.towns), "")
        code = next(iter(verdict.classes), "")
        message = spoken(gravest.message) if gravest else ""
        return town, spoken(titled("DLBM", code)), message

    def _tip(self, row: Row, column: int) -> str:
        if column == STATE:
            return level_word(self._state(row))
        if column == ID and row.parcel_id in self._locked:
            return self.tr("{} 已锁定").format(row.parcel_id)
        return self._type_name(row) if column == TYPE else self._text(row, column)

    def _mark(self, row: Row, column: int) -> Any:
        if column == ID and row.parcel_id in self._locked:
            return QgsApplication.getThemeIcon("locked.svg")
        return COLORS.get(row.direction) if column == SIDE else None

    def _state(self, row: Row) -> str:
        return self._book.worst(row.parcel_id)

    def _word(self, direction: str) -> str:
        known = self._notice is not None and direction in (OUT, IN)
        return spoken(self._notice.word(direction)) if self._notice and known else self.tr("未标")

    def _type_name(self, row: Row) -> str:
        return (
            spoken(self._notice.type_name(row.direction, row.type))
            if self._notice
            else str(row.type)
        )


def _row(feature: QgsFeature) -> Row:
    area = 0 if feature.geometry().isNull() else whole(feature.geometry().area())
    kind = feature["type"]
    return Row(
        fid=feature.id(),
        parcel_id=text_of(feature["parcel_id"]),
        direction=text_of(feature["direction"]),
        type=kind if isinstance(kind, int) else 0,
        m2=area,
        name=text_of(feature["name"]),
        project=text_of(feature["project"]),
    )
