"""createplan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..core.model import Header
from ..jobs.create import create_plan
from ..jobs.layers import Sources
from .base import Algorithm
from .call import Call, tr


class CreatePlan(Algorithm):
    """A new plan file."""

    key = "createplan"
    title = "新建方案"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.addParameter(
            QgsProcessingParameterFileDestination("PLAN", tr("方案文件"), tr("方案 (*.gpkg)"))
        )
        self.add_text("COUNTY_CODE", tr("县级行政区划代码（6 位）"))
        self.add_text("COUNTY_NAME", tr("县（市、区）名称"))
        self.add_number("YEAR", tr("方案年度"), whole=True, default=date.today().year)
        self.addParameter(
            QgsProcessingParameterString("PROFILE", tr("所依据通知的配置"), "ningxia-2022")
        )
        self.addParameter(
            QgsProcessingParameterCrs(
                "CRS", tr("方案坐标系（CGCS2000 高斯-克吕格投影）"), "EPSG:4544"
            )
        )
        self.add_text("OFFICE", tr("编制单位"), optional=True)
        self.add_text("DATE", tr("编制日期，如 2023-02-20，空为导出当天"), optional=True)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Write the file."""
        path = Path(self.parameterAsFileOutput(call.parameters, "PLAN", call.context))
        header = Header(
            county_code=call.text("COUNTY_CODE"),
            county_name=call.text("COUNTY_NAME"),
            year=call.whole("YEAR"),
            profile=call.text("PROFILE"),
            crs=call.crs("CRS") or str(call.parameters.get("CRS", "")),
            office=call.text("OFFICE"),
            compiled_on=call.text("DATE"),
        )
        return {"PLAN": str(call.run(lambda job: create_plan(path, header, job)))}
