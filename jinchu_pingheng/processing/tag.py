"""tagparcels."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from ..core.errors import listed
from ..core.model import IN, OUT
from ..jobs.layers import FileTexts, state_encoding
from ..jobs.tag import Tag, tag_parcels
from .base import Algorithm, tr
from .parcel_parameters import add_fields, attributes

DIRECTIONS = (OUT, IN)


class TagParcels(Algorithm):
    """Features of a layer become parcels of a plan."""

    key = "tagparcels"
    title = "标注地块"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("要标注的面图层（有选择时只取所选要素）"), polygons
            )
        )
        self.add_choice("DIRECTION", tr("方向（out 流出，in 流入）"), DIRECTIONS)
        self.addParameter(
            QgsProcessingParameterNumber(
                "TYPE", tr("类型序号（见通知配置）"), defaultValue=1, minValue=1
            )
        )
        add_fields(self)
        self.addParameter(
            QgsProcessingParameterField(
                "FIELDS",
                tr("只带入图层的这些字段（不选则带入全部同名字段）"),
                parentLayerParameterName="INPUT",
                allowMultiple=True,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                "SKIP_INVALID", tr("跳过无效图形（会逐一列出）"), defaultValue=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("标注的地块数")))
        self.addOutput(QgsProcessingOutputFile("PLAN", tr("方案文件")))

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """See to the layer's encoding on the main thread, to which layers belong."""
        self._texts: FileTexts | None = None
        layer = parameters.get("INPUT")
        if isinstance(layer, QgsProcessingFeatureSourceDefinition):
            layer = layer.source.staticValue()
        if isinstance(layer, str):
            layer = QgsProcessingUtils.mapLayerFromString(layer, context)
        if isinstance(layer, QgsVectorLayer):
            remark = state_encoding(layer)
            if remark:
                feedback.pushWarning(f"{layer.name()}：{remark}。")
            self._texts = FileTexts.of(layer)
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Copy the features."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        path = self.plan_path(parameters, context)
        tag = Tag(
            self.parameterAsEnumString(parameters, "DIRECTION", context),
            self.parameterAsInt(parameters, "TYPE", context),
            attributes(self, parameters, context),
        )
        wanted = self.parameterAsFields(parameters, "FIELDS", context) or None
        skip = self.parameterAsBool(parameters, "SKIP_INVALID", context)
        # Geometry is checked by the job, which names all bad features instead of stopping at the
        # first.
        unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        # Read to the end at once: an iterator left open by an error keeps one of QGIS's few
        # connections to a file.
        features = list(source.getFeatures(QgsFeatureRequest(), unchecked))
        if self._texts is not None:
            self._texts.mend(features, source.fields())
        tagged = self.run_job(
            feedback,
            lambda job: tag_parcels(
                path,
                features,
                source.fields(),
                source.sourceCrs(),
                source.sourceName(),
                tag,
                skip,
                job,
                wanted,
            ),
        )
        if tagged.skipped:
            feedback.pushWarning(tr("跳过的无效图形：{ids}").format(ids=listed(tagged.skipped)))
        return {"COUNT": len(tagged.incoming), "PLAN": str(path)}
