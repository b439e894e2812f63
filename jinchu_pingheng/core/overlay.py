"""Overlap of parcels with survey features: pairs, pieces, and areas in which every square metre counts once.

Geometries are valid shapely polygons in one projected CRS with metre units; areas are planar m².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

SLIVER_M2 = 1e-6
"""Overlaps below this are the noise of shared edges, not land."""


@dataclass(frozen=True)
class Pieces:
    """Intersections: parcel index (k,), feature index (k,), polygonal geometry (k,), area m² (k,); sorted by both."""

    parcel: np.ndarray
    feature: np.ndarray
    geometry: np.ndarray
    area: np.ndarray


@dataclass(frozen=True)
class Overlap:
    """Per parcel (n,): overlapped area in m², conflict geometry (None where there is none), number of features met."""

    area: np.ndarray
    geometry: np.ndarray
    count: np.ndarray


def touching(parcels: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) that intersect, sorted.

    The features are the prepared side: a red line of 50,000 vertices is prepared once instead of being walked
    through once for every parcel.
    """
    if not len(parcels) or not len(features):
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    feature, parcel = shapely.STRtree(parcels).query(features, predicate="intersects")
    order = np.lexsort((feature, parcel))
    return parcel[order], feature[order]


def pieces(parcels: np.ndarray, features: np.ndarray) -> Pieces:
    """Polygonal intersections of every parcel with every feature that it meets."""
    parcel, feature = touching(parcels, features)
    geometry = _intersections(parcels, features, parcel, feature)
    area = shapely.area(geometry)
    keep = area > SLIVER_M2
    return Pieces(parcel[keep], feature[keep], geometry[keep], area[keep])


def _intersections(
    parcels: np.ndarray, features: np.ndarray, parcel: np.ndarray, feature: np.ndarray
) -> np.ndarray:
    """Intersections of index pairs; a parcel inside a feature is its own intersection."""
    shapely.prepare(features)
    inside = shapely.covers(features[feature], parcels[parcel])
    geometry = np.asarray(parcels[parcel], dtype=object)
    cut = ~inside
    meets = shapely.intersection(features[feature[cut]], parcels[parcel[cut]])
    geometry[cut] = [polygonal(meet) for meet in meets]
    shapely.destroy_prepared(features)
    return geometry


def polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry, without the points and lines that touching polygons leave in an intersection."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def overlap(parcels: np.ndarray, features: np.ndarray) -> Overlap:
    """Area of each parcel that lies in any of the features; overlapping or repeated features count once."""
    found = pieces(parcels, features)
    area = np.zeros(len(parcels))
    geometry = np.full(len(parcels), None, dtype=object)
    count = np.bincount(found.parcel, minlength=len(parcels))
    starts = np.flatnonzero(np.diff(found.parcel, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(found.parcel)]):
        index = found.parcel[start]
        union = found.geometry[start] if end - start == 1 else shapely.union_all(found.geometry[start:end])
        geometry[index], area[index] = union, shapely.area(union)
    return Overlap(area, geometry, count)


def split(parcels: np.ndarray, features: np.ndarray) -> Pieces:
    """Split each parcel by features that should not overlap (a survey tessellation).

    Where features do overlap, the land goes to the first of them, so that pieces never sum to more than the parcel.
    """
    found = pieces(parcels, features)
    for index in np.flatnonzero(np.bincount(found.parcel, minlength=len(parcels)) > 1):
        rows = np.flatnonzero(found.parcel == index)
        if found.area[rows].sum() - shapely.area(shapely.union_all(found.geometry[rows])) > SLIVER_M2:
            _give_to_first(found, rows)
    keep = found.area > SLIVER_M2
    return Pieces(found.parcel[keep], found.feature[keep], found.geometry[keep], found.area[keep])


def _give_to_first(found: Pieces, rows: np.ndarray) -> None:
    """Cut each of the pieces at ``rows`` by those before it, in place."""
    taken = found.geometry[rows[0]]
    for row in rows[1:]:
        rest = polygonal(shapely.difference(found.geometry[row], taken))
        taken = shapely.union(taken, found.geometry[row])
        found.geometry[row], found.area[row] = rest, shapely.area(rest)


def same_side_repeats(parcels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split parcels of one side, in order, into the part no earlier parcel holds and the repeated part (or None)."""
    fresh, repeated = parcels.copy(), np.full(len(parcels), None, dtype=object)
    found = pieces(parcels, parcels)
    earlier = found.feature < found.parcel
    for index in np.unique(found.parcel[earlier]):
        others = shapely.union_all(found.geometry[earlier & (found.parcel == index)])
        repeated[index] = others
        fresh[index] = polygonal(shapely.difference(parcels[index], others))
    return fresh, repeated
