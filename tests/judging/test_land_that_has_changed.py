"""Land that has changed already is measured on the survey from before its change, and judged there;
all other land on the newest one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.model import COUNTED, REPEATED, UNCOVERED, Parcel
from jinchu_pingheng.core.notice import Notice
from jinchu_pingheng.judging.judge_plan import Judged, judge_plan
from jinchu_pingheng.plan import profiles
from tests.judging import memory

NINGXIA: Notice = profiles.load("ningxia-2022")
CHANGED, PLANNED = 10, 7
"""Types of outflow: 2021 net outflow, and what a firm is going to do."""


def box(x: float, width: float = 100) -> Any:
    return shapely.box(500_000 + x, 4_200_000, 500_000 + x + width, 4_200_100)


def survey(*squares: tuple[float, str, int]) -> Survey:
    geometry = np.array([box(x) for x, _, _ in squares], dtype=object)
    columns = {
        "DLBM": [code for _, code, _ in squares],
        "GDDB": [grade or None for _, _, grade in squares],
        "ZLDWDM": ["6409991002010000000"] * len(squares),
    }
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    ids = np.array([f"{x:.0f}" for x, _, _ in squares], dtype=object)
    return Survey(
        Layer("DLTB", "DLTB", ids, geometry, arrays, total=len(ids)), {"640999100": "甲镇"}
    )


NEWEST = survey((0, "0201", 0), (100, "0103", 9))
BEFORE = survey((0, "0102", 8), (100, "0201", 0))


def parcel(name: str, number: int, x: float) -> Parcel:
    return Parcel(name, "out", number, box(x))


def judge(parcels: list[Parcel], before: Survey | None = BEFORE) -> Judged:
    return judge_plan(parcels, memory.setup(NINGXIA, parcels, NEWEST, before))


def test_each_parcel_is_measured_on_the_survey_of_its_type() -> None:
    judged = judge([parcel("P1", CHANGED, 0), parcel("P2", PLANNED, 100)])
    assert [(c.parcel_id, c.dlbm, c.grade, c.status, c.m2) for c in judged.cells] == [
        ("P1", "0102", Decimal(8), COUNTED, 10_000),
        ("P2", "0103", Decimal(9), COUNTED, 10_000),
    ]
    assert judged.balance is not None and judged.balance.total.out_m2 == 20_000


def test_its_rules_look_at_that_survey_too() -> None:
    judged = judge([parcel("P1", CHANGED, 0), parcel("P2", PLANNED, 100)])
    verdicts = {(f.parcel_id, f.rule_id): f.verdict for f in judged.findings}
    assert verdicts["P1", "out-changed"] == "pass"
    assert verdicts["P2", "out-class"] == "pass"


def test_without_that_survey_the_newest_one_counts_and_the_user_is_warned() -> None:
    judged = judge([parcel("P1", CHANGED, 0)], before=None)
    assert judged.balance is not None and judged.balance.total.out_m2 == 0
    verdicts = {f.rule_id: (f.verdict, f.severity) for f in judged.findings if f.parcel_id}
    assert verdicts["out-changed"] == ("fail", "warn")


def test_a_survey_from_before_that_does_not_reach_the_parcel_leaves_it_open() -> None:
    away = survey((5000, "0102", 8))
    judged = judge([parcel("P1", CHANGED, 0), parcel("P2", PLANNED, 100)], before=away)
    assert [(c.parcel_id, c.status) for c in judged.cells] == [("P1", UNCOVERED), ("P2", COUNTED)]
    verdicts = {(f.parcel_id, f.rule_id): f.verdict for f in judged.findings}
    assert verdicts["P1", "out-changed"] == "unknown"


def test_land_of_both_kinds_that_overlaps_counts_once() -> None:
    judged = judge([parcel("P1", CHANGED, 0), Parcel("P2", "out", PLANNED, box(50))])
    repeated = [(c.parcel_id, c.m2) for c in judged.cells if c.status == REPEATED]
    assert repeated == [("P2", 5_000)]
