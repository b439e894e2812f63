"""Rows of a balance for tests."""

from __future__ import annotations

from decimal import Decimal

from jinchu_pingheng.core.accounts.balance_rows import TOTAL, BalanceRow, requirement_m2


def total(
    out_m2: int, in_m2: int, blocked: int = 0, ratio: str = "1", name: str = "甲镇"
) -> BalanceRow:
    """The row of a unit over all classes."""
    return BalanceRow(
        unit_code=name,
        unit_name=name,
        balance_class=TOTAL,
        ratio=Decimal(ratio),
        out_m2=out_m2,
        deducted_m2=0,
        required_m2=requirement_m2(out_m2, Decimal(ratio)),
        in_m2=in_m2,
        blocked_in_m2=blocked,
        out_grade=None,
        in_grade=None,
        credited_m2=0,
        received_m2=0,
        given_m2=0,
        credit_grade=None,
        supply_grade=None,
    )
