"""Runs inside QGIS (`qgis --code`): uses the plugin as a user does and writes what it saw to a JSON
file.

Reads JINCHU_RESULT (the file to write) and JINCHU_PLAN (the plan to make) from the environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QDockWidget,
    QToolBar,
)
from qgis.utils import iface, plugins, unloadPlugin
from running import run, seen

from jinchu_pingheng.plan.connection import connect

NAME, PLAN = "jinchu_pingheng", os.environ["JINCHU_PLAN"]


def steps() -> Iterator[Any]:
    """Each step yields a condition to wait for before the next."""
    yield lambda: NAME in plugins
    provider = QgsApplication.processingRegistry().providerById(NAME)
    seen["algorithms"] = sorted(a.name() for a in provider.algorithms()) if provider else []
    action = (
        next(a for a in iface.pluginMenu().actions() if a.text() == "耕地进出平衡")
        .menu()
        .actions()[0]
    )
    seen["toolbar"] = action in iface.pluginToolBar().actions()
    seen["icon"] = not action.icon().isNull()
    dock = iface.mainWindow().findChild(QDockWidget, "jinchuPinghengDock")
    seen["hidden at first"] = not dock.isVisible()
    action.trigger()
    yield dock.isVisible
    survey = add_survey()
    QTimer.singleShot(500, fill_dialog)
    dock.toolbar.menu.new_requested.emit()
    yield lambda: dock.session is not None
    seen["title"] = dock.session.title
    yield from tag(dock, survey)
    dock.grab().save(os.environ["JINCHU_RESULT"] + ".png")
    iface.mainWindow().activateWindow()
    dock.lists.show_page(dock.panels.parcels)
    dock.panels.parcels.table.setFocus()
    yield dock.panels.parcels.table.hasFocus
    QTest.keyClick(dock.panels.parcels.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    seen["selected"] = dock.session.layer.selectedFeatureCount()
    QTest.keyClick(dock.panels.parcels.table, Qt.Key.Key_Delete)
    yield lambda: dock.session.layer.featureCount() == 0
    iface.setActiveLayer(dock.session.layer)
    iface.mainWindow().findChild(
        QAction, "mActionUndo"
    ).trigger()  # QGIS's own undo sees the same steps
    yield lambda: dock.session.layer.featureCount() == 3
    dock.panels.parcels.save_action.trigger()
    yield lambda: dock.session.unsaved == 0
    seen["survey untouched"] = (
        not survey.isModified() and not survey.isEditable() and survey.featureCount() == 3
    )
    yield from split(dock)
    yield from paint(dock, survey)
    yield from meet_another_window(dock)
    yield from lose_the_file(dock)
    yield from lose_a_layer(dock, survey)
    yield from change_project(dock)
    unloadPlugin(NAME)
    yield lambda: NAME not in plugins
    seen["provider gone"] = QgsApplication.processingRegistry().providerById(NAME) is None
    bars = [bar.objectName() for bar in iface.mainWindow().findChildren(QToolBar)]
    seen["toolbar gone"] = "jinchuPinghengToolBar" not in bars
    seen["action gone"] = "耕地进出平衡" not in [a.text() for a in iface.pluginMenu().actions()]
    seen["layer stays"] = len(QgsProject.instance().mapLayersByName("云川县2023年度地块")) == 1


def tag(dock: Any, survey: QgsVectorLayer) -> Iterator[Any]:
    """Two parcels out, one in; the mouse presses the button."""
    for direction, classes in (("out", "'0103'"), ("in", "'0404'")):
        iface.setActiveLayer(survey)
        survey.selectByExpression(f"DLBM = {classes}")
        dock.panels.tagging.choose(direction)
        yield dock.panels.tagging.button.isEnabled
        QTest.mouseClick(dock.panels.tagging.button, Qt.MouseButton.LeftButton)
    yield lambda: [row[2] for row in dock.panels.balance.cells()[-1:]] == ["1.0000"]
    seen["chip"] = dock.toolbar.chip.text()
    seen["verdict"] = dock.panels.balance.verdict
    seen["cells"] = dock.panels.balance.cells()
    model = dock.panels.parcels.table.model()
    seen["marks"] = sum(
        model.index(row, 0).data()[:1] in ("✗", "▲", "?", "●", "✓")
        for row in range(model.rowCount())
    )
    seen["summary"] = dock.panels.verdicts.summary
    seen["legend"] = [category.label() for category in dock.session.layer.renderer().categories()]


def paint(dock: Any, survey: QgsVectorLayer) -> Iterator[Any]:
    """The mouse is dragged over two squares of which none is tagged, with its button held."""
    layer, canvas = dock.session.layer, iface.mapCanvas()
    layer.startEditing()
    layer.selectAll()
    layer.deleteSelectedFeatures()
    dock.panels.tagging.choose("out")
    canvas.setDestinationCrs(survey.crs())
    canvas.setExtent(survey.extent().buffered(50))
    next(action for action in dock.kit.actions if action.text() == "刷选").trigger()
    yield lambda: not canvas.isDrawing()
    transform, view = canvas.getCoordinateTransform(), canvas.viewport()
    spots = [transform.transform(570_000 + east, 4_150_050) for east in (50, 150, 250)]
    places = [QPoint(round(spot.x()), round(spot.y())) for spot in spots]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=places[-1])
    yield lambda: layer.featureCount() == 2
    yield lambda: not canvas.isDrawing()
    seen["painted"] = sorted(round(feature.geometry().area()) for feature in layer.getFeatures())
    iface.mainWindow().grab().save(os.environ["JINCHU_RESULT"] + ".paint.png")
    layer.rollBack()
    yield lambda: layer.featureCount() == 3


def split(dock: Any) -> Iterator[Any]:
    """Split Features gives an id in the same undo."""
    layer = dock.session.layer

    def ids() -> list[str]:
        return sorted(str(feature["parcel_id"]) for feature in layer.getFeatures())

    layer.startEditing()
    layer.beginEditCommand("split")
    layer.splitFeatures([QgsPointXY(570_030, 4_149_990), QgsPointXY(570_030, 4_150_110)])
    layer.endEditCommand()
    yield lambda: ids() == ["LC0001", "LC0002", "LC0003", "LR0001"]
    seen["split"] = ids()
    iface.setActiveLayer(layer)
    iface.mainWindow().findChild(QAction, "mActionUndo").trigger()
    yield lambda: ids() == ["LC0001", "LC0002", "LR0001"]
    layer.rollBack()


def meet_another_window(dock: Any) -> Iterator[Any]:
    """Another program saves a note into a parcel that is edited here too: it is told, and not saved
    over."""
    layer = dock.session.layer
    [parcel] = dock.session.features_of("LC0001")
    layer.startEditing()
    layer.changeAttributeValue(parcel.id(), layer.fields().indexOf("note"), "此处")
    yield lambda: dock.session.unsaved == 1
    with closing(connect(Path(PLAN), 10)) as other:
        other.execute("UPDATE parcels SET note = '别处' WHERE parcel_id = 'LC0001'")
    yield lambda: "LC0001" in told()
    seen["another window"] = told()
    dock.panels.parcels.save_action.trigger()
    yield lambda: "没有保存" in told()
    seen["both changed"] = told()
    layer.rollBack()
    yield lambda: [f["note"] for f in dock.session.features_of("LC0001")] == ["别处"]


def lose_the_file(dock: Any) -> Iterator[Any]:
    """The plan's file is moved away while something is unsaved, which is saved elsewhere."""
    layer, away = dock.session.layer, f"{PLAN}.away"
    [parcel] = dock.session.features_of("LC0002")
    layer.startEditing()
    layer.changeAttributeValue(parcel.id(), layer.fields().indexOf("note"), "未丢")
    yield lambda: dock.session.unsaved == 1
    os.rename(PLAN, away)
    yield lambda: "不在了" in told()
    dock.panels.parcels.save_action.trigger()
    yield lambda: "修改没有保存" in told()
    seen["vanished"], seen["kept"] = told(), dock.session.unsaved
    dock.choosing.save_elsewhere(Path(f"{PLAN}.elsewhere.gpkg"))
    yield lambda: dock.session.unsaved == 0
    os.replace(away, PLAN)


def change_project(dock: Any) -> Iterator[Any]:
    """Another project takes the plan's layer away; the plan can be opened again."""
    iface.newProject(False)
    yield lambda: dock.session is None
    seen["without a plan"] = [dock.toolbar.chip.isEnabled(), dock.panels.parcels.model.rowCount()]
    dock.open_plan(Path(f"{PLAN}.elsewhere.gpkg"))
    yield lambda: dock.panels.parcels.model.rowCount() == 3


def told() -> str:
    """All that the message bar says."""
    return " ".join(item.text() for item in iface.messageBar().items())


def lose_a_layer(dock: Any, survey: QgsVectorLayer) -> Iterator[Any]:
    """The survey leaves the project."""
    QgsProject.instance().removeMapLayer(survey.id())
    yield lambda: "已移除" in dock.panels.balance.verdict
    seen["lost"] = dock.panels.roles.lost()


def add_survey() -> QgsVectorLayer:
    uri = (
        "Polygon?crs=EPSG:4544&field=DLBM:string(5)&field=GDDB:integer"
        "&field=ZLDWDM:string(19)&field=ZLDWMC:string(60)"
    )
    layer = QgsVectorLayer(uri, "DLTB", "memory")
    for number, code in enumerate(("0103", "0103", "0404")):
        x, y = 570_000 + 200 * number, 4_150_000
        feature = QgsFeature(layer.fields())
        ring = f"{x} {y}, {x} {y + 100}, {x + 100} {y + 100}, {x + 100} {y}, {x} {y}"
        feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({ring}))"))
        feature.setAttributes([code, 9, "6409991000010000000", "东村"])
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def fill_dialog() -> None:
    """The dialog of a new plan is modal: a timer types into it."""
    dialog = next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and hasattr(w, "header")
    )
    QTest.keyClicks(dialog.code, "640999")
    dialog.name.setText("云川县")
    dialog.year.setValue(2023)
    dialog.profile.setCurrentIndex(dialog.profile.findData("ningxia-2022"))
    dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    dialog.file.setFilePath(PLAN)
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()


run(steps())
