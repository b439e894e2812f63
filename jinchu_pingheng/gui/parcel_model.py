"""The parcels layer as a table: unsaved edits included, read anew whenever the session says it changed."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ..core.model import OUT
from ..core.notice import Notice
from ..core.rounding import hectares, whole
from .styles import COLORS

SORT_ROLE = Qt.ItemDataRole.UserRole
ID, SIDE, TYPE, AREA, NAME = range(5)


class Row(NamedTuple):
    """``fid`` is the feature id (negative before saving), ``m2`` the planar area of the polygon."""

    fid: int
    parcel_id: str
    direction: str
    type: int
    m2: int
    name: str


class ParcelModel(QAbstractTableModel):
    """Rows of parcels; empty until ``show`` is called."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._notice: Notice | None = None

    def show(self, layer: QgsVectorLayer | None, notice: Notice | None) -> None:
        """Read the layer; None empties the table."""
        self.beginResetModel()
        self._notice = notice
        self._rows = [] if layer is None else sorted(map(_row, layer.getFeatures()), key=_order)
        self.endResetModel()

    def fid(self, row: int) -> int:
        """Feature id of a row."""
        return self._rows[row].fid

    def rows_of(self, fids: set[int]) -> list[int]:
        """Rows of feature ids."""
        return [index for index, row in enumerate(self._rows) if row.fid in fids]

    def count(self, direction: str) -> int:
        """Number of parcels of one side."""
        return sum(row.direction == direction for row in self._rows)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._headers())

    def headerData(self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers()[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == AREA:
            return self.tr("图形的平面面积（公顷）；平衡所用面积见下方“面积平衡”")
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._type_name(row) if column == TYPE else self._texts(row)[column]
        if role == SORT_ROLE:
            return row[column + 1]
        if role == Qt.ItemDataRole.DecorationRole and column == SIDE:
            return COLORS.get(row.direction)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AREA:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _headers(self) -> list[str]:
        return [self.tr("编号"), self.tr("方向"), self.tr("类型"), self.tr("公顷"), self.tr("名称")]

    def _texts(self, row: Row) -> list[str]:
        word = self._notice.word(row.direction) if self._notice else row.direction
        return [row.parcel_id, word, str(row.type), hectares(row.m2), row.name]

    def _type_name(self, row: Row) -> str:
        return self._notice.type_name(row.direction, row.type) if self._notice else str(row.type)


def _row(feature: QgsFeature) -> Row:
    area = 0 if feature.geometry().isNull() else whole(feature.geometry().area())
    name = _text(feature, "name") or _text(feature, "project")
    kind = feature["type"]
    return Row(
        feature.id(),
        _text(feature, "parcel_id"),
        _text(feature, "direction"),
        kind if isinstance(kind, int) else 0,
        area,
        name,
    )


def _text(feature: QgsFeature, name: str) -> str:
    value = feature[name]
    return value if isinstance(value, str) else ""


def _order(row: Row) -> tuple:
    return (row.direction != OUT, row.parcel_id)
