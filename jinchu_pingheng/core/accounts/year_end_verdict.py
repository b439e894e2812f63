"""已落实 or 未落实: the notice's comparison at the year's end, with what is in doubt held against
both answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from ..geometry.layer import Problem
from ..model import FAIL, IN, OUT, PASS, UNKNOWN
from ..rounding import exact, hectares
from .balance_rows import requirement_m2
from .year_end import DEDUCTED, DOUBTFUL, PLANNED, UNPLANNED, Change, YearAccount

REASONABLE, UNREASONABLE, UNSTATED = "合理", "不合理", "未认定"
LAYOUTS = (UNSTATED, REASONABLE, UNREASONABLE)
VERDICTS = {PASS: "已落实", FAIL: "未落实", UNKNOWN: "无法判定"}


@dataclass(frozen=True)
class Verdict:
    """``verdict`` is 'pass' (已落实), 'fail' (未落实) or 'unknown', ``reason`` a sentence. Areas in
    whole m²; ``doubtful_*`` may come on top. ``unseen_m2``: ground that neither survey shows
    validly; None where nobody can tell how much."""

    verdict: str
    reason: str
    out_m2: int
    deducted_m2: int
    required_m2: int
    in_m2: int
    doubtful_out_m2: int
    doubtful_in_m2: int
    unseen_m2: int | None

    @property
    def text(self) -> str:
        """已落实, 未落实 or 无法判定."""
        return VERDICTS[self.verdict]


def judge_year(account: YearAccount, unseen_m2: int | None, layout: str) -> Verdict:
    """Judge by the notice's clause on the year's end. ``layout``: one of ``LAYOUTS``.

    宁夏 二（九）: inflow not below outflow (less deductions) and a reasonable layout is 已落实,
    else 未落实. Other notices name no more than the survey as the measure: their balance's
    ratio decides.
    """
    out, inflow = (account.total(side, PLANNED, UNPLANNED) for side in (OUT, IN))
    doubts = {
        side: sum(c.m2 for c in account.changes if _in_doubt(account, c, side) and c.m2 > 0)
        for side in (OUT, IN)
    }
    ratio, extra = account.notice.balance.ratio, unseen_m2 or 0
    surplus = inflow - requirement_m2(out, ratio)
    worst = inflow - requirement_m2(out + doubts[OUT] + extra, ratio)
    best = surplus + doubts[IN] + extra
    if account.unchanged:
        verdict, reason = UNKNOWN, "两期调查的地类处处相同，请核对上年和本年是否选了同一期数据"
    else:
        verdict, reason = _compared(surplus, worst, best, unseen_m2)
        verdict, reason = _with_clause(account, verdict, reason, layout)
    return Verdict(
        verdict=verdict,
        reason=reason,
        out_m2=out,
        deducted_m2=account.total(OUT, DEDUCTED),
        required_m2=requirement_m2(out, ratio),
        in_m2=inflow,
        doubtful_out_m2=doubts[OUT],
        doubtful_in_m2=doubts[IN],
        unseen_m2=unseen_m2,
    )


def unseen(before: Sequence[Problem], after: Sequence[Problem]) -> int | None:
    """Ground, whole m² rounded up, on which both surveys have a polygon that nobody can read; None
    where one of them may lie anywhere."""
    if not before or not after:
        return 0
    if any(problem.geometry is None for problem in (*before, *after)):
        return None
    one, two = (shapely.union_all([p.geometry for p in side]) for side in (before, after))
    return math.ceil(exact(float(shapely.area(shapely.intersection(one, two)))))


def _in_doubt(account: YearAccount, change: Change, side: str) -> bool:
    return change.direction == side and change.kind == DOUBTFUL and account.counts(change)


def _compared(surplus: int, worst: int, best: int, unseen_m2: int | None) -> tuple[str, str]:
    if unseen_m2 is None:
        return UNKNOWN, "两期调查都有无法定位的问题图斑，面积不明，请更正后重新核算"
    least, most = hectares(worst), hectares(best)
    doubt = f"（计入存疑图斑，结余在 {least} 至 {most} 公顷之间）" if worst != best else ""
    if worst >= 0:
        return PASS, f"流入不少于应补面积，结余 {hectares(surplus)} 公顷{doubt}"
    if best < 0:
        return FAIL, f"流入少于应补面积，缺口 {hectares(-surplus)} 公顷{doubt}"
    return UNKNOWN, f"存疑图斑决定结果{doubt}，请核实"


def _with_clause(account: YearAccount, verdict: str, reason: str, layout: str) -> tuple[str, str]:
    test = account.notice.year_end
    if test is None:
        return UNKNOWN, f"{reason}；配置没有写年末认定的条款（year_end），不作认定"
    if not test.layout or verdict != PASS:
        return verdict, reason
    if layout == REASONABLE:
        return PASS, f"{reason}；布局已认定为合理"
    if layout == UNREASONABLE:
        return FAIL, f"{reason}，但布局已认定为不合理"
    return UNKNOWN, f"{reason}；布局是否合理尚待检查机关认定（{test.clause}）"
