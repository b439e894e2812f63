"""Tagging and undoing much at once."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsVectorLayer

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.gui.editing import tagging
from jinchu_pingheng.jobs import preview
from tests.qgis.dock_window import idle, ids, marks, tag


def test_many_parcels_come_in_portions_and_are_one_undo_step(
    dock: Any, survey: QgsVectorLayer, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tagging, "PORTION", 1)
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
