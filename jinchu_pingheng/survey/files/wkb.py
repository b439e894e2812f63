"""Well-known binary as flat shapely geometries: heights and measures dropped, curves drawn as
chords."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from . import boxes as box

ARC_STEP = 1.0
"""Degrees of arc that one chord of a curve spans; OGR draws an arc alike from either end."""

_AT_ONCE = 1_000
"""Geometries parsed in one step: it holds the interpreter lock, and the interface wants its
turn."""
_HEAD = 5
ONE_PART = b"\x01\x06\0\0\0\x01\0\0\0"
"""How a little-endian multipolygon of one part begins; the polygon itself follows, and is quicker
to work with."""
_ONE_RING = b"\x01\x03\0\0\0\x01\0\0\0"
"""How a little-endian polygon of one ring begins; the number of vertices and the vertices
follow."""
_VERTICES_AT, _VERTEX, _LEAST_VERTICES = 13, 16, 4
_FIRST_CURVE = 8
"""Types of geometry from here on are curves, and what is made of them."""
_HAS_Z, _HAS_M = 0x80000000, 0x40000000


def parse(wkb: Sequence[bytes | None] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Geometries (n,) and a mask (n,) of what is no readable geometry at all; both are None for a
    null.

    A multipolygon of one part becomes a polygon. Coordinates stay as they are, also NaN: the
    validity gate judges them.
    """
    raw = polygons(wkb)
    plain, heights = raw, np.zeros(len(raw), dtype=bool)
    if not all(map(_flat, {blob and blob[:_HEAD] for blob in raw})):
        heads = [blob and blob[:_HEAD] for blob in raw]
        heights = np.array([not _flat(head) for head in heads])
        plain = raw.copy()
        plain[[_has_measures(head) or _curved(head) for head in heads]] = None
    geometry = np.empty(len(plain), dtype=object)
    for start in range(0, len(plain), _AT_ONCE):
        geometry[start : start + _AT_ONCE] = _from_wkb(plain[start : start + _AT_ONCE])
    geometry[heights] = shapely.force_2d(geometry[heights])
    unreadable = shapely.is_missing(geometry)
    for index in np.flatnonzero(unreadable):
        geometry[index] = None if raw[index] is None else _through_ogr(raw[index])
        unreadable[index] = raw[index] is not None and geometry[index] is None
    return geometry, unreadable


def polygons(wkb: Sequence[bytes | None] | np.ndarray) -> np.ndarray:
    """The geometries (n,), multipolygons of one part as polygons."""
    blobs = np.empty(len(wkb), dtype=object)
    blobs[:] = [
        blob[len(ONE_PART) :] if blob is not None and blob.startswith(ONE_PART) else blob
        for blob in wkb
    ]
    return blobs


def bounds(wkb: np.ndarray) -> np.ndarray:
    """``boxes.of`` what ``parse`` makes of geometries (n,); polygons of one ring, nearly all, are
    not parsed for it."""
    found = np.full((len(wkb), 4), np.nan)
    rows, start, vertices = _rings(wkb)
    if len(rows):
        rings = b"".join([blob[first:] for blob, first in zip(wkb[rows], start.tolist())])
        found[rows] = _around(np.frombuffer(rings, dtype="<f8").reshape(-1, 2), vertices)
    others = ~box.placed(found)
    found[others] = box.of(parse(wkb[others])[0])
    return found


def _rings(wkb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which (k,) are polygons of one ring and nothing else, where their vertices start (k,) and how
    many there are (k,)."""
    sizes = np.array([len(blob or b"") for blob in wkb], dtype=np.int64)
    width = len(ONE_PART) + _VERTICES_AT
    heads = wkb.astype(f"S{width}").view(np.uint8).reshape(-1, width)
    part = _begin(heads, ONE_PART)
    heads = np.where(part[:, None], heads[:, len(ONE_PART) :], heads[:, :_VERTICES_AT])
    start = _VERTICES_AT + len(ONE_PART) * part
    vertices = np.ascontiguousarray(heads[:, -4:]).view("<u4")[:, 0].astype(np.int64)
    rows = np.flatnonzero(
        _begin(heads, _ONE_RING)
        & (vertices >= _LEAST_VERTICES)
        & (sizes == start + _VERTEX * vertices)
    )
    return rows, start[rows], vertices[rows]


def _begin(heads: np.ndarray, with_these: bytes) -> np.ndarray:
    """Which heads (n, h) begin with these bytes."""
    same: np.ndarray = (
        heads[:, : len(with_these)] == np.frombuffer(with_these, dtype=np.uint8)
    ).all(axis=1)
    return same


def _around(points: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Boxes (k, 4) of rings with so many ``vertices`` (k,); NaN for one that is not closed."""
    first = np.cumsum(vertices) - vertices
    with np.errstate(invalid="ignore"):
        low, high = (
            [bound.reduceat(axis, first) for axis in points.T] for bound in (np.minimum, np.maximum)
        )
    boxes = np.column_stack((*low, *high))
    boxes[(points[first] != points[first + vertices - 1]).any(axis=1)] = np.nan
    return boxes


def _code(head: bytes) -> int:
    return int.from_bytes(head[1:], "big" if head[:1] == b"\0" else "little")


def _from_wkb(wkb: np.ndarray) -> np.ndarray:
    """Geometries (n,); None for what cannot be read. Newer GEOS refuses all when a collection among
    them holds a curve."""
    try:
        return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"))
    except NotImplementedError:
        if len(wkb) == 1:
            return np.full(1, None, dtype=object)
        half = len(wkb) // 2
        return np.concatenate([_from_wkb(wkb[:half]), _from_wkb(wkb[half:])])


def _flat(head: bytes | None) -> bool:
    """Whether a geometry that begins so has neither heights nor measures nor curves."""
    code = _code(head or b"")
    return not code & (_HAS_Z | _HAS_M) and (code & 0xFFFF) < _FIRST_CURVE


def _curved(head: bytes | None) -> bool:
    """A curve or a surface of curves."""
    return (_code(head or b"") & 0xFFFF) % 1000 >= _FIRST_CURVE


def _has_measures(head: bytes | None) -> bool:
    """Measures: older GEOS takes them for coordinates."""
    code = _code(head or b"")
    return bool(code & _HAS_M) or (code & 0xFFFF) // 1000 in (2, 3)


def _through_ogr(blob: bytes) -> shapely.Geometry | None:
    """What shapely does not read: measures and curves. None where OGR does not read it either."""
    from osgeo import (  # takes a tenth of a second to load, and plain polygons do not need it
        gdal,
        ogr,
    )

    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        geometry = ogr.CreateGeometryFromWkb(blob)
        if geometry is None:
            return None
        if geometry.HasCurveGeometry(True):
            geometry = geometry.GetLinearGeometry(ARC_STEP)
        geometry.FlattenTo2D()
        return shapely.from_wkb(bytes(geometry.ExportToWkb()), on_invalid="ignore")
    except (RuntimeError, TypeError):
        return None
    finally:
        gdal.PopErrorHandler()
