"""Which loaded layer is which survey layer: guessed by name, chosen by the user, remembered in the project."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QSizePolicy, QWidget

from ..core.roles import ROLES
from .session import is_parcels_layer

SCOPE = "jinchu_pingheng"


class RolePanel(QWidget):
    """``changed``: another layer, or none, plays a role."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        self._combos: dict[str, QgsMapLayerComboBox] = {
            "DLTB": self._combo(self.tr("三调地类图斑（DLTB），只读；面积、地类、等别由它量算")),
            "XZQ": self._combo(self.tr("乡镇级行政区（XZQ），只读；分乡镇统计用，可不选")),
        }
        form.addRow(self.tr("地类图斑"), self._combos["DLTB"])
        form.addRow(self.tr("行政区"), self._combos["XZQ"])
        project = QgsProject.instance()
        project.layersAdded.connect(self.refresh)
        project.readProject.connect(self.refresh)
        self.refresh()
        for role, combo in self._combos.items():
            combo.layerChanged.connect(lambda layer, role=role: self._chosen(role, layer))

    def layer(self, role: str) -> QgsVectorLayer | None:
        """The layer that plays ``role``."""
        return self._combos[role].currentLayer()

    def choose(self, role: str, layer: QgsVectorLayer | None) -> None:
        """Let ``layer``, or none, play ``role``."""
        self._combos[role].setLayer(layer)

    @property
    def filled(self) -> bool:
        """Whether every role is played."""
        return all(combo.currentLayer() is not None for combo in self._combos.values())

    def refresh(self, *_: object) -> None:
        """Never offer a plan's own layer; fill roles that nobody plays from the project's memory or by name."""
        project = QgsProject.instance()
        layers = list(project.mapLayers().values())
        own = [layer for layer in layers if is_parcels_layer(layer)]
        for role, combo in self._combos.items():
            combo.setExceptedLayerList(own)
            if combo.currentLayer() is not None:
                continue
            remembered = project.mapLayer(project.readEntry(SCOPE, role)[0])
            usual = (*ROLES[role].usual, ROLES[role].label)
            named = (layer for layer in layers if any(name in layer.name().upper() for name in usual))
            combo.setLayer(remembered or next(named, None))

    def release(self) -> None:
        """Stop listening to the project."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self.refresh)
        project.readProject.disconnect(self.refresh)

    def _combo(self, tip: str) -> QgsMapLayerComboBox:
        combo = QgsMapLayerComboBox()
        combo.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        combo.setAllowEmptyLayer(True, self.tr("（未选择）"))
        combo.setLayer(None)
        combo.setToolTip(tip)
        combo.setMinimumContentsLength(8)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return combo

    def _chosen(self, role: str, layer: QgsVectorLayer | None) -> None:
        if layer is not None:
            QgsProject.instance().writeEntry(SCOPE, role, layer.id())
        self.changed.emit()
