"""The card of the selected parcels: state, findings with what can be done, a form for one and for
many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QLabel

from jinchu_pingheng.core.model import OUT, Finding
from jinchu_pingheng.gui.map.map_view import AROUND, NEAREST_SCALE
from jinchu_pingheng.gui.side.exception_dialog import ExceptionDialog
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import idle, inflow, message, save, settle, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def select(dock: Any, *names: str) -> None:
    text = ",".join(f"'{name}'" for name in names)
    dock.session.layer.selectByExpression(f"parcel_id in ({text})")
    settle()


def mark(dock: Any, words: str) -> None:
    """Click the finding that says these words."""
    panel = dock.panels.verdicts
    row = next(i for i, text in enumerate(panel.texts()) if words in text)
    panel.list.setCurrentRow(row)


def values(dock: Any, field: str) -> dict[str, Any]:
    return {f["parcel_id"]: f[field] for f in dock.session.layer.getFeatures()}


def enter(dock: Any, field: str, text: str) -> None:
    line = dock.panels.card.form.editors[field]
    line.setText(text)
    line.setModified(True)
    line.editingFinished.emit()
    settle()


@pytest.fixture
def judged(dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer) -> Any:
    inflow(dock, survey)
    return dock


def test_the_card_names_the_state(judged: Any) -> None:
    select(judged, "LR0001")
    assert "LR0001" in judged.panels.verdicts.summary and "✗ 禁止" in judged.panels.verdicts.summary
    select(judged, "LC0001")
    assert "? 待补" in judged.panels.verdicts.summary


def test_what_a_finding_asks_for_is_marked_and_filled_in_place(judged: Any) -> None:
    select(judged, "LC0001")
    card = judged.panels.card
    assert card.form._labels["consent_doc"].text().startswith("? ")
    mark(judged, "未填承包户知情同意书")
    card.fill_action.trigger()
    assert card.tabs.currentWidget() is card.form
    enter(judged, "consent_doc", "云林流转〔2023〕3号")
    idle(judged)
    assert values(judged, "consent_doc")["LC0001"] == "云林流转〔2023〕3号"
    assert not any("未填承包户知情同意书" in text for text in judged.panels.verdicts.texts())
    assert not card.form._labels["consent_doc"].text().startswith("? ")


def test_several_parcels_are_filled_together_as_one_step(judged: Any) -> None:
    select(judged, "LC0001", "LC0002")
    before = judged.session.layer.undoStack().index()
    enter(judged, "project", "绿化工程")
    filled = values(judged, "project")
    assert [filled[name] for name in ("LC0001", "LC0002")] == ["绿化工程"] * 2
    assert filled["LR0001"] != "绿化工程"
    assert judged.session.layer.undoStack().index() == before + 1
    judged.panels.parcels.undo_action.trigger()
    settle()
    assert "绿化工程" not in values(judged, "project").values()


def test_parcels_of_both_sides_share_only_common_fields(judged: Any) -> None:
    select(judged, "LC0001", "LR0001")
    names = set(judged.panels.card.form.editors)
    assert "approval_doc" in names and not names & {"type", "target_class", "planned_class"}
    select(judged, "LR0001")
    assert "planned_class" in judged.panels.card.form.editors


def test_lists_and_dates_write_the_plans_own_values(judged: Any) -> None:
    from qgis.PyQt.QtCore import QDateTime

    select(judged, "LC0001")
    editors = judged.panels.card.form.editors
    box = editors["target_class"]
    box.setCurrentIndex(box.findData("0201"))
    box.activated.emit(box.currentIndex())
    settle()
    month = judged.panels.card.form.editors["start_month"]
    month.setDateTime(QDateTime.fromString("2023-04-01", "yyyy-MM-dd"))
    settle()
    assert values(judged, "target_class")["LC0001"] == "0201"
    assert values(judged, "start_month")["LC0001"] == "2023-04"


def test_differing_values_are_not_overwritten_by_looking(judged: Any) -> None:
    select(judged, "LC0001")
    enter(judged, "project", "甲工程")
    select(judged, "LC0001", "LC0002")
    line = judged.panels.card.form.editors["project"]
    assert line.text() == "" and "各不相同" in line.placeholderText()
    line.editingFinished.emit()
    settle()
    assert values(judged, "project")["LC0001"] == "甲工程"


def test_an_exception_is_recorded_with_reason_and_document(
    judged: Any, plan_file: Path, monkeypatch: pytest.MonkeyPatch, iface: Any
) -> None:
    save(judged)
    select(judged, "LR0001")
    mark(judged, "生态保护红线")

    def accept(dialog: ExceptionDialog) -> int:
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        assert not ok.isEnabled()
        dialog.reason.setPlainText("历史遗留")
        dialog.document.setText("正在办理")
        assert ok.isEnabled()
        ok.click()
        assert "正在办理" in dialog.note.text() and dialog.reason.toPlainText() == "历史遗留"
        dialog.document.setText("云自然资〔2023〕9号")
        ok.click()
        return dialog.result()

    monkeypatch.setattr(ExceptionDialog, "exec", accept)
    judged.panels.card.except_action.trigger()
    assert "例外已登记" in message(iface)
    with Plan.open(plan_file) as plan:
        (item,) = plan.exceptions()
    assert (item.parcel_id, item.reason) == ("LR0001", "历史遗留")
    idle(judged)
    select(judged, "LR0001")
    assert any("例外：历史遗留" in text for text in judged.panels.verdicts.texts())


def test_nothing_moves_when_a_row_is_selected(judged: Any) -> None:
    for panel in (judged.lists, judged):
        panel.resize(500, 700)
        panel.show()
    settle()

    def places() -> list[Any]:
        widgets = (judged.panels.parcels.table, judged.panels.verdicts.list, judged.panels.card)
        return [(w.mapTo(w.window(), w.rect().topLeft()), w.size()) for w in widgets]

    judged.session.layer.removeSelection()
    settle()
    before = places()
    select(judged, "LR0001")
    assert places() == before
    select(judged, "LC0001")
    assert places() == before


def test_zooming_keeps_land_around_the_parcel(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    canvas = dock._iface.mapCanvas()
    canvas.resize(600, 400)
    canvas.setDestinationCrs(dock.session.layer.crs())
    fid = next(f.id() for f in dock.session.layer.getFeatures())
    dock.panels.parcels.shown.emit([fid])
    assert canvas.extent().width() >= AROUND * 100
    assert canvas.scale() >= NEAREST_SCALE - 1


def test_a_click_on_a_row_leaves_the_view(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    canvas, table = dock._iface.mapCanvas(), dock.panels.parcels.table
    before = canvas.extent()
    table.selectRow(0)
    table.clicked.emit(table.model().index(0, 1))
    assert canvas.extent() == before


def test_an_answer_does_not_disturb_who_types_the_next_field(judged: Any) -> None:
    select(judged, "LC0001")
    form = judged.panels.card.form
    typing = form.editors["project"]
    typing.setText("还没打完")
    enter(judged, "consent_doc", "云林流转〔2023〕3号")
    idle(judged)
    assert form.editors["project"] is typing and typing.text() == "还没打完"
    assert form.editors["consent_doc"].text() == "云林流转〔2023〕3号"


def test_an_undo_shows_in_the_form(judged: Any) -> None:
    select(judged, "LC0001")
    enter(judged, "project", "甲工程")
    judged.panels.parcels.undo_action.trigger()
    settle()
    assert judged.panels.card.form.editors["project"].text() == ""


def test_the_dialog_says_a_finding_as_it_is_written(qgis_app: Any) -> None:
    finding = Finding(
        parcel_id="LC<1>",
        direction=OUT,
        rule_id="slope",
        clause="第三条",
        severity="block",
        verdict="fail",
        message="坡度<6度",
    )
    dialog = ExceptionDialog(finding, lambda made: None)
    said = QTextDocument()
    said.setHtml(dialog.findChildren(QLabel)[0].text())
    assert said.toPlainText().split() == ["LC<1>", "第三条", "坡度<6度"]
