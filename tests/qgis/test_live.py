"""The check beside the drawing: in a thread of its own, cancelled when nobody waits, never on the
file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import FAIL, IN, OUT
from jinchu_pingheng.jobs import preview
from tests.qgis.dock_window import (
    Interface,
    X,
    Y,
    idle,
    inflow,
    marks,
    rectangle,
    settle,
    survey_layer,
    tag,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[int]]:
    """Threads in which previews worked."""
    seen: set[int] = set()
    for name in ("judge_all", "update", "conflict", "close"):
        plain = getattr(preview.Preview, name)

        def watched(self: Any, *arguments: Any, plain: Any = plain) -> Any:
            seen.add(threading.get_ident())
            return plain(self, *arguments)

        monkeypatch.setattr(preview.Preview, name, watched)
    yield seen


def test_a_parcel_moved_off_the_red_line_passes_at_once(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    feature = inflow(dock, survey)
    assert dock.panels.roles.layers()["STBHHX"] == red
    assert marks(dock)["LR0001"] == "✗"
    dock.session.layer.selectByIds([feature.id()])
    assert any("红线" in text and text.startswith("✗") for text in dock.panels.verdicts.texts())
    blocked = dock.panels.balance.verdict
    assert "未平衡" in blocked
    dock.session.layer.changeGeometry(feature.id(), rectangle(452, 0, 500, 100))
    idle(dock)
    assert not any("红线" in text for text in dock.panels.verdicts.texts() if text.startswith("✗"))
    assert dock.panels.balance.cells()[-1][2] == "0.4800"
    dock.session.layer.undoStack().undo()
    idle(dock)
    assert any("红线" in text for text in dock.panels.verdicts.texts() if text.startswith("✗"))


def test_the_work_is_not_on_the_main_thread(
    threads: set[int],
    dock: Any,
    survey: QgsVectorLayer,
    red: QgsVectorLayer,
) -> None:
    feature = inflow(dock, survey)
    dock.session.layer.changeGeometry(feature.id(), rectangle(410, 0, 500, 100))
    idle(dock)
    assert len(threads) == 1 and threading.get_ident() not in threads


def contents(path: Path) -> list[str]:
    """All of a plan but the bookkeeping of whoever opens it for editing."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return [line for line in connection.iterdump() if "gpkg_contents" not in line]


def test_nothing_is_written(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, plan_file: Path
) -> None:
    before = contents(plan_file)
    feature = inflow(dock, survey)
    dock.session.layer.changeGeometry(feature.id(), rectangle(410, 0, 500, 100))
    idle(dock)
    assert contents(plan_file) == before
    assert not survey.isModified() and not red.isModified()


def test_a_broken_polygon_is_named_and_the_others_go_on(dock: Any, survey: QgsVectorLayer) -> None:
    feature = inflow(dock, survey)
    layer, panel = dock.session.layer, dock.panels.balance
    bow_tie = f"MultiPolygon((({X} {Y}, {X + 9} {Y + 9}, {X + 9} {Y}, {X} {Y + 9}, {X} {Y})))"
    layer.changeGeometry(feature.id(), QgsGeometry.fromWkt(bow_tie))
    idle(dock)
    assert panel.cells()[-1][1:3] == ["2.0000", "0.0000"]
    assert "LR0001" in panel._aside.text() and not panel._aside.isHidden()
    assert marks(dock)["LR0001"] == ""
    layer.undoStack().undo()
    idle(dock)
    assert panel.cells()[-1][2] == "1.0000" and panel._aside.isHidden()


def test_a_drawn_polygon_gets_id_direction_and_type_from_the_dock(
    dock: Any, survey: QgsVectorLayer
) -> None:
    inflow(dock, survey)  # leaves the dock turned to inflow
    layer = dock.session.layer
    drawn = QgsFeature(layer.fields())
    drawn.setGeometry(rectangle(430, 20, 440, 30))
    layer.addFeature(drawn)
    idle(dock)
    assert dock.panels.balance._aside.isHidden()
    (made,) = [f for f in layer.getFeatures() if f["parcel_id"] == "LR0002"]
    assert (made["direction"], made["type"]) == (IN, 1)
    assert marks(dock)["LR0002"] == "✗"  # it repeats land of LR0001


def test_saving_changes_the_features_numbers_but_no_verdict(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    inflow(dock, survey)
    before = marks(dock), dock.panels.balance.cells()
    dock.panels.parcels.save_action.trigger()
    idle(dock)
    assert (marks(dock), dock.panels.balance.cells()) == before
    feature = next(f for f in dock.session.layer.getFeatures() if f["direction"] == IN)
    dock.session.layer.startEditing()
    dock.session.layer.changeGeometry(feature.id(), rectangle(452, 0, 500, 100))
    idle(dock)
    assert dock.panels.balance.cells()[-1][2] == "0.4800"
    dock.session.discard()
    idle(dock)
    assert (marks(dock), dock.panels.balance.cells()) == before


def test_an_edit_or_a_filter_of_a_layer_starts_anew(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    inflow(dock, survey)
    starts: list[int] = []
    dock._checking.check.started.connect(lambda: starts.append(1))
    red.startEditing()
    red.deleteFeatures(red.allFeatureIds())
    wait_for(lambda: bool(starts))
    idle(dock)
    assert not any("红线" in text for text in fails(dock, "LR0001"))
    red.rollBack()
    wait_for(lambda: len(starts) > 1)
    idle(dock)
    assert any("红线" in text for text in fails(dock, "LR0001"))


def fails(dock: Any, parcel_id: str) -> list[str]:
    dock.panels.verdicts.show_parcels([parcel_id])
    return [text for text in dock.panels.verdicts.texts() if text.startswith("✗")]


def test_late_answers_are_dropped(
    dock: Any,
    survey: QgsVectorLayer,
    red: QgsVectorLayer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inflow(dock, survey)
    check = dock._checking.check
    begun, go_on, plain = threading.Event(), threading.Event(), preview.Preview.update

    def slow(self: Any, *arguments: Any) -> Any:
        begun.set()
        go_on.wait(10)
        return plain(self, *arguments)

    monkeypatch.setattr(preview.Preview, "update", slow)
    answers: list[Any] = []
    check.answered.connect(answers.append)
    dock.session.layer.deleteFeatures(dock.session.layer.allFeatureIds()[:1])
    settle()
    assert begun.wait(10)
    check.stop()
    go_on.set()
    check._worker.submit(lambda: None).result(10)
    settle()
    assert answers == []


def test_stopping_ends_the_first_judging(
    dock: Any, survey: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), []

    def endless(_self: Any, feedback: Any) -> Any:
        begun.set()
        try:
            while True:
                feedback.step(1)
        finally:
            ended.append(True)

    monkeypatch.setattr(preview.Preview, "judge_all", endless)
    tag(dock, survey, OUT, "0103")
    dock._checking.restart()
    wait_for(begun.is_set)
    settle()
    dock.panels.balance.stop_button.click()
    dock._checking.check._worker.submit(lambda: None).result(10)
    assert ended and "停止" in dock.panels.balance.verdict
    assert not dock.panels.balance.resume_button.isHidden()


def test_an_error_of_a_layer_is_a_sentence_and_an_edit_tries_again(
    dock: Any,
    survey: QgsVectorLayer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = preview.judge_plan

    def refuse(*_: Any, **__: Any) -> Any:
        raise PlanError("地类编码 9999 不在三调地类中", "图层“DLTB”", "请更正")

    monkeypatch.setattr(preview, "judge_plan", refuse)
    tag(dock, survey, OUT, "0103")
    idle(dock)
    assert "9999" in dock.panels.balance.verdict
    monkeypatch.setattr(preview, "judge_plan", plain)
    tag(dock, survey, IN, "0404")
    idle(dock)
    assert dock.panels.balance.cells()[-1][2] == "1.0000"


def test_a_conflict_flashes(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, iface: Interface
) -> None:
    inflow(dock, survey)
    flashed: list[Any] = []
    iface.canvas.flashGeometries = lambda shapes, crs: flashed.extend(shapes)
    dock._checking._canvas = iface.canvas
    dock.panels.verdicts.show_parcels(["LR0001"])
    verdict = dock.book.all["LR0001"].findings()[FAIL]
    finding = next(f for f in verdict if "红线" in f.message)
    dock.panels.verdicts.wanted.emit(finding.parcel_id, finding.rule_id)
    wait_for(lambda: bool(flashed))
    assert flashed[0].isGeosEqual(rectangle(400, 0, 450, 100))


def test_layers_are_guessed_by_their_longest_name() -> None:
    from jinchu_pingheng.core.roles import ROLES
    from jinchu_pingheng.gui.layers.role_guess import guess

    names = (
        "永久基本农田储备区",
        "永久基本农田",
        "某县DLTB2022",
        "LQ",
        "GHYDYH",
        "湿地公园sd_1",
        "街区LQT",
    )
    layers = [survey_layer(name) for name in names]
    found = guess(layers, {role.id: role.label for role in ROLES.values()})
    assert {role: [layer.name() for layer in layers] for role, layers in found.items()} == {
        "YJJBNTCBQ": ["永久基本农田储备区"],
        "YJJBNT": ["永久基本农田"],
        "DLTB": ["某县DLTB2022"],
        "LQ": ["LQ"],
        "SD": ["湿地公园sd_1"],
    }
