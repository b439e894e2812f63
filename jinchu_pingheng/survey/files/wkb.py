"""Well-known binary as flat shapely geometries: heights and measures dropped, curves drawn as chords."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

ARC_STEP = 1.0
"""Degrees of arc that one chord of a curve spans; OGR draws an arc alike from either end."""

_AT_ONCE = 1_000
"""Geometries parsed in one step: it holds the interpreter lock, and the interface wants its turn."""
_HEAD = 5
_ONE_PART = b"\x01\x06\0\0\0\x01\0\0\0"
"""How a little-endian multipolygon of one part begins; the polygon itself follows, and is quicker to work with."""
_FIRST_CURVE = 8
"""Types of geometry from here on are curves, and what is made of them."""
_HAS_Z, _HAS_M = 0x80000000, 0x40000000


def parse(wkb: Sequence[bytes | None] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Geometries (n,) and a mask (n,) of what is no readable geometry at all; both are None for a null.

    A multipolygon of one part becomes a polygon. Coordinates stay as they are, also NaN: the validity gate judges them.
    """
    wkb = [blob[len(_ONE_PART) :] if blob is not None and blob.startswith(_ONE_PART) else blob for blob in wkb]
    raw = np.empty(len(wkb), dtype=object)
    raw[:] = wkb
    heads = [None if blob is None else blob[:_HEAD] for blob in wkb]
    flat = {head: _flat(head) for head in set(heads)}
    plain, heights = raw, np.zeros(len(raw), dtype=bool)
    if not all(flat.values()):
        heights = np.array([not flat[head] for head in heads])
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


def _code(head: bytes) -> int:
    return int.from_bytes(head[1:], "big" if head[:1] == b"\0" else "little")


def _from_wkb(wkb: np.ndarray) -> np.ndarray:
    """Geometries (n,); None for what cannot be read. Newer GEOS refuses all when a collection among them holds a curve."""
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
    from osgeo import gdal, ogr  # takes a tenth of a second to load, and plain polygons do not need it

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
