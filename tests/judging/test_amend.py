"""Mending a parcel by what lies beside it: on squares of 100 m, dry land beside forest."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.law.evidence import Evidence
from jinchu_pingheng.core.model import IN, OUT, Parcel
from jinchu_pingheng.judging.amend import (
    BY_BAN,
    BY_CLASS,
    CUT,
    TO_CROPLAND,
    TO_OTHER,
    TO_SURVEY,
    Wish,
    amended,
)
from jinchu_pingheng.plan import profiles
from tests.core.law.rules.cases import layer, survey

NOTICE = profiles.load("ningxia-2022")
LAND = survey(
    (shapely.box(0, 0, 100, 100), "0103"),
    (shapely.box(100, 0, 200, 100), "0301"),
    (shapely.box(200, 0, 300, 100), "0103"),
)
RED = layer("STBHHX", shapely.box(150, 0, 170, 100))
PRIME = layer("YJJBNT", shapely.box(0, 0, 30, 100))


def parts(how: str, direction: str, land: Any, rule_id: str = "", **evidence: Any) -> list[float]:
    parcel = Parcel("LC0001", direction, 1, land)
    held = {"survey": LAND, "layers": {"STBHHX": RED, "YJJBNT": PRIME}, **evidence}
    found = amended(
        Wish(parcel.parcel_id, how, rule_id, 2.0), parcel, Evidence(NOTICE, (parcel,), **held)
    )
    return [round(part.area, 3) for part in found.parts]


WIDE = shapely.box(20, 0, 280, 100)


def test_outflow_keeps_its_cropland() -> None:
    assert parts(TO_CROPLAND, OUT, WIDE) == [16000]


def test_inflow_keeps_what_is_no_cropland() -> None:
    assert parts(TO_OTHER, IN, WIDE) == [10000]


def test_nothing_is_left_of_outflow_in_a_forest() -> None:
    assert parts(TO_CROPLAND, OUT, shapely.box(110, 0, 190, 100)) == []


def test_a_parcel_is_split_at_the_border_of_classes() -> None:
    assert parts(BY_CLASS, OUT, WIDE) == [16000, 10000]


def test_the_land_in_permanent_basic_farmland_is_cut_away() -> None:
    assert parts(CUT, OUT, WIDE, "out-pbf") == [25000]


def test_a_parcel_is_split_along_the_ban() -> None:
    """In the 红线 20 m of 50: the rest left and right of it is one part."""
    assert parts(BY_BAN, IN, shapely.box(140, 0, 190, 100)) == [3000, 2000]


def test_an_outline_is_led_along_the_survey() -> None:
    assert parts(TO_SURVEY, OUT, shapely.box(1, 1, 99, 99)) == [10000]


def test_land_of_which_nobody_knows_the_class_is_neither_kept_nor_cut() -> None:
    with pytest.raises(PlanError, match=r"1000.00 平方米没有可用的地类图斑"):
        parts(TO_CROPLAND, OUT, shapely.box(-10, 0, 100, 100))


def test_nothing_is_mended_by_a_survey_that_is_not_there() -> None:
    with pytest.raises(PlanError, match="未提供地类图斑"):
        parts(TO_SURVEY, OUT, WIDE, survey=None)


def test_a_conflict_that_is_there_no_more_is_told() -> None:
    with pytest.raises(PlanError, match="已没有冲突范围"):
        parts(CUT, OUT, shapely.box(40, 0, 80, 100), "out-pbf")
