"""The plan of ``indicators.md``: two townships, a carry-over, 指标 of the 库, a transfer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.batches import Batch
from jinchu_pingheng.core.indicators import (
    AGREED,
    CARRY_OVER,
    COUNTY,
    STORE,
    Credit,
    Transfer,
    sifted,
)
from jinchu_pingheng.core.model import BLOCK, FAIL, IN, OUT, Finding
from jinchu_pingheng.core.notice import BatchClause, IndicatorClause, Rule
from tests.deliver.example import HEADER, INPUTS, JIA, NOTICE, SOFTWARE, YI, cell, parcel

POOL = Rule(
    id="pool", clause="四（五）", text="流入耕地的5%供县域内统筹调剂", kind="county_pool",
    severity="warn", direction="plan", types=(), params={"share": Decimal("0.05")},
)  # fmt: skip
BOTH = replace(
    NOTICE,
    balance=replace(NOTICE.balance, ratio=Decimal("1.05")),
    rules=(*NOTICE.rules, POOL),
    credits=(IndicatorClause(CARRY_OVER, "二（七）"), IndicatorClause(STORE, "三（四）")),
    transfers=(IndicatorClause(AGREED, "三（二）"), IndicatorClause(COUNTY, "四（五）")),
)
"""A county's own notice that provides for everything."""

_PARCELS = (
    ("C1", OUT, JIA, "0102", 1500, 8, "2023-02"), ("C2", OUT, JIA, "0102", 8501, 8, "2023-06"),
    ("C3", OUT, YI, "0103", 6000, 9, "2023-07"), ("R1", IN, JIA, "0102", 9000, 8, "2023-05"),
    ("R2", IN, JIA, "0103", 7000, 10, "2023-06"), ("R3", IN, JIA, "0103", 1000, 12, "2023-06"),
    ("R4", IN, YI, "0103", 2500, 9, "2023-05"),
)  # fmt: skip

CARRIED = Credit(
    kind=CARRY_OVER, year=2022, unit=JIA[0], unit_name=JIA[1], balance_class="0102", m2=2000,
    grade=Decimal(7), document="云自然资认〔2023〕1号",
)  # fmt: skip
STORED = Credit(
    kind=STORE, year=2023, unit="", unit_name="", balance_class="0103", m2=500,
    grade=Decimal(11), since="2023-06-10", document="云自然资核〔2023〕6号",
)  # fmt: skip
UNDOCUMENTED = Credit(
    kind=CARRY_OVER, year=2022, unit=YI[0], unit_name=YI[1], balance_class="0101", m2=3000,
)  # fmt: skip
HELP = Transfer(
    kind=AGREED, from_unit=JIA[0], from_name=JIA[1], to_unit=YI[0], to_name=YI[1],
    balance_class="0103", m2=3900, grade=Decimal(10), price=Decimal(8000),
    document="甲乙调〔2023〕1号",
)  # fmt: skip


FIRST = Batch("第一批", "first", "2023-03-08", "市政函〔2023〕9号")
SECOND = Batch("第二批", "second", "2023-07-07")
BATCH_OF = {key: FIRST.name if key in ("C1", "R1", "R4") else SECOND.name
            for key, *_ in _PARCELS}  # fmt: skip


def batched_report() -> Report:
    """The worked example in two batches."""
    whole = indicator_report()
    notice = replace(BOTH, batches=(
        BatchClause("first", "第一批", "附件三", "03-10", 1),
        BatchClause("second", "第二批", "附件三", "07-10", 1),
    ))  # fmt: skip
    parcels = [replace(item, batch=BATCH_OF[item.parcel_id]) for item in whole.parcels]
    return build_report(
        HEADER, notice, parcels, whole.cells, whole.findings, INPUTS, SOFTWARE,
        indicators=whole.indicators, batches=(SECOND, FIRST),
    )  # fmt: skip


def indicator_report(
    credits: tuple[Credit, ...] = (CARRIED, STORED, UNDOCUMENTED),
    transfers: tuple[Transfer, ...] = (HELP,),
) -> Report:
    """The worked example, or the same parcels with other credits and transfers."""
    parcels, cells = [], []
    for key, direction, town, cls, m2, grade, month in _PARCELS:
        item = parcel(key, direction, 1, m2, name=key, start_month=month, end_month=month)
        parcels.append(item)
        cells.append(cell(item, cls, cls, m2, grade, town, "一村"))
    blocked = Finding(
        parcel_id="R3", direction=IN, rule_id="NX11", clause="一（四）", severity=BLOCK,
        verdict=FAIL, message="在生态保护红线内",
    )  # fmt: skip
    return build_report(
        HEADER, BOTH, parcels, cells, [blocked], INPUTS, SOFTWARE,
        indicators=sifted(credits, transfers, BOTH, HEADER.year),
    )  # fmt: skip
