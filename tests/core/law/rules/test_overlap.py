"""Rules on the overlap with a layer."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.layer import Problem
from jinchu_pingheng.core.model import (
    FAIL,
    NA,
    PASS,
    UNKNOWN,
)
from tests.core.law.rules.cases import layer, overlap_of, parcel, rule, run, survey, verdict
from tests.core.shapes import blob, blobs

BAN = rule("overlap", role="STBHHX")
SLIVER = shapely.box(99.995, 0, 200, 100)


def banned(*geometries: shapely.Geometry, problems: tuple[Problem, ...] = ()) -> dict[str, object]:
    return {"STBHHX": layer("STBHHX", *geometries, problems=problems)}


def test_an_overlap_fails_with_its_area_share_and_polygon() -> None:
    [finding] = run(BAN, layers=banned(shapely.box(50, 0, 200, 100)))
    assert (finding.verdict, overlap_of(finding), finding.share) == (
        FAIL,
        Decimal("5000.00"),
        Decimal("0.5000"),
    )
    assert finding.geometry.area == pytest.approx(5000)
    assert finding.clause == "第一条" and "生态保护红线" in finding.evidence


def test_a_parcel_beside_the_layer_passes() -> None:
    assert verdict(BAN, layers=banned(shapely.box(100, 0, 200, 100))) == PASS


def test_a_sliver_within_the_tolerance_passes_and_is_still_reported() -> None:
    [finding] = run(BAN, layers=banned(SLIVER))
    assert (finding.verdict, overlap_of(finding)) == (PASS, Decimal("0.50"))


def test_without_tolerance_the_sliver_fails() -> None:
    strict = rule("overlap", role="STBHHX", tolerance_m2=Decimal(0))
    assert verdict(strict, layers=banned(SLIVER)) == FAIL


def test_a_missing_layer_is_unknown() -> None:
    [finding] = run(BAN, layers={})
    assert finding.verdict == UNKNOWN and "未提供生态保护红线图层" in finding.message


def test_a_layer_without_features_is_unknown() -> None:
    assert verdict(BAN, layers=banned()) == UNKNOWN


def test_a_layer_of_which_no_feature_can_be_used_is_unknown_everywhere() -> None:
    line = Problem("7", "图形不是面", False, shapely.LineString([(900, 900), (950, 950)]))
    [finding] = run(BAN, layers=banned(problems=(line,)))
    assert finding.verdict == UNKNOWN and "图形不是面" in finding.message and "7" in finding.message


def test_a_layer_far_from_the_county_is_unknown() -> None:
    from dataclasses import replace

    here = survey((shapely.box(0, 0, 100, 100), "0103"))
    here = replace(here, dltb=replace(here.dltb, extent=(0, 0, 1000, 1000)))
    far = replace(layer("STBHHX", shapely.box(1e6, 1e6, 2e6, 2e6)), extent=(1e6, 1e6, 2e6, 2e6))
    [finding] = run(BAN, survey=here, layers={"STBHHX": far})
    assert finding.verdict == UNKNOWN and "坐标系" in finding.message


def test_a_broken_feature_makes_only_the_parcels_it_may_touch_unknown() -> None:
    bow_tie = shapely.Polygon([(0, 0), (50, 50), (50, 0), (0, 50)])
    layers = banned(
        shapely.box(900, 900, 901, 901), problems=(Problem("7", "自相交", False, bow_tie),)
    )
    near, far = parcel("near"), parcel("far", geometry=shapely.box(500, 0, 600, 100))
    findings = {finding.parcel_id: finding for finding in run(BAN, near, far, layers=layers)}
    assert (findings["near"].verdict, findings["far"].verdict) == (UNKNOWN, PASS)
    assert "7" in findings["near"].message


def test_a_feature_without_geometry_may_lie_anywhere() -> None:
    layers = banned(
        shapely.box(900, 900, 901, 901), problems=(Problem("8", "图形为空", False, None),)
    )
    assert verdict(BAN, layers=layers) == UNKNOWN


def test_a_broken_feature_does_not_hide_a_failure() -> None:
    layers = banned(shapely.box(0, 0, 50, 50), problems=(Problem("8", "图形为空", False, None),))
    assert verdict(BAN, layers=layers) == FAIL


def test_a_parcel_must_lie_within_the_layer() -> None:
    reserve = rule("within", role="GDHBZY")
    inside = {
        "GDHBZY": layer("GDHBZY", shapely.box(-10, -10, 60, 110), shapely.box(60, -10, 110, 110))
    }
    partly = {"GDHBZY": layer("GDHBZY", shapely.box(-10, -10, 60, 110))}
    assert verdict(reserve, layers=inside) == PASS
    [finding] = run(reserve, layers=partly)
    assert (finding.verdict, overlap_of(finding)) == (FAIL, Decimal("4000.00"))


def test_only_the_named_features_of_a_layer_are_meant_and_a_missing_field_is_unknown() -> None:
    villages = rule("overlap", role="CZCDYD", column="CZCLX", values=("203",))
    mine = layer("CZCDYD", shapely.box(0, 0, 50, 50), CZCLX=["204"])
    village = layer("CZCDYD", shapely.box(0, 0, 50, 50), CZCLX=["203"])
    nameless = layer("CZCDYD", shapely.box(0, 0, 50, 50))
    verdicts = [verdict(villages, layers={"CZCDYD": given}) for given in (mine, village, nameless)]
    assert verdicts == [PASS, FAIL, UNKNOWN]


def test_last_years_outflow_under_new_building_fails_the_plan() -> None:
    taken = rule("role_overlap", direction="plan", role="SNLC", other_role="PZWJSTD")
    layers = {
        "SNLC": layer("SNLC", shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)),
        "PZWJSTD": layer("PZWJSTD", shapely.box(25, 0, 40, 10)),
    }
    [finding] = run(taken, layers=layers)
    assert (finding.verdict, finding.parcel_id, overlap_of(finding)) == (FAIL, "", Decimal("50.00"))
    assert "SNLC-1" in finding.message
    assert verdict(taken, layers={"SNLC": layers["SNLC"]}) == UNKNOWN


@given(seed=st.integers(0, 10**6), low=st.integers(0, 500), more=st.integers(0, 5000))
@settings(max_examples=25, deadline=None)
def test_raising_a_tolerance_never_adds_a_failure(seed: int, low: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    parcels = [parcel(str(i), geometry=shape) for i, shape in enumerate(blobs(rng, 4, 600, (0, 0)))]
    layers = banned(*blobs(rng, 4, 600, (0, 0)))
    failing = [
        {
            finding.parcel_id
            for finding in run(
                rule("overlap", role="STBHHX", tolerance_m2=Decimal(limit)), *parcels, layers=layers
            )
            if finding.verdict == FAIL
        }
        for limit in (low, low + more)
    ]
    assert failing[1] <= failing[0]


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_parcel_inside_a_ban_always_fails(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inner = blob(rng, 560000, 4150000, 50)
    assert (
        verdict(
            BAN, parcel(geometry=inner), layers=banned(shapely.buffer(inner, rng.uniform(0, 100)))
        )
        == FAIL
    )


def test_a_rule_on_land_classes_counts_only_their_land() -> None:
    forest = rule("overlap", role="LDBHGH", classes=("03",))
    plan = {"LDBHGH": layer("LDBHGH", shapely.box(30, 0, 200, 100))}
    land = survey((shapely.box(0, 0, 60, 100), "0301"), (shapely.box(60, 0, 100, 100), "0201"))
    [finding] = run(forest, layers=plan, survey=land)
    assert (finding.verdict, overlap_of(finding)) == (FAIL, Decimal("3000.00"))
    assert finding.geometry.area == pytest.approx(3000)


def test_a_rule_on_land_classes_does_not_concern_other_land_and_needs_the_survey() -> None:
    forest = rule("overlap", role="LDBHGH", classes=("03",))
    plan = {"LDBHGH": layer("LDBHGH", shapely.box(30, 0, 200, 100))}
    assert verdict(forest, layers=plan, survey=survey((shapely.box(0, 0, 100, 100), "0201"))) == NA
    assert verdict(forest, layers=plan) == UNKNOWN


def test_land_of_a_class_must_lie_inside_the_layer_and_other_land_need_not() -> None:
    inside = rule("within", role="GDHBZY", classes=("03",))
    land = survey((shapely.box(0, 0, 60, 100), "0301"), (shapely.box(60, 0, 100, 100), "0201"))
    reserve = {"GDHBZY": layer("GDHBZY", shapely.box(0, 0, 50, 100))}
    [finding] = run(inside, layers=reserve, survey=land)
    assert (finding.verdict, overlap_of(finding)) == (FAIL, Decimal("1000.00"))
