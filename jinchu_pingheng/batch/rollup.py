"""Sums of counties by city and province (行政区划代码 GB/T 2260: two digits for the province, four
for the city)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..core.accounts.balance_rows import sum_of
from ..core.errors import PlanError, listed
from ..jobs.results import area_texts
from .tables import AREA_COLUMNS, CsvValue, csv_text
from .task import Done

HEADER = (
    "级别", "代码", "名称", "年度", *(f"{name}（公顷）" for name in AREA_COLUMNS),
    "平衡", "禁止项不通过", "无法判定", "说明", "方案",
)  # fmt: skip

_CODE = re.compile(r"\d{6}", re.ASCII)
_VERDICT = {True: "是", False: "否", None: "无法判定"}


def one_plan_a_county(results: Sequence[Done]) -> list[Done]:
    """Results by year and county. A county that has two plans in a year would count twice: neither
    is taken."""
    times = Counter((done.year, done.county_code) for done in results if not done.error)
    settled = []
    for done in results:
        key = (done.year, done.county_code)
        if not done.error and not _CODE.fullmatch(done.county_code):
            what = f"县级行政区划代码“{done.county_code}”不是 6 位数字"
            done = _refused(done, PlanError(what, done.plan, "请更正方案基本信息"))
        elif not done.error and times[key] > 1:
            others = listed(
                sorted(o.plan for o in results if (o.year, o.county_code) == key and o is not done)
            )
            done = _refused(
                done,
                PlanError(f"{done.year} 年度该县另有方案 {others}", done.plan, "请只汇总其中一份"),
            )
        settled.append(done)
    return sorted(
        settled, key=lambda done: (bool(done.error), done.year, done.county_code, done.plan)
    )


def _refused(done: Done, error: PlanError) -> Done:
    return replace(done, error=str(error), tables={}, total=None, reached=None)


def summary(results: Sequence[Done]) -> str:
    """The roll-up as CSV: the counties of each city, the city, the province; finally the plans that
    failed."""
    rows: list[Sequence[CsvValue]] = []
    good = [done for done in results if not done.error]
    for year in sorted({done.year for done in good}):
        of_year = [done for done in good if done.year == year]
        for province in sorted({done.county_code[:2] for done in of_year}):
            rows += _province(
                province, [done for done in of_year if done.county_code[:2] == province]
            )
    rows += [_failed(done) for done in results if done.error]
    return csv_text(HEADER, rows)


def _province(code: str, counties: Sequence[Done]) -> list[Sequence[CsvValue]]:
    rows: list[Sequence[CsvValue]] = []
    for city in sorted({done.county_code[:4] for done in counties}):
        members = [done for done in counties if done.county_code[:4] == city]
        rows += [_county(done) for done in members]
        rows.append(_sum("市", f"{city}00", "全市合计", members))
    rows.append(_sum("省", f"{code}0000", "全省合计", counties))
    return rows


def _county(done: Done) -> Sequence[CsvValue]:
    amounts = area_texts(done.total) if done.total else [""] * len(AREA_COLUMNS)
    notes = ([] if done.total else ["面积未量算"]) + (
        [f"未读到的数据：{'；'.join(done.missing)}"] if done.missing else []
    )
    return (
        "县", done.county_code, done.county_name, done.year, *amounts,
        _VERDICT[done.reached], done.blocked, done.unknown, "。".join(notes), done.plan,
    )  # fmt: skip


def _sum(level: str, code: str, name: str, counties: Sequence[Done]) -> Sequence[CsvValue]:
    """A city or province: balanced when every county is."""
    measured = [done.total for done in counties if done.total]
    verdicts = Counter(done.reached for done in counties)
    reached = False if verdicts[False] else None if verdicts[None] else True
    parts = [
        f"{len(counties)} 个县",
        f"未平衡 {verdicts[False]} 个",
        f"无法判定 {verdicts[None]} 个（面积未计入）",
    ]
    return (
        level, code, name, counties[0].year, *area_texts(sum_of(measured)), _VERDICT[reached],
        sum(done.blocked for done in counties), sum(done.unknown for done in counties),
        "，".join(parts if verdicts[None] else parts[:2]), "",
    )  # fmt: skip


def _failed(done: Done) -> Sequence[CsvValue]:
    year = done.year or ""
    nothing = [""] * len(AREA_COLUMNS)
    return (
        "未完成",
        done.county_code,
        done.county_name,
        year,
        *nothing,
        _VERDICT[None],
        "",
        "",
        done.error,
        done.plan,
    )
