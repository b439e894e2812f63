"""potential: which survey polygons could be inflow, by squares of one hectare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from osgeo import ogr
from qgis.core import QgsProcessingException, QgsVectorLayer

from jinchu_pingheng.core.model import IN, Header
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import BOW_TIE, EPSG, SURVEY_FIELDS, Listener, Step, box, write_layer

FIELDS = {**SURVEY_FIELDS, "ZZSXDM": str}
CLASSES = (
    ("0103", ""), ("0301", "JKHF"), ("0301", ""),
    ("1202", ""), ("0201", "GCHF"), ("0201", "工程恢复"),
)  # fmt: skip
"""Cropland in the west; then marked forest, forest, a farm facility, two marked orchards."""


@pytest.fixture
def survey(tmp_path: Path) -> str:
    rows = [
        (box(100 * i, 0, 100 * i + 100, 100), (str(i + 1), code, "640999001001", "村", 9, mark))
        for i, (code, mark) in enumerate(CLASSES)
    ]
    return write_layer(tmp_path / "DLTB.gpkg", FIELDS, rows)


def test_land_without_any_cropland_to_go_by_is_named_not_refused(
    step: Step, tmp_path: Path
) -> None:
    rows = [(box(0, 0, 100, 100), ("7", "0301", "640999001001", "村", 9, "JKHF"))]
    survey = write_layer(tmp_path / "DLTB.gpkg", FIELDS, rows)
    plan, heard = make_plan(tmp_path / "方案.gpkg", 2023), Listener()
    result = step("potential", PLAN=plan, DLTB=survey, FOLDER=str(tmp_path / "out"), feedback=heard)
    sheet = load_workbook(result["FILES"][0])["未列入"]
    told = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert result["COUNT"] == 0 and "附近也没有耕地可以参照" in told
    assert "planned_class" not in told  # a field of the plan, which a survey polygon does not have


@pytest.fixture
def red(tmp_path: Path) -> str:
    """A red line over half of the fifth square and all of the sixth."""
    rows = [(box(450, -10, 700, 110), ("1",))]
    return write_layer(tmp_path / "STBHHX.gpkg", {"BSM": str}, rows, kind=ogr.wkbPolygon)


def make_plan(path: Path, year: int, *inflow: tuple[float, float, float, float]) -> str:
    header = Header("640999", "云川县", year, "ningxia-2022", f"EPSG:{EPSG}")
    with Plan.create(path, header) as plan:
        plan.add_parcels(
            [
                {"parcel_id": f"R{i}", "direction": IN, "type": 1, "geom": box(*bounds)}
                for i, bounds in enumerate(inflow, 1)
            ]
        )
    return str(path)


def pool_of(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    features = QgsVectorLayer(result["OUTPUT"]).getFeatures()
    return {f["bsm"]: {**f.attributeMap(), "area": f.geometry().area()} for f in features}


def test_polygons_enter_the_pool_by_mark_and_class_and_bans_cut_them(
    step: Step, tmp_path: Path, survey: str, red: str
) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    result = step(
        "potential", PLAN=plan, DLTB=survey, STBHHX=red, OUTPUT=str(tmp_path / "pool.gpkg"),
        FOLDER=str(tmp_path / "out"),
    )  # fmt: skip
    pool = pool_of(result)
    found = {
        bsm: (row["type"], row["mark"] or "", row["m2"], row["part"]) for bsm, row in pool.items()
    }
    assert found == {
        "2": (1, "即可恢复", 10_000, 0),
        "4": (2, "", 10_000, 0),
        "5": (1, "工程恢复", 5_000, 1),
    }
    assert (result["POTENTIAL_HA"], result["LEFT_HA"], result["COUNT"]) == ("2.5000", "2.5000", 3)
    # dry land of 等别 9 lies beside it
    assert (pool["2"]["planned_class"], pool["2"]["grade"]) == ("0103", 9.0)
    book = load_workbook(result["FILES"][0])
    assert book.sheetnames == ["潜力汇总", "潜力图斑", "未列入"]
    rows = {str(row[1].value): row[3].value for row in book["未列入"].iter_rows()}
    assert rows["in-redline"] == 1


def test_what_layers_are_missing_for_is_open_not_ready(
    step: Step, tmp_path: Path, survey: str
) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    result = step("potential", PLAN=plan, DLTB=survey, OUTPUT=str(tmp_path / "pool.gpkg"))
    assert {row["state"] for row in pool_of(result).values()} == {"待查"}
    assert result["OPEN_HA"] == result["POTENTIAL_HA"] == "4.0000"


def test_ground_of_this_and_earlier_plans_is_not_spent_twice(
    step: Step, tmp_path: Path, survey: str, red: str
) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023, (100, 0, 150, 100))
    earlier = make_plan(tmp_path / "去年.gpkg", 2022, (125, 0, 150, 100), (300, 0, 325, 100))
    result = step(
        "potential", PLAN=plan, DLTB=survey, STBHHX=red, EARLIER=[earlier],
        OUTPUT=str(tmp_path / "pool.gpkg"),
    )  # fmt: skip
    pool = pool_of(result)
    used = {bsm: (row["used_m2"], row["left_m2"], row["area"]) for bsm, row in pool.items()}
    assert used == {
        "2": (5_000, 5_000, pytest.approx(5_000)),
        "4": (2_500, 7_500, pytest.approx(7_500)),
        "5": (0, 5_000, pytest.approx(5_000)),
    }
    assert (result["USED_HA"], result["LEFT_HA"]) == ("0.7500", "1.7500")


def test_the_county_weighs_the_notices_priorities(step: Step, tmp_path: Path, survey: str) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    sizes = {"PLAN": plan, "DLTB": survey, "OUTPUT": str(tmp_path / "a.gpkg")}
    scores = pool_of(
        step("potential", **sizes, WEIGHTS=["自身规模较大", "0", "与现状耕地相邻、可集中连片", "0"])
    )
    assert {row["score"] for row in scores.values()} == {0.0}
    with pytest.raises(QgsProcessingException, match="没有评分项 大小"):
        step("potential", **sizes, WEIGHTS=["大小", "5"])
    with pytest.raises(QgsProcessingException, match="不是数字"):
        step("potential", **sizes, WEIGHTS=["自身规模较大", "很多"])


def test_a_plan_of_another_county_spends_nothing_here(
    step: Step, tmp_path: Path, survey: str
) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    other = tmp_path / "邻县.gpkg"
    with Plan.create(other, Header("640998", "邻县", 2022, "ningxia-2022", f"EPSG:{EPSG}")):
        pass
    with pytest.raises(QgsProcessingException, match="不是同一个县"):
        step("potential", PLAN=plan, DLTB=survey, EARLIER=[str(other)])


def test_without_a_survey_there_is_no_pool(step: Step, tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    with pytest.raises(QgsProcessingException, match="没有地类图斑图层"):
        step("potential", PLAN=plan)


def test_a_survey_without_marks_says_what_was_not_looked_for(step: Step, tmp_path: Path) -> None:
    rows = [(box(0, 0, 100, 100), ("1", "0301", "640999001001", "村", 0))]
    survey = write_layer(tmp_path / "DLTB.gpkg", SURVEY_FIELDS, rows)
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    result = step(
        "potential", PLAN=plan, DLTB=survey, FOLDER=str(tmp_path / "out"),
        OUTPUT=str(tmp_path / "pool.gpkg"),
    )  # fmt: skip
    assert result["COUNT"] == 0
    sheet = load_workbook(result["FILES"][0])["未列入"]
    assert any("没有字段 ZZSXDM" in str(row[2].value) for row in sheet.iter_rows())


def test_survey_polygons_that_nobody_can_read_are_named(step: Step, tmp_path: Path) -> None:
    values = ("0301", "640999001001", "村", 0)
    rows = [
        (box(100, 0, 200, 100), ("1", *values)),
        (BOW_TIE, ("2", *values)),
        (None, ("3", *values)),
    ]
    survey = write_layer(tmp_path / "DLTB.gpkg", SURVEY_FIELDS, rows, kind=ogr.wkbPolygon)
    plan, heard = make_plan(tmp_path / "方案.gpkg", 2023), Listener()
    step("potential", PLAN=plan, DLTB=survey, OUTPUT="memory:", feedback=heard)
    assert any("2 个地类图斑的图形有误，没有查找：2、3" in text for text in heard.warnings)


def test_a_survey_of_nothing_is_refused(step: Step, tmp_path: Path) -> None:
    survey = write_layer(tmp_path / "DLTB.gpkg", SURVEY_FIELDS, (), kind=ogr.wkbPolygon)
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    with pytest.raises(QgsProcessingException, match="图层中没有图斑"):
        step("potential", PLAN=plan, DLTB=survey, OUTPUT="memory:")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"FILTERS": ["DLTB", "DLBM=0301"]}, "每行应为 3 项（角色、"),
        ({"WEIGHTS": ["自身规模较大"]}, "每行应为 2 项（"),
    ],
)
def test_half_a_row_of_a_table_is_refused(
    step: Step, tmp_path: Path, survey: str, cells: dict[str, Any], sentence: str
) -> None:
    plan = make_plan(tmp_path / "方案.gpkg", 2023)
    with pytest.raises(QgsProcessingException, match=sentence):
        step("potential", PLAN=plan, DLTB=survey, **cells)
