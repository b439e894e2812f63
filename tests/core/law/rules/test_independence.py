"""Verdicts do not depend on how the same land is written down."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.model import Finding, Parcel
from jinchu_pingheng.core.notice import Rule
from tests.core.law.rules.cases import layer, parcel, rule, run
from tests.core.shapes import blobs

ORIGIN = (560000.0, 4150000.0)
ZONE_PREFIX = 35_000_000.0
RULES = (
    rule("overlap", role="STBHHX"),
    rule("within", role="STBHHX"),
    rule("repeat", direction="both", side="same"),
)

Verdicts = dict[str, tuple[str, Decimal]]


def verdicts(checked: Rule, parcels: list[Parcel], bans: list[shapely.Geometry]) -> Verdicts:
    findings: list[Finding] = run(checked, *parcels, layers={"STBHHX": layer("STBHHX", *bans)})
    return {
        f.parcel_id: (f.verdict, f.overlap_m2 if f.overlap_m2 is not None else Decimal(0))
        for f in findings
    }


def same(left: Verdicts, right: Verdicts) -> bool:
    return left.keys() == right.keys() and all(
        left[name][0] == right[name][0] and abs(left[name][1] - right[name][1]) <= Decimal("0.01")
        for name in left
    )


def fields(shapes: np.ndarray) -> list[Parcel]:
    return [parcel(str(number), geometry=shape) for number, shape in enumerate(shapes)]


def from_another_vertex(polygon: shapely.Polygon, start: int) -> shapely.Polygon:
    ring = list(polygon.exterior.coords)[:-1]
    turn = start % len(ring)
    return shapely.Polygon(ring[turn:] + ring[:turn])


@pytest.mark.parametrize("checked", RULES, ids=lambda checked: checked.kind)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_order_start_direction_cutting_and_zone_prefix_change_nothing(
    checked: Rule, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    land, bans = blobs(rng, 4, 800, ORIGIN), list(blobs(rng, 5, 800, ORIGIN))
    expected = verdicts(checked, fields(land), bans)
    assert same(expected, verdicts(checked, fields(land), bans[::-1]))
    assert same(
        expected, verdicts(checked, fields(land), [from_another_vertex(ban, seed) for ban in bans])
    )
    assert same(expected, verdicts(checked, fields(land), [ban.reverse() for ban in bans]))
    middle = ORIGIN[0] + 400
    halves = (shapely.box(0, 0, middle, 1e8), shapely.box(middle, 0, 1e9, 1e8))
    cut = [piece for ban in bans for half in halves if (piece := ban.intersection(half)).area > 0]
    assert same(expected, verdicts(checked, fields(land), cut))

    def moved(shape: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(shape, lambda xy: xy + (ZONE_PREFIX, 0.0))

    shifted = fields(np.array([moved(shape) for shape in land], dtype=object))
    assert same(expected, verdicts(checked, shifted, [moved(ban) for ban in bans]))
