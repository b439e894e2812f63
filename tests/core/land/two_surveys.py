"""Two surveys of the same squares, given as rows of land classes, for tests by exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey_changes import Box, SurveyChanges

SIDE = 10
"""A square has 100 m²."""
X, Y = 40_500_000.0, 4_200_000.0

Codes = Sequence[Sequence[str]]


def square(row: int, column: int, high: int = 1, wide: int = 1) -> shapely.Polygon:
    """The squares from a corner on."""
    x, y = X + column * SIDE, Y + row * SIDE
    return shapely.box(x, y, x + wide * SIDE, y + high * SIDE)


def layer(polygons: Sequence[tuple[str, shapely.Geometry]], role: str = "DLTB") -> Layer:
    """A survey of (class, polygon), all in one township."""
    geometry = np.empty(len(polygons), dtype=object)
    geometry[:] = [polygon for _, polygon in polygons]
    codes = np.array([code for code, _ in polygons], dtype=object)
    towns = np.full(len(polygons), "640999001001", dtype=object)
    ids = np.array([str(number) for number in range(len(polygons))], dtype=object)
    return Layer(role, role, ids, geometry, {"DLBM": codes, "ZLDWDM": towns})


def survey(codes: Codes, merged: bool = False) -> Layer:
    """A polygon for each square, or one for all squares of a class; '' is a hole in the survey."""
    squares = [
        (code, square(i, j)) for i, row in enumerate(codes) for j, code in enumerate(row) if code
    ]
    if not merged:
        return layer(squares)
    classes = sorted({code for code, _ in squares})
    union = shapely.union_all
    return layer([(one, union([land for code, land in squares if code == one])) for one in classes])


def changes(before: Layer, after: Layer, tiles: int = 1) -> SurveyChanges:
    """The surveys taken in so many columns of tiles."""
    found = SurveyChanges()
    for tile in columns(tiles):
        found.add(tile, lambda boxes: (near(before, boxes), near(after, boxes)))
    found.finish()
    return found


def columns(tiles: int) -> list[Box]:
    """The plane in so many columns."""
    cuts = [-1e9, *(X + 15.0 * i for i in range(1, tiles)), 1e9]
    return [Box(left, -1e9, right, 1e9) for left, right in zip(cuts, cuts[1:])]


def near(given: Layer, boxes: np.ndarray) -> Layer:
    """The polygons whose box meets any of the boxes, as a reader gives them."""
    own = given.shapes.bounds[:, None]
    apart = (own[..., :2] > boxes[:, 2:]) | (own[..., 2:] < boxes[:, :2])
    return given.take((~apart.any(axis=2)).any(axis=1))
