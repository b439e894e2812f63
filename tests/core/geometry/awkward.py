"""Awkward geometry: what a constraint layer may hold, and the area of it that lies in a parcel of
100 m × 100 m.

``UNKNOWN`` stands where the rings have more than one meaning, or none: then no area may be given at
all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

PARCEL = box(0, 0, 100, 100)
UNKNOWN = None
NAN, INF = float("nan"), float("inf")


@dataclass(frozen=True)
class Row:
    """A layer of one or more features, and the true overlap in m²; ``repaired`` where a problem
    must be named."""

    name: str
    shapes: tuple[Any, ...]
    area: float | None
    repaired: bool

    def at(self, x: float, y: float) -> np.ndarray:
        """The features moved by (x, y), (n,)."""
        moved = np.empty(len(self.shapes), dtype=object)
        moved[:] = self.shapes
        return np.asarray(shapely.transform(moved, lambda points: points + (x, y)))


def ring(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """The corners of a rectangle, open."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def multi(*rings: Any) -> MultiPolygon:
    return MultiPolygon([Polygon(points) for points in rings])


SQUARE = ring(0, 0, 50, 50)
WHOLE = ring(0, 0, 100, 100)
FAR = ring(900, 900, 950, 950)
TURNING = [*SQUARE, (0, 0), (25, 0), (25, 25), (0, 25)]
"""A square, then a smaller one in the same turn: wound around once and twice."""
SOLID = shapely.from_wkt("POLYGON Z ((0 0 nan, 50 0 1, 50 50 nan, 0 50 2, 0 0 nan))")
EMPTY_PART = shapely.from_wkt("MULTIPOLYGON (EMPTY, ((0 0, 50 0, 50 50, 0 50, 0 0)))")

CLEAR: dict[str, tuple[Any, float]] = {
    "clockwise shell": (Polygon(SQUARE[::-1]), 2500),
    "counter-clockwise hole": (Polygon(WHOLE, [ring(10, 10, 60, 60)]), 7500),
    "repeated vertices": (Polygon([point for point in SQUARE for _ in range(3)]), 2500),
    "vertices along an edge": (
        Polygon([(0, 0), (10, 0), (20, 0), (50, 0), (50, 50), (0, 50)]),
        2500,
    ),
    "sliver of 1e-7 m": (Polygon(ring(0, 0, 1e-7, 100)), 1e-5),
    "tiny": (Polygon(ring(50, 50, 50 + 1e-5, 50 + 1e-5)), 1e-10),
    "huge": (Polygon(ring(-1e7, -1e7, 1e7, 1e7)), 10_000),
    "huge, with a small hole": (Polygon(ring(-1e7, -1e7, 1e7, 1e7), [ring(10, 10, 20, 20)]), 9900),
    "beside, along an edge": (Polygon(ring(100, 0, 200, 100)), 0),
    "beside, at a corner": (Polygon(ring(100, 100, 200, 200)), 0),
    "hole touches the shell at a point": (Polygon(WHOLE, [[(0, 50), (50, 20), (50, 80)]]), 8500),
    "hole touches a hole at a point": (
        Polygon(WHOLE, [ring(10, 10, 50, 50), ring(50, 50, 90, 90)]),
        6800,
    ),
    "parts touch at a point": (multi(SQUARE, ring(50, 50, 100, 100)), 5000),
    "part in a hole": (
        MultiPolygon([Polygon(WHOLE, [ring(20, 20, 80, 80)]), Polygon(ring(40, 40, 60, 60))]),
        6800,
    ),
    "heights that are no numbers": (SOLID, 2500),
    "empty part": (EMPTY_PART, 2500),
}
"""Valid features."""

REPAIRED: dict[str, tuple[Any, float]] = {
    "spike": (Polygon([(0, 0), (50, 0), (50, 50), (50, 150), (50, 50), (0, 50)]), 2500),
    "spike at the start": (
        Polygon([(50, 150), (50, 50), (0, 50), (0, 0), (50, 0), (50, 50)]), 2500),
    "spike aslant": (Polygon([(0, 0), (50, 0), (50, 50), (83, 97), (50, 50), (0, 50)]), 2500),
    "spike inward": (Polygon([(0, 0), (50, 0), (50, 50), (20, 20), (50, 50), (0, 50)]), 2500),
    "spike back along an edge": (
        Polygon([(0, 0), (50, 0), (20, 0), (50, 0), (50, 50), (0, 50)]), 2500),
    "spike across the shape": (
        Polygon([(0, 0), (25, 0), (25, 90), (25, 0), (50, 0), (50, 50), (0, 50)]), 2500),
    "spike with a spike": (
        Polygon([(0, 0), (50, 0), (50, 50), (50, 90), (90, 90), (50, 90), (50, 50), (0, 50)]), 2500,
    ),
    "spike in a hole": (
        Polygon(WHOLE, [[(10, 10), (50, 10), (50, 50), (50, 80), (50, 50), (10, 50)]]), 8400),
    "spike of a hole through the shell": (
        Polygon(WHOLE, [[(10, 10), (50, 10), (50, 50), (50, 150), (50, 50), (10, 50)]]), 8400,
    ),
    "lobes on a line": (
        Polygon([(0, 0), (40, 0), (40, 20), (60, 20), (60, 0), (100, 0), (100, 40), (60, 40),
                 (60, 20), (40, 20), (40, 40), (0, 40)]), 3200,
    ),
    "ring traced twice": (Polygon([*SQUARE, *SQUARE]), 2500),
    "ring traced three times": (Polygon([*SQUARE, *SQUARE, *SQUARE]), 2500),
    "ring traced twice, by other vertices": (
        Polygon([*SQUARE, (0, 0), (20, 0), (50, 0), (50, 30), (50, 50), (0, 50)]), 2500),
    "hole traced twice": (Polygon(WHOLE, [[*SQUARE, *SQUARE]]), 7500),
    "shell that touches itself": (
        Polygon([(0, 0), (50, 0), (50, 50), (100, 50), (100, 100), (50, 100), (50, 50), (0, 50)]),
        5000),
    "shell that encloses its hole": (
        Polygon([(0, 0), (100, 0), (100, 100), (50, 100), (70, 50), (30, 50), (50, 100), (0, 100)]),
        9000,
    ),
    "hole that encloses land": (
        Polygon(WHOLE, [[(10, 10), (90, 10), (90, 90), (50, 90), (70, 50), (30, 50), (50, 90),
                         (10, 90)]]), 4400,
    ),
    "hole touches the shell twice": (
        Polygon(WHOLE, [[(0, 50), (50, 20), (100, 50), (50, 80)]]), 7000),
    "hole along an edge of the shell": (Polygon(SQUARE, [ring(0, 10, 10, 20)]), 2400),
    "holes side by side": (Polygon(WHOLE, [ring(10, 10, 50, 50), ring(50, 10, 90, 50)]), 6800),
    "holes that overlap": (Polygon(WHOLE, [ring(10, 10, 50, 50), ring(30, 30, 70, 70)]), 7200),
    "the same hole twice": (Polygon(WHOLE, [SQUARE, SQUARE]), 7500),
    "hole without area": (Polygon(WHOLE, [[(10, 10), (50, 10), (30, 10)]]), 10_000),
    "parts that overlap": (multi(SQUARE, ring(25, 25, 75, 75)), 4375),
    "the same part twice": (multi(SQUARE, SQUARE), 2500),
    "the same part in the other direction": (multi(SQUARE, SQUARE[::-1]), 2500),
    "parts side by side": (multi(SQUARE, ring(50, 0, 75, 50)), 3750),
    "parts side by side, one shifted": (multi(SQUARE, ring(50, 20, 75, 70)), 3750),
    "part that fills a hole": (MultiPolygon([Polygon(WHOLE, [SQUARE]), Polygon(SQUARE)]), 10_000),
    "part without area": (multi(SQUARE, [(60, 60), (70, 70), (80, 80)]), 2500),
    "a spike in one of the parts": (
        multi([(0, 0), (50, 0), (50, 50), (50, 90), (50, 50), (0, 50)], ring(60, 0, 90, 30)), 3400),
    "parts with a line": (
        GeometryCollection([Polygon(SQUARE), LineString([(0, 0), (99, 99)])]), 2500),
    "parts with a point": (GeometryCollection([Polygon(SQUARE), Point(80, 80)]), 2500),
    "parts in a collection that overlap": (
        GeometryCollection([Polygon(SQUARE), Polygon(ring(25, 25, 75, 75))]), 4375),
    "collection in a collection": (
        GeometryCollection([GeometryCollection([multi(SQUARE, ring(50, 50, 99, 99))])]), 4901),
    "crossing from rounding": (Polygon([(0, 0), (50, 0), (50, 50), (25, -1e-9), (0, 50)]), 1250),
    "loop smaller than a square centimetre": (
        Polygon([(0, 0), (50, 0), (50, 50.01), (50.01, 50), (0, 50)]), 2500,
    ),
}  # fmt: skip
"""Invalid features with one meaning."""

AMBIGUOUS: dict[str, Any] = {
    "bow-tie": Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]),
    "bow-tie of uneven lobes": Polygon([(0, 0), (80, 80), (80, 0), (0, 40)]),
    "bow-tie through a vertex": Polygon(
        [(0, 0), (50, 50), (100, 100), (100, 0), (50, 50), (0, 100)]),
    "loop of two square decimetres": Polygon([(0, 0), (50, 0), (50, 50.2), (50.2, 50), (0, 50)]),
    "ring that overlaps itself": Polygon(
        [(0, 0), (100, 0), (100, 100), (0, 100), (0, 40), (60, 40), (60, 20), (40, 20), (40, 80),
         (10, 80), (10, 10)]
    ),
    "ring that turns twice": Polygon(TURNING),
    "hole outside the shell": Polygon(SQUARE, [ring(60, 60, 80, 80)]),
    "hole across the shell": Polygon(SQUARE, [ring(40, 10, 70, 20)]),
    "hole around the shell": Polygon(SQUARE, [ring(-10, -10, 60, 60)]),
    "hole equals shell": Polygon(SQUARE, [SQUARE]),
    "hole in a hole": Polygon(WHOLE, [ring(10, 10, 60, 60), ring(20, 20, 40, 40)]),
    "bow-tie for a hole": Polygon(WHOLE, [[(10, 10), (60, 60), (60, 10), (10, 60)]]),
    "part in a part": multi(WHOLE, ring(20, 20, 40, 40)),
    "part in a part, along its edge": multi(WHOLE, ring(0, 20, 40, 40)),
    "bow-tie among parts": multi(ring(70, 0, 99, 20), [(0, 0), (50, 50), (50, 0), (0, 50)]),
    "points on a line": Polygon([(0, 0), (50, 50), (100, 100)]),
    "points on a line, there and back": Polygon([(0, 0), (50, 0), (80, 0), (50, 0)]),
    "one point": Polygon([(50, 50)] * 4),
    "no number": Polygon([(0, 0), (50, 0), (NAN, 50), (0, 50)]),
    "no number, far from here": Polygon([*FAR, (NAN, NAN)]),
    "infinite": Polygon([(0, 0), (50, 0), (INF, 50), (0, 50)]),
    "infinite, far from here": Polygon([*FAR, (-INF, 930)]),
    "filler for no data": Polygon([(0, 0), (50, 0), (-1.7e38, 50), (0, 50)]),
    "largest numbers": Polygon([(0, 0), (1e308, 0), (1e308, 1e308)]),
    "line": LineString([(0, 0), (50, 50)]),
    "point": Point(50, 50),
    "lines in a collection": GeometryCollection([LineString([(0, 0), (50, 50)])]),
    "null": None,
    "empty": Polygon(),
    "empty collection": GeometryCollection(),
}  # fmt: skip
"""Features that cannot be used; every parcel that they may touch is unknown."""

SEVERAL: dict[str, tuple[tuple[Any, ...], float]] = {
    "the same feature twice": ((Polygon(SQUARE), Polygon(SQUARE)), 2500),
    "the same feature from another vertex": (
        (Polygon(SQUARE), Polygon([*SQUARE[2:], *SQUARE[:2]])), 2500),
    "the same feature, repaired": ((Polygon(SQUARE), Polygon([*SQUARE, *SQUARE])), 2500),
    "features that overlap": ((Polygon(SQUARE), Polygon(ring(25, 25, 75, 75))), 4375),
    "three features on one place": (
        (Polygon(ring(0, 0, 60, 60)), Polygon(ring(20, 20, 80, 80)),
         Polygon(ring(40, 40, 100, 100))), 7600,
    ),
    "a feature in a feature": ((Polygon(WHOLE), Polygon(ring(20, 20, 40, 40))), 10_000),
    "a feature in the hole of another": (
        (Polygon(WHOLE, [ring(10, 10, 60, 60)]), Polygon(ring(20, 20, 30, 30))), 7600),
    "features side by side": ((Polygon(SQUARE), Polygon(ring(50, 0, 100, 50))), 5000),
    "features that overlap by a hair": (
        (Polygon(SQUARE), Polygon(ring(50 - 1e-7, 0, 100, 50))), 5000),
}  # fmt: skip
"""Valid features of one layer that overlap or repeat: land counts once."""

ROWS = (
    *(Row(name, (shape,), area, False) for name, (shape, area) in CLEAR.items()),
    *(Row(name, (shape,), area, True) for name, (shape, area) in REPAIRED.items()),
    *(Row(name, (shape,), UNKNOWN, True) for name, shape in AMBIGUOUS.items()),
    *(
        Row(name, shapes, area, name.endswith("repaired"))
        for name, (shapes, area) in SEVERAL.items()
    ),
)
