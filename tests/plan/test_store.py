"""The plan file: what goes in comes out, writes are whole, and other programs can read it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Cell, Finding, Header, RecordedException
from jinchu_pingheng.plan import schema
from jinchu_pingheng.plan.counting import copy_findings
from jinchu_pingheng.plan.store import Plan

HEADER = Header(
    "640999", "云川县", 2023, "ningxia-2022", "EPSG:4544", "云川县自然资源局", "2023-03-20"
)
SQUARE = shapely.box(560000, 4150000, 560100, 4150100)
ROW = {
    "parcel_id": "L001",
    "direction": "out",
    "type": 2,
    "project": "渠道",
    "grade": Decimal("8.5"),
    "geom": SQUARE,
}
CELL = Cell(
    "L001", "out", "0103", "0103", Decimal(8), False, "640999100", "甲镇", "一村", "counted", 10000,
    Decimal("10000.00"), Decimal("9150.00"), Decimal("9998.12"),
)  # fmt: skip
FINDING = Finding(
    "L001", "out", "out-pbf", "一（三）1", "block", "fail", "重叠", "永久基本农田",
    Decimal("12.34"), Decimal("0.0012"), SQUARE,
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Plan.create(tmp_path / "方案.gpkg", HEADER).close()
    return tmp_path / "方案.gpkg"


def test_a_new_plan_keeps_its_header(path: Path) -> None:
    with Plan.open(path) as plan:
        assert plan.header == HEADER


def test_parcels_come_back_as_they_went_in(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
        [parcel] = plan.parcels()
    assert (parcel.parcel_id, parcel.type, parcel.project, parcel.grade) == (
        "L001",
        2,
        "渠道",
        Decimal("8.5"),
    )
    assert parcel.geometry.equals(SQUARE)


def test_cells_findings_and_conflicts_come_back(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.replace_cells([CELL])
        plan.replace_findings([FINDING])
        assert plan.cells() == [CELL]
        [finding], [conflict] = plan.findings(), plan.conflicts()
    assert finding._replace(geometry=None) == FINDING._replace(geometry=None)
    assert finding.geometry.equals(SQUARE) and conflict["geom"].equals(SQUARE)


def test_new_parcels_make_old_results_stale(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.replace_cells([CELL])
        plan.replace_findings([FINDING])
        plan.add_parcels([ROW])
        assert (plan.cells(), plan.findings(), plan.conflicts()) == ([], [], [])


def test_gdal_reads_the_parcels_with_crs_extent_and_index(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
    source = ogr.Open(str(path))
    layer = source.GetLayerByName("parcels")
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4544"
    assert layer.GetExtent() == (560000, 560100, 4150000, 4150100)
    layer.SetSpatialFilterRect(560050, 4150050, 560060, 4150060)
    assert layer.GetFeatureCount() == 1


def rename(path: Path) -> None:
    """Edit a parcel as another program does."""
    source = ogr.Open(str(path), 1)
    layer = source.GetLayerByName("parcels")
    feature = next(iter(layer))
    feature.SetField("name", "改名")
    layer.SetFeature(feature)


def test_an_edit_by_gdal_is_seen(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
    rename(path)
    with Plan.open(path) as plan:
        assert plan.parcels()[0].name == "改名"


def test_an_edit_by_another_program_makes_the_measured_areas_stale(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
        plan.replace_cells([CELL])
        assert not plan.stale
    rename(path)
    with Plan.open(path) as plan:
        assert plan.stale


def triggers(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        ).fetchall()


def features_counted(path: Path, table: str) -> tuple[int, int]:
    """How many features GDAL finds, as the file says and by looking."""
    layer = (source := ogr.Open(str(path))).GetLayerByName(table)
    count = layer.GetFeatureCount(), sum(1 for _ in layer)
    del layer, source
    return count


def test_tables_that_are_written_at_once_are_counted(path: Path) -> None:
    before = triggers(path)
    with Plan.open(path) as plan:
        plan.replace_findings([FINDING] * 3)
        plan.replace_findings([FINDING] * 5)
    assert features_counted(path, "findings") == (5, 5)
    assert triggers(path) == before
    source = ogr.Open(str(path), 1)
    layer = source.GetLayerByName("findings")
    layer.CreateFeature(ogr.Feature(layer.GetLayerDefn()))
    del layer, source
    assert features_counted(path, "findings") == (6, 6)


def test_findings_are_copied_into_a_geopackage_of_their_own(path: Path, tmp_path: Path) -> None:
    with Plan.open(path) as plan:
        plan.replace_findings(
            [FINDING, FINDING._replace(parcel_id="", overlap_m2=None, share=None)]
        )
    copy = tmp_path / "结论 1.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(copy))
    layer = source.CreateLayer('结论 "1"', None, ogr.wkbNone)
    for field in schema.FINDINGS.fields:
        layer.CreateField(
            ogr.FieldDefn(field.name, ogr.OFTReal if field.type == schema.REAL else ogr.OFTString)
        )
    del layer, source
    copy_findings(path, copy)
    with closing(sqlite3.connect(copy)) as file:
        copied = file.execute('SELECT * FROM "结论 ""1"""').fetchall()
    with closing(sqlite3.connect(path)) as file:
        assert copied == file.execute("SELECT * FROM findings").fetchall()
    assert features_counted(copy, '结论 "1"') == (2, 2)


def test_what_cannot_be_copied_is_told(path: Path, tmp_path: Path) -> None:
    strange = tmp_path / "别的.gpkg"
    ogr.GetDriverByName("GPKG").CreateDataSource(str(strange)).CreateLayer(
        "别的", None, ogr.wkbNone
    )
    with pytest.raises(PlanError, match="无法写入检查结论"):
        copy_findings(path, strange)


def test_a_failed_write_leaves_nothing_behind(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.replace_findings([FINDING])
        before = plan.findings(), triggers(path)
        with pytest.raises(sqlite3.Error):
            plan.replace_findings([FINDING, FINDING._replace(message=object())])  # type: ignore[arg-type]
        assert (plan.findings(), triggers(path)) == before


def test_numbers_of_removed_parcels_stay_used_whoever_removes_them(path: Path) -> None:
    with Plan.open(path) as plan:
        ids = {"out": ["LC0001", "LC0002", "甲"], "in": ["LR0007"]}
        plan.add_parcels(
            [{**ROW, "parcel_id": name, "direction": side} for side in ids for name in ids[side]]
        )
    source = ogr.Open(str(path), 1)
    source.ExecuteSQL("DELETE FROM parcels WHERE parcel_id <> 'LC0001'")
    del source
    with Plan.open(path) as plan:
        assert plan.parcel_ids() == ["LC0001"]
        assert plan.numbering().last == ["LC0002", "LR0007"]
        plan.parcels_changed()
        assert plan.numbering().last == ["LC0002", "LR0007"]


def test_a_number_that_cannot_be_read_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE header SET last_out = 'x'")
    with Plan.open(path) as plan, pytest.raises(PlanError, match="表 header 的内容无法识别"):
        plan.numbering()


def test_recorded_exceptions_come_back_and_replace_each_other(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_exception(RecordedException("L001", "out-pbf", "旧", "1号"))
        plan.add_exception(RecordedException("L001", "out-pbf", "省重点工程", "2号"))
        [exception] = plan.exceptions()
    assert exception.text == "例外：省重点工程（2号）"


def test_leftovers_of_an_older_plan_are_refused(tmp_path: Path) -> None:
    (tmp_path / "新.gpkg-wal").write_bytes(b"old")
    with pytest.raises(PlanError, match="新.gpkg-wal"):
        Plan.create(tmp_path / "新.gpkg", HEADER)


def test_a_plan_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(PlanError, match="已存在"):
        Plan.create(path, HEADER)
    assert path.read_bytes() == before


def test_a_plan_of_a_newer_schema_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE header SET schema_version = ?", (schema.SCHEMA_VERSION + 1,))
    connection.close()
    with pytest.raises(PlanError, match="升级"):
        Plan.open(path)


@pytest.mark.parametrize("content", [b"", b"not a database at all, just text " * 100])
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.gpkg").write_bytes(content)
    with pytest.raises(PlanError, match="不是耕地进出平衡方案"):
        Plan.open(tmp_path / "x.gpkg")


def test_a_locked_plan_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr("jinchu_pingheng.plan.database.LOCK_SECONDS", 0.2)
    try:
        with pytest.raises(PlanError, match="占用"), Plan.open(path) as plan:
            plan.log("x", "y")
    finally:
        other.close()


def test_the_data_dictionary_lists_every_table_and_field() -> None:
    text = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in schema.TABLES:
        assert f"## {table.name}" in text
        for field in table.fields:
            assert f"| `{field.name}` |" in text
