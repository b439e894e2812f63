"""Vector data and coordinate text: written, read back with GDAL, compared with the plan."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.coordinate_text.dialects import BY_ID, DIALECTS
from jinchu_pingheng.core.coordinate_text.reading import read as read_text
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import FAIL, IN, OUT, Parcel
from jinchu_pingheng.core.rounding import hectares
from tests.deliver.example import HEADER, INPUTS, NOTICE, SOFTWARE, example_report

gdal = pytest.importorskip("osgeo.gdal")
from osgeo import ogr  # noqa: E402

from jinchu_pingheng.deliver.vectors import coordinates  # noqa: E402
from jinchu_pingheng.deliver.vectors import layers as vectors  # noqa: E402
from jinchu_pingheng.deliver.vectors.fields import PARCEL_COLUMNS  # noqa: E402

HOLED = shapely.MultiPolygon(
    [
        shapely.box(500000, 4150000, 500100, 4150100).difference(
            shapely.box(500040.1234, 4150040, 500060, 4150060)
        ),
        shapely.box(500200, 4150000, 500210, 4150010),
    ]
)

GEOPACKAGE = "耕地进出平衡.gpkg"
GEODATABASE = [("vector", "耕地进出平衡.gdb.zip")] if vectors.writes_geodatabase() else []


@pytest.fixture(autouse=True, scope="module")
def inside_qgis(qgis_app: Any) -> None:
    """QGIS changes GDAL's settings for the whole process; the plugin writes under these."""


def report_of(parcels: list[Parcel], checked: bool = True) -> Report:
    example, ids = example_report(checked), {parcel.parcel_id for parcel in parcels}
    cells = [cell for cell in example.cells if cell.parcel_id in ids]
    return build_report(HEADER, NOTICE, parcels, cells, example.findings, INPUTS, SOFTWARE)


def changed(parcel_id: str, **tags: Any) -> Report:
    """The example with one parcel changed."""
    parcels = example_report().parcels
    return report_of([replace(p, **tags) if p.parcel_id == parcel_id else p for p in parcels])


def read(path: Path, layer: str = "") -> list[dict[str, Any]]:
    """Rows of a layer, with the geometry under ''."""
    cpg = path.with_suffix(".cpg")
    options = [f"ENCODING={cpg.read_text()}"] if cpg.exists() else []
    data = gdal.OpenEx(str(path), open_options=options)
    source = data.GetLayerByName(layer) if layer else data.GetLayer(0)
    rows = []
    for feature in source:
        row = feature.items()
        shape = feature.GetGeometryRef()
        row[""] = shapely.from_wkb(bytes(shape.ExportToWkb())) if shape is not None else None
        rows.append(row)
    return rows


def counted(report: Report, parcel_id: str) -> int:
    return sum(c.m2 for d in (OUT, IN) for c in report.counted_cells(d) if c.parcel_id == parcel_id)


def test_files_and_roles(tmp_path: Path) -> None:
    files = vectors.write(example_report(), tmp_path)
    assert [(role, path.name) for role, path in files] == [
        ("vector", "耕地进出平衡.gpkg"), *GEODATABASE, ("vector", "耕地流出地块.shp"),
        ("vector", "耕地流入地块.shp"),
    ]  # fmt: skip
    for stem in ("耕地流出地块", "耕地流入地块"):
        assert {p.suffix for p in tmp_path.glob(f"{stem}.*")} == {
            ".shp",
            ".shx",
            ".dbf",
            ".prj",
            ".cpg",
            ".xml",
        }
        assert (tmp_path / f"{stem}.cpg").read_text() == "GBK"


def test_file_names_are_in_the_words_of_the_notice(tmp_path: Path) -> None:
    report = replace(example_report(), notice=replace(NOTICE, word_out="转出", word_in="转进"))
    files = [*vectors.write(report, tmp_path), *coordinates.write(report, tmp_path)]
    assert [path.name for _, path in files] == [
        "耕地进出平衡.gpkg", *(name for _, name in GEODATABASE), "耕地转出地块.shp",
        "耕地转进地块.shp", "耕地转出地块坐标.txt", "耕地转进地块坐标.txt",
    ]  # fmt: skip
    data = gdal.OpenEx(str(tmp_path / "耕地转出地块.shp"))
    assert data.GetLayer(0).GetName() == "耕地转出地块"


def test_an_exception_goes_with_its_finding(tmp_path: Path) -> None:
    example = example_report()
    text = "例外：县政府同意保留（云政纪〔2023〕4号）"
    found = [
        f._replace(exception=text) if f.parcel_id == "R08" and f.verdict == FAIL else f
        for f in example.findings
    ]
    vectors.write(replace(example, findings=tuple(found)), tmp_path)
    for layer in ("findings", "conflicts"):
        rows = read(tmp_path / GEOPACKAGE, layer)
        assert [row["parcel_id"] for row in rows if row["exception"] == text] == ["R08"]
    (row,) = [row for row in read(tmp_path / "耕地流入地块.shp") if row["DKBH"] == "R08"]
    assert (row["JCJG"], row["JZXS"]) == ("禁止1项、无法判定1项、登记例外1项", 1)


def test_geopackage_carries_every_parcel_with_its_tags_and_area(tmp_path: Path) -> None:
    report = changed("C01", geometry=HOLED, grade=Decimal("8.5"))
    vectors.write(report, tmp_path)
    rows = [
        row for layer in ("parcels_out", "parcels_in") for row in read(tmp_path / GEOPACKAGE, layer)
    ]
    assert [row["parcel_id"] for row in rows] == [
        p.parcel_id for d in (OUT, IN) for p in report.parcels_of(d)
    ]
    by_id = {p.parcel_id: p for p in report.parcels}
    for row in rows:
        parcel = by_id[row["parcel_id"]]
        for tag in (
            "direction", "type", "project", "name", "planned_class", "start_month", "end_month",
            "agreement", "group_name", "deduction", "deduction_doc", "note",
        ):  # fmt: skip
            assert row[tag] == getattr(parcel, tag), (parcel.parcel_id, tag)
        # A granted deduction stands outside the lists and sums.
        area = 0 if parcel.deduction and parcel.deduction_doc else counted(report, parcel.parcel_id)
        assert row["counted_m2"] == area
        assert row["counted_ha"] == hectares(row["counted_m2"])
        assert row[""].equals(parcel.geometry) and row[""].geom_type == "MultiPolygon"
        assert row["grade"] == (8.5 if parcel.parcel_id == "C01" else None)


def test_check_results_stand_beside_the_parcels(tmp_path: Path) -> None:
    report = example_report()
    vectors.write(report, tmp_path)
    rows = {row["parcel_id"]: row for name in ("parcels_out", "parcels_in")
            for row in read(tmp_path / GEOPACKAGE, name)}  # fmt: skip
    assert (rows["C03"]["block_fails"], rows["C03"]["checks"]) == (1, "禁止1项")
    assert (rows["C04"]["block_fails"], rows["C04"]["checks"]) == (0, "警示1项")
    assert (rows["C01"]["block_fails"], rows["C01"]["checks"]) == (0, "通过")
    assert rows["R08"]["checks"] == "禁止1项、无法判定1项"
    vectors.write(example_report(checked=False), tmp_path)
    assert {row["checks"] for row in read(tmp_path / GEOPACKAGE, "parcels_out")} == {"未检查"}


def test_cells_findings_and_conflicts(tmp_path: Path) -> None:
    report = example_report()
    vectors.write(report, tmp_path)
    cells = read(tmp_path / GEOPACKAGE, "cells")
    assert [(c["parcel_id"], c["dlbm"], c["m2"], c["ha"], c["planar"]) for c in cells] == [
        (c.parcel_id, c.dlbm, c.m2, hectares(c.m2), str(c.planar)) for c in report.cells
    ]
    assert {row[""] for row in cells} == {None}
    findings = read(tmp_path / GEOPACKAGE, "findings")
    assert [(f["parcel_id"], f["rule_id"], f["verdict"], f["message"]) for f in findings] == [
        (f.parcel_id, f.rule_id, f.verdict, f.message) for f in report.findings
    ]
    conflicts = read(tmp_path / GEOPACKAGE, "conflicts")
    assert len(conflicts) == sum(f.geometry is not None for f in report.findings)
    assert ("C04", "NX03", 1200.5) in {
        (c["parcel_id"], c["rule_id"], c["overlap_m2"]) for c in conflicts
    }
    assert all(row[""].area > 0 for row in conflicts)


def test_qgis_reads_the_plans_crs_and_the_text(tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer

    vectors.write(example_report(), tmp_path)
    layer = QgsVectorLayer(f"{tmp_path / GEOPACKAGE}|layername=parcels_in", "x", "ogr")
    assert layer.crs().authid() == "EPSG:4544"
    layer = QgsVectorLayer(str(tmp_path / "耕地流入地块.shp"), "x", "ogr")
    assert layer.crs().authid() == "EPSG:4544"
    assert next(layer.getFeatures())["DKMC"] == "一村北果园地块"


def test_geopackage_fields_have_chinese_aliases_and_a_list(tmp_path: Path) -> None:
    """In gpkg_data_columns, from where GDAL takes them since 3.7."""
    vectors.write(example_report(), tmp_path)
    with closing(sqlite3.connect(tmp_path / GEOPACKAGE)) as file:
        named = file.execute("SELECT table_name, column_name, name FROM gpkg_data_columns")
        aliases = set(named.fetchall())
    for layer in ("parcels_out", "parcels_in"):
        assert {(layer, column.name, column.title) for column in PARCEL_COLUMNS} <= aliases
    rows = read(tmp_path / GEOPACKAGE, "field_list")
    assert ("parcel_id", "DKBH", "地块编号") in {
        (row["field"], row["short"], row["title"]) for row in rows
    }
    titles = [column.title for column in PARCEL_COLUMNS]
    assert len(set(titles)) == len(titles)


@pytest.mark.skipif(not GEODATABASE, reason="GDAL writes no FileGDB before 3.6")
def test_geodatabase_holds_the_same_parcels(tmp_path: Path) -> None:
    report = changed("C01", geometry=HOLED)
    vectors.write(report, tmp_path)
    for direction, layer in ((OUT, "parcels_out"), (IN, "parcels_in")):
        rows = read(tmp_path / GEODATABASE[0][1], layer)
        assert [row["parcel_id"] for row in rows] == [
            parcel.parcel_id for parcel in report.parcels_of(direction)
        ]
        for row, parcel in zip(rows, report.parcels_of(direction)):
            assert row[""].symmetric_difference(parcel.geometry).area < 0.1


def test_shapefile_says_side_class_grade_and_area_in_words(tmp_path: Path) -> None:
    report = example_report()
    vectors.write(report, tmp_path)
    for direction, stem in ((OUT, "耕地流出地块"), (IN, "耕地流入地块")):
        rows = {row["DKBH"]: row for row in read(tmp_path / f"{stem}.shp")}
        for parcel in report.parcels_of(direction):
            row = rows[parcel.parcel_id]
            assert row["JCFXDM"] == direction and row["JCFX"] == NOTICE.word(direction)
            cells = [c for c in report.cells if c.parcel_id == parcel.parcel_id and c.counts]
            areas = {c.dlbm: sum(o.m2 for o in cells if o.dlbm == c.dlbm) for c in cells}
            assert areas.get(row["DLBM"], 0) == max(areas.values(), default=0)
            grades = {c.grade for c in cells}
            if len(grades) == 1 and None not in grades:
                assert row["GDDB"] == float(grades.pop())


def test_shapefile_short_names_are_unique_and_fit(tmp_path: Path) -> None:
    names = [column.short for column in PARCEL_COLUMNS]
    assert len(set(names)) == len(names) and all(
        name.isascii() and len(name) <= 10 for name in names
    )
    vectors.write(example_report(), tmp_path)
    data = ogr.Open(str(tmp_path / "耕地流出地块.shp"))
    definition = data.GetLayer(0).GetLayerDefn()
    assert [
        definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())
    ] == names


def test_shapefile_round_trip(tmp_path: Path) -> None:
    report = changed("R01", geometry=HOLED)
    vectors.write(report, tmp_path)
    rows = {row["DKBH"]: row for row in read(tmp_path / "耕地流入地块.shp")}
    assert set(rows) == {p.parcel_id for p in report.parcels_of(IN)}
    for parcel in report.parcels_of(IN):
        row = rows[parcel.parcel_id]
        assert (row["DKMC"], row["LXMC"]) == (parcel.name, NOTICE.type_name(IN, parcel.type))
        assert row["MJ_M2"] == counted(report, parcel.parcel_id)
        assert row[""].equals(parcel.geometry)
    assert rows["R01"][""].geom_type == "MultiPolygon"


def test_shapefile_text_is_gbk_and_hectares_are_exact(tmp_path: Path) -> None:
    report = example_report()
    vectors.write(report, tmp_path)
    raw = (tmp_path / "耕地流入地块.dbf").read_bytes()
    assert "一村北果园地块".encode("gbk") in raw and "一村北果园地块".encode() not in raw
    for parcel in report.parcels_of(IN):
        assert hectares(counted(report, parcel.parcel_id)).rjust(18).encode() in raw


def test_prj_is_the_plans_system(tmp_path: Path) -> None:
    from osgeo import osr

    vectors.write(example_report(), tmp_path)
    prj = osr.SpatialReference()
    prj.ImportFromWkt((tmp_path / "耕地流出地块.prj").read_text())
    assert prj.GetProjParm("central_meridian") == 105 and prj.GetProjParm("false_easting") == 500000
    assert prj.GetAttrValue("DATUM").removeprefix("D_") == "China_2000"


def test_character_outside_gbk_makes_a_utf8_shapefile(tmp_path: Path) -> None:
    vectors.write(changed("R01", name="𡒄上村地块"), tmp_path)
    assert (tmp_path / "耕地流入地块.cpg").read_text() == "UTF-8"
    assert (tmp_path / "耕地流出地块.cpg").read_text() == "GBK"
    assert read(tmp_path / "耕地流入地块.shp")[0]["DKMC"] == "𡒄上村地块"


def test_long_text_is_cut_at_a_character_and_marked(tmp_path: Path) -> None:
    note = "需进一步核实承包户意见" * 20
    vectors.write(changed("C01", note=note), tmp_path)
    kept = read(tmp_path / "耕地流出地块.shp")[0]["BZ"]
    assert (
        kept.endswith("…") and note.startswith(kept[:-1]) and 252 <= len(kept.encode("gbk")) <= 254
    )
    assert read(tmp_path / GEOPACKAGE, "parcels_out")[0]["note"] == note


def test_writing_twice_replaces(tmp_path: Path) -> None:
    vectors.write(example_report(), tmp_path)
    vectors.write(example_report(), tmp_path)
    assert len(read(tmp_path / "耕地流出地块.shp")) == len(example_report().parcels_of(OUT))


def test_unwritable_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="矢量数据不能写入"):
        vectors.write(example_report(), tmp_path / "missing")


def test_plan_without_parcels_of_a_side(tmp_path: Path) -> None:
    report = report_of(list(example_report().parcels_of(OUT)))
    vectors.write(report, tmp_path)
    assert read(tmp_path / "耕地流入地块.shp") == []
    assert [path.name for _, path in coordinates.write(report, tmp_path)] == [
        "耕地流出地块坐标.txt"
    ]


def lines_of(path: Path) -> list[str]:
    """Lines of a coordinate text, split at its own line end only."""
    content = path.read_bytes().decode("utf-8")
    assert "\n" not in content and content.endswith("\r")
    return content[:-1].split("\r")


def test_coordinate_text_exactly(tmp_path: Path) -> None:
    report = changed("C01", geometry=HOLED)
    files = coordinates.write(report, tmp_path)
    assert [(role, path.name) for role, path in files] == [
        ("coordinates", "耕地流出地块坐标.txt"), ("coordinates", "耕地流入地块坐标.txt"),
    ]  # fmt: skip
    lines = lines_of(files[0][1])
    head = f"5,C01,面,{NOTICE.type_name(OUT, 1)},@ "
    assert lines[:2] == ["[地块坐标]", head]
    assert [line.split(",")[0] for line in lines[2:7]] == ["J1", "J2", "J3", "J4", "J1"]
    assert lines[2] == lines[6]
    assert lines[7] == lines[13] == head, "a hole and a second part repeat the head"
    assert {line.split(",")[1] for line in lines[2:7] + lines[8:13] + lines[14:19]} == {"1"}
    assert any(line.endswith(",1,500040.123,4150040.000") for line in lines[8:13])
    assert lines[19].startswith("5,C02,")


def test_coordinate_text_round_trip(tmp_path: Path) -> None:
    report = changed("C01", geometry=HOLED)
    path = coordinates.write(report, tmp_path)[0][1]
    rings: dict[str, list[Any]] = {}
    ring: list[Any] = []
    for line in lines_of(path)[1:]:
        if not line.startswith("J"):
            ring = []
            count = int(line.split(",")[0])
            continue
        _, number, x, y = line.split(",")
        ring.append((float(x), float(y)))
        if len(ring) == count:
            rings.setdefault(number, []).append(shapely.Polygon(ring))
    parcels = report.parcels_of(OUT)
    assert list(rings) == [str(i) for i in range(1, len(parcels) + 1)]
    for shapes, parcel in zip(rings.values(), parcels):
        rebuilt = shapes[0]
        for other in shapes[1:]:
            rebuilt = rebuilt.symmetric_difference(other)
        assert rebuilt.symmetric_difference(parcel.geometry).area < 0.1


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d.described], ids=lambda d: d.id)
def test_every_dialect_reads_back_as_the_plans_parcels(tmp_path: Path, dialect: Any) -> None:
    report = changed("C01", geometry=HOLED)
    form = coordinates.TextFormat(dialect=dialect, encoding="gbk")
    for (_, path), direction in zip(coordinates.write(report, tmp_path, form), (OUT, IN)):
        found = read_text(path.read_bytes(), path.name)
        assert (found.dialect, found.crs) == (dialect, HEADER.crs)
        for parcel, taken in zip(report.parcels_of(direction), found.parcels):
            assert taken.values["面积"] == hectares(
                0
                if parcel.deduction and parcel.deduction_doc
                else counted(report, parcel.parcel_id)
            )
            assert taken.geometry.symmetric_difference(parcel.geometry).area < 0.5
        assert len(found.parcels) == len(report.parcels_of(direction))


def test_a_dialect_with_zones_cannot_be_in_degrees(tmp_path: Path) -> None:
    form = coordinates.TextFormat(dialect=BY_ID["kance"], crs="EPSG:4490")
    with pytest.raises(PlanError, match="要写带号，坐标系 EPSG:4490 没有带号"):
        coordinates.write(example_report(), tmp_path, form)


def test_coordinates_in_degrees_with_other_line_ends(tmp_path: Path) -> None:
    form = coordinates.TextFormat(crs="EPSG:4490", line_end="\r\n", encoding="gbk")
    path = coordinates.write(example_report(), tmp_path, form)[1][1]
    lines = path.read_bytes().decode("gbk").split("\r\n")
    first = next(p for p in example_report().parcels_of(IN))
    assert lines[1].startswith(f"5,{first.parcel_id} {first.name},面,")
    longitude, latitude = map(float, lines[2].split(",")[2:])
    assert 104.9 < longitude < 105.1 and 37.7 < latitude < 37.9
    assert len(lines[2].split(",")[2].split(".")[1]) == 8


def test_commas_in_names_cannot_break_the_text(tmp_path: Path) -> None:
    path = coordinates.write(changed("C01", name="甲,乙\r丙"), tmp_path)[0][1]
    assert lines_of(path)[1].split(",")[1:3] == ["C01 甲，乙 丙", "面"]


def test_unknown_crs_and_unknown_character_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="EPSG:999999"):
        coordinates.write(example_report(), tmp_path, coordinates.TextFormat(crs="EPSG:999999"))
    with pytest.raises(PlanError, match="改用 UTF-8"):
        coordinates.write(
            changed("C01", name="𡒄"), tmp_path, coordinates.TextFormat(encoding="gbk")
        )
