"""A parcel is mended in the dock: preview first, then one undo step."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer

from jinchu_pingheng.core.model import FAIL, IN, OUT, UNKNOWN, Finding
from jinchu_pingheng.gui.side.fixes import Fix, fixes_for, fixes_of
from jinchu_pingheng.jobs.amend import BY_CLASS, CUT, TO_CROPLAND, TO_OTHER, TO_SURVEY, VALID
from jinchu_pingheng.plan import profiles
from tests.qgis.dock_window import (
    Interface,
    X,
    Y,
    idle,
    ids,
    inflow,
    land,
    message,
    rectangle,
    settle,
    tag,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("qgis_app")
NOTICE = profiles.load("ningxia-2022")


def finding(rule_id: str, direction: str, verdict: str = FAIL, m2: float | None = 5.0) -> Finding:
    return Finding("LC0001", direction, rule_id, "", "block", verdict, "", overlap_m2=m2)


def hows(found: Finding) -> list[str]:
    return [fix.how for fix in fixes_for(found, NOTICE)]


def test_a_conflict_with_land_can_be_cut_away() -> None:
    assert hows(finding("in-redline", IN)) == [CUT]


def test_what_is_of_the_wrong_class_can_be_cut_or_split_off() -> None:
    assert hows(finding("out-mixed", OUT)) == [CUT, TO_CROPLAND, BY_CLASS]
    assert hows(finding("in-mixed", IN)) == [CUT, TO_OTHER, BY_CLASS]


def test_no_shape_mends_what_is_not_known_or_has_no_place() -> None:
    assert hows(finding("in-redline", IN, UNKNOWN)) == []
    assert hows(finding("out-approved", OUT, m2=None)) == []
    assert hows(finding("out-belt-width", OUT)) == []


def propose(dock: Any, parcel_id: str, fix: Fix) -> Any:
    dock.fixing.ask(parcel_id, fix)
    wait_for(lambda: dock.fixing.proposal is not None)
    return dock.fixing.proposal


def test_the_land_in_the_ban_is_cut_away_and_comes_back_by_one_undo(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, iface: Interface
) -> None:
    inflow(dock, survey)
    steps = dock.session.layer.undoStack().index()
    propose(dock, "LR0001", Fix(CUT, "裁去冲突部分", "in-redline"))
    assert message(iface) == "LR0001 裁去冲突部分：10000.00 → 5000.00 平方米（裁去 5000.00）。"
    assert land(dock)["LR0001"] == 10000
    dock.fixing.make()
    idle(dock)
    assert land(dock)["LR0001"] == 5000
    assert dock.fixing.proposal is None and dock.session.layer.undoStack().index() == steps + 1
    dock.session.layer.undoStack().undo()
    settle()
    assert land(dock)["LR0001"] == 10000


def test_a_parcel_that_is_split_gives_its_values_but_not_its_id(
    dock: Any, survey: QgsVectorLayer
) -> None:
    tag(dock, survey, OUT, "0103")
    [first, _] = sorted(dock.session.layer.getFeatures(), key=lambda f: f["parcel_id"])
    dock.session.layer.changeGeometry(first.id(), rectangle(230, 0, 450, 100))
    other = next(f for f in dock.session.layer.getFeatures() if f["parcel_id"] == "LC0002")
    dock.session.layer.deleteFeature(other.id())
    survey.startEditing()
    survey.changeGeometry(
        next(f.id() for f in survey.getFeatures() if f["DLBM"] == "0404"),
        rectangle(300, 0, 500, 100),
    )
    survey.commitChanges()
    idle(dock)
    propose(dock, "LC0001", Fix(BY_CLASS, "沿地类界线分割"))
    dock.fixing.make()
    settle()
    assert land(dock) == {"LC0001": 15000, "LC0003": 7000}
    assert {f["direction"] for f in dock.session.layer.getFeatures()} == {OUT}
    dock.session.layer.undoStack().undo()
    settle()
    assert ids(dock) == ["LC0001"]


def test_a_parcel_of_which_nothing_stays_is_removed_when_the_user_says_so(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, iface: Interface
) -> None:
    feature = inflow(dock, survey)
    dock.session.layer.changeGeometry(feature.id(), rectangle(400, 0, 450, 100))
    idle(dock)
    propose(dock, "LR0001", Fix(CUT, "裁去冲突部分", "in-redline"))
    assert "要移除整个地块吗" in message(iface)
    dock.fixing.dismiss()
    assert "LR0001" in ids(dock)
    propose(dock, "LR0001", Fix(CUT, "裁去冲突部分", "in-redline"))
    dock.fixing.make()
    settle()
    assert "LR0001" not in ids(dock)


def test_a_parcel_that_changed_after_the_preview_is_left_alone(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, iface: Interface
) -> None:
    feature = inflow(dock, survey)
    propose(dock, "LR0001", Fix(CUT, "裁去冲突部分", "in-redline"))
    dock.session.layer.changeGeometry(feature.id(), rectangle(440, 0, 500, 100))
    dock.fixing.make()
    assert "已经改变" in message(iface)
    assert land(dock)["LR0001"] == 6000


def test_an_outline_near_the_survey_is_led_along_it_and_another_one_left_alone(
    dock: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    feature = inflow(dock, survey)
    dock.session.layer.changeGeometry(feature.id(), rectangle(400.5, 0.5, 500, 100))
    idle(dock)
    [snap] = [fix for fix in fixes_of(IN) if fix.how == TO_SURVEY]
    assert snap.text == "贴合图斑界线（1 米以内）"
    propose(dock, "LR0001", snap)
    dock.fixing.make()
    idle(dock)
    assert land(dock)["LR0001"] == 10000
    dock.fixing.ask("LR0001", snap)
    wait_for(lambda: "没有需要修改的部分" in message(iface))


def test_a_shape_with_one_meaning_is_repaired_and_another_one_refused(
    dock: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    feature = inflow(dock, survey)
    spike = f"{X + 400} {Y}, {X + 450} {Y}, {X + 450} {Y - 50}, {X + 450} {Y}, {X + 500} {Y}"
    square = f"{spike}, {X + 500} {Y + 100}, {X + 400} {Y + 100}, {X + 400} {Y}"
    bow = f"{X} {Y}, {X + 60} {Y + 60}, {X + 60} {Y}, {X} {Y + 60}, {X} {Y}"
    for ring, known in ((square, True), (bow, False)):
        shape = QgsGeometry.fromWkt(f"MultiPolygon((({ring})))")
        dock.session.layer.changeGeometry(feature.id(), shape)
        settle()
        dock.fixing.ask("LR0001", Fix(VALID, "修复图形"))
        assert (dock.fixing.proposal is not None) == known
        if known:
            assert "已修复，修复后 10000.00 平方米" in message(iface)
            dock.fixing.make()
            assert land(dock)["LR0001"] == 10000
        else:
            assert "图形不能自动修复" in message(iface) and "自相交" in message(iface)


def test_nothing_is_mended_before_the_check_knows_the_survey(dock: Any, iface: Interface) -> None:
    dock.fixing.ask("LC0001", Fix(BY_CLASS, "沿地类界线分割"))
    assert "尚未检查" in message(iface)
