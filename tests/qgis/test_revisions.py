"""Two plans of a county compared through the algorithm: table, workbook, and what is refused.

The land: dry land in the west, forest in the east, 200 m square each (tests/qgis/layers.py).
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from qgis.core import QgsProcessingException, QgsVectorLayer

from jinchu_pingheng.plan.store import Plan
from tests.qgis.conftest import digests
from tests.qgis.layers import Listener, Step, box, checked_plan, new_plan, parcels


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """Two parcels flow out (1 ha and 0.25 ha), one in (1.21 ha); measured."""
    return checked_plan(step, tmp_path, box(0, 0, 100, 100), box(150, 150, 200, 200))


def edit(plan: Path, sql: str, *values: Any) -> None:
    """Edit parcels as another program does."""
    with Plan.open(plan) as opened:
        opened._connection.execute(sql, values)


def revise(step: Step, plan: Path, tmp_path: Path) -> Path:
    """LC0001 goes, LC0002 changes its type, LC0003 of 0.5 ha comes; gives the plan of before."""
    before = tmp_path / "修订前.gpkg"
    shutil.copyfile(plan, before)
    edit(plan, "DELETE FROM parcels WHERE parcel_id = 'LC0001'")
    edit(plan, "UPDATE parcels SET type = 2 WHERE parcel_id = 'LC0002'")
    more = parcels(tmp_path / "more.gpkg", [box(0, 100, 100, 150)])
    step("tagparcels", PLAN=str(plan), INPUT=more, DIRECTION="out", TYPE=1)
    return before


def test_the_table_names_what_came_went_and_changed_with_areas(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    before = revise(step, plan, tmp_path)
    untouched = digests(tmp_path)["修订前.gpkg"]
    found = step("revisions", PLAN=str(plan), OTHER=str(before), OUTPUT=str(tmp_path / "变化.gpkg"))
    assert (found["CAME"], found["WENT"], found["CHANGED"]) == (1, 1, 1)
    table = QgsVectorLayer(found["OUTPUT"], "", "ogr")
    names = ("change", "parcel_id", "before_ha", "after_ha", "difference_ha", "reshaped")
    assert [tuple(f[name] for name in names) for f in table.getFeatures()] == [
        ("came", "LC0003", "0.0000", "0.5000", "0.5000", 0),
        ("went", "LC0001", "1.0000", "0.0000", "-1.0000", 0),
        ("changed", "LC0002", "0.2500", "0.2500", "0.0000", 0),
    ]
    [content] = [f["content"] for f in table.getFeatures() if f["change"] == "changed"]
    assert content.startswith("类型：1 ") and " → 2 " in content
    areas = [round(feature.geometry().area()) for feature in table.getFeatures()]
    assert areas == [5_000, 10_000, 2_500]
    assert digests(tmp_path)["修订前.gpkg"] == untouched


def test_the_workbook_adds_up_and_shows_both_balances(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    before = revise(step, plan, tmp_path)
    folder = tmp_path / "修订"
    step("revisions", PLAN=str(plan), OTHER=str(before), FOLDER=str(folder))
    [file] = folder.glob("*.xlsx")
    assert file.name == "云川县2023年度耕地“进出平衡”总体方案修订情况表.xlsx"
    book = load_workbook(file)
    rows = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    totals = [row[2:7] for row in rows["修订情况"] if row[1] == "合计"]
    # out: 1.25 + 0.5 - 1 + 0 = 0.75; in: 1.21, as before
    assert [[Decimal(str(x)) for x in row] for row in totals] == [
        [Decimal(x) for x in ("1.25", "0.5", "1", "0", "0.75")],
        [Decimal(x) for x in ("1.21", "0", "0", "0", "1.21")],
    ]
    listed = [row[1:3] for row in rows["地块变化"] if isinstance(row[0], int)]
    assert listed == [["新增", "LC0003"], ["取消", "LC0001"], ["调整", "LC0002"]]
    county = [row for row in rows["平衡对照"] if row[:2] == ["云川县", "合计"]]
    surplus = [Decimal(str(county[0][column])) for column in (5, 9, 10)]
    assert surplus == [Decimal("-0.04"), Decimal("0.46"), Decimal("0.5")]


def test_a_plan_beside_itself_has_no_changes(step: Step, plan: Path, tmp_path: Path) -> None:
    copy = tmp_path / "副本.gpkg"
    shutil.copyfile(plan, copy)
    found = step("revisions", PLAN=str(plan), OTHER=str(copy))
    assert (found["CAME"], found["WENT"], found["CHANGED"]) == (0, 0, 0)


def test_an_area_of_the_other_plan_is_measured_again_where_it_was_edited(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一个.gpkg"
    shutil.copyfile(plan, other)
    edit(other, "DELETE FROM parcels WHERE parcel_id = 'LR0001'")
    found = step("revisions", PLAN=str(plan), OTHER=str(other), OUTPUT=str(tmp_path / "变化.gpkg"))
    [feature] = QgsVectorLayer(found["OUTPUT"], "", "ogr").getFeatures()
    assert (feature["change"], feature["parcel_id"], feature["after_ha"]) == (
        "came", "LR0001", "1.2100"
    )  # fmt: skip


def test_what_cannot_be_compared_is_refused_with_its_name(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    neighbour = new_plan(step, tmp_path / "邻县.gpkg", COUNTY_CODE="640998", COUNTY_NAME="邻县")
    text = tmp_path / "说明.gpkg"
    text.write_text("no plan")
    unmeasured = new_plan(step, tmp_path / "未量算.gpkg", PROFILE="ningxia-2022")
    land = parcels(tmp_path / "land.gpkg", [box(0, 0, 10, 10)])
    step("tagparcels", PLAN=unmeasured, INPUT=land, DIRECTION="out", TYPE=1)
    for other, said in (
        (neighbour, "县不同（邻县（640998），云川县（640999））"),
        (str(text), "说明.gpkg"),
        (unmeasured, "未量算.gpkg：地块尚未量算面积"),
        (str(plan), "不能与方案自己比较"),
    ):
        with pytest.raises(QgsProcessingException) as refused:
            step("revisions", PLAN=str(plan), OTHER=other)
        assert said in str(refused.value)


def test_plans_that_were_not_made_from_each_other_are_compared_with_a_warning(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    other = new_plan(step, tmp_path / "另建.gpkg", PROFILE="ningxia-2022")
    land = parcels(tmp_path / "land.gpkg", [box(0, 0, 100, 100)])
    step("tagparcels", PLAN=other, INPUT=land, DIRECTION="out", TYPE=1)
    step("checkconstraints", PLAN=other, DLTB=str(tmp_path / "DLTB.gpkg"))
    listener = Listener()
    step("revisions", PLAN=str(plan), OTHER=other, feedback=listener)
    assert any("标识不同" in text for text in listener.warnings)
    quiet = Listener()
    before = revise(step, plan, tmp_path)
    step("revisions", PLAN=str(plan), OTHER=str(before), feedback=quiet)
    assert quiet.warnings == []
