"""Record what a plan may use besides this year's inflow: 结余 of earlier years, 指标 of the 库."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.errors import PlanError
from ..core.indicators import Credit, credit_fault, undocumented
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from .indicators import judge_sums_again, townships
from .stated import stated_day

ACTION = "登记结转核销指标"


def record_credit(path: Path, credit: Credit, feedback: Feedback | None = None) -> None:
    """Record a credit in place of one with the same key; an area of 0 takes it out.

    Its township's name is looked up. One without a document is kept and told, but does not count.
    Raises PlanError for what the notice does not provide for, an unknown township, class, year,
    area, grade or day, and for taking out what is not there.
    """
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        plan.notice_edits()
        if credit.m2:
            names = townships(plan, notice) if credit.unit else {}
            credit = replace(credit, unit_name=names.get(credit.unit, ""))
            if credit.since:
                since = stated_day(credit.since, name="可用日期", where=credit.text)
                credit = replace(credit, since=since)
            fault = credit_fault(credit, notice, plan.header.year)
            if fault is not None:
                raise fault
        revision = plan.edition.revision
        if not plan.put_credit(credit):
            raise PlanError("方案中没有这一条，不能删除", credit.text, "请核对各项是否与登记时一致")
        judge_sums_again(plan, notice, revision)
        verb = "" if credit.m2 else "删除"
        plan.log(ACTION, f"{verb}{credit.text}：{credit.document or '没有文号'}")
    missing = undocumented(credit) if credit.m2 else None
    if missing is not None and feedback is not None:
        feedback.warn(str(missing))
