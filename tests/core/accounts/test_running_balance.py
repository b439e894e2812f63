"""Sums that follow single cells, with credits and transfers in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jinchu_pingheng.core.accounts.balance import balance
from jinchu_pingheng.core.accounts.running_balance import RunningBalance
from jinchu_pingheng.core.indicators import sifted
from tests.deliver.example import HEADER, JIA, YI
from tests.deliver.indicator_example import BOTH, CARRIED, HELP, STORED, indicator_report

COUNTY = HEADER.county_name


@pytest.mark.parametrize("seed", range(5))
def test_cells_that_come_and_go_leave_what_a_new_sum_gives(seed: int) -> None:
    report = indicator_report()
    held, rng = report.indicators, np.random.default_rng(seed)
    sums = RunningBalance(BOTH, COUNTY, set(), {"R3"}, held)
    entered = []
    for number in rng.integers(len(report.cells), size=40):
        cell = report.cells[number]
        if cell in entered:
            sums.remove(cell)
            entered.remove(cell)
        else:
            sums.add(cell)
            entered.append(cell)
    assert sums.balance(checked=True) == balance(
        report.parcels, entered, report.findings, BOTH, COUNTY, held
    )


def test_a_township_without_parcels_has_rows_when_it_has_credits() -> None:
    held = sifted([CARRIED], [], BOTH, 2023)
    result = RunningBalance(BOTH, COUNTY, set(), set(), held).balance(checked=True)
    [row] = result.township_totals
    assert (row.unit_name, row.credited_m2, row.surplus_m2) == (JIA[1], 2000, 2000)
    assert result.county_level is None


def test_what_is_given_and_received_leaves_the_county_as_it_is() -> None:
    with_help, without = indicator_report(), indicator_report(transfers=())
    ours, theirs = with_help.balance.total, without.balance.total
    assert replace(ours, given_m2=0, received_m2=0) == theirs
    towns = [row.unit_name for row in with_help.balance.township_totals]
    assert towns == [JIA[1], YI[1]] and ours.given_m2 == ours.received_m2 == HELP.m2
    assert STORED in with_help.indicators.credits
