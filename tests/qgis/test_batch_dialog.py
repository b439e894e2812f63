"""The dock's door to batches: what it shows, records, takes out and refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jinchu_pingheng.gui.desk.batch_dialog import BatchDialog
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import settle

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def dialog(dock: Any) -> BatchDialog:
    return BatchDialog(dock.session)


def shown(dialog: BatchDialog) -> list[list[str]]:
    table = dialog.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def record(dialog: BatchDialog, name: str, kind: str, document: str = "") -> None:
    dialog.name.setText(name)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.document.setText(document)
    dialog.record.click()


def test_what_is_recorded_stands_in_the_plan_and_in_the_table(
    dialog: BatchDialog, plan_file: Path
) -> None:
    day = dialog.day.date().toString("yyyy-MM-dd")
    record(dialog, "更新", "revision", "云政函〔2023〕12号")
    assert shown(dialog) == [["更新", "方案更新", day, "云政函〔2023〕12号"]]
    with Plan.open(plan_file) as plan:
        [batch] = plan.batches()
        assert (batch.name, batch.kind, batch.reported_on) == ("更新", "revision", day)
    assert dialog.changed
    dialog.name.clear()
    dialog.table.selectRow(0)
    assert (dialog.name.text(), dialog.kind.currentData()) == ("更新", "revision")
    dialog.remove.click()
    assert shown(dialog) == []


def test_what_cannot_be_is_said_in_the_dialog_and_changes_nothing(dialog: BatchDialog) -> None:
    record(dialog, "更新", "revision", "待批")
    assert "看不出是什么文件" in dialog._state.text()
    record(dialog, " ", "revision")
    assert "没有填写批次名称" in dialog._state.text()
    dialog.remove.click()
    assert "方案中没有这个批次" in dialog._state.text()
    assert shown(dialog) == [] and not dialog.changed


def test_the_menu_is_off_without_a_plan_and_restarts_the_check_after_a_record(
    dock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted = []
    monkeypatch.setattr(dock._checking, "restart", lambda: restarted.append(1))

    def use(dialog: BatchDialog) -> int:
        record(dialog, "更新", "revision")
        return 0

    monkeypatch.setattr(BatchDialog, "exec", use)
    dock.toolbar.menu.batches_requested.emit()
    settle()
    assert restarted == [1]
    [action] = [item for item in dock.toolbar.menu.actions() if item.text() == "登记批次…"]
    assert action.isEnabled()
    dock.close_plan()
    assert not action.isEnabled()
