"""The calendar of deadlines for a plan's year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jinchu_pingheng.core.law.deadlines import calendar
from jinchu_pingheng.core.notice import Deadline
from tests.core.notices import notice

FILING = Deadline("备案", "每年3月底前", "三", "03-31")
DEMAND = Deadline("申报", "每年2月底前", "二", "02-29")
UPDATE = Deadline("更新", "原则上每年1次", "四")
SECOND = Deadline("第二次申报", "每年7月底前", "二", "07-31")


def test_days_come_in_order_and_open_ones_last() -> None:
    found = calendar(replace(notice(), deadlines=(UPDATE, SECOND, FILING, DEMAND)), 2023)
    assert found == [
        (date(2023, 2, 28), DEMAND), (date(2023, 3, 31), FILING), (date(2023, 7, 31), SECOND),
        (None, UPDATE),
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "day"), [(2023, 28), (2024, 29), (2100, 28)])
def test_the_end_of_february(year: int, day: int) -> None:
    assert calendar(replace(notice(), deadlines=(DEMAND,)), year) == [(date(year, 2, day), DEMAND)]


def test_deadlines_of_one_day_keep_the_notices_order() -> None:
    same = replace(FILING, what="上报")
    assert [item for _, item in calendar(replace(notice(), deadlines=(same, FILING)), 2023)] == [
        same,
        FILING,
    ]


def test_a_notice_without_deadlines_has_an_empty_calendar() -> None:
    assert calendar(notice(), 2023) == []
