"""What townships declare, written into the edit buffer."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...core.errors import PlanError
from ...jobs.import_edited import Taken
from .tagging import add_features, edit_command


def write_declared(layer: QgsVectorLayer, taken: Taken) -> None:
    """Add what is new and change what is another, as one undo step. Raises PlanError, with nothing
    written."""
    fids = {str(f["parcel_id"]): f.id() for f in layer.getFeatures() if f["parcel_id"]}
    with edit_command(layer, taken.step):
        for name, feature in taken.changed.items():
            fid, values = fids[name], dict(enumerate(feature.attributes()))
            del values[layer.fields().indexOf("fid")]
            done = layer.changeGeometry(fid, feature.geometry())
            if not (done and layer.changeAttributeValues(fid, values)):
                raise PlanError("地块没有修改", f"地块 {name}", "请确认方案文件完好后重试")
        add_features(taken.new, layer)
