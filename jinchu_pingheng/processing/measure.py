"""measureareas."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core.model import OUT
from ..jobs.measure import measure_plan
from ..jobs.measure_polygons import measure_polygons
from ..judging.setup import MEASURING_ROLES
from .base import Algorithm, attempt, tr
from .roles import add_roles, sources
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
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("面积单元"), QgsProcessing.SourceType.TypeVector
            )
        )

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Take the layers on the main thread."""
        self._sources = attempt(lambda: sources(self, parameters, context, MEASURING_ROLES))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Measure and write the cells."""
        given = self._sources()
        source = self.parameterAsSource(parameters, "INPUT", context)
        if parameters.get("PLAN"):
            path = self.plan_path(parameters, context)
            cells = self.run_job(feedback, lambda job: measure_plan(path, given, job))
        elif source is not None:
            unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
            features = source.getFeatures(QgsFeatureRequest(), unchecked)
            direction = self.parameterAsEnumString(parameters, "DIRECTION", context)
            profile = self.parameterAsString(parameters, "PROFILE", context)
            cells = self.run_job(
                feedback,
                lambda job: measure_polygons(
                    list(features),
                    source.fields(),
                    source.sourceCrs(),
                    source.sourceName(),
                    direction,
                    profile,
                    given,
                    job,
                ),
            )
        else:
            raise QgsProcessingException(tr("没有要量算的地块；请选择方案文件或面图层。"))
        return {"OUTPUT": write_cells(self, parameters, context, cells)}
