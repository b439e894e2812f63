"""Record what one township gives to another (建宁 三（二）, 洪洞 三（三）1)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.errors import PlanError
from ..core.indicators import Indicators, Transfer, sifted, transfer_fault, undocumented
from ..core.law.rules.indicators import excesses
from ..core.notice import Notice
from ..plan import profiles
from ..plan.store import Plan
from .indicators import checked_balance, judge_sums_again, townships

ACTION = "登记乡镇间调剂"


def record_transfer(path: Path, transfer: Transfer) -> None:
    """Record a transfer in place of one with the same key; an area of 0 takes it out.

    The townships' names are looked up. Raises PlanError for what the notice does not provide for,
    a missing document, unknown townships, one township as both parties, more than the giver's
    lawful surplus (of the class, in total, or of the county's share), a plan that was not checked,
    and for taking out what is not there.
    """
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        plan.notice_edits()
        if transfer.m2:
            transfer = _named(transfer, townships(plan, notice))
            _require_sound(plan, notice, transfer)
        revision = plan.edition.revision
        if not plan.put_transfer(transfer):
            what = "方案中没有这一条，不能删除"
            raise PlanError(what, transfer.text, "请核对各项是否与登记时一致")
        judge_sums_again(plan, notice, revision)
        verb = "" if transfer.m2 else "删除"
        plan.log(ACTION, f"{verb}{transfer.text}：{transfer.document}")


def _named(transfer: Transfer, names: dict[str, str]) -> Transfer:
    return replace(
        transfer,
        from_name=names.get(transfer.from_unit, ""),
        to_name=names.get(transfer.to_unit, ""),
    )


def _require_sound(plan: Plan, notice: Notice, transfer: Transfer) -> None:
    fault = transfer_fault(transfer, notice) or undocumented(transfer)
    if fault is not None:
        raise fault
    others = [item for item in plan.transfers() if item.key != transfer.key]
    held = checked_balance(plan, notice, _sifted(plan, notice, [*others, transfer]))
    too_much = [text for unit, text in excesses(held, notice) if unit == transfer.from_unit]
    if too_much:
        do = "请减少调剂面积，或先增加调出乡镇的" + notice.word_in
        raise PlanError(f"超过调出乡镇可调剂的面积（{'；'.join(too_much)}）", transfer.text, do)


def _sifted(plan: Plan, notice: Notice, transfers: list[Transfer]) -> Indicators:
    return sifted(plan.credits(), transfers, notice, plan.header.year)
