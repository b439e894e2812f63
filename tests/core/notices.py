"""A small notice for tests that need one."""

from __future__ import annotations

from decimal import Decimal

from jinchu_pingheng.core.notice import AreaMethod, BalanceTest, Deduction, Notice, ParcelType, Rule

PLANAR = AreaMethod("planar", False, "第一条")


def notice(
    rules: tuple[Rule, ...] = (), area: AreaMethod = PLANAR, ratio: str = "1", unit: str = "county"
) -> Notice:
    """A notice with four types a side and one deduction."""
    types = tuple(ParcelType(number, f"第{number}类", "第二条") for number in range(1, 5))
    return Notice(
        "test", "测试通知", "测试区", "测试厅", "2022-11-22", "2022-11-22", "", "流出", "流入",
        area, Decimal(1), types, types, BalanceTest("第三条", unit, Decimal(ratio)),
        (Deduction("disaster", "灾毁", "第三条"),),
        (), (), rules, "ningxia-2022",
    )  # fmt: skip
