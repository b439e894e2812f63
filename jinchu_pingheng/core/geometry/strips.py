"""Local width of strips and networks of strips: belts, roads, ditches.

The width of a strip at a place is that of the largest disc that fits there. Where strips meet or
bend the disc is larger than the strips are wide (two roads of 7 m cross: 9.9 m), so the land at
such a node is not taken for a wide place.

A polygon is too wide for a limit where a disc of that diameter moves in it. The centres of such
discs are the polygon less a rim of half the limit: nothing on strips that keep the limit, one small
piece at a node, a long piece along a stretch that is too wide. A piece is a *node* when

- three or more strips leave it, and it is not longer than ``NODE`` limits: two strips that cross at
  an angle θ leave a piece of cot(θ/2) limits, so this admits crossings down to 28°; or
- two strips leave it at a turn φ, and it is not longer than such a bend makes it: limit × sin(φ/2).

Everything else is a wide place: a stretch, a taper, a bay, a blob. All is done with buffers, so
that vertices, their order and their direction do not matter; on straight strips it is exact.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

NODE = 4.0
"""Length of the piece at a node in limits."""

BEND_SLACK = 1.1
"""What rounded corners and arcs of buffers add to the piece at a bend."""

POINT = 0.05
"""A piece shorter than this many limits is a point: a corner of a curve, noise of digitising."""

SHORT = 3.0
"""A narrow place shorter than this many limits is the end of a strip, not a stretch of it."""

_ARC = 16
"""Segments in a quarter of a circle."""


def wide_places(polygon: shapely.Geometry, limit: float) -> Iterator[shapely.Geometry]:
    """Land (polygons) where the strips are wider than ``limit`` metres, nodes left out."""
    half = limit / 2
    for piece in _parts(shapely.buffer(polygon, -half, quad_segs=_ARC)):
        length = length_of(piece)
        if length <= POINT * limit:
            continue
        place = shapely.buffer(piece, half, quad_segs=_ARC)
        if length > NODE * limit or not _is_node(polygon, place, length, limit):
            yield place


def narrow_places(polygon: shapely.Geometry, limit: float) -> Iterator[shapely.Geometry]:
    """Land (polygons) where the strips are narrower than ``limit`` metres, corners left out."""
    half = limit / 2
    core = shapely.buffer(polygon, -half, quad_segs=_ARC)
    # a millimetre more than the discs cover: edges that coincide leave threads of no width
    opened = shapely.buffer(core, half + 0.001, quad_segs=_ARC)
    for place in _parts(shapely.difference(polygon, opened)):
        if shapely.is_empty(core) or shapely.length(place) / 2 > SHORT * limit:
            yield place


def widest(polygon: shapely.Geometry, most: float) -> float:
    """The greatest local width in metres, nodes left out, to half a centimetre; ``most`` where it
    is more than that."""
    if _is_wide(polygon, most):
        return most
    low, high, mean = 0.0, most, mean_width(polygon)
    for guess in (mean + 0.004, mean - 0.004):  # straight strips are as wide as the mean
        if low < guess < high:
            low, high = (guess, high) if _is_wide(polygon, guess) else (low, guess)
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if _is_wide(polygon, middle) else (low, middle)
    return (low + high) / 2


def _is_wide(polygon: shapely.Geometry, limit: float) -> bool:
    return next(wide_places(polygon, limit), None) is not None


def mean_width(polygon: shapely.Geometry) -> float:
    """Width in metres of the rectangle with a polygon's area and perimeter; of several parts the
    widest."""
    return max(_mean_width(part) for part in shapely.get_parts(polygon))


def _mean_width(part: shapely.Polygon) -> float:
    half_perimeter = float(shapely.length(part)) / 2
    rest = half_perimeter**2 - 4 * float(shapely.area(part))
    return (half_perimeter - float(np.sqrt(max(rest, 0.0)))) / 2


def _is_node(
    polygon: shapely.Geometry, place: shapely.Geometry, length: float, limit: float
) -> bool:
    """Whether a place is where strips meet or bend; ``length`` is that of the discs' centres."""
    arms = list(_arms(polygon, place, limit))
    if len(arms) != 2:
        return len(arms) > 2
    half_turn = np.sqrt(max((1 + float(np.dot(arms[0], arms[1]))) / 2, 0.0))  # sin(φ/2)
    return bool(length <= BEND_SLACK * limit * half_turn)


def _parts(land: shapely.Geometry) -> np.ndarray:
    """The polygons (k,) of a geometry that have an area."""
    parts = np.atleast_1d(shapely.get_parts(land))
    return parts[shapely.area(parts) > 0]


def length_of(piece: shapely.Geometry) -> float:
    """Distance of the two points of a piece that are farthest apart."""
    points = shapely.get_coordinates(shapely.convex_hull(piece))
    if not len(points):
        return 0.0
    return float(np.hypot(*(points[:, None] - points[None, :]).T).max())


def _arms(polygon: shapely.Geometry, place: shapely.Geometry, limit: float) -> Iterator[np.ndarray]:
    """Directions (2,), of length 1, in which strips leave a place."""
    near, far = (shapely.buffer(place, limit * step, quad_segs=_ARC) for step in (0.5, 1.0))
    polygon = shapely.clip_by_rect(polygon, *shapely.buffer(far, 1.0).bounds)
    inner = _parts(shapely.intersection(polygon, shapely.difference(near, place)))
    outer = _parts(shapely.intersection(polygon, shapely.difference(far, near)))
    for strip in inner:
        beyond = outer[shapely.dwithin(outer, strip, 1e-6)]
        if not len(beyond):
            continue  # a corner of the place, not a strip that leaves it
        start, end = (
            shapely.centroid(strip),
            shapely.centroid(beyond[shapely.area(beyond).argmax()]),
        )
        along = np.array([end.x - start.x, end.y - start.y])
        size = float(np.hypot(*along))
        if size > 0:
            yield along / size
