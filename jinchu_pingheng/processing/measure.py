"""measureareas."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core.model import OUT
from ..jobs.layers import Sources
from ..jobs.measure import measure_plan
from ..jobs.measure_polygons import measure_polygons
from ..judging.setup import MEASURING_ROLES
from .base import Algorithm
from .call import Call, tr
from .roles import add_roles, sources_of
from .tables import write_cells
from .tag import DIRECTIONS


class MeasureAreas(Algorithm):
    """Cells of a plan's parcels, or of any polygons."""

    key = "measureareas"
    title = "面积量算"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.addParameter(
            QgsProcessingParameterFile(
                "PLAN", tr("方案文件"), fileFilter=tr("方案 (*.gpkg)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("面图层（不用方案时）"), polygons, optional=True
            )
        )
        add_roles(self, MEASURING_ROLES)
        direction = tr("面图层的方向（out 流出，in 流入）")
        self.add_choice("DIRECTION", direction, DIRECTIONS, default=OUT)
        self.addParameter(
            QgsProcessingParameterString("PROFILE", tr("面积口径所依据的配置"), "ningxia-2022")
        )
        self.add_table("OUTPUT", tr("面积单元"), optional=False)

    def sources(self, call: Call) -> Sources:
        """The layers that parcels are measured by."""
        return sources_of(call, MEASURING_ROLES)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Measure and write the cells."""
        source = self.parameterAsSource(call.parameters, "INPUT", call.context)
        if call.parameters.get("PLAN"):
            cells = call.run(lambda job: measure_plan(call.plan, given, job))
        elif source is not None:
            unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
            features = source.getFeatures(QgsFeatureRequest(), unchecked)
            cells = call.run(
                lambda job: measure_polygons(
                    list(features),
                    source.fields(),
                    source.sourceCrs(),
                    source.sourceName(),
                    call.choice("DIRECTION"),
                    call.text("PROFILE"),
                    given,
                    job,
                ),
            )
        else:
            raise QgsProcessingException(tr("没有要量算的地块；请选择方案文件或面图层。"))
        return {"OUTPUT": write_cells(call, cells)}
