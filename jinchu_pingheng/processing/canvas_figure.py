"""canvasfigure."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingParameterExtent,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
)

from ..jobs.canvas_figure import PAPERS, SUBJECTS, Wanted, draw_figure
from ..jobs.layers import Sources
from ..jobs.open import in_dock
from .base import Algorithm
from .call import Call, tr


class CanvasFigure(Algorithm):
    """A figure of what is on the map canvas, or of a parcel, project or township."""

    key, title = "canvasfigure", "当前画布出示意图"
    draws = True

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_choice(
            "SUBJECT",
            tr("对象（canvas 当前画布，parcel 地块，project 项目，township 乡镇）"),
            SUBJECTS,
            SUBJECTS[0],
        )
        self.add_text("NAME", tr("地块编号、项目名称或乡镇名称（当前画布留空）"), optional=True)
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "LAYERS",
                tr("图层，上层在前（不选则为画布上的图层）"),
                QgsProcessing.SourceType.TypeMapLayer,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterExtent(
                "EXTENT", tr("范围（不填则为画布的范围；只用于当前画布）"), optional=True
            )
        )
        self.add_choice("PAPER", tr("图幅（横向）"), PAPERS, PAPERS[0])
        self.add_text("TITLE", tr("图名（不填则自动拟定）"), optional=True)
        self.add_text("SECRECY", tr("密级（不填则不印）"), optional=True)
        self.add_folder()

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Draw the figure."""
        wanted = Wanted(
            subject=call.choice("SUBJECT"),
            name=call.text("NAME"),
            title=call.text("TITLE"),
            paper=call.choice("PAPER"),
            secrecy=call.text("SECRECY"),
        )
        parameters, context = call.parameters, call.context
        layers = self.parameterAsLayerList(parameters, "LAYERS", context) or layers_on_map()
        extent = self.parameterAsExtent(parameters, "EXTENT", context)
        crs = self.parameterAsExtentCrs(parameters, "EXTENT", context)
        if extent.isEmpty() and in_dock.view is not None:
            view = in_dock.view()
            extent, crs = view.visibleExtent(), view.destinationCrs()
        return call.write(
            lambda folder, job: draw_figure(call.plan, folder, wanted, layers, extent, crs, job)
        )


def layers_on_map() -> list[QgsMapLayer]:
    """Layers of the map canvas, top first; of the project, where there is no canvas."""
    if in_dock.view is not None:
        return list(in_dock.view().layers())
    root = QgsProject.instance().layerTreeRoot()
    return [layer for layer in root.layerOrder() if layer in root.checkedLayers()]
