"""recordcredit, recordtransfer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterNumber

from ..core.indicators import CREDIT_KINDS, GRADES, TRANSFER_KINDS, Credit, Transfer
from ..core.landclass import CROPLAND
from ..jobs.record_credit import record_credit
from ..jobs.record_transfer import record_transfer
from ..judging.feedback import Feedback
from .base import tr
from .record import Record


class _RecordIndicators(Record):
    """What both have in common: a class, an area, a grade."""

    def add_area(self) -> None:
        """CLASS, AREA and GRADE."""
        self.add_choice("CLASS", tr("地类编码"), CROPLAND)
        whole = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "AREA", tr("面积（平方米，整数；0 为删除这一条）"), whole, minValue=0
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                "GRADE",
                tr("等别（不知道则不填）"),
                QgsProcessingParameterNumber.Type.Double,
                optional=True,
                minValue=GRADES[0],
                maxValue=GRADES[1],
            )
        )

    def number(self, parameters: Any, name: str, context: QgsProcessingContext) -> Decimal | None:
        """A number as it was given; None when it was not."""
        if parameters.get(name) is None:
            return None
        return Decimal(repr(self.parameterAsDouble(parameters, name, context)))


class RecordCredit(_RecordIndicators):
    """结余 of earlier years, or 指标 of the county's 库, that the plan uses."""

    key = "recordcredit"
    title = "登记结转、核销指标"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_choice("KIND", tr("来源（carry_over 以前年度结余，store 库内指标）"), CREDIT_KINDS)
        whole = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber("YEAR", tr("结余所属年度或入库年度"), whole, minValue=2000)
        )
        self.add_text("UNIT", tr("乡镇代码（9 位；县级留空）"), optional=True)
        self.add_area()
        self.add_text("SINCE", tr("可用日期（YYYY-MM-DD；年初起可用则留空）"), optional=True)
        self.add_text("DOCUMENT", tr("文号（没有文号的不计入）"), optional=True)
        self.add_text("NOTE", tr("备注"), optional=True)

    def record(
        self, plan: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> None:
        """Call the job."""
        credit = Credit(
            kind=self.text(parameters, "KIND", context),
            year=self.parameterAsInt(parameters, "YEAR", context),
            unit=self.text(parameters, "UNIT", context),
            unit_name="",
            balance_class=self.text(parameters, "CLASS", context),
            m2=self.parameterAsInt(parameters, "AREA", context),
            grade=self.number(parameters, "GRADE", context),
            since=self.text(parameters, "SINCE", context),
            document=self.text(parameters, "DOCUMENT", context),
            note=self.text(parameters, "NOTE", context),
        )
        record_credit(plan, credit, feedback)


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
        self.addParameter(
            QgsProcessingParameterNumber(
                "PRICE",
                tr("协议价格（元/亩；没有则不填）"),
                QgsProcessingParameterNumber.Type.Double,
                optional=True,
                minValue=0,
            )
        )
        self.add_text("DOCUMENT", tr("协议或县级文件的文号"))
        self.add_text("NOTE", tr("备注"), optional=True)

    def record(
        self, plan: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> None:
        """Call the job."""
        transfer = Transfer(
            kind=self.text(parameters, "KIND", context),
            from_unit=self.text(parameters, "FROM_UNIT", context),
            from_name="",
            to_unit=self.text(parameters, "TO_UNIT", context),
            to_name="",
            balance_class=self.text(parameters, "CLASS", context),
            m2=self.parameterAsInt(parameters, "AREA", context),
            grade=self.number(parameters, "GRADE", context),
            price=self.number(parameters, "PRICE", context),
            document=self.text(parameters, "DOCUMENT", context),
            note=self.text(parameters, "NOTE", context),
        )
        record_transfer(plan, transfer)
