"""Who lives where: county outline, towns, villages, and the lines that run between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from sample.names import TOWNS
from sample.terrain import HEIGHT, WIDTH, X0, Y0, Terrain, sample, wander

VILLAGES_PER_TOWN = (10, 9, 9, 8, 8, 8, 8)


@dataclass(frozen=True)
class Line:
    """A linear feature: land class, name, road class of the notice, width in metres, and its strip
    of land."""

    dlbm: str
    name: str
    road_class: str
    width: float
    strip: shapely.Geometry


@dataclass(frozen=True)
class Settlement:
    """Town 0 holds the county seat; a village belongs to one town and has a number inside it."""

    outline: shapely.Polygon
    towns: np.ndarray  # (n, 2) m
    villages: np.ndarray  # (m, 2) m
    village_town: np.ndarray
    angle: np.ndarray  # (m,) direction of the fields, radians
    steepness: np.ndarray  # (m,) mean slope around the village, degrees

    def owner(self, xy: np.ndarray) -> np.ndarray:
        """Village of each point: nearest town first, then the nearest village of that town; borders
        wave."""
        wave = 90 * np.sin(xy[:, ::-1] / 310.0) + 45 * np.sin(xy[:, ::-1] / 127.0 + 1.0)
        moved = xy + wave
        town = nearest(moved, self.towns)
        foreign = self.village_town[None, :] != town[:, None]
        return np.argmin(squared_distances(moved, self.villages) + 1e12 * foreign, axis=1)


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


def nearest(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.argmin(squared_distances(a, b), axis=1)


def spread(rng: np.random.Generator, points: np.ndarray, count: int) -> np.ndarray:
    """`count` evenly spread centres among points: Lloyd's relaxation."""
    centres = points[rng.choice(len(points), count, replace=False)]
    for _ in range(12):
        owner = nearest(points, centres)
        centres = np.array([points[owner == k].mean(axis=0) for k in range(count)])
    return centres


def noisy_ring(
    rng: np.random.Generator,
    centre: tuple[float, float],
    radii: tuple[float, float],
    rough: float,
    vertices: int,
) -> shapely.Polygon:
    """An irregular rounded polygon; `rough` is the relative variation of its radius."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    order = np.arange(2, 40)
    phase = rng.uniform(0, 2 * np.pi, len(order))
    factor = 1 + rough * (np.sin(angle[:, None] * order + phase) / order**1.1).sum(axis=1)
    ring = (
        np.asarray(centre)
        + np.column_stack([np.cos(angle), np.sin(angle)]) * np.asarray(radii) * factor[:, None]
    )
    return shapely.Polygon(np.round(ring, 3))


def build(rng: np.random.Generator, terrain: Terrain) -> Settlement:
    """Outline, town seats and villages; towns are ordered from the plain (county seat) to the
    mountains."""
    middle = (X0 + WIDTH / 2, Y0 + HEIGHT / 2)
    outline = noisy_ring(rng, middle, (0.43 * WIDTH, 0.425 * HEIGHT), 0.1, 1100)
    grid = np.stack(
        np.meshgrid(np.arange(X0, X0 + WIDTH, 120), np.arange(Y0, Y0 + HEIGHT, 120)), -1
    ).reshape(-1, 2)
    inside = grid[shapely.contains_xy(outline, grid)]
    towns = spread(rng, inside, len(TOWNS))
    towns = towns[np.argsort(np.hypot(*(towns - (X0 + 0.58 * WIDTH, Y0 + 0.45 * HEIGHT)).T))]
    owner = nearest(inside, towns)
    villages = [
        spread(rng, inside[owner == town], count) for town, count in enumerate(VILLAGES_PER_TOWN)
    ]
    centres = np.concatenate(villages)
    home = nearest(inside, centres)
    slope = sample(terrain.slope, inside)
    steepness = np.array([slope[home == v].mean() for v in range(len(centres))])
    return Settlement(
        outline,
        towns,
        centres,
        np.repeat(np.arange(len(TOWNS)), VILLAGES_PER_TOWN),
        rng.uniform(-0.5, 0.5, len(centres)),
        steepness,
    )


def lines(rng: np.random.Generator, terrain: Terrain, settlement: Settlement) -> list[Line]:
    """Linear features, the more important first: where two cross, the first keeps the land."""
    found: list[Line] = []

    def add(
        dlbm: str, name: str, road_class: str, width: float, *courses: shapely.Geometry
    ) -> None:
        strip = shapely.union_all(
            [shapely.buffer(c, width / 2, cap_style="flat", quad_segs=3) for c in courses]
        )
        found.append(Line(dlbm, name, road_class, width, strip))

    towns, villages = settlement.towns, settlement.villages
    west, east = X0 - 200, X0 + WIDTH + 200
    seat = tuple(towns[0] + (250, 350))
    add(
        "1001",
        "云川铁路",
        "铁路",
        18,
        wander(rng, (west, Y0 + 0.27 * HEIGHT), (east, Y0 + 0.33 * HEIGHT), 0.02),
    )
    add(
        "1003",
        "国道399线",
        "国道",
        22,
        wander(rng, (west, Y0 + 0.52 * HEIGHT), seat, 0.03),
        wander(rng, seat, (east, Y0 + 0.70 * HEIGHT), 0.03),
    )
    for number, (a, b) in enumerate(network(towns, 1), start=901):
        course = wander(rng, tuple(towns[a] + 60), tuple(towns[b] + 60), 0.04)
        add("1003", f"县道X{number}线", "县道", 10, course)
    offset = [shapely.offset_curve(shapely.simplify(terrain.river, 40), d) for d in (950, -700)]
    add("1107A", "云川干渠", "河渠", 14, offset[0])
    add("1107A", "南干渠", "河渠", 10, offset[1])
    add("1101", "云水河", "河渠", 48, terrain.river)
    home = shapely.intersection(village_cells(villages), settlement.outline)
    for a, b in network(villages, 2):
        add("1006", "", "", 5.5, wander(rng, tuple(villages[a]), tuple(villages[b]), 0.05))
    for v in np.flatnonzero(settlement.steepness < 1.5):
        for turn, dlbm, width, gap in ((0.0, "1107", 4.0, 430.0), (np.pi / 2, "1006", 4.5, 520.0)):
            courses = parallels(rng, home[v], settlement.angle[v] + turn, gap)
            for course in courses:
                add(dlbm, "", "", width, course)
    return found


def village_cells(centres: np.ndarray) -> np.ndarray:
    """The Voronoi cell of every centre, in the order of the centres."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(centres)))
    tree = shapely.STRtree(cells)
    point, cell = tree.query(shapely.points(centres), predicate="within")
    return cells[cell[np.argsort(point)]]


def network(points: np.ndarray, neighbours: int) -> list[tuple[int, int]]:
    """Each point with its nearest neighbours, plus links from earlier points so that all hang
    together."""
    distance = squared_distances(points, points) + np.diag(np.full(len(points), np.inf))
    near = np.argsort(distance, axis=1)[:, :neighbours].tolist()
    pairs = {(min(a, b), max(a, b)) for a, found in enumerate(near) for b in found}
    for b in range(1, len(points)):
        pairs.add((int(np.argmin(distance[b, :b])), b))
    return sorted(pairs)


def parallels(
    rng: np.random.Generator, area: shapely.Geometry, angle: float, gap: float
) -> list[shapely.Geometry]:
    """Slightly winding parallel lines across an area, about `gap` metres apart."""
    centre = np.array([area.centroid.x, area.centroid.y])
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    courses = []
    for shift in np.arange(-4, 4) * gap + rng.uniform(0.3, 0.7) * gap:
        middle = centre + across * (shift + rng.normal(0, 30))
        course = wander(rng, tuple(middle - along * 3000), tuple(middle + along * 3000), 0.004)
        courses += [
            part
            for part in shapely.get_parts(shapely.intersection(course, area))
            if part.length > 250
        ]
    return courses
