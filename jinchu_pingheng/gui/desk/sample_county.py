"""载入示例县: its folder, its layers in a group of a new project, its plan with the roles set."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...core.landclass import LAND_CLASSES
from ...jobs.sample_county import make_sample, require_sample, sample_layers
from ..editing.session import parcels_layer
from ..layers.roles import Roles
from ..map.map_view import go_to
from ..messages import Messages
from .errands import Errands
from .plan_files import choose_folder

SHOWN = ("XZQ", "STBHHX", "DLTB")
"""Roles whose layers are drawn, the upper ones first; the others are there and off."""
LINES = {"XZQ": "#495057", "STBHHX": "#E03131"}


class SampleCounty(QObject):
    """``leave`` closes the open plan (False: the user stays with it), ``open_plan`` opens one."""

    def __init__(
        self,
        iface: Any,
        roles: Roles,
        errands: Errands,
        messages: Messages,
        leave: Callable[[], bool],
        open_plan: Callable[[Path], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._iface, self._roles, self._errands = iface, roles, errands
        self._messages, self._window = messages, window
        self._leave, self._open_plan = leave, open_plan

    def ask(self) -> None:
        """Let the user choose a folder, and load the county."""
        with self._messages.reporting():
            require_sample()
            self._errands.require_idle()
            folder = choose_folder(self._window, self.tr("示例县放在哪个文件夹"))
            if folder is not None and self._leave() and self._iface.newProject(True):
                title = self.tr("正在载入示例县…")
                self._errands.begin(title, lambda job: make_sample(folder, job), self._show)

    def _show(self, plan: Path) -> None:
        layers = sample_layers(plan.parent)
        project = QgsProject.instance()
        group = project.layerTreeRoot().addGroup(self.tr("示例县"))
        order = [*SHOWN, *(role for role in layers if role not in SHOWN)]
        for role in order:
            _dress(role, layers[role])
            project.addMapLayer(layers[role], False)
            node = group.addLayer(layers[role])
            node.setItemVisibilityChecked(role in SHOWN)
            node.setExpanded(False)
        project.setCrs(layers["DLTB"].crs())
        self._open_plan(plan)
        for role, layer in layers.items():
            self._roles.choose(role, layer)
        self._iface.setActiveLayer(layers["DLTB"])
        parcels = parcels_layer()
        if parcels is not None:
            go_to(self._iface.mapCanvas(), parcels, parcels.allFeatureIds())
        self._messages.done(self.tr("已载入示例县（虚构），文件在 {}。").format(plan.parent))


def _dress(role: str, layer: Any) -> None:
    if role == "DLTB":
        layer.setRenderer(_land_classes(layer))
    elif role in LINES:
        look = {"style": "no", "outline_color": LINES[role], "outline_width": "0.6"}
        layer.renderer().setSymbol(QgsFillSymbol.createSimple(look))


def _land_classes(layer: QgsVectorLayer) -> QgsCategorizedSymbolRenderer:
    """Those that there are, in the colours of the survey's standard."""
    there = layer.uniqueValues(layer.fields().indexOf("DLBM"))
    categories = []
    for code in sorted(there & LAND_CLASSES.keys()):
        known = LAND_CLASSES[code]
        look = {"color": known.color, "outline_color": "#ADB5BD", "outline_width": "0.1"}
        symbol = QgsFillSymbol.createSimple(look)
        categories.append(QgsRendererCategory(code, symbol, f"{code} {known.name}"))
    return QgsCategorizedSymbolRenderer("DLBM", categories)
