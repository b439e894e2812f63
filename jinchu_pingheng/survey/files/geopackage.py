"""Features of a GeoPackage through its own R-tree: only what is near is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np

from ...core.errors import PlanError
from . import boxes as box
from .gpkg_index import Index, index_of, quoted
from .kept import Kept, big, size_of
from .table import CODE, Only, Rows, column_of, ids_of
from .wkb import ONE_PART, parse

_AT_ONCE = 1000
"""Features fetched by one statement."""
_NO_BLOB = b""


class GeoPackageReader:
    """One table of a GeoPackage, open for reading, for one thread. What others commit meanwhile is
    seen."""

    def __init__(self, path: str, table: str, fields: Mapping[str, str]) -> None:
        """``fields``: name -> field. Raises PlanError when the file cannot be read or the table has
        no R-tree."""
        self._path = path
        self._db = connect(path)
        with self._reading():
            index = index_of(self._db, table)
        if index is None:
            raise PlanError(
                "图层没有空间索引", f"“{Path(path).name}”图层 {table}", "请建立空间索引后重试"
            )
        self._index: Index = index
        self._fields = dict(fields)
        columns = ", ".join(
            [quoted(index.key), quoted(index.geometry), *map(quoted, fields.values())]
        )
        self._select = f"SELECT {columns} FROM {quoted(table)}"
        self._kept, self._version = Kept(), -1
        with self._reading():
            self._astray()

    def near(self, boxes: np.ndarray, only: Only | None = None) -> Rows:
        """Features whose box meets any of ``boxes`` (m, 4), and those that no box can place. Raises
        PlanError.

        ``only`` leaves out features that are not wanted, as far as that saves reading them.
        """
        places = box.Places(boxes)
        with self._reading():
            strays = self._astray()
            found: set[int] = self._index.near(self._db, places)
            if len(strays):
                found.difference_update(strays.fids.tolist())
            rows = self._fetch(sorted(found), only)
        rows = _near(rows, places)
        return rows.plus(_near(strays, places)) if len(strays) else rows

    def all(self) -> Rows:
        """All features. Raises PlanError."""
        with self._reading():
            self._astray()
            return self._rows(self._query(f"{self._select} ORDER BY {quoted(self._index.key)}"))

    @property
    def version(self) -> int:
        """A number that changes whenever features may differ from those read before."""
        return self._version

    @property
    def total(self) -> int:
        """Number of features."""
        with self._reading():
            return self._index.count(self._db)

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """(xmin, ymin, xmax, ymax) that holds all features that a box can place; None without
        any."""
        with self._reading():
            return self._index.extent(self._db)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of the file for all statements inside; what was kept of another state is
        forgotten."""
        try:
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("END")
        except sqlite3.Error as error:
            raise _unreadable(self._path, error) from error

    def _astray(self) -> Rows:
        """Features that the R-tree does not know, or not where they are."""
        [version] = self._db.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._kept.clear()
            rows = self._fetch(self._index.doubtful(self._db))
            lost = ~self._index.holds(self._db, rows.fids, rows.boxes)
            self._strays: Rows = rows.take(lost)
            self._version = version
        return self._strays

    def _fetch(self, fids: Sequence[int], only: Only | None = None) -> Rows:
        """Features by ascending number; those that stay parsed are not read again."""
        kept = self._kept.among(fids)
        if kept:
            fids = [fid for fid in fids if fid not in kept]
        read: list[tuple] = []
        for start in range(0, len(fids), _AT_ONCE):
            numbers = ",".join(map(str, fids[start : start + _AT_ONCE]))
            read += self._query(
                f"{self._select} WHERE {quoted(self._index.key)} IN ({numbers}){self._and(only)}"
            )
        rows = self._rows(read)
        if kept:
            rows = rows.plus(self._again(sorted(kept)))
        return rows

    def _and(self, only: Only | None) -> str:
        if only is None or only.column not in self._fields:
            return ""
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in only.values)
        return f" AND trim({quoted(self._fields[only.column])}) IN ({values})"

    def _query(self, sql: str) -> list[tuple]:
        try:
            return self._db.execute(sql).fetchall()
        except sqlite3.OperationalError as error:
            if "UTF-8" not in str(error) or self._db.text_factory is _text:
                raise
        self._db.text_factory = _text  # slower, hence only where it must be
        return self._query(sql)

    def _rows(self, read: list[tuple]) -> Rows:
        fids, blobs, *values = zip(*read) if read else ((), (), *((),) * len(self._fields))
        wkb = _wkbs(blobs)
        geometry, unreadable = parse(wkb)
        for place in big(wkb, unreadable):
            row = (fids[place], None, *read[place][2:])
            self._kept.put(fids[place], (row, geometry[place]), size_of(geometry[place]))
        return self._table(fids, geometry, unreadable, values)

    def _again(self, kept: Sequence[int]) -> Rows:
        rows, shapes = zip(*(self._kept.get(fid) for fid in kept))
        geometry = np.empty(len(rows), dtype=object)
        geometry[:] = shapes
        fids, _, *values = zip(*rows)
        return self._table(fids, geometry, np.zeros(len(rows), dtype=bool), values)

    def _table(
        self,
        fids: Sequence[int],
        geometry: np.ndarray,
        unreadable: np.ndarray,
        values: Sequence[Sequence],
    ) -> Rows:
        columns = {name: column_of(column) for name, column in zip(self._fields, values)}
        numbers = np.array(fids, dtype=np.int64)
        boxes = box.of(geometry)
        for place in np.flatnonzero(unreadable):
            boxes[place] = self._index.box(self._db, fids[place])
        return Rows(
            fids=numbers,
            ids=ids_of(numbers, columns.get(CODE)),
            geometry=geometry,
            unreadable=unreadable,
            boxes=boxes,
            columns=columns,
        )


def _near(rows: Rows, places: box.Places) -> Rows:
    mask = places.near(rows.boxes)
    return rows if mask.all() else rows.take(mask)


def connect(path: str) -> sqlite3.Connection:
    """A connection that cannot write. Raises PlanError."""
    place = Path(path).absolute().as_posix()
    address = f"file://{'' if place.startswith('/') else '/'}{quote(place)}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error
    return connection


def _text(raw: bytes) -> str:
    """Texts as QGIS shows them: a byte that is no UTF-8 is marked, the feature is not lost."""
    return raw.decode("utf-8", "replace")


def _unreadable(path: str, error: sqlite3.Error) -> PlanError:
    busy = "locked" in str(error)
    what = "数据正被其他程序写入" if busy else "数据文件无法读取"
    do = "请等其他程序保存后重试" if busy else "请检查文件是否完整"
    return PlanError(what, f"“{Path(path).name}”", do)


_ENVELOPE = (0, 32, 48, 48, 64)


def _offset(flags: int) -> int:
    """Where the WKB begins after a header with these flags; 0 where no header has such flags."""
    code = flags >> 1 & 0b111
    return 8 + _ENVELOPE[code] if code < len(_ENVELOPE) and not flags & 0b100000 else 0


_OFFSETS = tuple(_offset(flags) for flags in range(256))


_USUAL = b"GP\0\x03"
"""How geometries begin that GDAL and QGIS write: little-endian, with an envelope of four
numbers."""
_USUAL_OFFSET = _OFFSETS[_USUAL[3]]


def _wkbs(blobs: Sequence[object]) -> list[bytes | None]:
    """The WKB of GeoPackage geometries, as ``_wkb``; of a multipolygon of one part that of the
    part, cut out at once."""
    part = _USUAL_OFFSET + len(ONE_PART)
    return [
        blob[part:]
        if type(blob) is bytes
        and blob.startswith(_USUAL)
        and blob.startswith(ONE_PART, _USUAL_OFFSET)
        else _wkb(blob)
        for blob in blobs
    ]


def _wkb(blob: object) -> bytes | None:
    """The WKB of a GeoPackage geometry; None for a null; b'' for what is no geometry."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP" or not _OFFSETS[blob[3]]:
        return _NO_BLOB
    return blob[_OFFSETS[blob[3]] :]
