"""Features beside parcels.

Most neighbours in a survey share a vertex, digit for digit, and need no distance.
"""

from __future__ import annotations

import numpy as np
import shapely

from .areas import areas_of
from .boxes import candidates
from .kernel import BATCH_EDGES
from .near import Boxes, Window, edges_near, window
from .ragged import batches, rows_of, spread
from .shapes import Shapes

MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads the bits of a coordinate over all of a hash."""
LEADING_BITS = 20
SHIFT = np.uint64(64 - LEADING_BITS)


def beside(parcels: Shapes, features: Shapes, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) at most ``distance`` metres apart, sorted; touching and overlapping are at 0."""
    parcel, feature = candidates(parcels, features, distance)
    used = np.unique(feature)
    pairs = parcel * len(features) + feature
    near = np.isin(pairs, _sharing(parcels.geometry, features.geometry[used], used, len(features)))
    rest = rows_of(~near)
    near[rest] = areas_of(parcels, parcel[rest], features, feature[rest]) > 0
    rest = rows_of(~near)
    if len(rest):
        near[rest] = _within(parcels, parcel[rest], features, feature[rest], distance)
    return parcel[near], feature[near]


def _sharing(parcels: np.ndarray, features: np.ndarray, number: np.ndarray, count: int) -> np.ndarray:
    """Pairs that share a vertex as parcel · ``count`` + ``number`` of the feature; in no order, with repetitions."""
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
    return np.asarray(parcel.take(one.take(same)) * count + number.take(feature.take(two.take(same))))


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
        near[rows] = _near_lines(parcels, parcel[rows], window(edges, shape, boxes.take(rows)), distance)
    return near


def _near_lines(parcels: Shapes, parcel: np.ndarray, view: Window, distance: float) -> np.ndarray:
    """Whether parcels (k,) are at most ``distance`` from the edges that a view (k,) shows."""
    near = np.zeros(len(parcel), dtype=bool)
    for part in batches(view.weight, BATCH_EDGES):
        pairs = np.arange(part.start, part.stop)
        pair, lines = _lines_near(view.take(pairs))
        used, number = np.unique(parcel[pairs[pair]], return_inverse=True)
        # copies, as a prepared geometry that two threads share crashes the interpreter
        hosts = shapely.from_wkb(shapely.to_wkb(parcels.geometry[used]))
        shapely.prepare(hosts)
        hosts = hosts[number]
        # GEOS 3.11: dwithin(0) is False for polygons that share a single vertex
        found = shapely.dwithin(hosts, lines, distance) if distance > 0 else shapely.intersects(hosts, lines)
        near[pairs[pair[found]]] = True
    return near


def _lines_near(view: Window) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (m,) that edges come into, and these edges (m,) as geometries."""
    table, boxes = view.tiles.edges, view.boxes
    box, place, _ = edges_near(view)
    x0, y0, x1, y1 = (column.take(place) for column in (table.x0, table.y0, table.x1, table.y1))
    inside = (x1 >= boxes.left.take(box)) & (x0 <= boxes.right.take(box))
    inside &= (np.maximum(y0, y1) >= boxes.low.take(box)) & (np.minimum(y0, y1) <= boxes.top.take(box))
    rows = rows_of(inside)
    rows = rows.take(box.take(rows).argsort(kind="stable"))
    ends = np.stack([x0, y0, x1, y1], axis=1).take(rows, axis=0).reshape(-1, 2, 2)
    found, number = np.unique(box.take(rows), return_inverse=True)
    return found, np.asarray(shapely.multilinestrings(shapely.linestrings(ends), indices=number))
