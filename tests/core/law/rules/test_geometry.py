"""Rules on the parcel's own shape, on slope, on other parcels and on the cropland beside it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.strips import mean_width, widest
from jinchu_pingheng.core.model import FAIL, PASS, UNKNOWN
from tests.core.geometry.test_slope import plane
from tests.core.law.rules.cases import layer, overlap_of, parcel, rule, run, survey, verdict

LIMITS = {"县道": Decimal(3), "国道": Decimal(5)}
BELT = rule("width", direction="out", types=(2,), limits=LIMITS)


def strip(width: float, bent: bool = True) -> shapely.Polygon:
    line = shapely.LineString([(0, 0), (200, 30), (200, 150)] if bent else [(0, 0), (300, 0)])
    return shapely.buffer(line, width / 2, cap_style="flat", join_style="mitre")


@pytest.mark.parametrize("width", [2.0, 3.0, 5.0, 8.0])
def test_the_width_of_a_strip_is_measured_to_centimetres(width: float) -> None:
    straight = strip(width, bent=False)
    assert mean_width(straight) == pytest.approx(width, abs=0.01)
    assert widest(straight, 20.0) == pytest.approx(width, abs=0.02)


@pytest.mark.parametrize(
    ("road", "width", "expected"),
    [
        ("县道", 3.0, PASS),
        ("县道", 3.3, FAIL),
        ("国道", 4.9, PASS),
        ("国道", 5.4, FAIL),
        ("", 2.0, UNKNOWN),
        ("小路", 2.0, UNKNOWN),
    ],
)
def test_a_belt_is_limited_by_the_class_of_its_road(road: str, width: float, expected: str) -> None:
    assert (
        verdict(BELT, parcel(direction="out", type=2, geometry=strip(width), road_class=road))
        == expected
    )


def test_a_belt_with_one_wide_place_fails() -> None:
    wide = shapely.union(strip(3, bent=False), shapely.box(100, -5, 120, 5))
    assert verdict(BELT, parcel(direction="out", type=2, geometry=wide, road_class="县道")) == FAIL


@pytest.mark.parametrize(
    ("width", "expected"), [(1.5, FAIL), (2.0, PASS), (8.0, PASS), (9.0, FAIL)]
)
def test_a_road_has_a_least_and_a_greatest_width(width: float, expected: str) -> None:
    road = rule("width", direction="out", min_m=Decimal(2), max_m=Decimal(8))
    assert verdict(road, parcel(direction="out", geometry=strip(width))) == expected


STEEP = rule("slope", limit_degrees=Decimal(25), pdt_classes=("5",))


@pytest.mark.parametrize(("degrees", "expected"), [(26, FAIL), (24, PASS)])
def test_slope_is_judged_by_the_dem(degrees: float, expected: str) -> None:
    field = parcel(geometry=shapely.box(50, 50, 120, 120))
    [finding] = run(STEEP, field, dem=plane(degrees))
    assert finding.verdict == expected and "Horn" in finding.evidence


def test_without_a_dem_slope_classes_are_used() -> None:
    classes = layer(
        "PDT", shapely.box(0, 0, 30, 100), shapely.box(30, 0, 100, 100), PDJB=["5", "2"]
    )
    [finding] = run(STEEP, layers={"PDT": classes})
    assert (finding.verdict, overlap_of(finding)) == (FAIL, Decimal("3000.00"))


def test_slope_without_evidence_or_with_gaps_is_unknown() -> None:
    gap = layer("PDT", shapely.box(0, 0, 30, 100), PDJB=["1"])
    outside = parcel(geometry=shapely.box(150, 150, 260, 260))
    assert verdict(STEEP) == UNKNOWN
    assert verdict(STEEP, layers={"PDT": gap}) == UNKNOWN
    assert verdict(STEEP, outside, dem=plane(3)) == UNKNOWN


def test_parcels_of_one_side_must_not_overlap_and_the_other_is_named() -> None:
    twin = rule("repeat", direction="both", side="same")
    first, second = parcel("A"), parcel("B", geometry=shapely.box(50, 0, 150, 100))
    other_side = parcel("C", direction="out")
    findings = {finding.parcel_id: finding for finding in run(twin, first, second, other_side)}
    assert [findings[name].verdict for name in "ABC"] == [FAIL, FAIL, PASS]
    assert "B" in findings["A"].message and overlap_of(findings["A"]) == Decimal("5000.00")


def test_land_on_both_sides_fails_on_both() -> None:
    both = rule("repeat", direction="both", side="other")
    findings = run(
        both, parcel("A"), parcel("B", direction="out", geometry=shapely.box(90, 0, 190, 100))
    )
    assert [finding.verdict for finding in findings] == [FAIL, FAIL]


def test_contiguity_counts_the_parcel_and_the_cropland_beside_it() -> None:
    beside = survey(
        (shapely.box(100.5, 0, 300, 100), "0103"),
        (shapely.box(0, 200, 100, 300), "0103"),
        (shapely.box(-100, 0, 0, 100), "0301"),
    )
    joined = rule("contiguity", min_m2=Decimal(29000))
    assert verdict(joined, survey=beside) == PASS
    assert verdict(rule("contiguity", min_m2=Decimal(30000)), survey=beside) == FAIL
    assert verdict(joined) == UNKNOWN


def test_verdicts_do_not_depend_on_the_order_of_parcels() -> None:
    rng = np.random.default_rng(1)
    fields = [
        parcel(str(i), geometry=shapely.box(x, 0, x + 60, 50))
        for i, x in enumerate(rng.uniform(0, 300, 8))
    ]
    twin = rule("repeat", direction="both", side="same")
    forward = {f.parcel_id: (f.verdict, f.overlap_m2) for f in run(twin, *fields)}
    assert forward == {f.parcel_id: (f.verdict, f.overlap_m2) for f in run(twin, *fields[::-1])}
