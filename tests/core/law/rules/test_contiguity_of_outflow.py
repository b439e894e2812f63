"""Contiguity of land that is cropland already: the polygon under a parcel is part of the block, not
beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest
import shapely

from jinchu_pingheng.core.model import FAIL, PASS
from tests.core.law.rules.cases import parcel, rule, survey, verdict

FIELDS = survey((shapely.box(0, 0, 100, 100), "0103"), (shapely.box(100, 0, 300, 100), "0103"))


@pytest.mark.parametrize(("limit", "expected"), [(30000, PASS), (29999, FAIL)])
@pytest.mark.parametrize("taken", [shapely.box(0, 0, 100, 100), shapely.box(60, 0, 120, 100)])
def test_no_land_counts_twice(taken: shapely.Geometry, limit: int, expected: str) -> None:
    block = rule("contiguity", direction="out", max_m2=Decimal(limit))
    assert verdict(block, parcel(direction="out", geometry=taken), survey=FIELDS) == expected
