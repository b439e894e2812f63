"""A requirement is rounded once, so that what is printed and what is judged cannot part."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.balance_rows import Balance, sum_of
from jinchu_pingheng.core.model import FAIL, PASS
from jinchu_pingheng.core.rounding import hectares
from tests.core.accounts.rows import total
from tests.core.law.rules.cases import rule, run

areas = st.integers(0, 10**9)
ratios = st.decimals("0.5", "2", places=4).map(str)


@pytest.mark.parametrize(
    ("in_m2", "surplus", "reached"), [(10501, "-0.0001", False), (10502, "0.0000", True)]
)
def test_a_fraction_of_a_square_metre_must_be_reached_too(
    in_m2: int, surplus: str, reached: bool
) -> None:
    # 1.05 × 10,001 m² = 10,501.05 m²
    row = total(10001, in_m2, ratio="1.05")
    assert (hectares(row.required_m2), hectares(row.surplus_m2)) == ("1.0502", surplus)
    assert row.reached is reached


def test_a_whole_product_is_not_rounded_up() -> None:
    assert total(20000, 21000, ratio="1.05").required_m2 == 21000


@given(out_m2=areas, in_m2=areas, share=st.integers(0, 100), ratio=ratios)
def test_printed_figures_and_verdicts_never_contradict_the_exact_ratio(
    out_m2: int, in_m2: int, share: int, ratio: str
) -> None:
    row = total(out_m2, in_m2, in_m2 * share // 100, ratio)
    exact = Decimal(ratio) * out_m2
    assert row.surplus_m2 == row.in_m2 - row.required_m2
    assert row.lawful_surplus_m2 == row.surplus_m2 - row.blocked_in_m2
    assert row.reached == (row.surplus_m2 >= 0) == (in_m2 >= exact)
    assert row.reached_lawfully == (row.lawful_surplus_m2 >= 0)
    assert row.reached_lawfully == (in_m2 - row.blocked_in_m2 >= exact)
    assert 0 <= row.required_m2 - exact < 1


def test_townships_that_round_by_themselves_require_more_than_the_county() -> None:
    # each 1.05 m² -> 2 m²; together 2.1 m² -> 3 m²
    towns = (total(1, 2, ratio="1.05"), total(1, 2, ratio="1.05", name="乙乡"))
    balance = Balance(towns, (total(2, 4, ratio="1.05", name="云川县"),), "county", True)
    assert (sum_of(towns).required_m2, balance.total.required_m2) == (4, 3)
    assert balance.townships_excess_m2 == 1


def test_a_total_at_the_ratio_of_its_classes_is_their_sum() -> None:
    assert total(1, 1).sums_its_classes
    assert not total(1, 1, ratio="1.05").sums_its_classes
    assert total(1, 1, ratio="1.050").ratio_text == "1:1.05"


def pool(*towns: tuple[int, int, int]) -> tuple[str, str]:
    """Verdict and words of the county's pool; a township: outflow, inflow, blocked inflow."""
    rows = tuple(total(*town, "1.05", f"{number}镇") for number, town in enumerate(towns))
    out_m2, in_m2, blocked = (sum(values) for values in zip(*towns))
    county = total(out_m2, in_m2, blocked, "1.05", "云川县")
    five = rule("county_pool", direction="plan", share=Decimal("0.05"))
    [found] = run(five, balance=Balance(rows, (county,), "county", True))
    return found.verdict, found.message


def test_the_pool_is_a_share_of_lawful_inflow_rounded_once() -> None:
    # 5% of 446,338 m² = 22,316.9 m²; rounding by township gives 11,158 + 11,158 = 22,316
    verdict, message = pool((100000, 323169, 100000), (100000, 223169, 0))
    assert verdict == PASS
    assert "可供县域统筹 2.2317 公顷" in message and "44.6338 公顷" in message


def test_the_exact_ratio_fulfils_both_sentences_of_the_clause() -> None:
    assert pool((20000, 21000, 0))[0] == PASS
    verdict, message = pool((20000, 20999, 0), (20000, 30000, 0))
    assert verdict == FAIL and "0镇自身不足" in message and "1镇" not in message
