"""The R-tree of a GeoPackage table (OGC 12-128r18, annex F.3)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from . import boxes as box
from . import rtree_nodes

_FEW = 20
"""Up to so many boxes are looked up in SQLite one by one; for more it is faster to read the
R-tree's nodes."""
_FAR = 3.4e38
"""Beyond this a box is infinite: SQLite keeps boxes as 32-bit numbers, rounded outward."""
_TYPES = ("TEXT", "INT", "REAL", "DOUBLE", "FLOAT", "MEDIUM", "SMALL", "TINY")
"""Column types whose values SQLite gives as QGIS does (a date or a truth value has another
shape)."""


@dataclass(frozen=True)
class Index:
    """``table``, its integer ``key`` and ``geometry`` columns; the R-tree is named after them."""

    table: str
    key: str
    geometry: str

    @property
    def rtree(self) -> str:
        """The virtual table, quoted."""
        return quoted(f"rtree_{self.table}_{self.geometry}")

    @property
    def _entries(self) -> str:
        return quoted(f"rtree_{self.table}_{self.geometry}_rowid")

    @property
    def _nodes(self) -> str:
        return quoted(f"rtree_{self.table}_{self.geometry}_node")

    def near(self, db: sqlite3.Connection, places: box.Places) -> set[int]:
        """Numbers of features whose box meets any of the places."""
        if len(places.boxes) > _FEW:
            return set(rtree_nodes.near(db, self._nodes, places).tolist())
        sql = (
            f"SELECT id FROM {self.rtree} WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?"
        )
        found: set[tuple[int]] = set()
        for one in places.boxes.tolist():
            found.update(db.execute(sql, one))
        return {fid for (fid,) in found}

    def doubtful(self, db: sqlite3.Connection) -> list[int]:
        """Features that are not in the R-tree, or have a coordinate that is no number (NaN is kept
        as 0)."""
        odd = {
            row[0]
            for where in _ODD
            for row in db.execute(f"SELECT id FROM {self.rtree} WHERE {where}")
        }
        [known] = db.execute(f"SELECT count(*) FROM {self._entries}").fetchone()
        if known != self.count(db):
            key = quoted(self.key)
            missing = (
                f"SELECT {key} FROM {quoted(self.table)} "
                f"WHERE {key} NOT IN (SELECT rowid FROM {self._entries})"
            )
            odd.update(row[0] for row in db.execute(missing))
        return sorted(odd)

    def holds(self, db: sqlite3.Connection, fids: np.ndarray, boxes: np.ndarray) -> np.ndarray:
        """Mask (n,): the R-tree has the feature, in a box that holds its own."""
        held = np.zeros(len(fids), dtype=bool)
        for row, (fid, own) in enumerate(zip(fids.tolist(), boxes)):
            kept = self._kept(db, fid)
            if kept is not None and np.isfinite(own).all():
                held[row] = (own[:2] >= kept[:2]).all() and (own[2:] <= kept[2:]).all()
        return held

    def box(self, db: sqlite3.Connection, fid: int) -> np.ndarray:
        """Box (4,) by which the R-tree finds a feature; NaN where that is no place."""
        kept = self._kept(db, fid)
        if kept is None or (kept == 0).any() or (np.abs(kept) > _FAR).any():
            return np.full(4, np.nan)
        return kept

    def _kept(self, db: sqlite3.Connection, fid: int) -> np.ndarray | None:
        row = db.execute(
            f"SELECT minx, miny, maxx, maxy FROM {self.rtree} WHERE id = ?", (fid,)
        ).fetchone()
        return None if row is None else np.array(row, dtype=float)

    def count(self, db: sqlite3.Connection) -> int:
        """Number of features, from GDAL's own counter where it is kept."""
        row = None
        if _has(db, "gpkg_ogr_contents"):
            row = db.execute(
                "SELECT feature_count FROM gpkg_ogr_contents WHERE lower(table_name) = lower(?)",
                (self.table,),
            ).fetchone()
        if row is None or row[0] is None:
            row = db.execute(f"SELECT count(*) FROM {quoted(self.table)}").fetchone()
        return int(row[0])

    def extent(self, db: sqlite3.Connection) -> tuple[float, float, float, float] | None:
        """The box of the R-tree's root, made exact by gpkg_contents where that lies inside; None
        without features."""
        root = box.total(rtree_nodes.root(db, self._nodes)[2])
        stated = db.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE lower(table_name) = "
            "lower(?)",
            (self.table,),
        ).fetchone()
        if root is None or stated is None or None in stated:
            return root
        low, high = np.maximum(root[:2], stated[:2]), np.minimum(root[2:], stated[2:])
        return (*low.tolist(), *high.tolist()) if (low <= high).all() else root


_ODD = (
    "minx <= 0 AND maxx >= 0",
    "miny <= 0 AND maxy >= 0",
    f"minx < -{_FAR}",
    f"miny < -{_FAR}",
    f"maxx > {_FAR}",
    f"maxy > {_FAR}",
)


def index_of(db: sqlite3.Connection, table: str, fields: tuple[str, ...] = ()) -> Index | None:
    """The R-tree of a table; None where there is none, or a field has no plain type, and another
    way must be taken."""
    if not _has(db, "gpkg_extensions"):
        return None
    row = db.execute(
        "SELECT g.table_name, g.column_name FROM gpkg_geometry_columns g JOIN gpkg_extensions e"
        " ON lower(e.table_name) = lower(g.table_name) AND lower(e.column_name) = "
        "lower(g.column_name)"
        " WHERE lower(g.table_name) = lower(?) AND e.extension_name = 'gpkg_rtree_index'",
        (table,),
    ).fetchone()
    if row is None:
        return None
    columns = db.execute(f"PRAGMA table_info({quoted(row[0])})").fetchall()
    keys = [name for _, name, kind, _, _, key in columns if key]
    types = {name.lower(): kind.upper() for _, name, kind, _, _, _ in columns}
    plain = all(types.get(field.lower(), "").startswith(_TYPES) for field in fields)
    index = Index(row[0], keys[0] if keys else "", row[1])
    if len(keys) != 1 or not types[keys[0].lower()].startswith("INT") or not plain:
        return None
    return index if _has(db, f"rtree_{index.table}_{index.geometry}") else None


def _has(db: sqlite3.Connection, table: str) -> bool:
    return (
        db.execute("SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?)", (table,)).fetchone()
        is not None
    )


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'
