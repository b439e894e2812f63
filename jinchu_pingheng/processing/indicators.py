"""recordcredit, recordtransfer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..core.indicators import CREDIT_KINDS, GRADES, TRANSFER_KINDS, Credit, Transfer
from ..core.landclass import CROPLAND
from ..jobs.record_credit import record_credit
from ..jobs.record_transfer import record_transfer
from ..judging.feedback import Feedback
from .base import Algorithm, tr

Kinds = Mapping[str, str]


class _Record(Algorithm):
    """What both have in common: a kind, a class, an area, a grade, a document."""

    kinds: Kinds

    def add_kind(self, label: str) -> None:
        """The KIND parameter: a name of ``kinds``."""
        self.addParameter(
            QgsProcessingParameterEnum(
                "KIND", label, options=list(self.kinds), usesStaticStrings=True
            )
        )

    def add_text(self, name: str, label: str, optional: bool = False) -> None:
        """A text."""
        self.addParameter(QgsProcessingParameterString(name, label, optional=optional))

    def add_area(self) -> None:
        """CLASS, AREA and GRADE."""
        self.addParameter(
            QgsProcessingParameterEnum(
                "CLASS", tr("地类编码"), options=list(CROPLAND), usesStaticStrings=True
            )
        )
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

    def text(self, parameters: Any, name: str, context: QgsProcessingContext) -> str:
        """A text without blanks around it."""
        return str(self.parameterAsString(parameters, name, context)).strip()

    def number(self, parameters: Any, name: str, context: QgsProcessingContext) -> Decimal | None:
        """A number as it was given; None when it was not."""
        if parameters.get(name) is None:
            return None
        return Decimal(repr(self.parameterAsDouble(parameters, name, context)))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Record it."""
        path = self.plan_path(parameters, context)
        self.run_job(feedback, lambda job: self.record(path, parameters, context, job))
        return {"PLAN": str(path)}

    def record(
        self, plan: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> None:
        """Call the job."""
        raise NotImplementedError


class RecordCredit(_Record):
    """结余 of earlier years, or 指标 of the county's 库, that the plan uses."""

    key = "recordcredit"
    title = "登记结转、核销指标"
    kinds = CREDIT_KINDS

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_kind(tr("来源（carry_over 以前年度结余，store 库内指标）"))
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


class RecordTransfer(_Record):
    """What one township gives to another."""

    key = "recordtransfer"
    title = "登记乡镇间调剂"
    kinds = TRANSFER_KINDS

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_kind(tr("方式（agreed 乡镇间调剂、委托，county 县统筹调剂）"))
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
