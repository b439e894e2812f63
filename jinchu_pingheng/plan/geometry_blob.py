"""GeoPackage geometry blobs (OGC 12-128r18, 2.1.3) to and from shapely, and the SQL functions of
its R-tree triggers."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence

import numpy as np
import shapely

_ENVELOPE_DOUBLES = (0, 4, 6, 6, 8)
_AT_ONCE = 1_000
"""Geometries parsed in one step: it holds the interpreter lock, and the interface wants its
turn."""
_WITH_ENVELOPE = 0b00000011
"""Little-endian, envelope of four doubles, not empty."""


def to_blob(geometry: shapely.Geometry, srs_id: int) -> bytes:
    """A polygonal geometry as a MultiPolygon blob with its envelope."""
    if geometry.geom_type == "Polygon":
        geometry = shapely.MultiPolygon([geometry])
    xmin, ymin, xmax, ymax = geometry.bounds
    head = b"GP" + struct.pack("<BBi4d", 0, _WITH_ENVELOPE, srs_id, xmin, xmax, ymin, ymax)
    return head + bytes(shapely.to_wkb(geometry, byte_order=1, output_dimension=2))


def from_blob(blob: bytes | None) -> shapely.Geometry | None:
    """The geometry of a blob; None for a null geometry."""
    return from_blobs([blob])[0]


def wkb_of(blob: bytes) -> bytes:
    """The geometry of a blob as WKB, without the header, which differs by who wrote it."""
    return blob[8 + 8 * _ENVELOPE_DOUBLES[blob[3] >> 1 & 0b111] :]


def from_blobs(blobs: Sequence[bytes | None]) -> np.ndarray:
    """The geometries (n,) of blobs; None for a null geometry."""
    wkb = np.empty(len(blobs), dtype=object)
    wkb[:] = [None if blob is None else wkb_of(blob) for blob in blobs]
    for start in range(0, len(wkb), _AT_ONCE):
        wkb[start : start + _AT_ONCE] = shapely.from_wkb(wkb[start : start + _AT_ONCE])
    return wkb


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the R-tree triggers of a GeoPackage call."""

    def bound(index: int) -> None:
        def value(blob: bytes | None) -> float | None:
            return None if blob is None else _envelope(blob)[index]

        connection.create_function(
            ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")[index], 1, value, deterministic=True
        )

    for index in range(4):
        bound(index)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else blob[3] >> 4 & 1


def _envelope(blob: bytes) -> tuple[float, ...]:
    """(xmin, xmax, ymin, ymax), from the header or from the geometry."""
    if blob[3] >> 1 & 0b111:
        return struct.unpack_from("<4d" if blob[3] & 1 else ">4d", blob, 8)
    geometry = from_blob(blob)
    xmin, ymin, xmax, ymax = geometry.bounds if geometry is not None else (0.0,) * 4
    return xmin, xmax, ymin, ymax
