"""Features beside parcels.

Most neighbours in a survey share a vertex, digit for digit, and need no distance.
"""

from __future__ import annotations

import numpy as np
import shapely

from .areas import Pairs, areas_of
from .boxes import candidates
from .kernel import BATCH_EDGES
from .near import Boxes, Window, edges_near, window
from .ragged import batches, rows_of, spread
from .shapes import Shapes

MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads the bits of a coordinate over all of a hash."""
LEADING_BITS = 20
SHIFT = np.uint64(64 - LEADING_BITS)
ROUNDING_M = 1e-3
"""Far more than what rounding may do to a distance."""


def beside(
    parcels: Shapes, features: Shapes, distance: float, overlaps: Pairs | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) at most ``distance`` metres apart, sorted; touching and
    overlapping are at 0.

    ``overlaps`` are all pairs that overlap, where they are known already.
    """
    parcel, feature = candidates(parcels, features, distance)
    used = np.unique(feature)
    pairs = parcel * len(features) + feature
    near = np.isin(pairs, _sharing(parcels.geometry, features.geometry[used], used, len(features)))
    rest = rows_of(~near)
    if overlaps is None:
        near[rest] = areas_of(parcels, parcel[rest], features, feature[rest]) > 0
    else:
        near[rest] = np.isin(pairs[rest], overlaps.parcel * len(features) + overlaps.feature)
    rest = rows_of(~near)
    if len(rest):
        near[rest] = _within(parcels, parcel[rest], features, feature[rest], distance)
    return parcel[near], feature[near]


def _sharing(
    parcels: np.ndarray, features: np.ndarray, number: np.ndarray, count: int
) -> np.ndarray:
    """Pairs that share a vertex as parcel · ``count`` + ``number`` of the feature; in no order,
    with repetitions."""
    points, parcel = shapely.get_coordinates(parcels, return_index=True)
    others, feature = shapely.get_coordinates(features, return_index=True)
    key, wanted = _hash(points), _hash(others)
    order = key.argsort()
    key = key.take(order)
    # a small table of leading bits settles most vertices before the search
    seen = np.zeros(1 << LEADING_BITS, dtype=bool)
    seen[key >> SHIFT] = True
    found = rows_of(seen.take((wanted >> SHIFT).astype(np.int64)))
    wanted = wanted.take(found)
    start = key.searchsorted(wanted)
    run, place = spread(start, key.searchsorted(wanted, side="right") - start)
    one, two = order.take(place), found.take(run)
    same = rows_of((points.take(one, axis=0) == others.take(two, axis=0)).all(axis=1))
    return np.asarray(
        parcel.take(one.take(same)) * count + number.take(feature.take(two.take(same)))
    )


def _hash(points: np.ndarray) -> np.ndarray:
    """Numbers (m,) that are equal for equal points (m, 2), and hardly ever for others."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    return np.asarray((bits[:, 0] * MIX ^ bits[:, 1]) * MIX)


def _within(
    parcels: Shapes, parcel: np.ndarray, features: Shapes, feature: np.ndarray, distance: float
) -> np.ndarray:
    """Whether index pairs (k,) that do not overlap are at most ``distance`` apart.

    Only the edges that come that near to the box of the parcel are handed to GEOS.
    """
    margin = np.array([-distance, -distance, distance, distance])
    boxes = Boxes(*np.ascontiguousarray((parcels.bounds[parcel] + margin).T))
    near = np.zeros(len(parcel), dtype=bool)
    for rows, edges, shape in features.sides(feature):
        near[rows] = _near_lines(
            parcels, parcel[rows], window(edges, shape, boxes.take(rows)), distance
        )
    return near


def _near_lines(parcels: Shapes, parcel: np.ndarray, view: Window, distance: float) -> np.ndarray:
    """Whether parcels (k,) are at most ``distance`` from the edges that a view (k,) shows."""
    near = np.zeros(len(parcel), dtype=bool)
    for part in batches(view.weight, BATCH_EDGES):
        pairs = np.arange(part.start, part.stop)
        seen = view.take(pairs)
        box, place = _edges_inside(seen)
        ends = seen.tiles.edges.ends(place)
        pair = pairs.take(box)
        near[pair[_near_edges(parcels, parcel.take(pair), ends, distance)]] = True
    return near


def _near_edges(
    parcels: Shapes, parcel: np.ndarray, ends: np.ndarray, distance: float
) -> np.ndarray:
    """Whether parcels (m,) are at most ``distance`` from edges with these ``ends`` (m, 4).

    An edge whose box is not that near to the box of any edge of the parcel is as a whole inside of
    it or far from it.
    """
    used, number = np.unique(parcel, return_inverse=True)
    # copies, as a prepared geometry that two threads share crashes the interpreter
    hosts = shapely.from_wkb(shapely.to_wkb(parcels.geometry[used]))
    shapely.prepare(hosts)
    close = _boxes_near(parcels, parcel, ends, distance)
    near = np.zeros(len(parcel), dtype=bool)
    rows = rows_of(~close)
    near[rows] = shapely.intersects_xy(hosts[number[rows]], *ends[rows, :2].T)
    rows = rows_of(close)
    lines, hosts = shapely.linestrings(ends[rows].reshape(-1, 2, 2)), hosts[number[rows]]
    # GEOS 3.11: dwithin(0) is False for polygons that share a single vertex
    near[rows] = (
        shapely.dwithin(hosts, lines, distance)
        if distance > 0
        else shapely.intersects(hosts, lines)
    )
    return near


def _boxes_near(
    parcels: Shapes, parcel: np.ndarray, ends: np.ndarray, distance: float
) -> np.ndarray:
    """Whether the boxes of edges (m, 4) are at most ``distance`` from that of an edge of their
    parcel (m,)."""
    margin = distance + ROUNDING_M
    x0, y0, x1, y1 = ends.T
    boxes = Boxes(
        x0 - margin, np.minimum(y0, y1) - margin, x1 + margin, np.maximum(y0, y1) + margin
    )
    near = np.zeros(len(parcel), dtype=bool)
    for rows, edges, shape in parcels.sides(parcel):
        near[rows.take(_edges_inside(window(edges, shape, boxes.take(rows)))[0])] = True
    return near


def _edges_inside(view: Window) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (m,) and places in the table (m,) of the edges whose own boxes meet them."""
    table, boxes = view.tiles.edges, view.boxes
    box, place, _ = edges_near(view)
    y0, y1 = table.y0.take(place), table.y1.take(place)
    x0, x1 = table.x0.take(place), table.x1.take(place)
    inside = (x1 >= boxes.left.take(box)) & (x0 <= boxes.right.take(box))
    inside &= (np.maximum(y0, y1) >= boxes.low.take(box)) & (
        np.minimum(y0, y1) <= boxes.top.take(box)
    )
    inside &= (x1 > x0) | (y1 != y0)  # an edge of no length is the end of another
    rows = rows_of(inside)
    return box.take(rows), place.take(rows)
