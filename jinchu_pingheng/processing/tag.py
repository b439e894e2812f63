"""tagparcels."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from ..core.errors import listed
from ..core.model import IN, OUT
from ..jobs.layers import FileTexts, Sources, state_encoding
from ..jobs.tag import Tag, tag_parcels
from .base import Algorithm
from .call import Call, tr
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
        self.add_number("TYPE", tr("类型序号（见通知配置）"), whole=True, default=1, low=1)
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
        self.add_flag("SKIP_INVALID", tr("跳过无效图形（会逐一列出）"))
        self.add_outputs(QgsProcessingOutputNumber, COUNT=tr("标注的地块数"))
        self.add_outputs(QgsProcessingOutputFile, PLAN=tr("方案文件"))

    def sources(self, call: Call) -> Sources:
        """None by role; the encoding of the layer of features is seen to."""
        self._texts: FileTexts | None = None
        layer = call.parameters.get("INPUT")
        if isinstance(layer, QgsProcessingFeatureSourceDefinition):
            layer = layer.source.staticValue()
        if isinstance(layer, str):
            layer = QgsProcessingUtils.mapLayerFromString(layer, call.context)
        if isinstance(layer, QgsVectorLayer):
            remark = state_encoding(layer)
            if remark:
                call.warn(f"{layer.name()}：{remark}。")
            self._texts = FileTexts.of(layer)
        return {}

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Copy the features."""
        source = self.parameterAsSource(call.parameters, "INPUT", call.context)
        tag = Tag(call.choice("DIRECTION"), call.whole("TYPE"), attributes(call))
        wanted = self.parameterAsFields(call.parameters, "FIELDS", call.context) or None
        # Geometry is checked by the job, which names all bad features instead of stopping at the
        # first.
        unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        # Read to the end at once: an iterator left open by an error keeps one of QGIS's few
        # connections to a file.
        features = list(source.getFeatures(QgsFeatureRequest(), unchecked))
        if self._texts is not None:
            self._texts.mend(features, source.fields())
        tagged = call.run(
            lambda job: tag_parcels(
                call.plan,
                features,
                source.fields(),
                source.sourceCrs(),
                source.sourceName(),
                tag,
                call.flag("SKIP_INVALID"),
                job,
                wanted,
            ),
        )
        if tagged.skipped:
            text = tr("跳过的无效图形：{ids}").format(ids=listed(tagged.skipped))
            call.warn(text)
        return {"COUNT": len(tagged.incoming), "PLAN": str(call.plan)}
