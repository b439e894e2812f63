"""An approval: recorded once for a revision, a frozen copy that stands, and what changes since is
told."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from osgeo import ogr
from qgis.core import QgsProcessingException

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import RecordedException
from jinchu_pingheng.jobs import approve
from jinchu_pingheng.jobs.missing import missing_of
from jinchu_pingheng.jobs.scenario import name_scenario, scenario_file
from jinchu_pingheng.plan.approval_table import ApprovalTable
from jinchu_pingheng.plan.store import Plan
from jinchu_pingheng.verify import verify_package
from tests.qgis.layers import Listener, Step, box, checked_plan, new_plan, parcels

GIVEN = {"DOCUMENT": "云政函〔2023〕12号", "BODY": "云川县人民政府", "DATE": "2023-3-20"}


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """1 ha out, 1.21 ha in; checked."""
    return checked_plan(step, tmp_path, box(0, 0, 100, 100))


def more(step: Step, plan: Path, name: str = "more", x: float = 100) -> None:
    """Half a hectare flows out besides."""
    land = parcels(plan.parent / f"{name}.gpkg", [box(x, 0, x + 50, 100)])
    step("tagparcels", PLAN=str(plan), INPUT=land, DIRECTION="out", TYPE=1)


def edition(plan: Path) -> str:
    with Plan.open(plan) as opened:
        return opened.edition.text


def counts(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["CAME"], found["WENT"], found["CHANGED"]


def frozen_copies(plan: Path) -> list[str]:
    return sorted(path.name for path in plan.parent.iterdir() if "批准" in path.name)


def test_an_approval_freezes_a_read_only_copy_that_says_so_itself(step: Step, plan: Path) -> None:
    with Plan.open(plan) as opened:
        revision = opened.edition.revision
    found = step("approveplan", PLAN=str(plan), **GIVEN)
    copy = Path(found["COPY"])
    assert copy == plan.with_name(f"方案.第{revision}版批准.gpkg")
    assert not copy.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    with Plan.open(plan) as opened, Plan.to_read(copy) as kept:
        assert opened.edition.revision == revision  # an approval is no change
        assert opened.edition.text == kept.edition.text
        assert opened.edition.text.endswith(f"第 {revision} 版（云政函〔2023〕12号批准）")
        assert opened.cells() == kept.cells() and opened.findings() == kept.findings()
        [approval] = opened.approvals()
        assert (approval.approved_by, approval.approved_on) == ("云川县人民政府", "2023-03-20")
        assert opened.history()[-1][1] == "批准方案"


def test_the_same_revision_is_not_approved_twice(step: Step, plan: Path) -> None:
    step("approveplan", PLAN=str(plan), **GIVEN)
    with pytest.raises(
        QgsProcessingException, match="这一版已经登记过批准（.*12号批准）；方案修改以后"
    ):
        step("approveplan", PLAN=str(plan), **{**GIVEN, "DOCUMENT": "云政函〔2023〕13号"})
    assert len(frozen_copies(plan)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DOCUMENT": "正在办理"}, "看不出是什么文件"),
        ({"BODY": " "}, "没有填写批准机关"),
        ({"BODY": "x"}, "“x”不是机关的名称"),
        ({"DATE": "2099-01-01"}, "2099-01-01 还没有到"),
        ({"DATE": "2023-02-30"}, "批准日期"),
    ],
)
def test_an_approval_that_is_none_leaves_nothing(
    step: Step, plan: Path, change: dict[str, str], said: str
) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        step("approveplan", PLAN=str(plan), **{**GIVEN, **change})
    with Plan.open(plan) as opened:
        assert opened.approvals() == []
    assert frozen_copies(plan) == []


def test_an_approval_that_cannot_be_recorded_takes_its_copy_away(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(approve.Plan, "log", full)
    with pytest.raises(OSError, match="No space"):
        approve.approve_plan(plan, *GIVEN.values())
    monkeypatch.undo()
    with Plan.open(plan) as opened:
        assert opened.approvals() == []
    assert frozen_copies(plan) == []


def test_a_copy_that_cannot_be_finished_leaves_nothing(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise PlanError("方案文件无法读写：磁盘已满", "", "请腾出空间后重试")

    monkeypatch.setattr(ApprovalTable, "add_approval", full)
    before = sorted(path.name for path in plan.parent.iterdir())
    with pytest.raises(PlanError, match="磁盘已满"):
        approve.approve_plan(plan, *GIVEN.values())
    assert sorted(path.name for path in plan.parent.iterdir()) == before


def test_a_plan_without_parcels_is_not_approved_and_an_unchecked_one_is_told(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    empty = new_plan(step, tmp_path / "空.gpkg", PROFILE="ningxia-2022")
    with pytest.raises(QgsProcessingException, match="没有地块"):
        step("approveplan", PLAN=empty, **GIVEN)
    more(step, plan)
    listener = Listener()
    step("approveplan", PLAN=str(plan), feedback=listener, **GIVEN)
    assert any("尚未运行合规检查" in text for text in listener.warnings)


def test_a_change_since_is_told_by_check_export_and_manifest(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    step("approveplan", PLAN=str(plan), **GIVEN)
    approved = edition(plan).split("第 ")[1].split(" 版")[0]
    more(step, plan)
    said = f"（云政函〔2023〕12号批准第 {approved} 版后已修改）"
    assert edition(plan).endswith(said)
    listener = Listener()
    step("checkconstraints", PLAN=str(plan), feedback=listener)
    assert any(said in text for text in listener.warnings)
    with Plan.open(plan) as opened:
        lines = missing_of(opened.findings(), plan).lines
    assert lines[-1] == f"{edition(plan)}，尚未登记新的批准"
    step("exporttables", PLAN=str(plan), FOLDER=str(tmp_path / "表"))
    books = sorted((tmp_path / "表").glob("*.xlsx"))
    assert all(load_workbook(b).properties.subject.endswith(said) for b in books)
    [revised] = [b for b in books if "修订情况表" in b.name]
    notes = [str(row[0]) for row in load_workbook(revised)["修订情况"].values if row[0]]
    assert any("修订前：" in note and "12号批准）    修订后" in note for note in notes)


def test_a_package_of_the_approved_plan_has_no_revision_table(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    step("approveplan", PLAN=str(plan), **GIVEN)
    step("exportpackage", PLAN=str(plan), FOLDER=str(tmp_path / "成果"))
    manifest = json.loads((tmp_path / "成果" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["approval"]["document"] == GIVEN["DOCUMENT"]
    assert manifest["approval"]["changed_since"] is False
    assert "revision" not in {item["role"] for item in manifest["files"]}


def test_the_plan_is_compared_with_its_last_approval_or_with_that_of_a_revision(
    step: Step, plan: Path
) -> None:
    with pytest.raises(QgsProcessingException, match="方案还没有登记过批准"):
        step("revisions", PLAN=str(plan))
    step("approveplan", PLAN=str(plan), **GIVEN)
    with Plan.open(plan) as opened:
        first = opened.edition.revision
    more(step, plan)
    assert counts(step("revisions", PLAN=str(plan))) == (1, 0, 0)
    step("approveplan", PLAN=str(plan), **{**GIVEN, "DOCUMENT": "云政函〔2023〕30号"})
    assert counts(step("revisions", PLAN=str(plan))) == (0, 0, 0)
    more(step, plan, "again", 150)
    assert counts(step("revisions", PLAN=str(plan))) == (1, 0, 0)
    assert counts(step("revisions", PLAN=str(plan), REVISION=first)) == (2, 0, 0)
    with pytest.raises(QgsProcessingException, match="第 99 版没有登记过批准；登记过的批准"):
        step("revisions", PLAN=str(plan), REVISION=99)
    with pytest.raises(QgsProcessingException, match="请只填其中一项"):
        step("revisions", PLAN=str(plan), REVISION=first, OTHER=str(plan.parent / "x.gpkg"))


def test_a_frozen_copy_that_was_edited_or_is_gone_is_no_approved_plan(
    step: Step, plan: Path
) -> None:
    copy = Path(step("approveplan", PLAN=str(plan), **GIVEN)["COPY"])
    os.chmod(copy, 0o644)
    ogr.Open(str(copy), 1).ExecuteSQL("PRAGMA journal_mode = WAL")  # as QGIS leaves a file
    assert counts(step("revisions", PLAN=str(plan))) == (0, 0, 0)
    with Plan.open(copy) as opened:
        opened.add_exception(RecordedException("LC0001", "out-pbf", "理由", "1号"))
    with pytest.raises(QgsProcessingException, match="批准时留存的副本被修改过（第 .*12号"):
        step("revisions", PLAN=str(plan))
    copy.unlink()
    with pytest.raises(QgsProcessingException, match="批准时留存的副本不在了"):
        step("revisions", PLAN=str(plan))
    more(step, plan)
    listener = Listener()
    step("exporttables", PLAN=str(plan), FOLDER=str(plan.parent / "表"), feedback=listener)
    assert any("没有修订情况表" in text for text in listener.warnings)


def test_a_copy_replaces_no_file_that_is_there(step: Step, plan: Path) -> None:
    with Plan.open(plan) as opened:
        taken = plan.with_name(f"方案.第{opened.edition.revision}版批准.gpkg")
    taken.write_bytes(b"something of the user's")
    copy = Path(step("approveplan", PLAN=str(plan), **GIVEN)["COPY"])
    assert taken.read_bytes() == b"something of the user's"
    assert copy.name == taken.name.replace("批准", "批准（2）")


def test_a_package_of_a_changed_scenario_proves_itself(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    step("approveplan", PLAN=str(plan), **GIVEN)
    scenario = scenario_file(plan, "甲")
    shutil.copyfile(plan, scenario)
    name_scenario(scenario, "甲")
    more(step, scenario)
    step("exportpackage", PLAN=str(scenario), FOLDER=str(tmp_path / "成果"))
    manifest = json.loads((tmp_path / "成果" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["scenario"], manifest["approval"]["changed_since"]) == ("甲", True)
    assert "revision" in {item["role"] for item in manifest["files"]}
    assert verify_package(tmp_path / "成果").differences == ()
