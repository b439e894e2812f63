"""Areas without rounding: a reference for the overlay engine that shares nothing with it.

A float is an exact rational number, so the area of a figure made of floats is one too. The plane is
cut into vertical slabs at every vertex and at every crossing of two shapes' edges. Inside a slab no
edges cross: sorted by height on the slab's middle line they bound trapezoids, and walking upwards
tells by even-odd counting which shapes a trapezoid is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import shapely

Keep = Callable[[Sequence[bool]], bool]
"""Whether land counts, from the features that it lies in."""


class Edge(NamedTuple):
    """An edge of the shape with this number, from left to right; there are no vertical ones."""

    shape: int
    left: int
    right: int
    start: int
    end: int

    def height(self, x: Fraction) -> Fraction:
        run, rise = self.right - self.left, self.end - self.start
        p, q = x.numerator, x.denominator
        return Fraction(self.start * run * q + rise * (p - self.left * q), run * q)

    def gap(self, other: Edge, x: int) -> Fraction:
        return self.height(Fraction(x)) - other.height(Fraction(x))


def area(shape: shapely.Geometry) -> Fraction:
    """Area of a valid polygon or multipolygon, m²."""
    return inside(shape, [], lambda within: True)


def common(one: shapely.Geometry, other: shapely.Geometry) -> Fraction:
    """Area that two valid polygons or multipolygons have in common, m²."""
    return inside(one, [other])


def inside(
    parcel: shapely.Geometry, features: Sequence[shapely.Geometry], keep: Keep = any
) -> Fraction:
    """Area of the part of a valid parcel that `keep` accepts, m²; `any` makes it the union of the
    features."""
    shapes = [parcel, *features]
    unit = max(
        value.as_integer_ratio()[1] for value in shapely.get_coordinates(shapes).ravel().tolist()
    )
    edges = [edge for number, shape in enumerate(shapes) for edge in _edges(number, shape, unit)]
    west = min(edge.left for edge in edges if edge.shape == 0)
    east = max(edge.right for edge in edges if edge.shape == 0)
    edges = [edge for edge in edges if edge.left < east and edge.right > west]
    cuts: set[Fraction | int] = {
        x for edge in edges for x in (edge.left, edge.right) if west <= x <= east
    }
    slabs = sorted(cuts.union(_crossings(edges)))
    total = Fraction(0)
    for left, right in zip(slabs, slabs[1:]):
        middle = Fraction(left + right, 2)
        column = sorted(
            (edge.height(middle), edge.shape) for edge in edges if edge.left < middle < edge.right
        )
        total += (right - left) * _length(column, len(features), keep)
    return total / unit**2


def _length(column: list[tuple[Fraction, int]], features: int, keep: Keep) -> Fraction:
    """Length of the middle line that lies in the parcel (number 0) and that `keep` accepts."""
    within = [False] * (features + 1)
    total = Fraction(0)
    for (low, shape), (high, _) in zip(column, column[1:]):
        within[shape] = not within[shape]
        if within[0] and high > low and keep(within[1:]):
            total += high - low
    return total


def _edges(number: int, shape: shapely.Geometry, unit: int) -> Iterator[Edge]:
    """The edges in whole units, of which there are `unit` in a metre."""
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = [(int(Fraction(x) * unit), int(Fraction(y) * unit)) for x, y in ring.coords]
        for (x0, y0), (x1, y1) in map(sorted, zip(corners, corners[1:])):
            if x0 < x1:
                yield Edge(number, x0, x1, y0, y1)


def _crossings(edges: list[Edge]) -> Iterator[Fraction]:
    """Where edges of different shapes cross. Edges of one valid shape meet in vertices only."""
    for one, other in combinations(edges, 2):
        left, right = max(one.left, other.left), min(one.right, other.right)
        if one.shape != other.shape and left < right and _heights_meet(one, other):
            first, last = one.gap(other, left), one.gap(other, right)
            if first * last < 0:
                yield left + (right - left) * first / (first - last)


def _heights_meet(one: Edge, other: Edge) -> bool:
    return max(one.start, one.end) > min(other.start, other.end) and max(
        other.start, other.end
    ) > min(one.start, one.end)
