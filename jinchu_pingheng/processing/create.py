"""createplan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..core.model import Header
from ..jobs.create import create_plan
from .base import Algorithm, tr


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
        year = QgsProcessingParameterNumber("YEAR", tr("方案年度"), defaultValue=date.today().year)
        self.addParameter(year)
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

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the file."""
        path = Path(self.parameterAsFileOutput(parameters, "PLAN", context))
        crs = self.parameterAsCrs(parameters, "CRS", context)
        header = Header(
            county_code=self.text(parameters, "COUNTY_CODE", context),
            county_name=self.text(parameters, "COUNTY_NAME", context),
            year=self.parameterAsInt(parameters, "YEAR", context),
            profile=self.text(parameters, "PROFILE", context),
            crs=crs.authid() or str(parameters.get("CRS", "")),
            office=self.text(parameters, "OFFICE", context),
            compiled_on=self.text(parameters, "DATE", context),
        )
        written = self.run_job(feedback, lambda job: create_plan(path, header, job))
        return {"PLAN": str(written)}
