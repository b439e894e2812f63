"""What the rings of an invalid polygon may mean.

The rings cut the plane into faces. A program may take a face for land by the even-odd rule, by a
winding number that is not zero or positive, or as shells less holes; each gives another area for
one invalid polygon. A face on which they could differ is in doubt. Nothing is in doubt about
spikes, repeated points, rings traced twice, rings that touch themselves, holes that split the
inside, and holes or parts that overlap or repeat (their union is meant). In doubt are the loops of
a ring that crosses or overlaps itself, land of a hole beyond its shell, a hole within a hole (an
island?) and a part within a part (a hole?).
"""

from __future__ import annotations

import numpy as np
import shapely

CROSSINGS = 500_000
"""Pairs of a face and an edge that are looked at in one step (some 30 MB)."""


def read_rings(polygons: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Faces (f,) between the rings of polygons (k,), which are land (f,) bool, and which are in
    doubt (f,) bool.

    The polygons have finite coordinates and are otherwise as invalid as they like. Holes or parts
    that differ by no more than ``tolerance`` (m²) are equal.
    """
    rings, part = shapely.get_rings(polygons, return_index=True)
    hole = np.diff(part, prepend=-1) == 0
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(_lines(rings))]))
    area = shapely.area(faces)
    inside, doubtful = _inside(_windings(rings, faces), area)
    land = np.zeros((len(polygons), len(faces)), dtype=bool)
    for number in range(len(polygons)):
        shell, holes = inside[(part == number) & ~hole][0], inside[(part == number) & hole]
        taken = holes.any(axis=0)
        doubtful |= taken & ~shell
        doubtful |= _within_another(holes, area, tolerance)
        land[number] = shell & ~taken
    doubtful |= _within_another(land, area, tolerance)
    return faces, land.any(axis=0), doubtful


def _lines(rings: np.ndarray) -> np.ndarray:
    """Rings as lines, which may be noded."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    return shapely.linestrings(points, indices=ring)


def _windings(rings: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """How often each ring winds around each face, (r, f) int: crossings of a ray from a point in
    the face."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    origin = points[0] if len(points) else 0.0
    points, inner = points - origin, inner - origin
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    starts = np.searchsorted(ring[joined], np.arange(len(rings)))
    result = np.empty((len(rings), len(faces)), dtype=int)
    step = max(1, CROSSINGS // max(1, len(joined)))
    for first in range(0, len(faces), step):
        crossings = _crossings(points[joined], points[joined + 1], inner[first : first + step])
        result[:, first : first + step] = np.add.reduceat(crossings, starts, axis=1).T
    return result


def _crossings(start: np.ndarray, end: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """+1 where an edge crosses the eastward ray of a point upwards, -1 downwards, (points,
    edges)."""
    x, y = inner[:, :1], inner[:, 1:]
    up, down = (start[:, 1] <= y) & (y < end[:, 1]), (end[:, 1] <= y) & (y < start[:, 1])
    left = (end[:, 0] - start[:, 0]) * (y - start[:, 1]) - (x - start[:, 0]) * (
        end[:, 1] - start[:, 1]
    )
    return (up & (left > 0)).astype(int) - (down & (left < 0))


def _inside(windings: np.ndarray, area: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Faces inside each ring (r, f) bool; faces (f,) bool around which a ring winds otherwise than
    elsewhere."""
    inside = windings != 0
    doubtful = np.zeros(len(area), dtype=bool)
    for winding, mine in zip(windings, inside):
        values, which = np.unique(winding[mine], return_inverse=True)
        if len(values) > 1:
            usual = values[np.bincount(which, area[mine]).argmax()]
            doubtful |= mine & (winding != usual)
    return inside, doubtful


def _within_another(sets: np.ndarray, area: np.ndarray, tolerance: float) -> np.ndarray:
    """Faces (f,) bool of those sets (s, f) that lie within a larger one."""
    shared_faces = sets.sum(axis=0) > 1
    if not shared_faces.any():
        return shared_faces
    some = sets[sets[:, shared_faces].any(axis=1)]
    shared = (some * area) @ some.T
    own = shared.diagonal()
    within = (own[:, None] - shared <= tolerance) & (own[None, :] - own[:, None] > tolerance)
    result: np.ndarray = some[within.any(axis=1)].any(axis=0)
    return result
