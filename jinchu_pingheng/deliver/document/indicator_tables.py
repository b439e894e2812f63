"""Tables of the plan document about 指标 beside inflow: credits, transfers between townships."""

from __future__ import annotations

from ...core.accounts.report import Report
from ...core.indicators import CREDIT_KINDS, TRANSFER_KINDS
from ...core.landclass import class_name
from ...core.rounding import hectares
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .list_tables import SUM, with_total
from .wording import LandUse, grade_text


def credits(report: Report, _: LandUse) -> Grid:
    """结转、核销指标 that count, each with its document."""
    columns = (
        Column("来源", 2.6), Column("年度", 1.6, MIDDLE), Column("单位", 2.4),
        Column("地类", 2.0, MIDDLE), Column("等别", 1.6, MIDDLE), Column("可用时间", 2.4, MIDDLE),
        Column("面积", 2.2, NUMBER), Column("文号", 4.0),
    )  # fmt: skip
    lines = [
        Line(
            (
                CREDIT_KINDS[item.kind], str(item.year), item.unit_name or "县级",
                class_name(item.balance_class), grade_text(item.grade), item.since or "年初",
                hectares(item.m2), item.document,
            )
        )
        for item in report.indicators.credits
    ]  # fmt: skip
    total = hectares(report.balance.total.credited_m2)
    return with_total(columns, lines, (SUM, "", "", "", "", "", total, ""))


def transfers(report: Report, _: LandUse) -> Grid:
    """乡镇之间调剂的指标 that count: both parties, area, price and document."""
    columns = (
        Column("方式", 2.4), Column("调出乡镇", 2.2), Column("调入乡镇", 2.2),
        Column("地类", 1.8, MIDDLE), Column("等别", 1.4, MIDDLE), Column("面积", 2.0, NUMBER),
        Column("价格（元/亩）", 1.8, MIDDLE), Column("费用（万元）", 1.8, MIDDLE),
        Column("文号", 3.4),
    )  # fmt: skip
    lines = [
        Line(
            (
                TRANSFER_KINDS[item.kind], item.from_name, item.to_name,
                class_name(item.balance_class), grade_text(item.grade), hectares(item.m2),
                "—" if item.price is None else f"{item.price.normalize():f}",
                "—" if item.cost is None else str(item.cost), item.document,
            )
        )
        for item in report.indicators.transfers
    ]  # fmt: skip
    total = hectares(report.balance.total.given_m2)
    return with_total(columns, lines, (SUM, "", "", "", "", total, "", "", ""))
