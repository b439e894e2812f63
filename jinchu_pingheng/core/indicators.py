"""指标 that a plan reckons with beside its parcels: credits (结余 of earlier years, 指标 of the
county's 库; 宁夏 二（七）, 三（四）) and transfers between townships (建宁 三（二）,
洪洞 三（三）1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Callable, TypeVar

from .documents import is_document
from .errors import PlanError, listed
from .landclass import CROPLAND, class_name
from .notice import IndicatorClause, Notice
from .rounding import cost_wan, hectares

CARRY_OVER, STORE = "carry_over", "store"
AGREED, COUNTY = "agreed", "county"
CREDIT_KINDS = {CARRY_OVER: "以前年度结余", STORE: "库内指标"}
TRANSFER_KINDS = {AGREED: "乡镇间调剂", COUNTY: "县统筹调剂"}
GRADES = (1, 15)
"""Best and worst 等别 of cropland (GB/T 28407)."""

_TOWN = re.compile(r"\d{9}", re.ASCII)


@dataclass(frozen=True)
class Credit:
    """Area that the plan may use without restoring it this year.

    ``year``: whose 结余 it is, or in which it came into the 库. ``unit``: nine digits of a
    township, '' for the county. ``since`` ('YYYY-MM-DD'): from when it can be used, '' for the
    year's start. One document has one entry for each kind, year, unit and class (``key``).
    """

    kind: str
    year: int
    unit: str
    unit_name: str
    balance_class: str
    m2: int
    grade: Decimal | None = None
    since: str = ""
    document: str = ""
    note: str = ""

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What the entries of different documents may share."""
        return self.kind, self.year, self.unit, self.balance_class

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        """What tells an entry from others."""
        return (*self.place, self.document)

    @property
    def text(self) -> str:
        """As sentences name it: '甲镇2022年以前年度结余水田1.0000公顷'."""
        kind, cls = CREDIT_KINDS.get(self.kind, self.kind), _class_text(self.balance_class)
        unit = self.unit_name or self.unit or "县级"
        return f"{unit}{self.year}年{kind}{cls}{hectares(self.m2)}公顷"

    def month(self, year: int) -> str:
        """From which month of the plan's year it can be used, 'YYYY-MM'."""
        return max(self.since[:7], f"{year}-01")


@dataclass(frozen=True)
class Transfer:
    """Area that one township gives to another; ``price`` is in yuan/亩 as the agreement has it.

    ``from_unit``, ``to_unit``: nine digits. ``kind``: agreed between the two, or arranged by the
    county.
    """

    kind: str
    from_unit: str
    from_name: str
    to_unit: str
    to_name: str
    balance_class: str
    m2: int
    grade: Decimal | None = None
    price: Decimal | None = None
    document: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells an entry from others."""
        return self.kind, self.from_unit, self.to_unit, self.balance_class, self.document

    @property
    def text(self) -> str:
        """As sentences name it: '甲镇给乙乡旱地0.5000公顷'."""
        parties = f"{self.from_name or self.from_unit}给{self.to_name or self.to_unit}"
        return f"{parties}{_class_text(self.balance_class)}{hectares(self.m2)}公顷"

    @property
    def cost(self) -> Decimal | None:
        """Price × area in 万元, two decimals."""
        return None if self.price is None else cost_wan(self.m2, self.price)


@dataclass(frozen=True)
class Refused:
    """An entry that does not count: as it is named, and why; ``undocumented``: only for want of its
    document."""

    text: str
    why: PlanError
    undocumented: bool


@dataclass(frozen=True)
class Indicators:
    """What counts of a plan's credits and transfers, and what does not."""

    credits: tuple[Credit, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    refused_credits: tuple[Refused, ...] = ()
    refused_transfers: tuple[Refused, ...] = ()


NO_INDICATORS = Indicators()

Entry = TypeVar("Entry", Credit, Transfer)


def sifted(
    credits: Iterable[Credit], transfers: Iterable[Transfer], notice: Notice, year: int
) -> Indicators:
    """Entries of a plan by whether they count under its notice and in its year, each kind in the
    order of its keys."""
    counted, refused = _sift(credits, lambda item: credit_fault(item, notice, year))
    given, not_given = _sift(transfers, lambda item: transfer_fault(item, notice))
    return Indicators(counted, given, refused, not_given)


def _sift(
    items: Iterable[Entry], fault: Callable[[Entry], PlanError | None]
) -> tuple[tuple[Entry, ...], tuple[Refused, ...]]:
    """What counts, and what does not; of entries with one key (typed by hand) the first counts."""
    counted: dict[object, Entry] = {}
    refused = []
    for item in sorted(items, key=lambda item: item.key):
        why = fault(item)
        if why is None and item.key in counted:
            why = PlanError("与另一条重复", item.text, "请删去一条，或填各自的文号")
        reason = why or undocumented(item)
        if reason is None:
            counted[item.key] = item
        else:
            refused.append(Refused(item.text, reason, undocumented=why is None))
    return tuple(counted.values()), tuple(refused)


def undocumented(item: Credit | Transfer) -> PlanError | None:
    """Nothing counts without the document that grants it; “待批” is none (core.documents)."""
    if is_document(item.document):
        return None
    given = item.document.strip()
    what = f"“{given}”不是文件的名称或文号，不能计入" if given else "没有文号，不能计入"
    return PlanError(what, item.text, "请补填批准、核销或协议的文号")


def credit_fault(credit: Credit, notice: Notice, year: int) -> PlanError | None:
    """Why a credit cannot count in a plan of ``year``, its document aside."""
    if credit.kind not in [item.kind for item in notice.credits]:
        what = f"通知没有可用{CREDIT_KINDS.get(credit.kind, credit.kind)}的规定"
        return PlanError(what, notice.title, _allowed(notice.credits, CREDIT_KINDS))
    if credit.unit and (not _TOWN.fullmatch(credit.unit) or not credit.unit_name):
        return PlanError(f"没有代码为“{credit.unit}”的乡镇", credit.text, "请填 9 位乡镇代码或留空")
    last = year - 1 if credit.kind == CARRY_OVER else year
    if credit.year > last:
        return PlanError(f"指标年度 {credit.year} 晚于 {last}", credit.text, "请核对年度")
    return _since_fault(credit, year) or _amount_fault(credit)


def _since_fault(credit: Credit, year: int) -> PlanError | None:
    try:
        since = date.fromisoformat(credit.since) if credit.since else None
    except ValueError:
        return PlanError(f"可用日期“{credit.since}”不是日期", credit.text, "请写成 2023-03-20")
    if since and since.year > year:
        return PlanError(f"可用日期 {since} 不在 {year} 年内", credit.text, "请核对日期")
    return None


def transfer_fault(transfer: Transfer, notice: Notice) -> PlanError | None:
    """Why a transfer cannot count, its document and the giver's surplus aside."""
    if transfer.kind not in [item.kind for item in notice.transfers]:
        what = f"通知没有{TRANSFER_KINDS.get(transfer.kind, transfer.kind)}的规定"
        return PlanError(what, notice.title, _allowed(notice.transfers, TRANSFER_KINDS))
    parties = ((transfer.from_unit, transfer.from_name), (transfer.to_unit, transfer.to_name))
    for code, name in parties:
        if not _TOWN.fullmatch(code) or not name:
            return PlanError(f"没有代码为“{code}”的乡镇", transfer.text, "请填 9 位乡镇代码")
    if transfer.from_unit == transfer.to_unit:
        return PlanError("调出和调入是同一个乡镇", transfer.text, "请核对乡镇代码")
    if transfer.price is not None and transfer.price < 0:
        return PlanError(f"价格 {transfer.price} 小于零", transfer.text, "请更正，或留空")
    return _amount_fault(transfer)


def _amount_fault(item: Credit | Transfer) -> PlanError | None:
    if item.balance_class not in CROPLAND:
        classes = listed(f"{cls} {class_name(cls)}" for cls in CROPLAND)
        return PlanError(f"地类“{item.balance_class}”不是耕地", item.text, f"可用的地类：{classes}")
    if item.m2 <= 0:
        return PlanError(f"面积 {item.m2} 平方米不大于零", item.text, "请填整数平方米")
    if item.grade is not None and not GRADES[0] <= item.grade <= GRADES[1]:
        return PlanError(f"等别 {item.grade} 不在 1 至 15 之间", item.text, "请核对等别，或留空")
    return None


def _allowed(clauses: Iterable[IndicatorClause], kinds: dict[str, str]) -> str:
    names = [f"{kinds[item.kind]}（{item.clause}）" for item in clauses]
    return f"可以登记：{listed(names)}" if names else "该通知的方案不能登记"


def _class_text(code: str) -> str:
    return class_name(code) if code in CROPLAND else code
