"""Ids of parcels in the dock: unique by themselves, whatever made the parcel, and never given out
again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsPointXY, QgsProject, QgsVectorLayer, QgsVectorLayerUtils

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.core.parcel_ids import Numbering, require_unique_ids
from jinchu_pingheng.jobs.balance import balance_plan
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import X, Y, copy_of, ids, message, save, settle, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_split_features_gives_the_new_part_an_id_in_the_same_undo(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    layer = dock.session.layer
    layer.startEditing()
    layer.beginEditCommand("Features split")
    line = [QgsPointXY(X + 30, Y - 10), QgsPointXY(X + 30, Y + 110)]
    assert layer.splitFeatures(line) == 0
    layer.endEditCommand()
    settle()
    assert ids(dock) == ["LC0001", "LC0002", "LC0003"]
    assert "LC0003（原 LC000" in message(iface)
    layer.undoStack().undo()
    settle()
    assert ids(dock) == ["LC0001", "LC0002"] and layer.undoStack().index() == 0
    layer.undoStack().redo()
    settle()
    assert ids(dock) == ["LC0001", "LC0002", "LC0003"]
    save(dock)
    with Plan.open(plan_file) as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LC0003"]


def test_a_pasted_copy_gets_an_id_of_its_own_and_the_user_is_told(
    dock: Any, survey: QgsVectorLayer, iface: Any
) -> None:
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    layer.addFeatures([copy_of(dock, "LC0001"), copy_of(dock, "LC0001")])
    settle()
    assert ids(dock) == ["LC0001", "LC0002", "LC0003", "LC0004"]
    assert "LC0003（原 LC0001 已有地块使用）" in message(iface)
    assert "-" not in message(iface).replace("耕地", "")  # no feature number


def test_a_copy_saved_at_once_by_qgis_itself_is_unique_too(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    layer.addFeature(copy_of(dock, "LC0002"))
    assert layer.commitChanges()  # before the dock had a moment of its own
    with Plan.open(plan_file) as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LC0003"]


def test_an_id_typed_over_another_is_taken_back(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    (second,) = [f for f in layer.getFeatures() if f["parcel_id"] == "LC0002"]
    layer.changeAttributeValue(second.id(), layer.fields().indexOf("parcel_id"), "LC0001")
    settle()
    assert ids(dock) == ["LC0001", "LC0002"]


def test_the_id_of_a_removed_parcel_is_never_given_out_again(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    layer = dock.session.layer
    (last,) = [f.id() for f in layer.getFeatures() if f["parcel_id"] == "LC0002"]
    dock.panels.parcels.removed.emit([last])
    settle()
    save(dock)
    assert ids(dock) == ["LC0001"]
    dock.close_plan()
    dock.open_plan(plan_file)
    settle()
    layer = dock.session.layer
    layer.startEditing()
    layer.addFeature(copy_of(dock, "LC0001", parcel_id=None))
    settle()
    assert ids(dock) == ["LC0001", "LC0003"]


def double_ids(plan_file: Path, name: Any) -> None:
    """Give all parcels of a plan one id, as an older version or another program may have."""
    layer = QgsVectorLayer(f"{plan_file}|layername=parcels", "x", "ogr")
    place = layer.fields().indexOf("parcel_id")
    assert layer.dataProvider().changeAttributeValues(
        {fid: {place: name} for fid in layer.allFeatureIds()}
    )


@pytest.mark.parametrize(
    ("name", "said"), [("LC0001", "编号重复：LC0001（2 块）"), (None, "2 个地块没有编号")]
)
def test_check_and_balance_refuse_ids_that_are_not_unique(
    dock: Any, survey: QgsVectorLayer, plan_file: Path, name: Any, said: str
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    dock.close_plan()
    double_ids(plan_file, name)
    for refuse in (lambda: check_plan(plan_file, {}), lambda: balance_plan(plan_file)):
        with pytest.raises(PlanError, match=said):
            refuse()


def test_a_plan_with_double_ids_offers_new_ones(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    from qgis.PyQt.QtWidgets import QPushButton

    tag(dock, survey, OUT, "0103")
    save(dock)
    dock.close_plan()
    double_ids(plan_file, "LC0001")
    dock.open_plan(plan_file)
    settle()
    (button,) = [
        b for b in iface.bar.currentItem().findChildren(QPushButton) if b.text() == "重新编号"
    ]
    button.click()
    settle()
    assert ids(dock) == ["LC0001", "LC0003"]


def test_numbers_go_up_on_each_side_by_itself() -> None:
    numbering = Numbering(["LC0007", "LR0002", "甲-1", ""])
    assert [numbering.next(side) for side in (OUT, OUT, IN)] == ["LC0008", "LC0009", "LR0003"]
    assert numbering.last == ["LC0009", "LR0003"]


def test_ids_that_are_unique_are_not_refused() -> None:
    require_unique_ids(["LC0001", "LC0002", "甲"])
    with pytest.raises(PlanError, match="1 个地块没有编号，编号重复：甲（2 块）"):
        require_unique_ids(["甲", "", "甲"])


def test_qgis_tools_that_copy_attributes_are_met_too(dock: Any, survey: QgsVectorLayer) -> None:
    """Duplicate Feature makes its copy by QgsVectorLayerUtils, as Paste Features does."""
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    first = next(layer.getFeatures())
    QgsVectorLayerUtils.duplicateFeature(layer, first, QgsProject.instance(), 0)
    settle()
    assert len(ids(dock)) == len(set(ids(dock))) == 3
