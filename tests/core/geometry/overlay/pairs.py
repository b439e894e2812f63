"""Seeded polygons that overlay engines get wrong, and crowds of ordinary ones. All valid, in
metres.

The makers of `DEGENERATE` give one pair of small shapes around (0, 0); `degenerate` carries them to
an origin.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.random import Generator
from shapely import Geometry, MultiPolygon, Polygon, box

ORIGINS = {"zero": (0.0, 0.0), "plain": (560000.0, 4150000.0), "zoned": (41500000.0, 3300000.0)}
"""Where shapes lie: at zero, at a plain easting, at an easting with the zone's number before it."""

Pair = tuple[Geometry, Geometry]


def ring(rng: Generator, corners: int, radius: float = 50) -> np.ndarray:
    """Corners (n, 2) of a star-shaped ring around (0, 0)."""
    angle = (np.arange(corners) + rng.uniform(0, 0.9, corners)) / corners * 2 * np.pi
    return (
        np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(0.2, 1, (corners, 1)) * radius
    )


def star(rng: Generator, corners: int = 8, shift: float = 0) -> Polygon:
    return Polygon(ring(rng, corners) + rng.uniform(-shift, shift, 2))


def holed(rng: Generator, corners: int = 6) -> Polygon:
    shell = ring(rng, corners)
    return Polygon(shell, [shell * rng.uniform(0.3, 0.8)])


def cells(filled: np.ndarray) -> Geometry:
    """The unit squares of a table (rows, columns) of truths, grown together: holes, parts, corners
    that touch."""
    row, column = np.nonzero(filled)
    return shapely.union_all(shapely.box(column, row, column + 1, row + 1))


def mesh(rng: Generator, size: int, step: float = 20) -> np.ndarray:
    """Quadrangles (size²,) of a crooked net: neighbours share their corners exactly, gaps there are
    none."""
    at = np.stack(np.meshgrid(np.arange(size + 1.0), np.arange(size + 1.0)), axis=-1) * step
    at += rng.uniform(-0.3, 0.3, at.shape) * step
    around = [at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]]
    return shapely.polygons(np.stack(around, axis=2).reshape(-1, 4, 2))


def restarted(rng: Generator, shape: Polygon) -> Polygon:
    """The same polygon from another start, and perhaps the other way round."""

    def turn(line: Geometry) -> np.ndarray:
        corners = np.roll(shapely.get_coordinates(line)[:-1], rng.integers(20), axis=0)
        return corners[:: rng.choice([-1, 1])]

    return Polygon(turn(shape.exterior), [turn(hole) for hole in shape.interiors])


def shared_edge_in_whole(rng: Generator) -> Pair:
    return tuple(shapely.segmentize(mesh(rng, 2)[rng.permutation(4)[:2]], rng.uniform(8, 30)))


def shared_edge_in_part(rng: Generator) -> Pair:
    x, low, high = rng.uniform(-20, 20), *np.sort(rng.uniform(-40, 40, 2))
    east = Polygon([(x, low), (x, high), (x + 30, rng.uniform(-40, 40))])
    turn = rng.choice([0, rng.uniform(0, np.pi)])
    lean = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    shapes = [box(-60, -30, x, 30), rng.choice([east, box(x, low, 50, high)])]
    return tuple(shapely.transform(shapes, lambda at: at @ lean))


def touching_corners(rng: Generator) -> Pair:
    one, other = ring(rng, 6), ring(rng, 6)
    return Polygon(one), Polygon(other - other[rng.integers(6)] + one[rng.integers(6)])


def collinear_edges(rng: Generator) -> Pair:
    heights = rng.integers(1, 4, (2, 6)) * 10
    return tuple(
        shapely.union_all(shapely.box(np.arange(6) * 10, 0, np.arange(1, 7) * 10, top))
        for top in heights
    )


def shell_in_hole(rng: Generator) -> Pair:
    frame = holed(rng)
    hole = Polygon(frame.interiors[0])
    moved = shapely.get_coordinates(hole)[:-1] * rng.choice(
        [1.0, 1.0, 0.5, 1.1], (len(frame.interiors[0].coords) - 1, 1)
    )
    return frame, restarted(rng, rng.choice([hole, Polygon(moved), Polygon(frame.exterior), frame]))


def island_in_hole(rng: Generator) -> Pair:
    """The island is the hole again, smaller, drawn towards one of its corners or to its middle."""
    hole = ring(rng, 6, 30)
    corner = hole[rng.integers(6)] * rng.choice([0, 1])
    return box(-50, -50, 50, 50) - Polygon(hole), Polygon(
        (hole - corner) * rng.uniform(0.2, 0.9) + corner
    )


def parts(rng: Generator) -> Pair:
    lamp = MultiPolygon(
        [box(-30, -30, 0, 0), box(0, 0, 20, 30), Polygon([(-30, 0), (-30, 40), (-10, 40)])]
    )
    return lamp, MultiPolygon([star(rng, 5), Polygon(ring(rng, 5) + [120, 0])])


def slivers(rng: Generator) -> Pair:
    """A strip of 1e-7 to 1e-3 m along an edge of a box, inside, outside or astride."""
    width = 10 ** rng.uniform(-7, -3)
    low, high = np.sort(rng.uniform(-50, 50, 2))
    strip = rng.choice(
        [
            box(50 - width, low, 50, high),
            box(50, low, 50 + width, high),
            box(0, low, 90, low + width),
        ]
    )
    return box(-50, -50, 50, 50), rng.choice(
        [strip, Polygon([(50, low), (50 - width, high), (50, high)])]
    )


def slanted_slivers(rng: Generator) -> Pair:
    shape = ring(rng, 7)
    return Polygon(shape), Polygon(
        shape * (1 + rng.choice([-1, 1], (7, 1)) * 10 ** rng.uniform(-9, -5, (7, 1)))
    )


def upright_edges(rng: Generator) -> Pair:
    """Boxes on the same few eastings, their sides upright or aslant by a nanometre."""

    def crate() -> Polygon:
        (west, east), (south, north) = (
            rng.permutation([0.0, 10, 20])[:2],
            rng.permutation([0.0, 15, 30])[:2],
        )
        lean = rng.choice([-1e-9, 0.0, 1e-9, 1e-8], 4)
        return Polygon(
            [
                (west + lean[0], south),
                (east + lean[1], south),
                (east + lean[2], north),
                (west + lean[3], north),
            ]
        )

    return crate(), crate()


def same_corners(rng: Generator) -> Pair:
    """Stars that pick their corners from one pool."""
    pool = ring(rng, 12) * np.where(rng.random((12, 1)) < 0.5, 1, 0.6)
    return tuple(Polygon(pool[np.sort(rng.permutation(12)[:8])]) for _ in range(2))


def junctions(rng: Generator) -> Pair:
    """A corner of the second shape lies inside an edge of the first, exactly in the middle of
    it."""
    corners = np.round(ring(rng, 5))
    middle = (corners[0] + corners[1]) / 2
    return Polygon(corners), Polygon(
        [middle, middle + rng.integers(1, 60, 2), middle + rng.integers(-60, -1, 2) * [1, -1]]
    )


def identical(rng: Generator) -> Pair:
    shape = rng.choice([star(rng), holed(rng)])
    return shape, restarted(rng, shape)


def squares(rng: Generator) -> Pair:
    filled = rng.random((2, 3, 4)) < 0.6
    filled[:, 0, 0] = True
    lean = np.array([[9.0, 4.0], [rng.integers(-5, 5), 8.0]])
    return tuple(shapely.transform([cells(table) for table in filled], lambda at: at @ lean))


def patches(rng: Generator) -> Pair:
    """Each a few quadrangles of the same net."""
    net = mesh(rng, 3, 25)
    return tuple(shapely.union_all(net[rng.permutation(9)[:4]]) for _ in range(2))


def fans(rng: Generator) -> Pair:
    """Many edges start from one point, and both shapes have it."""
    ends = np.sort(rng.uniform(-1.2, 1.2, (2, 6)), axis=1)
    blades = [
        [
            Polygon([(0, 0), *[(60 * np.cos(a), 60 * np.sin(a)) for a in pair]])
            for pair in row.reshape(3, 2)
        ]
        for row in ends
    ]
    return MultiPolygon(blades[0]), MultiPolygon(blades[1])


def needles(rng: Generator) -> Pair:
    """A thousand metres long, a few centimetres wide, crossing at hardly any angle."""
    ends = rng.uniform(-0.05, 0.05, (2, 3))
    return tuple(
        Polygon([(-500, a), (500, b), (rng.uniform(-500, 500), c + 0.2)]) for a, b, c in ends
    )


def strangers(rng: Generator) -> Pair:
    return star(rng, 12), star(rng, 10, shift=40)


DEGENERATE: dict[str, Callable[[Generator], Pair]] = {
    maker.__name__: maker
    for maker in (
        shared_edge_in_whole, shared_edge_in_part, touching_corners, collinear_edges, shell_in_hole,
        island_in_hole, parts, slivers, slanted_slivers, upright_edges, same_corners, junctions,
        identical, squares, patches, fans, needles, strangers,
    )
}  # fmt: skip


def moved(shapes: np.ndarray, origin: np.ndarray, grid: float = 0) -> np.ndarray:
    """The shapes carried to an origin; with a grid, every coordinate is rounded to a whole number
    of it."""

    def carry(at: np.ndarray) -> np.ndarray:
        return np.round((at + origin) / grid) * grid if grid else at + origin

    return shapely.transform(shapes, carry)


def degenerate(
    rng: Generator, name: str, count: int, origin: tuple[float, float], grid: float = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (count,), (count,) of one maker, each in a place of its own, two kilometres from the
    next.

    Shapes that the rounding of their coordinates made invalid are drawn again.
    """
    found = np.empty((count, 2), dtype=object)
    for place in range(count):
        while not (shapely.is_valid(found[place]).all() and (shapely.area(found[place]) > 0).all()):
            pair = np.array(DEGENERATE[name](rng), dtype=object)
            found[place] = moved(
                pair, np.add(origin, [place % 20 * 2000, place // 20 * 2000]), grid
            )
    return found[:, 0], found[:, 1]
