"""Runs inside QGIS: a technician's first hour on the sample county, by mouse and keys, with a
picture of every step in the folder JINCHU_SCREENS.

JINCHU_COUNTY, JINCHU_FOLDER: the county's layers; where plan and package go, and where a township's
workbook and shapes lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hands import (
    RIGHT,
    button,
    button_of,
    choose,
    click,
    dialog,
    drag,
    idle,
    inside,
    press,
    press_action,
    shot,
    write,
)
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialogButtonBox, QDockWidget, QLineEdit, QToolButton
from qgis.utils import iface, plugins
from running import Steps, run, seen

import jinchu_pingheng
from jinchu_pingheng.core.model import IN, OUT

COUNTY, FOLDER = (Path(os.environ[name]) for name in ("JINCHU_COUNTY", "JINCHU_FOLDER"))
PLAN = FOLDER / "云川县2023年度方案.gpkg"
SYMBOLS = {
    "DLTB": {"color": "#f3efe2", "outline_color": "#b3a98c", "outline_width": "0.2"},
    "STBHHX": {"color": "230,60,60,50", "outline_color": "#d03030", "outline_width": "0.5"},
    "XZQ": {"style": "no", "outline_color": "#7a5cc0", "outline_width": "0.6"},
}
"""As an office draws them; the other layers are not shown."""
WIDTH, HEIGHT = 1440, 900
VIEW = QgsRectangle(565_050, 4_150_350, 566_900, 4_151_200)

# polygons of the survey (fid): dry land outside basic farmland; land that is marked as restorable
OUT_SELECTED, OUT_CLICKED = (12221, 12237, 12245), (12875, 12886)
IN_SELECTED, IN_CLICKED = (12214, 12218, 12222), (12216, 12262)
BANNED = 12242
"""Its northern end lies in the red line."""
DRAWN_IN = 12261


def steps() -> Steps:
    yield lambda: "jinchu_pingheng" in plugins
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, WIDTH, HEIGHT)
    for panel in window.findChildren(QDockWidget):
        if panel.objectName() in ("Browser", "GPSInformation"):
            panel.close()
    seen["installed"] = str(Path(jinchu_pingheng.__file__).parent)
    press_action(plugins["jinchu_pingheng"].action)
    dock = window.findChild(QDockWidget, "jinchuPinghengDock")
    yield dock.isVisible
    yield from shot("01-面板打开")
    yield from make_plan(dock)
    add_layers()
    yield from shot("04-载入图层")
    yield from set_up(dock)
    yield from tag_out(dock)
    yield from tag_in(dock)
    yield from cut_ban_away(dock)
    yield from lock(dock)
    yield from import_township(dock)
    yield from balance(dock)
    yield from export(dock)


def make_plan(dock: Any) -> Steps:
    yield from choose(menu_button(dock), "新建方案", picture="02-方案菜单")
    yield lambda: dialog() is not None
    form = dialog()
    write(form.code, "640999")
    write(form.name, "云川县")
    form.year.setFocus()
    form.year.setValue(2023)
    form.profile.setCurrentIndex(form.profile.findData("ningxia-2022"))
    form.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    write(form.file.lineEdit(), str(PLAN))
    yield lambda: form.ready
    yield from shot("03-新建方案")
    press(button(form, "新建"))
    yield lambda: dock.session is not None


def add_layers() -> None:
    """As they are dragged in from the browser: named after their files."""
    group = QgsProject.instance().layerTreeRoot().addGroup("云川县")
    paths = [*COUNTY.glob("*.gpkg"), *COUNTY.glob("*.shp"), *COUNTY.glob("*.tif")]
    for path in sorted(paths, key=lambda path: (path.stem == "DLTB", path.stem)):
        if path.stem == "parcels":
            continue
        if path.suffix == ".tif":
            layer = QgsRasterLayer(str(path), path.stem)
        else:
            layer = QgsVectorLayer(str(path), path.stem, "ogr")
        QgsProject.instance().addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
        node.setItemVisibilityChecked(path.stem in SYMBOLS)
        if path.stem in SYMBOLS:
            symbol = QgsFillSymbol.createSimple(SYMBOLS[path.stem])
            layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    canvas = iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    canvas.setExtent(VIEW)


def set_up(dock: Any) -> Steps:
    press_action(dock.toolbar.layers_action)
    yield lambda: dialog() is not None
    yield from shot("05-图层设置")
    press(dialog().findChild(QDialogButtonBox).buttons()[0])
    yield lambda: dialog() is None and "DLTB" in dock.panels.roles.layers()


def tag_out(dock: Any) -> Steps:
    """Three by QGIS's own selection and the form, two by the plugin's click."""
    press_side(dock, OUT)
    yield lambda: dock.panels.tagging.direction == OUT
    write(dock.panels.tagging.findChild(QLineEdit), "东干渠绿化工程")
    yield from select(OUT_SELECTED)
    yield dock.panels.tagging.button.isEnabled
    yield from shot("06-选择要流出的图斑")
    press(dock.panels.tagging.button)
    yield lambda: judged(dock, OUT, 3)
    yield from shot("07-标为流出")
    yield from take(dock, "点选")
    for fid in OUT_CLICKED:
        click(inside(polygon(fid)))
    yield lambda: judged(dock, OUT, 5)
    yield from shot("08-点选标注")


def tag_in(dock: Any) -> Steps:
    """By selection, click, paint and drawing."""
    press_side(dock, IN)
    yield lambda: dock.panels.tagging.direction == IN
    yield from select(IN_SELECTED)
    press(dock.panels.tagging.button)
    yield lambda: judged(dock, IN, 3)
    yield from take(dock, "点选")
    for fid in IN_CLICKED:
        click(inside(polygon(fid)))
    yield lambda: judged(dock, IN, 5)
    yield from take(dock, "刷选")
    middle = inside(polygon(BANNED))
    drag([middle, QgsPointXY(middle.x() + 8, middle.y()), QgsPointXY(middle.x(), middle.y() - 8)])
    yield lambda: judged(dock, IN, 6)
    yield from shot("09-流入地块")
    yield from take(dock, "绘制")
    box = polygon(DRAWN_IN).boundingBox()
    middle, reach = inside(polygon(DRAWN_IN)), min(box.width(), box.height()) / 5
    for east, north in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        click(QgsPointXY(middle.x() + east * reach, middle.y() + north * reach))
    yield from shot("10-绘制中")
    click(middle, RIGHT)
    yield lambda: judged(dock, IN, 7)
    yield from shot("11-绘制完成")


def cut_ban_away(dock: Any) -> Steps:
    """The list tells which parcel is banned; its card, how it is mended."""
    parcels = dock.panels.parcels
    dock.lists.show_page(parcels)
    model = parcels.table.model()
    rows = [row for row in range(model.rowCount()) if model.index(row, 0).data().startswith("✗")]
    seen["banned"] = [model.index(row, 1).data() for row in rows]
    place = parcels.table.visualRect(model.index(rows[0], 1)).center()
    QTest.mouseClick(parcels.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    yield lambda: dock.panels.card.verdicts.texts()[:1] != []
    yield from shot("12-禁止地块")
    verdicts = dock.panels.card.verdicts.list
    place = verdicts.visualItemRect(verdicts.item(0)).center()
    QTest.mouseClick(verdicts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    fix = next(b for b in dock.panels.card.findChildren(QToolButton) if b.text() == "修改图形")
    yield from choose(fix, "裁去", picture="13-修改图形菜单")
    yield lambda: dock.fixing.proposal is not None
    yield from shot("14-裁去预览")
    proposal = dock.fixing.proposal
    seen["cut"] = [float(m2) for m2 in (proposal.before_m2, *proposal.parts_m2)]
    press(button(iface.messageBar(), "修改"))
    yield lambda: dock.fixing.proposal is None and settled(dock) and banned(dock) == 0
    yield from shot("15-裁去之后")


def lock(dock: Any) -> Steps:
    """What is settled is locked: the parcel that was cut is still selected."""
    press_action(dock.kit.lock_action)
    yield lambda: dock.session.plan.locked
    yield from shot("16-锁定")


def import_township(dock: Any) -> Steps:
    yield from choose(menu_button(dock), "导入乡镇申报")
    yield lambda: dock.importing.dialog is not None
    form = dock.importing.dialog
    press(button(form, "添加文件"))
    yield lambda: dialog() is not None and dialog() is not form
    names = " ".join(f'"{path}"' for path in (FOLDER / "沙岭镇.xlsx", FOLDER / "沙岭镇.shp"))
    dialog().findChild(QLineEdit).setText(names)
    QTest.keyClick(dialog().findChild(QLineEdit), Qt.Key.Key_Return)
    yield lambda: form.all.isEnabled() or form.usable.isEnabled()
    seen["review"] = form.summary.text()
    yield from shot("17-导入乡镇申报")
    press(form.all)
    yield lambda: dock.importing.dialog is None and judged(dock, IN, 9)
    yield from shot("18-导入之后")


def balance(dock: Any) -> Steps:
    press(dock.toolbar.chip)
    yield dock.panels.balance_page.isVisible
    seen["chip"], seen["verdict"] = dock.toolbar.chip.text(), dock.panels.balance.verdict
    yield from shot("19-平衡")
    dock.lists.show_page(dock.panels.issues)
    yield from shot("20-问题")
    press_action(dock.panels.parcels.save_action)
    yield lambda: dock.session.unsaved == 0
    dock.lists.show_page(dock.panels.history)
    yield from shot("21-保存和历史")


def export(dock: Any) -> Steps:
    press_action(dock.toolbar.export_action)
    yield lambda: dialog() is not None
    form = dialog()
    write(form.reason, "试编，待补同意文件")
    yield from shot("22-导出")
    press(form.buttons.buttons()[0])
    yield lambda: dialog() is None
    folder = FOLDER / "云川县2023年度成果包"
    yield lambda: (folder / "manifest.json").exists() and idle()
    yield from shot("23-导出完成")
    seen["package"] = str(folder)


def select(fids: tuple[int, ...]) -> Steps:
    """With QGIS's tool: a click, then further ones with Shift."""
    survey = layer("DLTB")
    iface.setActiveLayer(survey)
    iface.actionSelect().trigger()
    for place, fid in enumerate(fids):
        keys = Qt.KeyboardModifier.ShiftModifier if place else Qt.KeyboardModifier.NoModifier
        click(inside(polygon(fid)), keys=keys)
        yield lambda wanted=set(fids[: place + 1]): set(survey.selectedFeatureIds()) == wanted


def take(dock: Any, tool: str) -> Steps:
    action = next(action for action in dock.kit.actions if action.text() == tool)
    press(button_of(action))
    yield action.isChecked


def press_side(dock: Any, side: str) -> None:
    press(dock.panels.tagging._button(side))


def menu_button(dock: Any) -> Any:
    return next(b for b in dock.toolbar.findChildren(QToolButton) if b.menu() is dock.toolbar.menu)


def judged(dock: Any, side: str, count: int) -> bool:
    """So many parcels of a side are there, and everything is judged."""
    return dock.panels.parcels.count(side) == count and settled(dock)


def settled(dock: Any) -> bool:
    model = dock.panels.parcels.table.model()
    return not dock._checking.check.busy and all(
        model.index(row, 0).data() for row in range(model.rowCount())
    )


def banned(dock: Any) -> int:
    model = dock.panels.parcels.table.model()
    return sum(model.index(r, 0).data().startswith("✗") for r in range(model.rowCount()))


def layer(name: str) -> QgsVectorLayer:
    return QgsProject.instance().mapLayersByName(name)[0]


def polygon(fid: int) -> Any:
    return layer("DLTB").getFeature(fid).geometry()


run(steps())
