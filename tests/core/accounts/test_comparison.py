"""Two states of a plan: what came, went and changed; areas that add up to the square metre."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.comparison import (
    CAME,
    CHANGED,
    WENT,
    Comparison,
    compare,
)
from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.landclass import CROPLAND
from jinchu_pingheng.core.model import COUNTED, IN, OUT, SHOWN, Cell, Header, Parcel
from tests.core.notices import notice

HEADER = Header("640999", "云川县", 2023, "test", "EPSG:4544")


class Land(NamedTuple):
    """A parcel of some plan: its side, and the m² of its cells by class."""

    direction: str
    areas: tuple[tuple[str, int], ...]
    deducted: bool = False
    name: str = ""
    status: str = COUNTED
    place: int = 0


def parcel(parcel_id: str, land: Land) -> Parcel:
    granted = {"deduction": "disaster", "deduction_doc": "云政发〔2023〕1号"}
    return Parcel(
        parcel_id,
        land.direction,
        1,
        shapely.box(land.place, 0, land.place + 10, 10),
        name=land.name,
        **(granted if land.deducted and land.direction == OUT else {}),  # type: ignore[arg-type]
    )


def cells(parcel_id: str, land: Land) -> list[Cell]:
    return [
        Cell(
            parcel_id=parcel_id, direction=land.direction, dlbm=cls, balance_class=cls,
            grade=Decimal(9), grade_estimated=False, town_code="640999001", town_name="甲镇",
            village="一村", status=land.status, m2=m2, planar=Decimal(m2), net=Decimal(m2),
            ellipsoidal=None,
        )
        for cls, m2 in land.areas
    ]  # fmt: skip


def report(lands: dict[str, Land], header: Header = HEADER) -> Report:
    return build_report(
        header=header,
        notice=notice(),
        parcels=[parcel(name, land) for name, land in lands.items()],
        cells=[cell for name, land in lands.items() for cell in cells(name, land)],
        findings=[],
        inputs=[],
        software="test",
    )


def compared(before: dict[str, Land], after: dict[str, Land]) -> Comparison:
    return compare(report(before), report(after))


DRY = Land(OUT, (("0103", 12_000),))


def test_parcels_of_one_side_only_came_or_went() -> None:
    found = compared({"A": DRY, "B": DRY}, {"B": DRY, "C": Land(IN, (("0102", 7_000),))})
    assert [(c.kind, c.parcel.parcel_id, c.before_m2, c.after_m2) for c in found.changes] == [
        (CAME, "C", 0, 7_000),
        (WENT, "A", 12_000, 0),
    ]


def test_the_same_plan_twice_has_no_changes() -> None:
    held = {"A": DRY, "B": Land(IN, (("0101", 5), ("0102", 0)))}
    found = compared(held, held)
    assert found.changes == ()
    assert all(a.before_m2 == a.after_m2 for a in found.areas)


def test_a_changed_field_is_told_by_its_label_and_the_notices_words() -> None:
    [change] = compared({"A": DRY}, {"A": DRY._replace(name="南梁")}).of(CHANGED)
    assert [field.text for field in change.fields] == ["地块名称：空 → 南梁"]
    assert not change.reshaped and not change.remeasured
    moved = compared({"A": DRY}, {"A": DRY._replace(direction=IN)}).of(CHANGED)[0]
    assert [field.text for field in moved.fields] == ["进出方向：流出 → 流入"]


def test_a_moved_polygon_is_reshaped_and_its_difference_is_the_land_on_one_side_only() -> None:
    [change] = compared({"A": DRY}, {"A": DRY._replace(place=4)}).of(CHANGED)
    assert change.reshaped and change.fields == ()
    assert change.difference.area == 2 * 4 * 10


def test_a_polygon_drawn_from_another_corner_is_the_same_polygon() -> None:
    before, after = report({"A": DRY}), report({"A": DRY})
    turned = shapely.MultiPolygon([shapely.Polygon([(10, 10), (10, 0), (0, 0), (0, 10)])])
    after = replace(after, parcels=(replace(after.parcels[0], geometry=turned),))
    assert compare(before, after).changes == ()


def test_an_area_that_another_survey_gives_is_remeasured() -> None:
    [change] = compared({"A": DRY}, {"A": DRY._replace(areas=(("0103", 11_999),))}).changes
    assert change.remeasured and (change.before_m2, change.after_m2) == (12_000, 11_999)


def test_what_the_balance_does_not_count_is_no_area_of_the_change() -> None:
    granted = compared({"A": DRY}, {"A": DRY._replace(deducted=True)})
    [change] = granted.changes
    assert (change.before_m2, change.after_m2) == (12_000, 0)
    shown = compared({}, {"A": DRY._replace(status=SHOWN)})
    assert shown.changes[0].after_m2 == 0


def test_the_balance_stands_side_by_side_for_units_and_the_county() -> None:
    found = compared({"A": DRY}, {"A": DRY, "B": Land(IN, (("0103", 13_000),))})
    total = found.balances[-1]
    assert total.before and total.after
    assert (total.before.surplus_m2, total.after.surplus_m2) == (-12_000, 1_000)
    units = [(b.row.unit_name, b.row.balance_class) for b in found.balances]
    assert units == [("甲镇", "0103"), ("甲镇", ""), ("云川县", "0103"), ("云川县", "")]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"county_code": "640998"}, "县不同"),
        ({"year": 2024}, "年度不同（2023，2024）"),
        ({"profile": "jianning-2023"}, "通知配置不同"),
        ({"crs": "EPSG:4543"}, "坐标系不同"),
    ],
)
def test_plans_that_have_nothing_in_common_are_refused(other: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        compare(report({"A": DRY}), report({"A": DRY}, replace(HEADER, **other)))


lands = st.builds(
    Land,
    direction=st.sampled_from((OUT, IN)),
    areas=st.dictionaries(st.sampled_from(CROPLAND), st.integers(0, 10**7), max_size=3).map(
        lambda areas: tuple(areas.items())
    ),
    deducted=st.booleans(),
    name=st.sampled_from(("", "东", "西")),
    status=st.sampled_from((COUNTED, COUNTED, SHOWN)),
    place=st.integers(0, 3),
)
plans = st.dictionaries(st.sampled_from("ABCDEFG"), lands)


@given(before=plans, after=plans)
def test_before_and_came_less_went_and_changed_is_after(
    before: dict[str, Land], after: dict[str, Land]
) -> None:
    found = compared(before, after)
    for area in found.areas:
        moved = area.before_m2 + area.came_m2 - area.went_m2 + area.changed_m2
        assert moved == area.after_m2
    for direction in (OUT, IN):
        side = [area for area in found.areas if area.direction == direction]
        for figure in ("before_m2", "came_m2", "went_m2", "changed_m2", "after_m2"):
            *classes, total = (getattr(area, figure) for area in side)
            assert sum(classes) == total
    assert {c.parcel.parcel_id for c in found.of(CAME)} == after.keys() - before.keys()
    assert {c.parcel.parcel_id for c in found.of(WENT)} == before.keys() - after.keys()


@given(before=plans, after=plans)
def test_the_way_back_undoes_the_way_there(before: dict[str, Land], after: dict[str, Land]) -> None:
    there, back = compared(before, after), compared(after, before)
    reversed_kinds = {CAME: WENT, WENT: CAME, CHANGED: CHANGED}
    assert {(reversed_kinds[c.kind], c.parcel.parcel_id, c.after_m2) for c in there.changes} == {
        (c.kind, c.parcel.parcel_id, c.before_m2) for c in back.changes
    }
