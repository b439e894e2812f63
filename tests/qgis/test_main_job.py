"""The main job, end to end, as a sceptical reviewer sees it: every figure recomputed, every file
opened."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtGui import QImage

from jinchu_pingheng.processing.provider import JinchuProvider
from tests.qgis import audit_tables as tables
from tests.qgis.audit import Audit, grade_of, ha, rows
from tests.qgis.conftest import MainJob, digests

ROLES = (
    "plan_document annex1 annex2 county_out_list county_in_list schedule balance_tables "
    "check_report map_location "
    "map_out_landuse map_out_plan map_in_landuse map_in_landuse_plan map_check vector coordinates"
).split()
FIGURES = [role for role in ROLES if role.startswith("map_")]

HEADINGS = """
第一章 总则/（一）编制背景/（二）编制目的/（三）编制依据/（四）编制原则
第二章 区域概况/（一）基本情况/（二）土地利用现状
第三章 耕地流出总体安排/（一）耕地流出要求/1. 耕地流出地类要求/2. 不得纳入耕地流出范围的情形
3. 可纳入耕地流出范围的情形/（二）耕地流出基本情况/1. 耕地流出规模及布局/（1）耕地流出规模
（2）耕地流出布局/（3）耕地流出项目列表/2. 耕地流出质量等别/3. 耕地流出时序安排/（三）耕地流出分析
1. 耕地流出必要性分析/2. 耕地流出合理性分析/3. 耕地流出论证情况
第四章 耕地流入总体安排/（一）耕地流入要求/1. 耕地流入地类要求/2. 不得纳入耕地流入范围的情形
3. 优先纳入耕地流入范围的情形/（二）耕地流入基本情况/1. 耕地流入规模及布局/（1）耕地流入规模
（2）耕地流入布局/2. 耕地流入质量等别/3. 耕地流入时序安排/（1）耕地流入项目立项
（2）耕地流入项目实施/（3）耕地流入项目验收/（4）耕地流入项目入库/（5）耕地流入权属变更安排
（三）耕地流入分析/1. 耕地流入必要性分析/2. 耕地流入合理性分析/3. 耕地流入论证情况
（四）耕地流入成果/1. 耕地流入项目列表/2. 耕地流入指标预测/3. 耕地流入指标节余预测
第五章 耕地“进出平衡”情况分析/（一）耕地“进出平衡”地类分析/（二）耕地“进出平衡”数量分析
（三）耕地“进出平衡”质量分析
第六章 保障措施/（一）组织领导/（二）资金保障/（三）日常监督/（四）检查考核
第七章 附件/（一）附表/（二）附图/（三）矢量数据/（四）耕地流出批准文件/（五）承包户知情同意书
"""
"""附件3 of the notice."""


# ---- the figures


def test_every_cell_is_recomputed(main_job: MainJob, audit: Audit) -> None:
    def key(
        parcel: Any, status: Any, dlbm: Any, town: Any, m2: Any, printed: Any, grade: Any
    ) -> tuple[Any, ...]:
        return (parcel, status, dlbm, town, m2, printed, None if grade is None else f"{grade:.1f}")

    ours = [
        key(c.parcel, c.status, c.dlbm, c.town, c.m2, c.printed_class,
            c.printed_grade if c.status == "counted" else c.grade)
        for c in audit.cells
    ]  # fmt: skip
    theirs = [
        key(
            r["parcel_id"],
            r["status"],
            r["dlbm"],
            r["town_code"],
            r["m2"],
            r["balance_class"],
            grade_of(r["grade"]),
        )
        for r in rows(main_job.geopackage, "cells")
    ]
    assert sorted(theirs, key=str) == sorted(ours, key=str)


def test_manifest_and_algorithm_totals(main_job: MainJob, audit: Audit) -> None:
    out, inflow, rejected, surplus = audit.amounts()
    totals, result = main_job.manifest["totals"], main_job.result
    assert (totals["out_ha"], totals["in_ha"], totals["surplus_ha"]) == (
        ha(out),
        ha(inflow),
        ha(surplus),
    )
    assert (result["OUT_HA"], result["IN_HA"]) == (totals["out_ha"], totals["in_ha"])
    assert (result["REQUIRED_HA"], result["SURPLUS_HA"]) == (ha(out), totals["surplus_ha"])
    lawful = ha(inflow - rejected), ha(surplus - rejected)
    assert (result["LAWFUL_IN_HA"], result["LAWFUL_SURPLUS_HA"]) == lawful
    assert result["BALANCED"] == totals["balanced"] == (inflow - rejected >= out)


@pytest.mark.parametrize(("role", "side"), [("annex1", "out"), ("annex2", "in")])
def test_annexes_of_every_township(main_job: MainJob, audit: Audit, role: str, side: str) -> None:
    codes = sorted({cell.town for cell in audit.counted(side)})
    by_name = {path.stem.split("_")[1]: path for path in main_job.files(role)}
    assert sorted(by_name) == sorted(audit.towns[code] for code in codes)
    for code in codes:
        printed = tables.body(tables.sheet(by_name[audit.towns[code]]), "序号")
        assert [row[:9] for row in printed] == tables.list_rows(
            audit, side, code, grand_total=side == "in"
        )


@pytest.mark.parametrize(("role", "side"), [("county_out_list", "out"), ("county_in_list", "in")])
def test_county_lists(main_job: MainJob, audit: Audit, role: str, side: str) -> None:
    printed = tables.body(tables.sheet(main_job.file(role)), "序号")
    assert [row[:9] for row in printed] == tables.list_rows(audit, side, "", grand_total=True)


def test_schedule(main_job: MainJob, audit: Audit) -> None:
    printed = tables.body(tables.sheet(main_job.file("schedule")), "月份")
    assert [row[:6] for row in printed] == tables.schedule_rows(audit)
    marked = [row[0] for row in printed if "不符合先进后出" in row[6]]
    assert marked == [row[0] for row in tables.schedule_rows(audit)[:-1] if row[5].startswith("-")]


def test_balance_tables(main_job: MainJob, audit: Audit) -> None:
    path = main_job.file("balance_tables")

    def printed(name: str, first: str, columns: int) -> tables.Grid:
        return [row[:columns] for row in tables.body(tables.sheet(path, name), first)]

    assert printed("数量平衡", "单位", 9) == tables.quantity_rows(audit)
    assert printed("分地类", "地类", 10) == tables.class_rows(audit)
    assert printed("质量", "单位", 6) == tables.quality_rows(audit)
    assert printed("指标预测与节余", "单位", 7) == tables.forecast_rows(audit)


def test_document_tables(main_job: MainJob, audit: Audit) -> None:
    """Every table of the document with a hectare in it is one that was recomputed, and agrees."""
    expected, met = tables.document_expected(audit), []
    for caption, grid in tables.document_tables(main_job.file("plan_document")):
        if not any(tables.HECTARES.fullmatch(text) for row in grid for text in row):
            continue
        name = max((key for key in expected if key in caption), key=len)
        met.append(name)
        wanted = expected[name]
        assert [row[: len(wanted[0])] for row in grid[-len(wanted) :]] == wanted, caption
    assert sorted(met) == sorted(expected)


def test_document_sentences(main_job: MainJob, audit: Audit) -> None:
    """Every hectare in a sentence is one of the recomputed figures."""
    known = {
        text for grid in tables.document_expected(audit).values() for row in grid for text in row
    }
    known |= {
        text.lstrip("-") for grid in (tables.quantity_rows(audit),) for row in grid for text in row
    }
    paragraphs = [
        paragraph.text for paragraph in Document(str(main_job.file("plan_document"))).paragraphs
    ]
    said = {(number, text) for text in paragraphs for number in tables.HECTARES.findall(text)}
    assert len(said) > 20
    assert [text for number, text in sorted(said) if number.lstrip("-") not in known] == []
    projects = {
        (audit.parcels[c.parcel]["type"], audit.row_name(c.parcel)) for c in audit.counted("out")
    }
    count = len({cell.parcel for cell in audit.counted("out")})
    assert any(f"共{len(projects)}个项目、{count}个地块" in text for text in paragraphs)


# ---- the findings


def test_findings_are_what_the_sample_expects(main_job: MainJob) -> None:
    found = {
        (row["parcel_id"], row["rule_id"], row["verdict"]): row
        for row in rows(main_job.plan, "findings")
    }
    with (main_job.county / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            (row["parcel_id"], row["rule_id"], row["verdict"]) for row in csv.DictReader(file)
        ]
    wanted = [key for key in expected if key[1] != "*"]
    assert len(wanted) > 40
    assert [key for key in wanted if key not in found] == []
    lawful = {parcel for parcel, rule, _ in expected if rule == "*"}
    bad = [
        key
        for key, row in found.items()
        if key[0] in lawful
        and (key[2] == "unknown" or (key[2] == "fail" and row["severity"] != "info"))
    ]
    assert len(lawful) > 80
    assert bad == []


def test_findings_of_the_plan_are_those_delivered(main_job: MainJob) -> None:
    stored, delivered = rows(main_job.plan, "findings"), rows(main_job.geopackage, "findings")
    assert main_job.result["FAILED"] == sum(row["verdict"] == "fail" for row in stored)
    assert main_job.result["UNKNOWN"] == sum(row["verdict"] == "unknown" for row in stored)
    columns = ("parcel_id", "rule_id", "clause", "severity", "verdict", "overlap_m2", "message")
    as_text = [
        [sorted(str([row[c] for c in columns]) for row in table)] for table in (stored, delivered)
    ]
    assert as_text[0] == as_text[1]
    failed = [
        row["parcel_id"]
        for row in delivered
        if row["verdict"] == "fail" and row["severity"] == "block"
    ]
    for side in ("out", "in"):
        for parcel in rows(main_job.geopackage, f"parcels_{side}"):
            assert parcel["block_fails"] == failed.count(parcel["parcel_id"])


# ---- the files


def test_manifest_lists_every_file_with_its_digest(main_job: MainJob) -> None:
    listed = {item["path"]: item["sha256"] for item in main_job.manifest["files"]}
    present = digests(main_job.output)
    del present["manifest.json"]
    assert listed == present


def test_every_role_of_the_contract_is_there(main_job: MainJob) -> None:
    manifest = main_job.manifest
    assert {item["role"] for item in manifest["files"]} == set(ROLES)
    assert (manifest["county"], manifest["year"], manifest["profile"]) == (
        "云川县",
        2023,
        "ningxia-2022",
    )
    assert manifest["software"].startswith("jinchu_pingheng ")
    for role in FIGURES:
        assert sorted(path.suffix for path in main_job.files(role)) == [".pdf", ".png"]


def test_inputs_are_recorded_with_their_count(main_job: MainJob) -> None:
    inputs = {item["role"]: item for item in main_job.manifest["inputs"]}
    assert inputs["DLTB"]["sha256"] == main_job.county_before["DLTB.gpkg"]
    assert inputs["DLTB"]["feature_count"] == len(rows(main_job.county / "DLTB.gpkg", "DLTB"))
    assert inputs["XZQ"]["feature_count"] == len(rows(main_job.county / "XZQ.gpkg", "XZQ"))


def test_annexes_have_the_two_row_header_of_the_template(main_job: MainJob) -> None:
    under = ["水田", "", "水浇地", "", "旱地", ""]
    tails = {"annex1": ["位置", "计划建设时间", "备注"],
             "annex2": ["位置", "是否与用地主体签订协议", "计划恢复时间", "备注"]}  # fmt: skip
    for role, third in (("annex1", "项目名称"), ("annex2", "地块名称")):
        for path in main_job.files(role):
            grid = tables.sheet(path)
            top = next(i for i, row in enumerate(grid) if row[0] == "序号")
            assert grid[top] == ["序号", "类型", third, *under, *tails[role]]
            assert grid[top + 1] == ["", "", "", *["面积", "等别"] * 3, *[""] * len(tails[role])]
            merged = {str(area) for area in load_workbook(path).worksheets[0].merged_cells.ranges}
            assert {f"{column}{top + 1}:{column}{top + 2}" for column in "ABCJKL"} <= merged
            assert {
                f"{pair[0]}{top + 1}:{pair[1]}{top + 1}" for pair in ("DE", "FG", "HI")
            } <= merged


def test_document_has_every_heading_of_the_notice_in_order(main_job: MainJob) -> None:
    paragraphs = Document(str(main_job.file("plan_document"))).paragraphs
    headings = [p.text for p in paragraphs if p.style.name.startswith("Heading")]
    assert headings == [text for line in HEADINGS.strip().splitlines() for text in line.split("/")]


@pytest.mark.parametrize("role", [role for role in FIGURES if role != "map_check"])
def test_figures_are_drawn(main_job: MainJob, role: str) -> None:
    image = QImage(str(next(path for path in main_job.files(role) if path.suffix == ".png")))
    assert min(image.width(), image.height()) > 1000
    small = image.scaled(200, 200)
    grey = [sum(small.pixelColor(x, y).getRgb()[:3]) / 3 for x in range(200) for y in range(200)]
    average = sum(grey) / len(grey)
    variance = sum((value - average) ** 2 for value in grey) / len(grey)
    assert 40 < average < 250
    assert variance > 100
    middle = {small.pixelColor(x, y).rgb() for x in range(60, 140) for y in range(60, 140)}
    assert len(middle) > 100


def test_conflicts_are_delivered_with_their_polygons(main_job: MainJob) -> None:
    stored, delivered = rows(main_job.plan, "conflicts"), rows(main_job.geopackage, "conflicts")

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["parcel_id"], row["rule_id"], row["overlap_m2"], round(row["shape"].area, 2)

    assert len(stored) > 20
    assert sorted(map(key, delivered)) == sorted(map(key, stored))


def test_vectors_open_in_qgis(main_job: MainJob, audit: Audit) -> None:
    for name, spatial in (("parcels_out", True), ("parcels_in", True), ("conflicts", True),
                          ("cells", False), ("findings", False)):  # fmt: skip
        layer = QgsVectorLayer(f"{main_job.geopackage}|layername={name}", name, "ogr")
        assert layer.isValid() and layer.featureCount() > 0
        assert layer.isSpatial() == spatial
        assert not spatial or layer.crs().authid() == "EPSG:4544"
    for path in (path for path in main_job.files("vector") if path.suffix == ".shp"):
        layer = QgsVectorLayer(str(path), path.stem, "ogr")
        side = "out" if "流出" in path.stem else "in"
        assert {f["DKBH"]: int(f["MJ_M2"]) for f in layer.getFeatures()} == {
            key: sum(cell.m2 for cell in audit.counted(side) if cell.parcel == key)
            for key, row in audit.parcels.items() if row["direction"] == side
        }  # fmt: skip


# ---- the plan and the sources


def test_plan_keeps_its_history(main_job: MainJob) -> None:
    with sqlite3.connect(main_job.plan) as data:
        actions = [row[0] for row in data.execute("select action from history order by fid")]
    # Other tests go on with the same plan.
    assert actions[:6] == ["新建方案", "标注地块", "标注地块", "量算面积", "检查", "导出成果包"]


def test_every_failed_parcel_has_its_conflict_drawn_when_it_is_exported(main_job: MainJob) -> None:
    """The demo's check draws nothing."""
    failed = (
        "SELECT parcel_id, rule_id FROM findings "
        "WHERE verdict = 'fail' AND parcel_id <> '' AND overlap_m2 IS NOT NULL"
    )
    with sqlite3.connect(main_job.plan) as data:
        wanted, drawn = (
            data.execute(sql).fetchall()
            for sql in (failed, "SELECT parcel_id, rule_id FROM conflicts")
        )
    assert wanted and set(wanted) <= set(drawn)


def test_survey_data_is_never_changed(main_job: MainJob) -> None:
    """QGIS keeps the statistics of a raster that it opens in an .aux.xml beside it; nothing else
    may appear."""
    after = {
        name: digest
        for name, digest in digests(main_job.county).items()
        if not name.endswith(".aux.xml")
    }
    before = {
        name: digest
        for name, digest in main_job.county_before.items()
        if not name.endswith(".aux.xml")
    }
    assert after == before


def test_exporting_again_gives_the_same_numbers(
    main_job: MainJob, processing: Any, tmp_path: Path
) -> None:
    from qgis.core import QgsApplication

    provider = JinchuProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    try:
        for name in ("exporttables", "exportvectors"):
            processing.run(
                f"jinchu_pingheng:{name}", {"PLAN": str(main_job.plan), "FOLDER": str(tmp_path)}
            )
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)
    books = list(main_job.output.rglob("*.xlsx"))
    assert len(books) >= 19
    for book in books:
        for name in load_workbook(book).sheetnames:
            assert tables.sheet(tmp_path / book.name, name) == tables.sheet(book, name)
    again = tmp_path / main_job.geopackage.name
    assert rows(again, "cells") == rows(main_job.geopackage, "cells")
