"""One value as a person means it. What is expected stands in the notices, the survey standard and
the calendar, not in the code."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.landclass import LAND_CLASSES
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.core.parcel_fields import BY_NAME
from jinchu_pingheng.intake.reading import Reader
from jinchu_pingheng.plan import profiles

NOTICE = profiles.load("ningxia-2022")
READERS = {side: Reader(NOTICE, side) for side in (OUT, IN)}


def read(name: str, raw: Any, side: str = OUT) -> Any:
    value, wrong = READERS[side].read(BY_NAME[name], raw)
    assert wrong is None, wrong
    return value


def refused(name: str, raw: Any, side: str = OUT) -> str:
    value, wrong = READERS[side].read(BY_NAME[name], raw)
    assert wrong is not None and value is None, value
    return "；".join(wrong)


@pytest.mark.parametrize(
    "raw",
    ["2023-4", "2023-04", "2023/04", "2023/4", "2023年4月", "2023年04月", "2023 年 4 月", 202304,
     202304.0, "202304", "２０２３年４月", "2023年4月底前", date(2023, 4, 9), "2023-04-09",
     datetime(2023, 4, 9, 8, 30), "2023年4月9日", "2023-04-09T08:30:00", 20230409, "2023.04"],
)  # fmt: skip
def test_months(raw: Any) -> None:
    assert read("start_month", raw) == "2023-04"


@pytest.mark.parametrize(
    "raw", ["2023.4", 2023.1, "2023-13", "2023-0", "2023", 2023, "四月", "4/2023", "202313", 12]
)
def test_what_is_no_month_or_has_two_readings(raw: Any) -> None:
    """2023.1 may be October whose 0 a double has lost."""
    assert f"的值“{raw}”不是月份；请写成 2023-04 的形式" in refused("start_month", raw)


@pytest.mark.parametrize(
    "raw",
    [date(2023, 2, 5), datetime(2023, 2, 5), datetime(2023, 2, 5, 23, 59), "2023-2-5",
     "2023-02-05", "2023/2/5", "2023.2.5", "2023年2月5日", 20230205, 20230205.0, "20230205",
     "2023-02-05 10:00", "2023-02-05T00:00:00", " ２０２３－０２－０５ "],
)  # fmt: skip
def test_days(raw: Any) -> None:
    assert read("publicity_from", raw) == "2023-02-05"


@pytest.mark.parametrize("raw", ["2023-02-30", "2023-4", 202304, "2023/2-5", "5.2.2023", 20230230])
def test_what_is_no_day(raw: Any) -> None:
    assert "不是日期；请写成 2023-02-15 的形式" in refused("publicity_from", raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [("0103", "0103"), (" 0103 ", "0103"), (103, "0103"), (103.0, "0103"), ("103", "0103"),
     ("103.0", "0103"), ("０１０３", "0103"), ("0201k", "0201K"), ("201k", "0201K"), (201, "0201"),
     (1006.0, "1006"), (9, "09"), ("旱地", "0103"), ("0103 旱地", "0103"), ("旱地（0103）", "0103"),
     ("1104a", "1104A"), ("\u3000果园", "0201")],
)  # fmt: skip
def test_land_classes(raw: Any, code: str) -> None:
    assert read("target_class", raw) == code


@pytest.mark.parametrize("raw", ["9999", 10, "01", "耕地", "0103旱", "水田0103", -103, 103.5, True])
def test_what_is_no_land_class(raw: Any) -> None:
    assert "不可用；可用的值：0101 水田、0102 水浇地" in refused("target_class", raw)


def test_only_cropland_can_be_planned() -> None:
    assert read("planned_class", "水浇地", IN) == "0102"
    assert "可用的值：0101 水田、0102 水浇地、0103 旱地" in refused("planned_class", "0201", IN)


@pytest.mark.parametrize(
    ("raw", "side"),
    [("out", OUT), ("OUT", OUT), ("流出", OUT), ("转出", OUT), ("耕地流出", OUT), ("in", IN),
     ("流入", IN), ("转入", IN), ("转进", IN), (" In ", IN)],
)  # fmt: skip
def test_sides(raw: str, side: str) -> None:
    assert read("direction", raw) == side
    assert read("direction", raw, IN) == side


FOREST_BELT = "经批准建设的农田防护林占用耕地的"


@pytest.mark.parametrize(
    "raw",
    [3, 3.0, "3", "3.0", " 03 ", "３", FOREST_BELT, f"3 {FOREST_BELT}", f"3、{FOREST_BELT}"],
)
def test_types_by_number_and_by_name(raw: Any) -> None:
    assert read("type", raw) == 3


def test_types_belong_to_a_side() -> None:
    assert read("type", "拟退出的农业设施建设用地", IN) == 2
    assert "不是流出的类型序号" in refused("type", "拟退出的农业设施建设用地")
    for raw in (0, 11, 12, 3.5, -3, "甲类", True):
        assert "可用的值：1、2、3、4、5、6、7、8 等 10 个" in refused("type", raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [("是", "是"), (True, "是"), ("true", "是"), ("已签订", "是"), (1, "是"), ("Y", "是"),
     ("否", "否"), (False, "否"), ("F", "否"), (0, "否"), (0.0, "否"), ("未签订", "否")],
)  # fmt: skip
def test_yes_and_no(raw: Any, said: str) -> None:
    assert read("agreement", raw) == said


def test_other_words_are_no_answer() -> None:
    for raw in ("有", "是否", 2, "不详"):
        assert "可用的值：是、否" in refused("agreement", raw)


def test_deductions_by_code_and_by_official_name() -> None:
    assert (
        read("deduction", "ecological") == read("deduction", "国家安排的生态退耕") == "ecological"
    )


@pytest.mark.parametrize("raw", [8.5, "8.5", "８．５", Decimal("8.5"), " 8.50 "])
def test_numbers(raw: Any) -> None:
    assert read("grade", raw) == Decimal("8.5")


@pytest.mark.parametrize("raw", [0.9, 15.1, 99, "16", -1])
def test_numbers_out_of_range(raw: Any) -> None:
    assert f"指定等别”字段 grade 的值 {raw} 超出范围；应在 1 到 15 之间" in refused("grade", raw)


@pytest.mark.parametrize("raw", ["八等", "NaN", math.nan, math.inf, "1e999999999", "1,5", True])
def test_what_is_no_number(raw: Any) -> None:
    assert "字段 grade" in refused("grade", raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [(12.0, "12"), (12, "12"), (12.5, "12.5"), (" 甲 ", "甲"), ("12.0", "12.0"),
     (1e20, "1" + "0" * 20),
     (True, "是"), (date(2023, 2, 5), "2023-02-05"), (datetime(2023, 2, 5), "2023-02-05"),
     (datetime(2023, 2, 5, 8, 5), "2023-02-05 08:05:00"), ("（2023）4号", "（2023）4号")],
)  # fmt: skip
def test_texts(raw: Any, text: str) -> None:
    assert read("parcel_id", raw) == text


@pytest.mark.parametrize("name", list(BY_NAME))
@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000"])
def test_nothing_is_nothing(name: str, raw: Any) -> None:
    assert read(name, raw) == (None if name in ("grade", "ridge_ratio") else "")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from("-/."), st.booleans())
def test_every_day_comes_back_from_every_spelling(day: date, mark: str, padded: bool) -> None:
    parts = f"{day.month:02d} {day.day:02d}" if padded else f"{day.month} {day.day}"
    spelled = [f"{day.year}{mark}{parts.replace(' ', mark)}", f"{day:%Y%m%d}", day, day.isoformat(),
               f"{day.year}年{parts.replace(' ', '月')}日", int(f"{day:%Y%m%d}")]  # fmt: skip
    assert {read("publicity_to", raw) for raw in spelled} == {day.isoformat()}
    assert {read("end_month", raw) for raw in spelled} == {day.isoformat()[:7]}


@given(st.sampled_from(sorted(LAND_CLASSES)))
def test_every_land_class_comes_back_from_every_spelling(code: str) -> None:
    name = LAND_CLASSES[code].name
    spelled: list[Any] = [code, code.lower(), f" {code} ", code.lstrip("0"), name, f"{code} {name}"]
    if code.isdecimal():
        spelled += [int(code), float(code), f"{float(code)}"]
    assert {read("target_class", raw) for raw in spelled} == {code}


@given(st.decimals(1, 15, places=1), st.decimals(0, Decimal("0.9999"), places=4))
def test_every_number_comes_back(grade: Decimal, ratio: Decimal) -> None:
    for raw in (grade, float(grade), str(grade)):
        assert read("grade", raw) == grade
    for raw in (ratio, float(ratio), str(ratio)):
        assert read("ridge_ratio", raw) == ratio


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(),
                 st.datetimes(), st.binary(), st.lists(st.integers())))  # fmt: skip
def test_whatever_is_held_is_read_again_as_itself_and_nothing_else_is_raised(raw: Any) -> None:
    for field in BY_NAME.values():
        value, wrong = READERS[OUT].read(field, raw)
        assert wrong or READERS[OUT].read(field, value) == (value, None), field.name
        assert wrong is None or value is None
