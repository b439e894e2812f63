"""Tagging and undoing much at once."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsVectorLayer

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.gui import patience
from jinchu_pingheng.gui.editing import saving
from jinchu_pingheng.jobs import preview
from jinchu_pingheng.plan import watching
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import idle, ids, marks, tag, wait_for


def test_many_parcels_come_in_portions_and_are_one_undo_step(
    dock: Any, survey: QgsVectorLayer, monkeypatch: Any
) -> None:
    monkeypatch.setattr(patience, "PORTION", 1)
    tag(dock, survey, OUT, "0103", "0404")
    assert ids(dock) == ["LC0001", "LC0002", "LC0003"]
    dock.session.layer.undoStack().undo()
    assert ids(dock) == []


def test_what_is_judged_at_one_go_is_judged_as_one_by_one(
    dock: Any, survey: QgsVectorLayer, monkeypatch: Any
) -> None:
    def said() -> tuple[dict[str, str], str]:
        idle(dock)
        return marks(dock), dock.panels.balance.verdict

    tag(dock, survey, OUT, "0404")
    idle(dock)
    tag(dock, survey, OUT, "0103")
    singly = said()
    dock.session.layer.undoStack().undo()
    before = said()
    monkeypatch.setattr(preview, "FEW", 0)
    dock.session.layer.undoStack().redo()
    assert said() == singly
    dock.session.layer.undoStack().undo()
    assert said() == before != singly


def test_saving_judges_nothing_anew_however_much_is_saved(
    dock: Any, survey: QgsVectorLayer, monkeypatch: Any
) -> None:
    tag(dock, survey, OUT, "0103", "0404")
    idle(dock)
    judged: list[bool] = []
    monkeypatch.setattr(preview, "FEW", 0)
    monkeypatch.setattr(preview.Preview, "judge_all", lambda *_: judged.append(True))
    dock.panels.parcels.save_action.trigger()
    idle(dock)
    assert not judged and set(marks(dock)) == {"LC0001", "LC0002", "LC0003"}
    assert all(marks(dock).values())


def test_very_many_edits_are_recorded_while_the_event_loop_runs(
    dock: Any, survey: QgsVectorLayer, monkeypatch: Any
) -> None:
    monkeypatch.setattr(saving, "MANY", 0)
    monkeypatch.setattr(watching, "FEW", 0)
    tag(dock, survey, OUT, "0103")
    dock.panels.parcels.save_action.trigger()
    assert [event.action for event in dock.session.plan.plan.events()][-1] == "编辑地块"
    assert {e.parcel_id for e in dock.session.plan.plan.events()[-1].edits} == {"LC0001", "LC0002"}
    told: list[Any] = []
    dock.session.saving.written.connect(lambda news, _: told.append(news))
    with Plan.open(dock.session.plan.path) as plan, plan.transaction():
        plan._connection.execute("UPDATE parcels SET name = '别处' WHERE parcel_id = 'LC0001'")
    watch = dock.session.saving.watch
    wait_for(lambda: bool(watch.look() or told))
    assert [set(news.changed.values()) for news in told] == [{"LC0001"}]
