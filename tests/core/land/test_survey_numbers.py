"""Numbers of survey polygons: ranges, and the two scales of quality."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.land.survey import check_survey, grades_of, mean_grade
from tests.core.law.rules.cases import survey

ONE, TWO = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)


@pytest.mark.parametrize(
    ("column", "value"),
    [("KCXS", "1"), ("KCXS", "8.5"), ("KCXS", -0.1), ("GDDB", "16"), ("GDDB", 99), ("GDDJ", "11")],
)
def test_a_value_out_of_its_range_is_refused_with_its_polygon(column: str, value: object) -> None:
    land = survey((ONE, "0103"), (TWO, "0103"), **{column: ["0", value]})
    with pytest.raises(PlanError, match=f"DLTB-1.*{column}|{column}.*DLTB-1"):
        check_survey(land.dltb)


@pytest.mark.parametrize(
    ("column", "value"),
    [("KCXS", "0.9999"), ("KCXS", 0), ("KCXS", None), ("GDDB", "15"), ("GDDB", 0), ("GDDJ", "10")],
)
def test_the_ends_of_the_ranges_and_blanks_are_fine(column: str, value: object) -> None:
    check_survey(survey((ONE, "0103"), **{column: [value]}).dltb)


def test_a_survey_without_grades_by_the_old_scale_is_read_by_the_new_one() -> None:
    both = survey((ONE, "0103"), (TWO, "0103"), GDDB=["8", ""], GDDJ=["3", "4"])
    new = survey((ONE, "0103"), (TWO, "0103"), GDDJ=["3", "4"])
    assert list(grades_of(both.dltb)) == ["8", ""] and list(grades_of(new.dltb)) == ["3", "4"]


def test_the_mean_grade_is_weighted_and_needs_every_grade() -> None:
    land = survey((ONE, "0103"), (TWO, "0101"), GDDB=["8", "10"])
    rows, areas = np.array([0, 1]), np.array([30.0, 10.0])
    assert mean_grade(land, areas, rows) == Decimal("8.5")
    assert mean_grade(survey((ONE, "0103"), (TWO, "0101"), GDDB=["8", ""]), areas, rows) is None
