"""The year's end: two surveys against a plan, by counting squares of 100 m²."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.year_end import (
    DEDUCTED,
    DOUBTFUL,
    PLANNED,
    UNPLANNED,
    YearAccount,
    account,
)
from jinchu_pingheng.core.accounts.year_end_verdict import (
    REASONABLE,
    UNREASONABLE,
    UNSTATED,
    Verdict,
    judge_year,
    unseen,
)
from jinchu_pingheng.core.geometry.layer import Layer, Problem
from jinchu_pingheng.core.land.planned_ground import PlannedGround
from jinchu_pingheng.core.landclass import CROPLAND
from jinchu_pingheng.core.model import FAIL, IN, OUT, PASS, UNKNOWN, Parcel
from jinchu_pingheng.core.notice import YearEndTest
from tests.core.land.two_surveys import Codes, changes, layer, square, survey
from tests.core.notices import notice

NINGXIA = replace(notice(), year_end=YearEndTest("二（九）", layout=True))
FOREST, POND, VILLAGE = "0301", "1104", "0702"


def closed(
    before: Layer, after: Layer, parcels: Sequence[Parcel] = (), tiles: int = 1
) -> YearAccount:
    planned = PlannedGround(parcels)
    planned.add(before)
    return account(changes(before, after, tiles), planned, NINGXIA)


def judged(found: YearAccount, layout: str = REASONABLE, unseen_m2: int | None = 0) -> Verdict:
    return judge_year(found, unseen_m2, layout)


def survey_m2(found: YearAccount, side: str, code: str) -> int:
    """A class in last year's (OUT) or this year's survey (IN)."""
    return found.movements(code)[0 if side == OUT else -1]


def sums(found: YearAccount) -> dict[tuple[str, str, str, str], int]:
    """Area by side, kind, class before and after."""
    table: Counter[tuple[str, str, str, str]] = Counter()
    for change in found.changes:
        table[change.direction, change.kind, change.before.code, change.after.code] += change.m2
    return dict(table)


CODES = st.sampled_from(["0101", "0103", FOREST, POND, VILLAGE])
GRIDS = st.lists(st.lists(CODES, min_size=4, max_size=4), min_size=3, max_size=3)


@given(GRIDS, GRIDS, st.booleans(), st.integers(1, 4))
def test_every_change_is_found_and_what_one_survey_loses_the_other_gains(
    one: Codes, two: Codes, merged: bool, tiles: int
) -> None:
    found = closed(survey(one), survey(two, merged), tiles=tiles)
    expected: Counter[tuple[str, str, str, str]] = Counter()
    for was, now in zip(np.ravel(one), np.ravel(two)):
        if (was in CROPLAND) != (now in CROPLAND):
            side = OUT if was in CROPLAND else IN
            expected[side, UNPLANNED, str(was), str(now)] += 100
    assert sums(found) == dict(expected)
    for code in {*np.ravel(one), *np.ravel(two)}:
        assert survey_m2(found, OUT, code) == 100 * int((np.array(one) == code).sum())
        assert survey_m2(found, IN, code) == 100 * int((np.array(two) == code).sum())


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=6), st.booleans())
def test_fractions_of_a_square_metre_leave_no_remainder(cuts: list[int], flip: bool) -> None:
    edges = [0.0, *sorted({cut / 10_000 for cut in cuts}), 10.0]
    x, y = 500_000.0, 4_200_000.0
    strips = [shapely.box(x + a, y, x + b, y + 7.3) for a, b in zip(edges, edges[1:])]
    before = layer([("0103" if (i % 2) == flip else FOREST, s) for i, s in enumerate(strips)])
    after = layer([(FOREST, shapely.box(x, y, x + 10, y + 3.1)),
                   ("0101", shapely.box(x, y + 3.1, x + 10, y + 7.3))])  # fmt: skip
    found = closed(before, after)
    lost, won = (sum(c.m2 for c in found.changes if c.direction == side) for side in (OUT, IN))
    was = sum(survey_m2(found, OUT, code) for code in CROPLAND)
    now = sum(survey_m2(found, IN, code) for code in CROPLAND)
    assert was - lost + won == now
    exact = sum(s.area for c, s in zip(before.column("DLBM"), strips) if c == "0103")
    assert abs(was - exact) < 1
    assert abs(now - 42.0) < 1


def test_a_planned_outflow_is_carried_out_and_its_neighbour_is_not_planned() -> None:
    before, after = survey([["0103", "0103"]]), survey([[FOREST, POND]])
    found = closed(before, after, [Parcel("LC1", OUT, 1, square(0, 0))])
    assert sums(found) == {
        (OUT, PLANNED, "0103", FOREST): 100,
        (OUT, UNPLANNED, "0103", POND): 100,
    }
    assert [(c.partner, c.m2) for c in found.to_mend] == [("坑塘水面", 100)]
    assert not found.unfinished


def test_a_parcel_over_half_a_change_explains_that_half() -> None:
    half = shapely.box(*square(0, 0).bounds[:2], square(0, 0).bounds[0] + 5, square(0, 0).bounds[3])
    found = closed(survey([["0103"]]), survey([[FOREST]]), [Parcel("LC1", OUT, 1, half)])
    assert sums(found) == {
        (OUT, PLANNED, "0103", FOREST): 50,
        (OUT, UNPLANNED, "0103", FOREST): 50,
    }
    assert {shapely.area(change.geometry) for change in found.changes} == {50.0}


def test_land_that_two_parcels_hold_counts_once_for_the_first() -> None:
    parcels = [Parcel(name, OUT, 1, square(0, 0)) for name in ("LC2", "LC1")]
    found = closed(survey([["0103"]]), survey([[FOREST]]), parcels)
    assert [(c.parcel_id, c.m2) for c in found.changes] == [("LC1", 100)]


def test_a_planned_inflow_that_was_not_restored_is_unfinished() -> None:
    codes = [[FOREST, FOREST]]
    found = closed(survey(codes), survey([["0103", FOREST]]),
                   [Parcel("LR1", IN, 1, square(0, 0, wide=2))])  # fmt: skip
    (open_parcel,) = found.unfinished
    done = open_parcel.planned_m2, open_parcel.done_m2, open_parcel.open_m2
    assert done == (200, 100, 100)


def test_a_deduction_counts_only_with_its_document() -> None:
    before, after = survey([["0103", "0103"]]), survey([[POND, POND]])
    granted = Parcel(
        "LC1", OUT, 1, square(0, 0), deduction="disaster", deduction_doc="县府发〔2023〕5号"
    )
    claimed = Parcel("LC2", OUT, 1, square(0, 1), deduction="disaster")
    found = closed(before, after, [granted, claimed])
    assert {c.parcel_id: c.kind for c in found.changes} == {"LC1": DEDUCTED, "LC2": PLANNED}
    verdict = judged(found)
    assert (verdict.out_m2, verdict.deducted_m2, verdict.verdict) == (100, 100, FAIL)


def test_cropland_that_was_built_on_is_not_outflow_but_must_be_mended_where_it_was_planned() -> (
    None
):
    parcel = Parcel("LC1", OUT, 1, square(0, 0))
    found = closed(survey([["0103", "0103"]]), survey([[VILLAGE, "0103"]]), [parcel])
    assert judged(found).out_m2 == 0
    assert [c.partner for c in found.to_mend] == ["建设用地"]
    one = replace(found, notice=replace(NINGXIA, year_end=YearEndTest("x", construction=True)))
    assert judged(one).out_m2 == 100


@pytest.mark.parametrize(
    ("before", "after", "layout", "verdict"),
    [
        ([["0103", "0103"]], [["0103", FOREST]], REASONABLE, FAIL),
        ([["0103", FOREST]], [[FOREST, "0103"]], REASONABLE, PASS),
        ([["0103", FOREST]], [[FOREST, "0103"]], UNREASONABLE, FAIL),
        ([["0103", FOREST]], [[FOREST, "0103"]], UNSTATED, UNKNOWN),
    ],
)
def test_inflow_must_reach_outflow_and_the_layout_be_reasonable(
    before: Codes, after: Codes, layout: str, verdict: str
) -> None:
    assert judged(closed(survey(before), survey(after)), layout).verdict == verdict


def test_at_one_to_one_point_oh_five_as_much_is_not_enough() -> None:
    found = closed(survey([["0103", FOREST]]), survey([[FOREST, "0103"]]))
    stricter = replace(notice(ratio="1.05"), year_end=YearEndTest("六（四）"))
    verdict = judged(replace(found, notice=stricter))
    assert (verdict.required_m2, verdict.in_m2, verdict.verdict) == (105, 100, FAIL)


def test_a_hole_in_this_years_survey_is_in_doubt_and_may_decide_the_verdict() -> None:
    found = closed(survey([["0103", FOREST, "0103"]]), survey([["", "0103", FOREST]]))
    assert sums(found)[OUT, DOUBTFUL, "0103", ""] == 100
    assert judged(found).verdict == UNKNOWN
    better = closed(survey([["0103", FOREST, FOREST]]), survey([["", "0103", "0103"]]))
    assert judged(better).verdict == PASS


def test_overlapping_polygons_are_in_doubt_whichever_stands_first() -> None:
    before = survey([["0103", "0103"]])
    for order in ((0, 1), (1, 0)):
        twice = [("0103", square(0, 0, wide=2)), (FOREST, square(0, 1))]
        found = closed(before, layer([twice[i] for i in order]))
        assert {change.kind for change in found.changes if change.direction == OUT} == {DOUBTFUL}
        assert judged(found).verdict == UNKNOWN


def test_polygons_of_last_year_that_overlap_are_in_doubt() -> None:
    before = layer([("0103", square(0, 0)), (FOREST, square(0, 0))])
    found = closed(before, survey([[FOREST]]))
    assert {change.kind for change in found.changes} == {DOUBTFUL}


def test_the_same_polygon_twice_is_no_unchanged_polygon() -> None:
    before = layer([("0103", square(0, 0)), ("0103", square(0, 0))])
    found = closed(before, survey([[FOREST]]))
    assert survey_m2(found, OUT, "0103") == 200
    assert {change.kind for change in found.changes} == {DOUBTFUL}


def test_ground_that_neither_survey_shows_validly_makes_the_verdict_unknown() -> None:
    there = Problem("9", "自相交", False, square(0, 0))
    nowhere = Problem("9", "图形为空", False)
    assert unseen([there], [there]) == 100
    assert unseen([there], []) == 0
    assert unseen([there], [nowhere]) is None
    found = closed(survey([["0103", "0301"]]), survey([["0103", "0201"]]))
    assert judged(found, unseen_m2=None).verdict == UNKNOWN
    assert judged(found, unseen_m2=100).verdict == UNKNOWN
    assert judged(found).verdict == PASS


def test_two_surveys_without_any_change_decide_nothing() -> None:
    same = judged(closed(survey([["0103"]]), survey([["0103"]])))
    assert same.verdict == UNKNOWN and "处处相同" in same.reason


def test_without_a_clause_nothing_is_said_of_the_year() -> None:
    found = closed(survey([["0103", "0301"]]), survey([["0103", "0201"]]))
    found = replace(found, notice=notice())
    assert judged(found).verdict == UNKNOWN
