"""What the dock says of parcels and of the balance, and of land that is tagged already."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from qgis.core import QgsApplication, QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog, QMessageBox

from jinchu_pingheng.core.model import BLOCK, FAIL, IN, INFO, NA, OUT, PASS, UNKNOWN, WARN
from jinchu_pingheng.gui.editing.tagging import CUT, REPLACE, STAY
from jinchu_pingheng.gui.live import verdict_words
from jinchu_pingheng.plan.store import Plan
from jinchu_pingheng.verify import verify_package
from tests.qgis.dock_window import (
    X,
    idle,
    ids,
    inflow,
    message,
    rectangle,
    settle,
    survey_layer,
    tag,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("qgis_app")


def parcels(dock: Any) -> list[QgsFeature]:
    return list(dock.session.layer.getFeatures())


def test_levels_differ_in_mark_colour_and_word() -> None:
    levels = (BLOCK, WARN, INFO, UNKNOWN, PASS, NA)
    for told in (
        [verdict_words.MARKS[level] for level in levels],
        [verdict_words.LEVEL_COLORS[level].name() for level in levels],
        [verdict_words.level_word(level) for level in levels],
    ):
        assert len(set(told)) == len(levels)


def test_bans_come_first(dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer) -> None:
    inflow(dock, survey)
    dock.panels.verdicts.show_parcels(["LR0001"])
    marks = [text[0] for text in dock.panels.verdicts.texts() if text[0] in "✗▲?●"]
    assert marks[0] == "✗" and "?" in marks
    assert marks == sorted(marks, key="✗▲?●".index)


def test_green_only_where_nothing_banned_counts_and_the_lawful_figure_leads(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    """0404 flows in and is half red: 1 ha in that may not count, 2 ha out: -2 lawfully, -1 with
    it."""
    inflow(dock, survey)
    first, second = dock.panels.balance.verdict.split("\n")
    assert first == "未平衡：结余 -2.0000 公顷" and second == "计入禁止地块则为 -1.0000 公顷"


def test_a_banned_outflow_is_not_green(dock: Any, survey: QgsVectorLayer) -> None:
    farmland = QgsVectorLayer("Polygon?crs=EPSG:4544&field=BSM:string(5)", "永久基本农田", "memory")
    feature = QgsFeature(farmland.fields())
    feature.setGeometry(rectangle(0, 0, 100, 100))
    farmland.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(farmland)
    survey.selectByExpression(f"x_min($geometry) = {X}")
    dock.panels.tagging.choose(OUT)
    dock.panels.tagging.wanted.emit()
    tag(dock, survey, IN, "0404")
    idle(dock)
    assert "面积已平衡，但有 1 个禁止地块" in dock.panels.balance.verdict
    assert verdict_words.REACHED not in dock.panels.balance._verdict.styleSheet()


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (STAY, {"met": 10000.0, "other": 10000.0}),
        (CUT, {"met": 10000.0, "other": 10000.0, "LR0001": 4000.0}),
        (REPLACE, {"other": 10000.0, "LR0001": 10000.0}),
    ],
)
def test_land_that_is_tagged_already_is_asked_about(
    dock: Any,
    survey: QgsVectorLayer,
    iface: Any,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    left: dict[str, float],
) -> None:
    tag(dock, survey, OUT, "0103")  # 0 to 100 m and 200 to 300 m
    west = {f["parcel_id"]: f.geometry().boundingBox().xMinimum() == X for f in parcels(dock)}
    names = {name: "met" if is_west else "other" for name, is_west in west.items()}
    other = survey_layer("设施用地")
    other.dataProvider().truncate()
    feature = QgsFeature(other.fields())
    feature.setGeometry(rectangle(40, 0, 140, 100))
    other.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(other)
    iface.activate(other)
    asked: list[Any] = []

    def answering(overlap: Any) -> str:
        asked.append(overlap)
        return answer

    monkeypatch.setattr(dock.kit, "ask", answering)
    other.selectAll()
    dock.panels.tagging.choose(IN)
    dock.panels.tagging.wanted.emit()
    settle()
    assert [names[name] for name in asked[0].names] == ["met"]
    assert (asked[0].new, asked[0].m2) == (1, pytest.approx(6000))
    found = {names.get(f["parcel_id"], f["parcel_id"]): f.geometry().area() for f in parcels(dock)}
    assert found == pytest.approx(left)
    if answer != STAY:
        dock.session.layer.undoStack().undo()
        settle()
        assert ids(dock) == ["LC0001", "LC0002"]


def test_a_polygon_without_a_side_has_a_symbol_of_its_own(dock: Any) -> None:
    labels = [category.label() for category in dock.session.layer.renderer().categories()]
    assert labels == ["流出", "流入", "未标方向"]


def test_check_and_export_by_the_docks_layers(
    dock: Any,
    survey: QgsVectorLayer,
    red: QgsVectorLayer,
    plan_file: Path,
    iface: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    from jinchu_pingheng.gui.desk.export_dialog import ExportDialog

    inflow(dock, survey)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Save)
    dock.toolbar.check_action.trigger()
    wait_for(lambda: "检查完成" in message(iface), 60)
    assert "禁止" in message(iface) and "LR0001" in message(iface)
    with Plan.open(plan_file) as plan:
        assert {"DLTB", "STBHHX"} <= set(plan.layers_by_role())
        assert any(f.rule_id and f.verdict == FAIL for f in plan.findings())
    shown: list[str] = []

    def accept(dialog: Any) -> int:
        shown.append(dialog.lines.text())
        dialog._folder.setFilePath(str(tmp_path / "成果包"))
        go_on = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        assert not go_on.isEnabled()
        dialog.reason.setText("报县政府审议的草稿")
        assert go_on.isEnabled()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", accept)
    dock.toolbar.export_action.trigger()
    wait_for(lambda: "已导出" in message(iface), 240)
    assert "禁止" in shown[0] and "进出未平衡" in shown[0]
    manifest = json.loads((tmp_path / "成果包" / "manifest.json").read_text(encoding="utf-8"))
    totals = manifest["totals"]
    assert (totals["out_ha"], totals["in_ha"], totals["balanced"]) == ("2.0000", "1.0000", False)
    assert any(item["role"] == "map_location" for item in manifest["files"])
    document = docx.Document(str(next((tmp_path / "成果包").glob("*.docx"))))
    said = "继续导出的理由：报县政府审议的草稿"
    assert said in [paragraph.text for paragraph in document.paragraphs]
    report = openpyxl.load_workbook(next((tmp_path / "成果包").rglob("*检查报告.xlsx")))
    assert said in [cell.value for row in report["汇总"].iter_rows() for cell in row]
    assert verify_package(tmp_path / "成果包").differences == ()
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_algorithms_take_the_open_plan_and_its_layers_as_defaults(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    from jinchu_pingheng.processing.check import CheckConstraints

    algorithm = CheckConstraints().create()
    assert algorithm.parameterDefinition("PLAN").defaultValue() == str(plan_file)
    assert algorithm.parameterDefinition("DLTB").defaultValue() == survey.id()
    dock.close_plan()
    assert CheckConstraints().create().parameterDefinition("PLAN").defaultValue() is None
