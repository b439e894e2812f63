"""Bad input: one Chinese sentence that says what, where and what to do, and nothing
half-written."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from osgeo import ogr
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsProject

from jinchu_pingheng.deliver import publishing as staging
from jinchu_pingheng.plan import database, profiles
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import (
    BOW_TIE,
    EPSG,
    SURVEY_FIELDS,
    SURVEY_ROWS,
    Listener,
    Step,
    box,
    memory_layer,
    new_plan,
    parcels,
    survey,
    write_layer,
)

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"
COUNTY = {"COUNTY_CODE": "640999", "COUNTY_NAME": "云川县", "YEAR": 2023, "CRS": f"EPSG:{EPSG}"}

Refused = Callable[..., str]


@pytest.fixture
def refused(step: Step, tmp_path: Path) -> Refused:
    """Runs an algorithm that must fail; returns the sentence, after a look that no file has changed
    or appeared."""

    def run(name: str, **parameters: Any) -> str:
        before = state(tmp_path)
        with pytest.raises(QgsProcessingException) as caught:
            step(name, **parameters)
        assert state(tmp_path) == before
        sentence = str(caught.value).removeprefix("Unable to execute algorithm\n")
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*；[^\n]+。", sentence), sentence
        assert "程序内部错误" not in sentence
        return sentence

    return run


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> str:
    """A plan without parcels."""
    return new_plan(step, tmp_path / "plan.gpkg")


@pytest.fixture
def tagged(step: Step, plan: str, tmp_path: Path) -> str:
    """A plan with one outflow parcel of one hectare, not measured."""
    step("tagparcels", PLAN=plan, INPUT=parcels(tmp_path / "地块.gpkg"), DIRECTION="out", TYPE=1)
    return plan


@pytest.fixture
def measured(step: Step, tagged: str, tmp_path: Path) -> str:
    """The same plan, measured."""
    step("measureareas", PLAN=tagged, DLTB=survey(tmp_path / "DLTB.gpkg"), OUTPUT="memory:")
    return tagged


def state(folder: Path) -> dict[str, str]:
    """Every file below a folder by its digest, and every folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


# ---- a new plan


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"CRS": "EPSG:4490"}, "坐标系 EPSG:4490 不是以米为单位的投影坐标系"),
        ({"CRS": "EPSG:2263"}, "不是以米为单位"),
        ({"CRS": "EPSG:999999"}, "不认识的坐标系“EPSG:999999”"),
        ({"COUNTY_CODE": "64099"}, "县级行政区划代码“64099”不是 6 位数字"),
        ({"COUNTY_NAME": " "}, "没有填写县"),
        ({"YEAR": 23}, "方案年度 23 不合理"),
        ({"DATE": "2023/2/30"}, "编制日期“2023/2/30”不是日期"),
        ({"PROFILE": "atlantis"}, "没有名为“atlantis”的配置；可用的配置："),
    ],
)
def test_new_plan(refused: Refused, tmp_path: Path, wrong: dict[str, Any], says: str) -> None:
    assert says in refused("createplan", PLAN=str(tmp_path / "new.gpkg"), **{**COUNTY, **wrong})


def test_a_new_plan_understands_what_is_typed(step: Step, tmp_path: Path) -> None:
    typed = {**COUNTY, "COUNTY_CODE": "６４０９９９", "DATE": "2023年2月5日"}
    written = step("createplan", PLAN=str(tmp_path / "方案"), **typed)["PLAN"]
    assert written == str(tmp_path / "方案.gpkg")
    with Plan.open(Path(written)) as plan:
        assert (plan.header.county_code, plan.header.compiled_on) == ("640999", "2023-02-05")


def test_new_plan_where_a_file_is(refused: Refused, plan: str) -> None:
    assert "方案文件已存在" in refused("createplan", PLAN=plan, **COUNTY)


@pytest.mark.parametrize("folder", ["/proc", "/proc/none"])
def test_new_plan_where_nobody_can_write(refused: Refused, folder: str) -> None:
    assert folder in refused("createplan", PLAN=f"{folder}/new.gpkg", **COUNTY)


def test_new_plan_below_a_file(refused: Refused, plan: str) -> None:
    assert f"{plan}：文件夹不存在" in refused("createplan", PLAN=f"{plan}/new.gpkg", **COUNTY)


def test_plan_in_a_foreign_crs_is_announced(step: Step, tmp_path: Path) -> None:
    foreign, chinese = Listener(), Listener()
    new_plan(step, tmp_path / "utm.gpkg", CRS="EPSG:32733", feedback=foreign)
    new_plan(step, tmp_path / "cgcs.gpkg", feedback=chinese)
    assert ["EPSG:32733 不是 CGCS2000" in warning for warning in foreign.warnings] == [True]
    assert chinese.warnings == []


# ---- the plan file


def test_plan_is_missing(refused: Refused, tmp_path: Path) -> None:
    assert "none.gpkg：找不到方案文件" in refused("balance", PLAN=str(tmp_path / "none.gpkg"))


@pytest.mark.parametrize("content", [b"", b"text " * 1000, b"SQLite format 3\0" + b"\1" * 4000])
def test_no_plan_at_all(refused: Refused, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(content)
    assert f"{path}：不是耕地进出平衡方案文件" in refused("balance", PLAN=str(path))


def test_geopackage_of_somebody_else(refused: Refused, tmp_path: Path) -> None:
    assert "不是耕地进出平衡方案文件" in refused("balance", PLAN=survey(tmp_path / "DLTB.gpkg"))


def test_plan_is_a_folder(refused: Refused, tmp_path: Path) -> None:
    assert "“方案文件”（PLAN）" in refused("balance", PLAN=str(tmp_path))


def test_plan_of_a_newer_version(refused: Refused, tagged: str) -> None:
    with sqlite3.connect(tagged) as connection:
        connection.execute("UPDATE header SET schema_version = 99")
    connection.close()
    assert "结构版本 99" in refused("balance", PLAN=tagged)


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_plan_is_locked(
    refused: Refused, plan: str, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)
    land = parcels(tmp_path / "地块.gpkg")
    other = sqlite3.connect(plan, isolation_level=None)
    other.execute(f"BEGIN {mode}")
    try:
        sentence = refused("tagparcels", PLAN=plan, INPUT=land, DIRECTION="out", TYPE=1)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert f"{plan}：方案文件正被其他程序占用" in sentence


def test_plan_without_parcels(refused: Refused, plan: str, tmp_path: Path) -> None:
    assert "方案中没有地块" in refused("checkconstraints", PLAN=plan)
    land = survey(tmp_path / "DLTB.gpkg")
    assert "方案中没有地块" in refused("measureareas", PLAN=plan, DLTB=land, OUTPUT="memory:")
    refused("exportpackage", PLAN=plan, FOLDER=str(tmp_path / "out"))


def test_plan_that_was_not_measured(refused: Refused, tagged: str, tmp_path: Path) -> None:
    assert "地块尚未量算面积" in refused("balance", PLAN=tagged)
    assert "地块尚未量算面积" in refused("exporttables", PLAN=tagged, FOLDER=str(tmp_path / "out"))


# ---- parcels


def tag(refused: Refused, plan: str, layer: Any, **parameters: Any) -> str:
    return refused(
        "tagparcels", **{"PLAN": plan, "INPUT": layer, "DIRECTION": "out", "TYPE": 1, **parameters}
    )


def test_parcels_without_crs(refused: Refused, plan: str, tmp_path: Path) -> None:
    layer = parcels(tmp_path / "无坐标系.shp", epsg=None, driver="ESRI Shapefile")
    assert "图层“无坐标系”：图层没有坐标系" in tag(refused, plan, layer)


def test_parcels_in_metres_that_claim_degrees(refused: Refused, plan: str) -> None:
    layer = memory_layer("度", {}, [(box(0, 0, 9, 9), ())], crs="EPSG:4490")
    assert "图层“度”要素 1：图形为空或无效，或坐标与图层的坐标系不符" in tag(refused, plan, layer)


def test_null_and_invalid_parcels_are_all_named(
    refused: Refused, plan: str, tmp_path: Path
) -> None:
    rows = [
        (box(0, 0, 9, 9), ("甲",)),
        (None, ("乙",)),
        (BOW_TIE, ("丙",)),
        (shapely.Polygon(), ("丁",)),
    ]
    layer = write_layer(tmp_path / "坏图形.gpkg", {"parcel_id": str}, rows)
    assert "图层“坏图形”要素 乙、丙、丁：图形为空或无效" in tag(refused, plan, layer)


def test_only_invalid_parcels(refused: Refused, plan: str, tmp_path: Path) -> None:
    layer = parcels(tmp_path / "坏图形.gpkg", [None, BOW_TIE])
    assert "没有可用的要素" in tag(refused, plan, layer, SKIP_INVALID=True)


def test_empty_selection(refused: Refused, plan: str) -> None:
    layer = memory_layer("地块", {}, [(box(0, 0, 9, 9), ())])
    QgsProject.instance().addMapLayer(layer)
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert "图层“地块”：没有要标注的要素；请先选择要素" in tag(refused, plan, selected)
    QgsProject.instance().removeMapLayer(layer.id())


def test_empty_layer(refused: Refused, plan: str, tmp_path: Path) -> None:
    layer = parcels(tmp_path / "空.gpkg", [], kind=ogr.wkbPolygon)
    assert "没有要标注的要素" in tag(refused, plan, layer)


def test_lines_are_no_parcels(refused: Refused, plan: str, tmp_path: Path) -> None:
    layer = parcels(
        tmp_path / "线.gpkg", [shapely.LineString([(500_000, 4_200_000), (500_009, 4_200_009)])]
    )
    assert "图层“线”：图层不是面图层" in tag(refused, plan, layer)


def test_layer_is_missing(refused: Refused, plan: str, tmp_path: Path) -> None:
    sentence = tag(refused, plan, str(tmp_path / "none.shp"))
    assert "（INPUT）" in sentence and "none.shp”无法打开" in sentence


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
@pytest.mark.parametrize("broken", ["68/clipper.shp", "invalid_coords/invalid_coordinates.shp"])
def test_broken_shapefiles(refused: Refused, plan: str, broken: str) -> None:
    tag(refused, plan, str(REAL / "mapshaper_issues" / broken))


@pytest.mark.parametrize(
    ("field", "kind", "value", "says"),
    [
        ("type", str, "甲类", "字段 type 的值“甲类”不是流出的类型序号"),
        ("type", int, 12, "字段 type 的值“12”不是流出的类型序号"),
        ("grade", str, "八等", "字段 grade 的值“八等”不是数字"),
        ("grade", float, 16.0, "字段 grade 的值 16.0 超出范围；应在 1 到 15 之间"),
        ("grade", str, "NaN", "字段 grade 的值“NaN”不是数字"),
        ("start_month", str, "2023.4", "字段 start_month 的值“2023.4”不是月份"),
        ("target_class", str, "9999", "字段 target_class 的值“9999”不可用"),
        ("agreement", str, "有", "字段 agreement 的值“有”不可用；可用的值：是、否"),
        ("direction", str, "in", "字段 direction 为“in”，与所选方向不一致"),
    ],
)
def test_field_values(
    refused: Refused, plan: str, tmp_path: Path, field: str, kind: type, value: Any, says: str
) -> None:
    good = kind(1) if field == "type" else None  # a column without any type means something else
    rows = [(box(0, 0, 9, 9), (value,)), (box(20, 0, 29, 9), (good,))]
    layer = write_layer(tmp_path / "地块.gpkg", {field: kind}, rows)
    sentence = tag(refused, plan, layer)
    assert says in sentence and "要素 1" in sentence


def test_type_that_the_notice_does_not_know(refused: Refused, plan: str, tmp_path: Path) -> None:
    assert "流出没有类型 12；可用的类型：1、2" in tag(
        refused, plan, parcels(tmp_path / "地块.gpkg"), TYPE=12
    )


def test_repeated_ids(refused: Refused, step: Step, plan: str, tmp_path: Path) -> None:
    twice = [(box(0, 0, 9, 9), ("A",)), (box(20, 0, 29, 9), ("A",)), (box(40, 0, 49, 9), ("B",))]
    assert "编号 A：地块编号重复" in tag(
        refused, plan, write_layer(tmp_path / "一.gpkg", {"parcel_id": str}, twice)
    )
    once = write_layer(tmp_path / "二.gpkg", {"parcel_id": str}, twice[1:])
    step("tagparcels", PLAN=plan, INPUT=once, DIRECTION="out", TYPE=1)
    assert "编号 A、B：地块编号重复" in tag(refused, plan, once, DIRECTION="in")


def test_many_refusals_leave_the_layer_free(
    refused: Refused, step: Step, plan: str, tmp_path: Path
) -> None:
    """QGIS keeps four connections to a file; an iterator that an error left open would use one up
    for good."""
    layer = parcels(tmp_path / "地块.gpkg")
    for _ in range(6):
        tag(refused, plan, layer, TYPE=12)
    assert step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=1)["COUNT"] == 1


# ---- the survey


def changed(column: str, value: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """The usual survey with another value in the polygon under the parcel."""
    place = list(SURVEY_FIELDS).index(column)
    (geometry, values), second = SURVEY_ROWS
    return [(geometry, (*values[:place], value, *values[place + 1 :])), second]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("DLBM", "9999", "图层“DLTB”图斑 1：地类编码 9999 不在三调地类中"),
        ("DLBM", None, "图层“DLTB”图斑 1：地类编码 空 不在三调地类中"),
        ("DLBM", "301", "地类编码 301 不在三调地类中"),
        ("ZLDWDM", "640999", "图斑 1：坐落单位代码 ZLDWDM 为空或不足 9 位"),
        ("GDDB", "九等", "图斑 1：字段 GDDB 的值 九等 不是数字"),
    ],
)
def test_survey_values(
    refused: Refused, tagged: str, tmp_path: Path, column: str, value: Any, says: str
) -> None:
    fields = {**SURVEY_FIELDS, "GDDB": str}
    layer = write_layer(tmp_path / "DLTB.gpkg", fields, changed(column, value))
    assert says in refused("measureareas", PLAN=tagged, DLTB=layer, OUTPUT="memory:")
    assert says in refused("checkconstraints", PLAN=tagged, DLTB=layer)


@pytest.mark.parametrize("missing", ["DLBM", "ZLDWDM"])
def test_survey_field_is_missing(
    refused: Refused, tagged: str, tmp_path: Path, missing: str
) -> None:
    place = list(SURVEY_FIELDS).index(missing)
    fields = {name: kind for name, kind in SURVEY_FIELDS.items() if name != missing}
    rows = [(geometry, (*values[:place], *values[place + 1 :])) for geometry, values in SURVEY_ROWS]
    layer = write_layer(tmp_path / "DLTB.gpkg", fields, rows)
    says = f"图层“DLTB”：缺少字段 {missing}"
    assert says in refused("measureareas", PLAN=tagged, DLTB=layer, OUTPUT="memory:")


def test_survey_without_crs(refused: Refused, tagged: str, tmp_path: Path) -> None:
    layer = survey(tmp_path / "DLTB.shp", epsg=None, driver="ESRI Shapefile")
    for name in ("measureareas", "checkconstraints"):
        assert "图层“DLTB”：图层没有坐标系" in refused(
            name, PLAN=tagged, DLTB=layer, OUTPUT="memory:"
        )


def test_a_table_is_no_survey(refused: Refused, tagged: str, tmp_path: Path) -> None:
    """It has no CRS either, but none would help."""
    rows = [(None, values) for _, values in SURVEY_ROWS]
    layer = survey(tmp_path / "DLTB.gpkg", rows, kind=ogr.wkbNone)
    assert "图层“DLTB”：是没有图形的表" in refused(
        "checkconstraints", PLAN=tagged, DLTB=layer, OUTPUT="memory:"
    )


def test_survey_of_another_place(refused: Refused, tagged: str, tmp_path: Path) -> None:
    rows = [
        (shapely.transform(geometry, lambda xy: xy + 50_000), values)
        for geometry, values in SURVEY_ROWS
    ]
    layer = survey(tmp_path / "DLTB.gpkg", rows)
    assert "图层“DLTB”：地块附近没有图斑" in refused(
        "measureareas", PLAN=tagged, DLTB=layer, OUTPUT="memory:"
    )


def test_no_survey(refused: Refused, tagged: str, tmp_path: Path) -> None:
    assert "没有地类图斑图层" in refused("measureareas", PLAN=tagged, OUTPUT="memory:")
    sentence = refused(
        "measureareas", PLAN=tagged, DLTB=str(tmp_path / "none.shp"), OUTPUT="memory:"
    )
    assert "（DLTB）" in sentence and "none.shp”无法打开" in sentence


def test_polygons_in_degrees_are_not_measured_as_metres(refused: Refused, tmp_path: Path) -> None:
    land = parcels(tmp_path / "度.gpkg", [shapely.box(105, 37.9, 105.01, 37.91)], epsg=4490)
    layer = survey(tmp_path / "DLTB.gpkg")
    assert "EPSG:4490 不是以米为单位" in refused(
        "measureareas", INPUT=land, DLTB=layer, OUTPUT="memory:"
    )


# ---- the other layers


def test_lines_for_the_survey_are_refused(refused: Refused, tagged: str, tmp_path: Path) -> None:
    line = parcels(
        tmp_path / "河流.gpkg", [shapely.LineString([(500_000, 4_200_000), (500_009, 4_200_009)])]
    )
    assert "图层“河流”：图层不是面图层" in refused(
        "measureareas", PLAN=tagged, DLTB=line, OUTPUT="memory:"
    )


def test_dem_that_is_none(refused: Refused, tagged: str, tmp_path: Path) -> None:
    text = tmp_path / "dem.tif"
    text.write_text("not a raster")
    assert "（DEM）" in refused(
        "checkconstraints", PLAN=tagged, DLTB=survey(tmp_path / "DLTB.gpkg"), DEM=str(text)
    )


def verdicts(plan: str, rule: str) -> list[tuple[str, str]]:
    with Plan.open(plan) as opened:
        return [
            (finding.verdict, finding.message)
            for finding in opened.findings()
            if finding.rule_id == rule
        ]


@pytest.mark.parametrize("broken", [None, BOW_TIE])
def test_broken_evidence_is_unknown_and_named(
    step: Step, tagged: str, tmp_path: Path, broken: Any
) -> None:
    """A polygon that means nothing does not stop the check, and passes nothing."""
    rows = [(box(300, 0, 399, 99), ("好",)), (broken, ("坏",))]
    layer = write_layer(tmp_path / "永农.gpkg", {"BSM": str}, rows)
    step("checkconstraints", PLAN=tagged, DLTB=survey(tmp_path / "DLTB.gpkg"), YJJBNT=layer)
    [(verdict, message)] = verdicts(tagged, "out-pbf")
    assert verdict == "unknown" and "问题要素 坏，无法判定" in message


def test_coordinates_that_do_not_exist(step: Step, tagged: str, tmp_path: Path) -> None:
    """One polygon in metres inside a layer in degrees."""
    degrees = shapely.box(105.0035, 37.9327, 105.004, 37.933)
    layer = memory_layer(
        "永农", {"BSM": str}, [(degrees, ("好",)), (box(0, 0, 9, 9), ("坏",))], crs="EPSG:4490"
    )
    step("checkconstraints", PLAN=tagged, DLTB=survey(tmp_path / "DLTB.gpkg"), YJJBNT=layer)
    [(verdict, message)] = verdicts(tagged, "out-pbf")
    assert verdict == "unknown" and "问题要素 坏，无法判定" in message


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
def test_corrupt_record_of_a_real_shapefile(step: Step, tmp_path: Path) -> None:
    plan = new_plan(step, tmp_path / "plan.gpkg", CRS="EPSG:32733")
    folder = REAL / "qgis_swellendam"
    land = parcels(
        tmp_path / "地块.gpkg",
        [shapely.box(1_000_000, 6_220_000, 1_000_500, 6_220_500)],
        epsg=32733,
    )
    step("tagparcels", PLAN=plan, INPUT=land, DIRECTION="in", TYPE=1)
    step("checkconstraints", PLAN=plan, HDHQ=str(folder / "shapefile" / "water.shp"))
    [(verdict, message)] = verdicts(plan, "in-river-lake")
    assert verdict == "unknown" and "问题要素 30、" in message


# ---- what is written


UNWRITABLE = ["/proc", "/proc/out"]


@pytest.mark.parametrize("name", ["exporttables", "exportvectors", "exportpackage"])
@pytest.mark.parametrize("folder", UNWRITABLE)
def test_folder_that_nobody_can_write(
    refused: Refused, measured: str, name: str, folder: str
) -> None:
    assert "/proc" in refused(name, PLAN=measured, FOLDER=folder)


@pytest.mark.parametrize(
    "name", ["exporttables", "exportdocument", "exportmaps", "exportvectors", "exportpackage"]
)
def test_file_in_place_of_the_folder(
    refused: Refused, measured: str, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "论文.txt"
    file.write_text("mine")
    assert f"{file}：不是文件夹" in refused(name, PLAN=measured, FOLDER=str(file))
    refused(name, PLAN=measured, FOLDER=str(file / "below"))


def test_package_does_not_replace_other_files(
    refused: Refused, measured: str, tmp_path: Path
) -> None:
    folder = tmp_path / "有东西"
    folder.mkdir()
    (folder / "论文.txt").write_text("mine")
    assert f"{folder}：文件夹里有其他内容" in refused(
        "exportpackage", PLAN=measured, FOLDER=str(folder)
    )


@pytest.mark.parametrize("lock", [".~lock.{}#", "~${}"])
def test_workbook_is_open_elsewhere(
    refused: Refused, step: Step, measured: str, tmp_path: Path, lock: str
) -> None:
    folder = tmp_path / "out"
    files = [
        Path(file) for file in step("exporttables", PLAN=measured, FOLDER=str(folder))["FILES"]
    ]
    (folder / lock.format(files[1].name)).write_text("")
    sentence = refused("exporttables", PLAN=measured, FOLDER=str(folder))
    assert f"{files[1].name}：文件正被其他程序打开" in sentence


def test_all_files_or_none(
    refused: Refused, step: Step, measured: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be replaced, as Windows has it for an open one, brings the others back as
    they were."""
    folder = tmp_path / "out"
    files = [
        Path(file) for file in step("exporttables", PLAN=measured, FOLDER=str(folder))["FILES"]
    ]
    files[0].write_text("older")
    replace = os.replace

    def deny_the_last(source: Path, target: Path) -> None:
        if target == files[-1] and "replaced" not in source.parts:
            raise PermissionError(13, "open elsewhere", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(staging.os, "replace", deny_the_last)
    assert files[-1].name in refused("exporttables", PLAN=measured, FOLDER=str(folder))


# ---- profiles


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("severity: block", "severity: deadly", "“severity”不能为“deadly”"),
        ("kind: overlap", "kind: guess", "“kind”不能为“guess”"),
        ("ratio: 1.00", "ratio: viel", "“ratio”应为数字，现为“viel”"),
        ("issued: 2022-11-22", "issued: 22.11.2022", "“issued”不是日期"),
        ("adjoin_m: 1.0", "adjoin: 1.0", "不认识的项“adjoin”"),
        ("  unit: county", "\tunit: county", "配置文件格式有误"),
    ],
)
def test_profile_line_is_named(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    text = (
        (profiles.BUNDLED / "ningxia-2022.yaml")
        .read_text(encoding="utf-8")
        .replace("id: ningxia-2022", "id: own", 1)
    )
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "own.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv(profiles.USER_FOLDER_VARIABLE, str(folder))
    sentence = refused("createplan", PLAN=str(tmp_path / "new.gpkg"), PROFILE="own", **COUNTY)
    assert says in sentence and f"own.yaml 第 {line} 行" in sentence


# ---- the exit code


SCRIPT = """
import sys
from pathlib import Path
from qgis.core import QgsApplication
QgsApplication.setPrefixPath({prefix!r}, True)
sys.path.append(str(Path({prefix!r}) / "share" / "qgis" / "python" / "plugins"))
application = QgsApplication([], True)
application.initQgis()
from processing.core.Processing import Processing
import processing
Processing.initialize()
from jinchu_pingheng.processing.provider import JinchuProvider
provider = JinchuProvider()
QgsApplication.processingRegistry().addProvider(provider)
processing.run("jinchu_pingheng:balance", {{"PLAN": {plan!r}}})
"""


def test_a_script_ends_with_an_error(tmp_path: Path) -> None:
    plan = str(tmp_path / "none.gpkg")
    script = SCRIPT.format(prefix=os.environ.get("QGIS_PREFIX_PATH", "/usr"), plan=plan)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0
    assert f"{plan}：找不到方案文件；请检查路径，或先新建方案。" in done.stderr
