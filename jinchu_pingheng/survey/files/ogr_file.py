"""Features of any file that GDAL reads, as a table: in columns where GDAL can (3.6 and later), else
one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr

from ...core.errors import PlanError
from ..encoding import GB, UTF8, family, meaning
from . import boxes as box
from .dbf import open_table
from .source import FileSource
from .table import Table, column_of
from .wkb import bounds, polygons

_BATCH = 8_000
"""Features in one step: looking at them holds the interpreter lock, and the interface wants its
turn."""
_PLAIN = (ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal, ogr.OFTDate)
"""Field types whose values are the same however they are read: a day is an ISO text. Moments are
left to QGIS, which knows their time zone."""
_PLAIN_SUBTYPES = (ogr.OFSTNone, ogr.OFSTInt16, ogr.OFSTFloat32)

Batch = tuple[np.ndarray, np.ndarray, list[np.ndarray]]
"""Numbers, geometries and columns (k,) of some features."""


def can_load(source: FileSource, fields: Sequence[str]) -> bool:
    """Whether GDAL opens the layer and gives these fields as QGIS would."""
    try:
        with _opened(source) as layer:
            defn = layer.GetLayerDefn()
            found = [defn.GetFieldDefn(i) for i in map(defn.GetFieldIndex, fields) if i >= 0]
            plain = all(f.GetType() in _PLAIN and f.GetSubType() in _PLAIN_SUBTYPES for f in found)
            texts = layer.TestCapability(ogr.OLCStringsAsUTF8)
            return bool(
                len(found) == len(fields) and plain and texts and defn.GetGeomFieldCount() == 1
            )
    except PlanError:
        return False


def load(source: FileSource, fields: Mapping[str, str], boxes: np.ndarray | None = None) -> Table:
    """The features near boxes (m, 4) (None: all) and those that no box can place; ``fields``: name
    -> field.

    The file is read through without a spatial filter, which would leave out features without
    geometry. Raises PlanError when the file cannot be read to its end.
    """
    places = None if boxes is None else box.Places(boxes)
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, list[np.ndarray]]] = []
    around: list[np.ndarray] = []
    total = 0
    with _opened(source) as layer:
        promised = layer.GetFeatureCount()
        texts = dict(zip(fields.values(), _texts(source, layer, list(fields.values()))))
        # a filter may want what need not be read for its own sake
        read = [field for field, text in texts.items() if text is None or source.subset]
        for fids, wkb, columns in _batches(layer, read):
            held = dict(zip(read, columns))
            own = bounds(wkb)
            near = np.ones(len(own), dtype=bool) if places is None else places.near(own)
            total += len(own)
            around += [np.array([extent]) for extent in [box.total(own)] if extent]
            parts.append(
                (
                    fids[near],
                    own[near],
                    polygons(wkb[near]),
                    [
                        _values(held[field][near]) if text is None else text(fids[near])
                        for field, text in ((field, texts[field]) for field in fields.values())
                    ],
                )
            )
    if (
        total != promised
    ):  # GDAL reads columns in a thread of its own, whose errors it keeps to itself
        raise PlanError(
            f"只读到 {total} 个要素，应有 {promised} 个", _where(source), "请检查文件是否完整"
        )
    return _table(parts, list(fields), total, box.total(np.vstack(around)) if around else None)


def _texts(
    source: FileSource, layer: ogr.Layer, fields: Sequence[str]
) -> list[Callable[[np.ndarray], np.ndarray] | None]:
    """For each field what its texts in records (k,) mean, byte by byte; None where GDAL's values
    are as good: no shapefile, no text, an encoding that is believed."""
    encoding = family(source.encoding)
    table = open_table(Path(source.path)) if encoding in (UTF8, GB) else None
    defn = layer.GetLayerDefn()
    numbers = [defn.GetFieldIndex(field) for field in fields]
    if table is None:
        return [None] * len(fields)
    return [
        partial(table.texts, field=number, meaning=partial(meaning, encoding=encoding))
        if table.holds_texts(number)
        else None
        for number in numbers
    ]


def _table(
    parts: list, names: list[str], total: int, extent: tuple[float, float, float, float] | None
) -> Table:
    if not parts:
        nothing = np.empty(0, dtype=object)
        return Table(
            fids=np.empty(0, dtype=np.int64),
            boxes=np.empty((0, 4)),
            wkb=nothing,
            columns=dict.fromkeys(names, nothing),
            total=total,
            extent=extent,
        )
    fids, boxes, wkb, columns = zip(*parts)
    order = np.argsort(np.concatenate(fids), kind="stable")
    table = {
        name: np.concatenate([part[i] for part in columns])[order] for i, name in enumerate(names)
    }
    return Table(
        fids=np.concatenate(fids)[order],
        boxes=np.concatenate(boxes)[order],
        wkb=np.concatenate(wkb)[order],
        columns=table,
        total=total,
        extent=extent,
    )


@contextmanager
def _opened(source: FileSource) -> Iterator[ogr.Layer]:
    """The layer, filtered; whatever GDAL complains of meanwhile is a PlanError."""
    complaints: list[str] = []

    def listen(level: int, _number: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            complaints.append(message)

    gdal.PushErrorHandler(listen)
    try:
        data = _open(source)
        layer = data.GetLayerByName(source.layer) if data is not None else None
        if layer is None:
            raise PlanError("数据文件无法打开", _where(source), "请检查文件是否完整")
        layer.SetAttributeFilter(source.subset or None)
        yield layer
    except RuntimeError as error:
        complaints.append(str(error))
    finally:
        gdal.PopErrorHandler()
    if complaints:
        raise PlanError(
            "数据文件无法读取", _where(source), f"请检查文件是否完整（{complaints[0]}）"
        )


def _open(source: FileSource) -> gdal.Dataset | None:
    options = [f"ENCODING={source.encoding}"] if source.encoding else []
    try:
        return gdal.OpenEx(source.path, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
    except RuntimeError:  # somebody has switched GDAL's exceptions on
        return None


def _where(source: FileSource) -> str:
    return f"“{Path(source.path).name}”图层 {source.layer}"


def _batches(layer: ogr.Layer, fields: list[str]) -> Iterator[Batch]:
    """Batches of features, with columns in the order of ``fields``."""
    defn = layer.GetLayerDefn()
    names = [defn.GetFieldDefn(i).GetName() for i in range(defn.GetFieldCount())]
    if not all(map(_is_whole, names)):
        return _one_by_one(layer, fields)
    layer.SetIgnoredFields([name for name in names if name not in fields] + ["OGR_STYLE"])
    if hasattr(layer, "GetArrowStreamAsNumPy"):
        return _in_columns(layer, fields)
    return _one_by_one(layer, fields)


def _is_whole(name: str) -> bool:
    """Whether GDAL takes a name back: it refuses one that was cut in a character, or crashes."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _in_columns(layer: ogr.Layer, fields: list[str]) -> Iterator[Batch]:
    geometry = layer.GetGeometryColumn() or "wkb_geometry"
    number = layer.GetFIDColumn() or "OGC_FID"
    for batch in layer.GetArrowStreamAsNumPy([f"MAX_FEATURES_IN_BATCH={_BATCH}"]):
        yield (
            np.asarray(batch[number]),
            column_of(batch[geometry].tolist()),
            [batch[field] for field in fields],
        )


def _values(column: np.ndarray) -> np.ndarray:
    """A column (n,) of GDAL's as Python values."""
    return column_of([_text(value) for value in column.tolist()])


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _one_by_one(layer: ogr.Layer, fields: list[str]) -> Iterator[Batch]:
    features, defn = iter(layer), layer.GetLayerDefn()
    kinds = {field: defn.GetFieldDefn(defn.GetFieldIndex(field)).GetType() for field in fields}
    takers = [_day_of if kinds[field] == ogr.OFTDate else _value_of for field in fields]
    while some := list(islice(features, _BATCH)):
        numbers = np.array([feature.GetFID() for feature in some], dtype=np.int64)
        wkb = column_of([_wkb(feature.GetGeometryRef()) for feature in some])
        yield (
            numbers,
            wkb,
            [
                column_of([take(feature, field) for feature in some])
                for take, field in zip(takers, fields)
            ],
        )


def _value_of(feature: ogr.Feature, field: str) -> Any:
    return feature.GetField(field)


def _day_of(feature: ogr.Feature, field: str) -> str | None:
    """GDAL writes days with slashes."""
    text = feature.GetField(field)
    return None if text is None else text.replace("/", "-")


def _wkb(shape: ogr.Geometry | None) -> bytes | None:
    return None if shape is None else bytes(shape.ExportToIsoWkb())
