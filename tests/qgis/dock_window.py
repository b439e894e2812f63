"""The dock on small real layers, without a main window: its interface, its land, and what a user
does and sees there. The fixtures that open it stand in conftest.py."""

from __future__ import annotations

import time
from typing import Any, Callable

from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from jinchu_pingheng.core.model import IN, OUT

X, Y = 570_000, 4_150_000  # in EPSG:4544
SQUARES = (
    ("0103", 0),
    ("0103", 200),
    ("0404", 400),
)  # land class, metres to the east; 100 m wide each


class Interface(QObject):
    """The part of QGIS's interface that the dock uses, on real widgets without a main window."""

    currentLayerChanged = pyqtSignal(object)  # noqa: N815

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.canvas, self.layer = QgsMessageBar(), QgsMapCanvas(), None

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        return self.bar

    def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802
        return self.canvas

    def activeLayer(self) -> Any:  # noqa: N802
        return self.layer

    def newProject(self, prompt_to_save: bool) -> bool:  # noqa: N802
        QgsProject.instance().clear()
        return True

    def setActiveLayer(self, layer: Any) -> None:  # noqa: N802
        self.activate(layer)

    def activate(self, layer: Any) -> None:
        self.layer = layer
        self.currentLayerChanged.emit(layer)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Let events run until ``condition`` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def settle() -> None:
    """Let what is queued for now happen."""
    for _ in range(5):
        QCoreApplication.processEvents()


def survey_layer(name: str = "DLTB") -> QgsVectorLayer:
    uri = (
        "Polygon?crs=EPSG:4544&field=DLBM:string(5)&field=GDDB:integer"
        "&field=ZLDWDM:string(19)&field=ZLDWMC:string(60)"
    )
    layer = QgsVectorLayer(uri, name, "memory")
    features = []
    for code, east in SQUARES:
        feature = QgsFeature(layer.fields())
        x = X + east
        ring = f"{x} {Y}, {x} {Y + 100}, {x + 100} {Y + 100}, {x + 100} {Y}, {x} {Y}"
        feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({ring}))"))
        feature.setAttributes([code, 9, "6409991000010000000", "东村"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def tag(dock: Any, survey: QgsVectorLayer, direction: str, *codes: str) -> None:
    survey.selectByExpression(f"DLBM in ({','.join(repr(code) for code in codes)})")
    dock.panels.tagging.choose(direction)
    dock.panels.tagging.wanted.emit()
    settle()


def save(dock: Any) -> None:
    dock.panels.parcels.save_action.trigger()
    settle()


def message(iface: Interface) -> str:
    item = iface.bar.currentItem()
    return item.text() if item else ""


def ids(dock: Any) -> list[str]:
    return sorted(str(feature["parcel_id"]) for feature in dock.session.layer.getFeatures())


def land(dock: Any) -> dict[str, float]:
    """Square metres of each parcel."""
    parcels = dock.session.layer.getFeatures()
    return {str(parcel["parcel_id"]): round(parcel.geometry().area(), 4) for parcel in parcels}


def copy_of(dock: Any, name: str, **values: Any) -> QgsFeature:
    """A feature like a parcel's, not yet in the layer."""
    (old,) = [f for f in dock.session.layer.getFeatures() if f["parcel_id"] == name]
    feature = QgsFeature(old)
    feature["fid"] = None
    feature.setGeometry(rectangle(0, 300, 50, 400))
    for field, value in values.items():
        feature[field] = value
    return feature


def rectangle(x0: float, y0: float, x1: float, y1: float) -> QgsGeometry:
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
    ring = ", ".join(f"{X + x} {Y + y}" for x, y in corners)
    return QgsGeometry.fromWkt(f"MultiPolygon((({ring})))")


def marks(dock: Any) -> dict[str, str]:
    model = dock.panels.parcels.table.model()
    return {model.index(r, 1).data(): model.index(r, 0).data()[:1] for r in range(model.rowCount())}


def idle(dock: Any) -> None:
    lists = dock.panels.parcels.model, dock.panels.issues.model
    settle()
    wait_for(lambda: not dock._checking.busy)
    wait_for(lambda: not any(model.busy for model in lists))
    settle()


def inflow(dock: Any, survey: QgsVectorLayer) -> Any:
    """Two parcels out, one in, judged; gives the feature that flows in."""
    tag(dock, survey, OUT, "0103")
    tag(dock, survey, IN, "0404")
    idle(dock)
    return next(f for f in dock.session.layer.getFeatures() if f["direction"] == IN)
