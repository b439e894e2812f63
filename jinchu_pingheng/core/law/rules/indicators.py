"""Kinds about 指标 that do not come from this year's inflow: credits need their document (宁夏
二（七）, 三（四）), transfers between townships the giver's own surplus (建宁 三（二）,
洪洞 三（三）1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...accounts.balance_rows import Balance, BalanceRow
from ...indicators import COUNTY, Refused, Transfer
from ...landclass import class_name
from ...model import FAIL, NA, PASS, UNKNOWN, Finding, Parcel
from ...notice import Notice, Rule
from ...rounding import hectares
from ..evidence import Evidence
from .kind import Kind, failing, finding, unknown
from .plan_balance import NOT_MEASURED

CREDITS, TRANSFERS = "结转、核销指标", "乡镇间调剂"


def check_credits(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Every credit has its document, and is of a kind that the notice provides for."""
    if evidence.balance is None:
        return [unknown(rule, None, NOT_MEASURED, CREDITS)]
    held = evidence.balance.indicators
    if held.refused_credits:
        return [_not_counted(rule, held.refused_credits, CREDITS)]
    if not held.credits:
        return [finding(rule, None, NA, "没有登记结转、核销指标", CREDITS)]
    documents = "、".join(dict.fromkeys(credit.document for credit in held.credits))
    area = hectares(evidence.balance.total.credited_m2)
    return [finding(rule, None, PASS, f"计入 {area} 公顷，依据 {documents}", CREDITS)]


def check_transfers(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """No township gives what it needs itself, by class and in total, nor more of the county's
    share than it has."""
    if evidence.balance is None:
        return [unknown(rule, None, NOT_MEASURED, TRANSFERS)]
    held = evidence.balance.indicators
    faults = [text for _, text in excesses(evidence.balance, evidence.notice)]
    if faults:
        return [failing(rule, None, "；".join(faults), TRANSFERS)]
    if held.refused_transfers:
        return [_not_counted(rule, held.refused_transfers, TRANSFERS)]
    if not held.transfers:
        return [finding(rule, None, NA, "没有登记乡镇间调剂", TRANSFERS)]
    text = "；".join(transfer.text for transfer in held.transfers)
    return [finding(rule, None, PASS, text, TRANSFERS)]


def excesses(balance: Balance, notice: Notice) -> Iterator[tuple[str, str]]:
    """(unit code, sentence): what townships give beyond their surplus without rejected inflow.

    The rows have the transfers in them already, so a giver's surplus must not be negative, neither
    in a class that it gives nor in total. The county may arrange up to its share (``county_pool``)
    of a township's lawful inflow (建宁 四（五）).
    """
    given = balance.indicators.transfers
    for row in balance.rows:
        classes = {item.balance_class for item in given if item.from_unit == row.unit_code}
        concerned = row.is_total or row.balance_class in classes
        if classes and concerned and not row.reached_lawfully:
            yield row.unit_code, _over(row)
    share = pool_share(notice)
    for row in balance.township_totals if share is not None else ():
        m2, most = _arranged(row, given), row.lawful_share_m2(share or Decimal(0))
        if m2 > most:
            what = f"县统筹 {hectares(m2)} 公顷，超过可统筹的 {hectares(most)} 公顷"
            yield row.unit_code, f"{row.unit_name}由{what}"


def pool_share(notice: Notice) -> Decimal | None:
    """The share of lawful inflow that the county may dispose of; None where the notice has none."""
    shares = [rule.params["share"] for rule in notice.rules if rule.kind == "county_pool"]
    return shares[0] if shares else None


def _arranged(row: BalanceRow, given: Sequence[Transfer]) -> int:
    return sum(t.m2 for t in given if t.kind == COUNTY and t.from_unit == row.unit_code)


def _over(row: BalanceRow) -> str:
    what = "合计" if row.is_total else class_name(row.balance_class)
    missing = hectares(-row.lawful_surplus_m2)
    return f"{row.unit_name}{what}调出 {hectares(row.given_m2)} 公顷后缺 {missing} 公顷"


def _not_counted(rule: Rule, items: Sequence[Refused], source: str) -> Finding:
    """A document may still come; what else keeps an entry from counting is a fault."""
    text = "；".join(f"{item.text}未计入（{item.why.what}）" for item in items)
    verdict = UNKNOWN if all(item.undocumented for item in items) else FAIL
    return finding(rule, None, verdict, f"{text}：{rule.text}", source)


KINDS = (
    Kind("credits", (), check_credits),
    Kind("transfers", (), check_transfers),
)
