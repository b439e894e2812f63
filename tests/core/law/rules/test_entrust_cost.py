"""The rule on the cost of entrusting the inflow that a township lacks."""

from __future__ import annotations

from decimal import Decimal

from jinchu_pingheng.core.accounts.balance import Balance, BalanceRow
from jinchu_pingheng.core.model import FAIL, PASS, UNKNOWN
from tests.core.accounts.rows import total
from tests.core.law.rules.cases import rule, run


def row(name: str, out_m2: int, in_m2: int) -> BalanceRow:
    return total(out_m2, in_m2, name=name)


def test_entrusting_costs_what_a_township_lacks() -> None:
    cost = rule("entrust_cost", direction="plan", yuan_per_mu=Decimal(30000))
    towns = (row("甲镇", 10000, 6000), row("乙乡", 0, 5000))
    [finding] = run(cost, balance=Balance(towns, (row("云川县", 10000, 11000),), "county", True))
    # 4000 m² = 6 亩, at 3 万元 a 亩
    assert finding.verdict == FAIL and "甲镇" in finding.message and "18.00 万元" in finding.message


def test_nothing_is_entrusted_where_every_township_suffices() -> None:
    cost = rule("entrust_cost", direction="plan", yuan_per_mu=Decimal(30000))
    enough = Balance((row("甲镇", 10000, 10000),), (row("云川县", 10000, 10000),), "county", True)
    assert [finding.verdict for finding in run(cost, balance=enough)] == [PASS]
    assert [finding.verdict for finding in run(cost)] == [UNKNOWN]
