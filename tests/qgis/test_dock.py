"""The dock on small real layers: what it tags, undoes, saves, shows and asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import (
    SQUARES,
    Interface,
    X,
    Y,
    message,
    save,
    settle,
    survey_layer,
    tag,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_tagging_copies_the_selection_into_the_edit_buffer_only(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    tag(dock, survey, IN, "0404")
    layer = dock.session.layer
    assert sorted(f["direction"] for f in layer.getFeatures()) == [IN, OUT, OUT]
    assert {f["source_layer"] for f in layer.getFeatures()} == {"DLTB"}
    with Plan.open(plan_file) as plan:
        assert plan.parcels() == []
    assert dock.session.unsaved == 2
    assert not survey.isEditable() and survey.featureCount() == len(SQUARES)


def test_one_action_is_one_undo(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    assert dock.session.layer.featureCount() == 2
    dock.panels.parcels.undo_action.trigger()
    settle()
    assert dock.session.layer.featureCount() == 0
    assert not dock.panels.parcels.undo_action.isEnabled()
    dock.panels.parcels.redo_action.trigger()
    assert dock.session.layer.featureCount() == 2


def test_saving_writes_the_plan_and_undo_ends(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    assert dock.panels.parcels.save_action.isEnabled()
    dock.panels.parcels.save_action.trigger()
    settle()
    with Plan.open(plan_file) as plan:
        assert [(p.parcel_id, p.direction, p.type) for p in plan.parcels()] == [
            ("LC0001", OUT, 1),
            ("LC0002", OUT, 1),
        ]
    assert dock.session.unsaved == 0
    assert not dock.panels.parcels.save_action.isEnabled()


def test_what_was_selected_is_selected_after_saving(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    [fid] = dock.panels.parcels.fids_of("LC0002")
    dock.session.layer.selectByIds([fid])
    save(dock)
    chosen = dock.session.layer.selectedFeatures()
    assert [feature["parcel_id"] for feature in chosen] == ["LC0002"] and chosen[0].id() > 0
    assert dock.panels.parcels.chosen_parcels() == ["LC0002"]


def test_a_selection_with_broken_geometry_is_refused_whole(
    dock: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    broken = QgsFeature(survey.fields())
    broken.setGeometry(
        QgsGeometry.fromWkt(
            f"Polygon(({X} {Y}, {X + 9} {Y + 9}, {X + 9} {Y}, {X} {Y + 9}, {X} {Y}))"
        )
    )
    broken.setAttribute("DLBM", "0103")
    survey.dataProvider().addFeatures([broken])
    tag(dock, survey, OUT, "0103")
    assert dock.session.layer.featureCount() == 0
    assert not dock.session.layer.isEditable()
    assert "图形为空或无效" in message(iface)


def test_an_exception_takes_back_the_whole_command(dock: Any, survey: QgsVectorLayer) -> None:
    from jinchu_pingheng.gui.editing.tagging import edit_command

    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    with pytest.raises(ZeroDivisionError), edit_command(layer, "x"):
        layer.deleteFeatures(layer.allFeatureIds())
        raise ZeroDivisionError
    assert layer.featureCount() == 2
    assert not layer.undoStack().canRedo() and layer.undoStack().index() == 1


def test_a_command_inside_another_edit_is_refused(dock: Any) -> None:
    from jinchu_pingheng.gui.editing.tagging import edit_command

    outer, inner = (edit_command(dock.session.layer, text) for text in ("x", "y"))
    with outer, pytest.raises(PlanError, match="尚未结束"), inner:
        pass


def test_the_list_shows_selects_and_removes(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    tag(dock, survey, IN, "0404")
    table = dock.panels.parcels.table
    cells = [
        [table.model().index(r, c).data() for c in range(1, 5)]
        for r in range(table.model().rowCount())
    ]
    assert cells == [
        ["LC0001", "流出", "1", "1.0000"],
        ["LC0002", "流出", "1", "1.0000"],
        ["LR0001", "流入", "1", "1.0000"],
    ]
    table.selectRow(2)
    (chosen,) = dock.session.layer.selectedFeatures()
    assert chosen["parcel_id"] == "LR0001"
    dock.panels.parcels.remove_action.trigger()
    settle()
    assert [f["parcel_id"] for f in dock.session.layer.getFeatures()] == ["LC0001", "LC0002"]
    assert table.model().rowCount() == 2


def test_a_selection_on_the_map_marks_the_list(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    dock.session.layer.selectByExpression("parcel_id = 'LC0002'")
    assert dock.panels.parcels.chosen_parcels() == ["LC0002"]


def test_the_project_of_outflow_is_no_name_of_what_flows_in(dock: Any) -> None:
    form = dock.panels.tagging
    form._name.setText("东干渠绿化工程")
    form.choose(IN)
    assert form.tag.attributes["name"] == ""
    form._name.setText("东地")
    form.choose(OUT)
    assert form.tag.attributes["project"] == "东干渠绿化工程"
    form.choose(IN)
    assert form.tag.attributes["name"] == "东地"


def test_the_balance_follows_the_edits(dock: Any, survey: QgsVectorLayer) -> None:
    panel = dock.panels.balance
    tag(dock, survey, OUT, "0103")
    wait_for(lambda: "未平衡" in panel.verdict)
    assert panel.cells()[-1] == ["合计", "2.0000", "0.0000", "-2.0000"]
    tag(dock, survey, IN, "0404")
    wait_for(lambda: panel.cells()[-1][2] == "1.0000")
    dock.panels.parcels.undo_action.trigger()
    wait_for(lambda: panel.cells()[-1][2] == "0.0000")


def test_without_a_survey_layer_the_dock_says_what_is_missing(dock: Any, iface: Interface) -> None:
    layer = survey_layer("图斑")
    QgsProject.instance().addMapLayer(layer)
    iface.activate(layer)
    dock.panels.roles.choose("DLTB", None)
    tag(dock, layer, OUT, "0103")
    assert "选择地类图斑" in dock.panels.balance.verdict


@pytest.mark.parametrize(
    ("answer", "open_after", "saved"),
    [("Cancel", True, 0), ("Discard", False, 0), ("Save", False, 2)],
)
def test_closing_with_unsaved_edits_asks(
    dock: Any,
    survey: QgsVectorLayer,
    plan_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    open_after: bool,
    saved: int,
) -> None:
    from qgis.PyQt.QtWidgets import QMessageBox

    tag(dock, survey, OUT, "0103")
    chosen = getattr(QMessageBox.StandardButton, answer)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: chosen)
    assert dock.close_plan() is not open_after
    assert (dock.session is not None) is open_after
    with Plan.open(plan_file) as plan:
        assert len(plan.parcels()) == saved


def test_removing_the_layer_from_the_project_ends_the_session(
    dock: Any, survey: QgsVectorLayer
) -> None:
    QgsProject.instance().removeMapLayer(dock.session.layer.id())
    assert dock.session is None
    survey.selectAll()
    dock.panels.tagging.wanted.emit()
    assert dock.panels.currentIndex() == 0


def test_removing_the_source_layer_leaves_nothing_to_tag(dock: Any, survey: QgsVectorLayer) -> None:
    survey.selectAll()
    assert dock.panels.tagging.button.isEnabled()
    QgsProject.instance().removeMapLayer(survey.id())
    assert not dock.panels.tagging.button.isEnabled()


def test_a_saved_project_brings_its_plan_back(dock: Any, plan_file: Path, tmp_path: Path) -> None:
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    assert dock.session is None
    assert project.read(str(tmp_path / "p.qgz"))
    assert dock.session is not None and dock.session.plan.path == plan_file


def test_the_plans_own_layer_is_never_a_source(
    dock: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    tag(dock, survey, OUT, "0103")
    iface.activate(dock.session.layer)
    dock.session.layer.selectAll()
    assert not dock.panels.tagging.button.isEnabled()
    assert dock.panels.roles.layers()["DLTB"] == survey


def test_the_dock_fits_320_pixels(dock: Any) -> None:
    dock.panels.resize(320, 600)
    settle()
    assert dock.panels.minimumSizeHint().width() <= 320
    page = dock.panels.currentWidget()
    assert page.minimumSizeHint().width() <= 320
    assert page.minimumSizeHint().height() <= 600, "it must fit without scrolling"


def test_every_control_is_reachable_by_keyboard(dock: Any, survey: QgsVectorLayer) -> None:
    from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    from jinchu_pingheng.gui.layers.role_dialog import RoleDialog

    controls = [
        w
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for w in dock.panels.tagging.findChildren(kind)
    ]
    assert len(controls) == 6
    dialog = RoleDialog(dock.session, dock.panels.roles)
    choosing = [*dialog.detail.findChildren(QComboBox), *dialog.declaration.findChildren(QComboBox)]
    assert choosing
    controls += [dock.panels.parcels.table, dialog.table, dialog.detail.table, *choosing]
    for control in controls:
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_a_new_plan_needs_everything_said(tmp_path: Path) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    from jinchu_pingheng.gui.desk.new_plan_dialog import NewPlanDialog

    dialog = NewPlanDialog([("ningxia-2022", "宁夏 2022")])
    assert not dialog.ready and "代码" in dialog.missing
    dialog.code.setText("64099")
    assert "代码" in dialog.missing
    dialog.code.setText("640999")
    assert "名称" in dialog.missing
    dialog.name.setText("云川县")
    dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    assert "投影坐标系" in dialog.missing
    dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    dialog.file.setFilePath(str(tmp_path / "方案"))
    dialog.year.setValue(2023)
    assert dialog.ready and dialog.missing == ""
    assert dialog.path() == tmp_path / "方案.gpkg"
    assert dialog.header() == Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544")


def test_the_user_chooses_the_notice_not_the_alphabet(tmp_path: Path) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    from jinchu_pingheng.gui.desk.new_plan_dialog import NewPlanDialog

    dialog = NewPlanDialog([("jianning-2023", "建宁"), ("ningxia-2022", "宁夏 2022")])
    dialog.code.setText("640999")
    dialog.name.setText("云川县")
    dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    dialog.file.setFilePath(str(tmp_path / "方案"))
    assert not dialog.ready and "通知" in dialog.missing
    dialog.profile.setCurrentIndex(1)
    assert dialog.ready and dialog.header().profile == "ningxia-2022"
