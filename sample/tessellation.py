"""The land as a gap-free coverage: fields, strips and villages that share every edge point for
point.

All lines (field edges, strips, outline) are noded together on a 1 mm grid and polygonised, so that
a common edge is the same list of points on both sides; faces are then merged, never moved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from sample.settlement import Line, Settlement
from sample.terrain import X0, Y0

GRID = 0.001  # m
SMALLEST = 400.0  # m2, smaller or thinner faces join a neighbour


@dataclass(frozen=True)
class Coverage:
    """One entry per polygon; `line` is an index into the list of linear features or -1."""

    geometry: np.ndarray
    village: np.ndarray
    seed: np.ndarray  # index of the field seed
    line: np.ndarray


@dataclass(frozen=True)
class Seeds:
    """One point per future field; `core` marks the built-up heart of a village, `rank` 2 a town
    seat."""

    xy: np.ndarray
    village: np.ndarray
    core: np.ndarray


def plant_seeds(rng: np.random.Generator, settlement: Settlement) -> Seeds:
    """Fields lie in rows that turn with the village; they are longer on the plain and larger in the
    mountains."""
    points, core = [], []
    for v, centre in enumerate(settlement.villages):
        steep = settlement.steepness[v]
        size = (84, 190) if steep < 1.5 else (120, 190) if steep < 10 else (240, 300)
        is_seat = settlement.village_town[v] != settlement.village_town[v - 1] or v == 0
        reach = (520 if v == 0 else 330 if is_seat else rng.uniform(130, 210)) * (
            0.6 if steep > 10 else 1
        )
        outer = lattice(rng, centre, settlement.angle[v], size, 2600)
        inner = lattice(rng, centre, settlement.angle[v] + 0.1, (58, 75), reach * 1.3)
        reach_outer, reach_inner = (
            reach * (1 + 0.22 * np.sin(3 * bearing(p, centre) + v)) for p in (outer, inner)
        )
        points += [
            inner[distance(inner, centre) < reach_inner],
            outer[distance(outer, centre) >= reach_outer],
        ]
        core += [np.full(len(points[-2]), 2 if is_seat else 1), np.zeros(len(points[-1]), int)]
        owner = settlement.owner(np.concatenate(points[-2:]))
        cut = len(points[-2])
        for k, mine in ((-2, owner[:cut] == v), (-1, owner[cut:] == v)):
            points[k], core[k] = points[k][mine], core[k][mine]
    xy = np.concatenate(points)
    _, first = np.unique(np.floor(xy / 32).astype(int), axis=0, return_index=True)
    keep = np.sort(first)
    keep = keep[shapely.dwithin(settlement.outline, shapely.points(xy[keep]), 400)]
    return Seeds(xy[keep], settlement.owner(xy[keep]), np.concatenate(core)[keep])


def distance(points: np.ndarray, centre: np.ndarray) -> np.ndarray:
    return np.hypot(*(points - centre).T)


def bearing(points: np.ndarray, centre: np.ndarray) -> np.ndarray:
    return np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])


def lattice(
    rng: np.random.Generator,
    centre: np.ndarray,
    angle: float,
    size: tuple[float, float],
    reach: float,
) -> np.ndarray:
    """Jittered rows of points around a centre, `size` = spacing across and along the field rows
    (m)."""
    across, along = (np.arange(-reach, reach, s) for s in size)
    u, v = np.meshgrid(across, along)
    v = v + (np.arange(len(across)) % 3 * size[1] / 3)[None, :]
    u = u + rng.uniform(-0.15, 0.15, u.shape) * size[0]
    v = v + rng.uniform(-0.14, 0.14, v.shape) * size[1]
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return centre + np.column_stack([u.ravel(), v.ravel()]) @ turn


def wiggle(rng: np.random.Generator, edges: np.ndarray) -> np.ndarray:
    """Straight edges (n, 2, 2) as winding lines with the same end points; at most 5 % of the length
    aside."""
    low_first = (edges[:, 0, 0] <= edges[:, 1, 0])[:, None, None]
    edges = np.where(low_first, edges, edges[:, ::-1])
    edges = edges[np.lexsort(edges.reshape(-1, 4).T)]
    vector = edges[:, 1] - edges[:, 0]
    length = np.hypot(*vector.T)
    pieces = np.clip(np.rint(length / 16), 1, 12).astype(int)
    start = np.repeat(np.cumsum(pieces + 1) - pieces - 1, pieces + 1)
    owner = np.repeat(np.arange(len(edges)), pieces + 1)
    t = (np.arange(len(owner)) - start) / pieces[owner]
    waves = np.arange(1, 5)
    height = rng.standard_normal((len(edges), 4)) / waves * np.minimum(0.035 * length, 5)[:, None]
    aside = (np.sin(np.pi * t[:, None] * waves) * height[owner]).sum(axis=1)
    aside[(t == 0) | (t == 1)] = 0
    normal = np.column_stack([-vector[:, 1], vector[:, 0]]) / length[:, None]
    return shapely.linestrings(
        edges[owner, 0] + vector[owner] * t[:, None] + normal[owner] * aside[:, None], indices=owner
    )


def clipped(geometry: np.ndarray, outline: shapely.Polygon) -> np.ndarray:
    """Intersection with the outline; only what crosses the outline is computed."""
    shapely.prepare(outline)
    result = geometry.copy()
    crossing = ~shapely.contains_properly(outline, geometry)
    result[crossing] = shapely.intersection(geometry[crossing], outline)
    return result


def strips(features: list[Line], outline: shapely.Polygon) -> np.ndarray:
    """The land of each linear feature after the more important (earlier) ones have taken theirs."""
    full = clipped(np.array([feature.strip for feature in features], dtype=object), outline)
    later, earlier = shapely.STRtree(full).query(full, predicate="intersects")
    result = full.copy()
    for k in np.unique(later[earlier < later]):
        above = full[earlier[(later == k) & (earlier < k)]]
        result[k] = shapely.difference(full[k], shapely.union_all(above))
    return result


def neighbours(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (n, 2) of polygons with a common edge, and the length of it in metres."""
    rings, owner = shapely.get_rings(polygons, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    step = ring[1:] == ring[:-1]
    whole = np.rint((xy - (X0, Y0)) / GRID).astype(np.int64)
    point = whole[:, 0] * 10**9 + whole[:, 1]
    low, high = np.minimum(point[:-1], point[1:])[step], np.maximum(point[:-1], point[1:])[step]
    polygon = owner[ring[:-1]][step]
    length = np.hypot(*np.diff(xy, axis=0).T)[step]
    order = np.lexsort((high, low))
    twin = np.flatnonzero(
        (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    )
    pairs = np.sort(np.column_stack([polygon[order[twin]], polygon[order[twin + 1]]]), axis=1)
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    return unique, np.bincount(inverse.ravel(), weights=length[order[twin]])


def grouped(count: int, links: np.ndarray) -> np.ndarray:
    """Group number of each of `count` things, joined by links (n, 2)."""
    parent = list(range(count))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b in links.tolist():
        parent[root(a)] = root(b)
    return np.unique([root(k) for k in range(count)], return_inverse=True)[1]


def merged(coverage: Coverage, group: np.ndarray) -> Coverage:
    """Union of the faces of each group; the largest face gives the attributes."""
    order = np.lexsort((-shapely.area(coverage.geometry), group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    leader = order[first]
    union = coverage.geometry[leader].copy()
    for k in np.flatnonzero(np.diff(first, append=len(order)) > 1):
        end = first[k + 1] if k + 1 < len(first) else len(order)
        union[k] = shapely.coverage_union_all(coverage.geometry[order[first[k] : end]])
    return Coverage(union, coverage.village[leader], coverage.seed[leader], coverage.line[leader])


def faces(
    rng: np.random.Generator, settlement: Settlement, seeds: Seeds, features: list[Line]
) -> Coverage:
    """All lines noded and polygonised; each face knows its seed, village and linear feature."""
    edges = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(seeds.xy), only_edges=True)
    )
    ends = shapely.get_coordinates(edges).reshape(-1, 2, 2)
    strip = strips(features, settlement.outline)
    winding = clipped(wiggle(rng, ends), settlement.outline)
    network = np.concatenate(
        [winding, shapely.boundary(strip), [shapely.boundary(settlement.outline)]]
    )
    polygons = shapely.get_parts(
        shapely.polygonize(shapely.get_parts([shapely.union_all(network, grid_size=GRID)]))
    )
    inner = shapely.point_on_surface(polygons)
    polygons = polygons[shapely.contains(settlement.outline, inner)]
    inner = shapely.point_on_surface(polygons)
    seed = shapely.STRtree(shapely.points(seeds.xy)).nearest(inner)
    line = np.full(len(polygons), -1)
    hit, feature = shapely.STRtree(strip).query(inner, predicate="intersects")
    line[hit] = feature
    return Coverage(polygons, seeds.village[seed], seed, line)


def absorb_slivers(coverage: Coverage) -> Coverage:
    """Small and thin faces join the neighbour with the longest common edge, field with field, strip
    with strip."""
    pairs, length = neighbours(coverage.geometry)
    area = shapely.area(coverage.geometry)
    is_field = coverage.line < 0
    thin = area / shapely.length(coverage.geometry) < 3.0
    sliver = np.where(is_field, (area < SMALLEST) | thin, area < 60)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    weight = np.tile(length, 2) * np.where(is_field[both[:, 0]] == is_field[both[:, 1]], 1, 1e-3)
    weight *= np.where(coverage.village[both[:, 0]] == coverage.village[both[:, 1]], 1, 0.1)
    both, weight = both[sliver[both[:, 0]]], weight[sliver[both[:, 0]]]
    order = np.lexsort((-weight, both[:, 0]))
    best = order[np.flatnonzero(np.diff(both[order, 0], prepend=-1))]
    return merged(coverage, grouped(len(area), both[best]))


def join_strips(coverage: Coverage) -> Coverage:
    """The pieces of one strip inside one village become one polygon."""
    pairs, _ = neighbours(coverage.geometry)
    a, b = pairs.T
    same = (
        (coverage.line[a] >= 0)
        & (coverage.line[a] == coverage.line[b])
        & (coverage.village[a] == coverage.village[b])
    )
    return merged(coverage, grouped(len(coverage.geometry), pairs[same]))


def build(
    rng: np.random.Generator, settlement: Settlement, seeds: Seeds, features: list[Line]
) -> Coverage:
    """Fields and strips before like neighbours are merged by land class."""
    coverage = join_strips(faces(rng, settlement, seeds, features))
    for _ in range(3):
        coverage = absorb_slivers(coverage)
    return coverage
