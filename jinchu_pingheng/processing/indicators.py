"""recordcredit, recordtransfer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..core.indicators import CREDIT_KINDS, GRADES, TRANSFER_KINDS, Credit, Transfer
from ..core.landclass import CROPLAND
from ..jobs.record_credit import record_credit
from ..jobs.record_transfer import record_transfer
from ..judging.feedback import Feedback
from .call import Call, tr
from .record import Record


class _RecordIndicators(Record):
    """What both have in common: a class, an area, a grade."""

    def add_area(self) -> None:
        """CLASS, AREA and GRADE."""
        self.add_choice("CLASS", tr("地类编码"), CROPLAND)
        self.add_number("AREA", tr("面积（平方米，整数；0 为删除这一条）"), whole=True, low=0)
        low, high = GRADES
        self.add_number("GRADE", tr("等别（不知道则不填）"), optional=True, low=low, high=high)


def _exact(call: Call, name: str) -> Decimal | None:
    """A number as it was given; None when it was not."""
    return Decimal(repr(call.number(name))) if call.given(name) else None


class RecordCredit(_RecordIndicators):
    """结余 of earlier years, or 指标 of the county's 库, that the plan uses."""

    key = "recordcredit"
    title = "登记结转、核销指标"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_choice("KIND", tr("来源（carry_over 以前年度结余，store 库内指标）"), CREDIT_KINDS)
        self.add_number("YEAR", tr("结余所属年度或入库年度"), whole=True, low=2000)
        self.add_text("UNIT", tr("乡镇代码（9 位；县级留空）"), optional=True)
        self.add_area()
        self.add_text("SINCE", tr("可用日期（YYYY-MM-DD；年初起可用则留空）"), optional=True)
        self.add_text("DOCUMENT", tr("文号（没有文号的不计入）"), optional=True)
        self.add_text("NOTE", tr("备注"), optional=True)

    def record(self, call: Call, feedback: Feedback) -> None:
        """Call the job."""
        credit = Credit(
            kind=call.choice("KIND"),
            year=call.whole("YEAR"),
            unit=call.text("UNIT"),
            unit_name="",
            balance_class=call.choice("CLASS"),
            m2=call.whole("AREA"),
            grade=_exact(call, "GRADE"),
            since=call.text("SINCE"),
            document=call.text("DOCUMENT"),
            note=call.text("NOTE"),
        )
        record_credit(call.plan, credit, feedback)


class RecordTransfer(_RecordIndicators):
    """What one township gives to another."""

    key = "recordtransfer"
    title = "登记乡镇间调剂"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_choice(
            "KIND", tr("方式（agreed 乡镇间调剂、委托，county 县统筹调剂）"), TRANSFER_KINDS
        )
        self.add_text("FROM_UNIT", tr("调出乡镇代码（9 位）"))
        self.add_text("TO_UNIT", tr("调入乡镇代码（9 位）"))
        self.add_area()
        self.add_number("PRICE", tr("协议价格（元/亩；没有则不填）"), optional=True, low=0)
        self.add_text("DOCUMENT", tr("协议或县级文件的文号"))
        self.add_text("NOTE", tr("备注"), optional=True)

    def record(self, call: Call, feedback: Feedback) -> None:
        """Call the job."""
        transfer = Transfer(
            kind=call.choice("KIND"),
            from_unit=call.text("FROM_UNIT"),
            from_name="",
            to_unit=call.text("TO_UNIT"),
            to_name="",
            balance_class=call.choice("CLASS"),
            m2=call.whole("AREA"),
            grade=_exact(call, "GRADE"),
            price=_exact(call, "PRICE"),
            document=call.text("DOCUMENT"),
            note=call.text("NOTE"),
        )
        record_transfer(call.plan, transfer)
