"""Every awkward geometry gives the true area or the verdict 'unknown': never a pass, never a wrong
number."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.geometry.validity import gate
from jinchu_pingheng.core.model import (
    FAIL,
    PASS,
    UNKNOWN,
    Finding,
)
from jinchu_pingheng.core.rounding import half_up
from tests.core.geometry.awkward import PARCEL, ROWS, Row
from tests.core.law.rules.cases import overlap_of, parcel, rule, run

BAN = rule("overlap", role="STBHHX", tolerance_m2=Decimal(0))
INSIDE = rule("within", role="STBHHX", tolerance_m2=Decimal(0))
ORIGINS = ((0.0, 0.0), (560_000.0, 4_150_000.0), (40_560_000.0, 4_150_000.0))
EVERY_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def gated(shapes: np.ndarray) -> Layer:
    """A layer as a reader makes it."""
    ids = np.array([f"要素{number}" for number in range(len(shapes))], dtype=object)
    geometry, usable, problems = gate(ids, shapes)
    return Layer("STBHHX", "红线", ids[usable], geometry[usable], {}, problems, len(ids))


def judged(
    row: Row,
    origin: tuple[float, float],
    strict: bool = True,
    add: tuple[shapely.Geometry, ...] = (),
) -> Finding:
    """The finding on the parcel, both moved to a place on earth; ``add`` are further features,
    there already."""
    land = shapely.transform(PARCEL, lambda points: points + origin)
    shapes = np.concatenate([row.at(*origin), np.array(add, dtype=object)])
    [finding] = run(
        BAN if strict else INSIDE, parcel(geometry=land), layers={"STBHHX": gated(shapes)}
    )
    return finding


@EVERY_ROW
@pytest.mark.parametrize("origin", ORIGINS, ids=["local", "projected", "zone prefix"])
def test_the_overlap_is_true_or_unknown(row: Row, origin: tuple[float, float]) -> None:
    finding = judged(row, origin)
    if row.area is None:
        assert (finding.verdict, finding.overlap_m2 or 0) == (UNKNOWN, 0)
    else:
        assert overlap_of(finding) == half_up(row.area, 2)
        assert finding.verdict == (FAIL if row.area > 1e-6 else PASS)


@EVERY_ROW
def test_the_land_outside_is_true_or_unknown(row: Row) -> None:
    """The other way round: a parcel that must lie within the layer."""
    finding = judged(row, ORIGINS[1], strict=False)
    if row.area is None:
        assert finding.verdict == UNKNOWN
    else:
        assert overlap_of(finding) == half_up(10_000 - row.area, 2)
        assert finding.verdict == (FAIL if row.area < 9_999.99 else PASS)


@EVERY_ROW
def test_a_neighbour_that_is_good_makes_nothing_known(row: Row) -> None:
    """A broken feature among good ones that lie elsewhere: the layer has features, and still
    nothing passes."""
    far = shapely.box(*(np.array([5000, 5000, 5100, 5100]) + ORIGINS[1] * 2))
    finding = judged(row, ORIGINS[1], add=(far,))
    expected = UNKNOWN if row.area is None else FAIL if row.area > 1e-6 else PASS
    assert finding.verdict == expected


@EVERY_ROW
def test_what_was_done_is_named(row: Row) -> None:
    problems = gated(row.at(*ORIGINS[1])).problems
    assert bool(problems) == row.repaired
    for problem in problems:
        assert problem.feature.startswith("要素") and problem.usable == (row.area is not None)


def test_parcels_that_a_broken_feature_cannot_touch_are_judged() -> None:
    spoiled = gated(np.array([shapely.Polygon([(0, 0), (50, 50), (50, 0), (0, 50)])], dtype=object))
    good = gated(np.array([shapely.box(500, 0, 600, 100)], dtype=object))
    layer = Layer("STBHHX", "红线", good.ids, good.geometry, {}, spoiled.problems, 2)
    parcels = [
        parcel(name, geometry=shapely.box(x, 0, x + 40, 40))
        for name, x in (("近", 40), ("远", 60), ("撞", 480))
    ]
    findings = {
        finding.parcel_id: finding.verdict
        for finding in run(BAN, *parcels, layers={"STBHHX": layer})
    }
    assert findings == {"近": UNKNOWN, "远": PASS, "撞": FAIL}
