"""检查环境: what is told of a machine, with and without the libraries."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from jinchu_pingheng.environment import libraries, report
from jinchu_pingheng.gui.environment_dialog import EnvironmentDialog
from jinchu_pingheng.jobs import self_test as trial
from tests.qgis.dock_window import wait_for
from tests.qgis.layers import Step

WITHOUT = """
import sys
for name in ("shapely", "openpyxl", "docx", "yaml", "lxml"):
    sys.modules[name] = None
from qgis.core import QgsApplication
app = QgsApplication([], True)
from jinchu_pingheng import plugin
from jinchu_pingheng.environment.report import environment
from jinchu_pingheng.gui.environment_dialog import EnvironmentDialog
print(*[line.name for line in environment() if line.fault])
dialog = EnvironmentDialog(False)
print(dialog.trial.isEnabled())
"""


def test_the_algorithm_tries_a_plan_from_beginning_to_end(step: Step) -> None:
    result = step("checkenvironment", SELF_TEST=True)
    assert result["FAULTS"] == 0, result["REPORT"]
    assert result["REPORT"].count("自检 · ") == 7 and "核对成果包" in result["REPORT"]


def test_a_library_that_is_missing_is_a_fault(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(libraries.NEEDED, "no_such_module", "某库")
    [line] = [line for line in report.environment() if line.fault]
    assert line.name == "某库" and "缺少" in line.fault
    assert "✗ 某库：" in report.as_text(report.environment())


def test_a_trial_stops_at_the_step_that_fails_and_leaves_nothing(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(trial.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(trial, "_villages", lambda path: ["�״�", "�Ҵ�"])
    [only] = trial.self_test()
    assert "GBK 编码的村名不对：应为 ['甲村', '乙村']" in only.fault
    assert list(tmp_path.iterdir()) == []


def test_the_dialog_runs_the_trial_in_the_background(qgis_app: Any) -> None:
    dialog = EnvironmentDialog(True)
    dialog.trial.click()
    assert not dialog.trial.isEnabled()
    wait_for(dialog.trial.isEnabled, 120)
    assert dialog.head.text() == "环境正常，自检全部通过。"
    assert "自检 · 核对成果包" in dialog.text.toPlainText()
    dialog.copy.click()
    dialog.deleteLater()


def test_without_any_library_the_environment_can_still_be_looked_at() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)
    assert run.stdout.split("\n")[:2] == ["shapely openpyxl python-docx lxml PyYAML", "False"], (
        run.stderr
    )
