"""Files of any format through GDAL, in columns and one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.survey.encoding import table_encoding
from jinchu_pingheng.survey.files import ogr_file
from jinchu_pingheng.survey.files.choice import file_source
from jinchu_pingheng.survey.files.source import FileSource
from tests.survey.layers import COLUMNS, GRID, box, boxes, exceptions_of_gdal, opened, write

HERE = boxes(box(210, 210, 250, 250), box(1510, 310, 1550, 320))
EXPECTED = {"图斑2-2": (2, 0.25), "图斑15-3": (15, 0.375)}
FORMATS = [
    ("GPKG", "gpkg", []),
    ("ESRI Shapefile", "shp", ["ENCODING=UTF-8"]),
    ("ESRI Shapefile", "shp", ["ENCODING=GBK"]),
    ("OpenFileGDB", "gdb", []),
    ("FlatGeobuf", "fgb", []),
]


def made(folder: Path, driver: str, suffix: str, options: list[str]) -> Path:
    known = ogr.GetDriverByName(driver)
    if known is None or known.GetMetadataItem(gdal.DCAP_CREATE) != "YES":
        pytest.skip(f"this GDAL does not write {driver}")
    path = write(folder / f"DLTB.{suffix}", driver=driver, kind=ogr.wkbPolygon, options=options)
    if options == ["ENCODING=GBK"]:
        path.with_suffix(".cpg").unlink()
        table = bytearray(path.with_suffix(".dbf").read_bytes())
        table[29] = 0
        path.with_suffix(".dbf").write_bytes(table)
    return path


def chosen(path: Path, subset: str = "") -> FileSource:
    encoding = (table_encoding(path).name or "UTF-8") if path.suffix == ".shp" else ""
    source = file_source(str(path), "", None, subset, encoding, list(COLUMNS))
    assert source is not None
    return source


@pytest.mark.parametrize("columns", [True, False])
@pytest.mark.parametrize(("driver", "suffix", "options"), FORMATS)
def test_any_format(
    tmp_path: Path,
    driver: str,
    suffix: str,
    options: list[str],
    columns: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not columns:
        monkeypatch.delattr(ogr.Layer, "GetArrowStreamAsNumPy", raising=False)
    path = made(tmp_path, driver, suffix, options)
    table = ogr_file.load(chosen(path), COLUMNS, HERE)
    assert table.total == 400 and len(table.fids) == 2
    assert table.extent == (500_000, 4_200_000, 502_000, 4_202_000)
    rows = table.near(HERE)
    assert dict(zip(rows.ids, zip(rows.columns["GDDB"], rows.columns["KCXS"]))) == EXPECTED
    assert shapely.equals(rows.geometry[list(rows.ids).index("图斑2-2")], box(200, 200, 300, 300))
    assert len(table.near(HERE[:1])) == 1
    assert len(ogr_file.load(chosen(path), COLUMNS).all()) == 400


@pytest.mark.parametrize(("driver", "suffix", "options"), FORMATS)
def test_a_filter_holds(tmp_path: Path, driver: str, suffix: str, options: list[str]) -> None:
    source = chosen(made(tmp_path, driver, suffix, options), "BSM = '图斑2-2' OR GDDB = 3")
    table = ogr_file.load(
        FileSource(source.path, source.layer, source.subset, source.encoding), COLUMNS, None
    )
    known = (
        ["图斑2-2"] if suffix == "shp" else []
    )  # padding is part of a text, but not in a dBASE table
    assert sorted(set(table.all().ids) - {f"图斑3-{y}" for y in range(20)}) == known
    assert table.total == 20 + len(known)


@pytest.mark.parametrize(("driver", "suffix", "options"), FORMATS[:4])
def test_nulls(tmp_path: Path, driver: str, suffix: str, options: list[str]) -> None:
    rows = [*GRID, (None, (None, None, None, None))]
    path = write(tmp_path / f"DLTB.{suffix}", rows, driver, ogr.wkbPolygon, options)
    layer = opened(
        FileSource(str(path), "DLTB", encoding=options[0][9:] if options else ""), HERE
    ).near(HERE)
    assert sorted(layer.ids) == sorted(EXPECTED)
    last = "400" if suffix == "shp" else "401"
    assert [(problem.feature, problem.message) for problem in layer.problems] == [
        (last, "图形为空")
    ]


def test_columns_and_one_by_one_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        (box(0, 0, 9, 9), ("", None, -1, 1e300)),
        (None, (None, "", None, None)),
        (box(0, 0, 1, 1), ("末", "x", 2, 0.1)),
    ]
    path = write(tmp_path / "DLTB.gpkg", rows)
    source = FileSource(str(path), "DLTB")
    one = ogr_file.load(source, COLUMNS)
    monkeypatch.delattr(ogr.Layer, "GetArrowStreamAsNumPy", raising=False)
    two = ogr_file.load(source, COLUMNS)
    assert {name: column.tolist() for name, column in one.columns.items()} == {
        name: column.tolist() for name, column in two.columns.items()
    }
    assert one.fids.tolist() == two.fids.tolist() and one.wkb.tolist() == two.wkb.tolist()
    assert [type(value) for value in one.columns["GDDB"]] == [int, type(None), int]


@pytest.mark.parametrize("columns", [True, False])
def test_batches(tmp_path: Path, columns: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ogr_file, "_BATCH", 7)
    if not columns:
        monkeypatch.delattr(ogr.Layer, "GetArrowStreamAsNumPy", raising=False)
    table = ogr_file.load(FileSource(str(write(tmp_path / "DLTB.gpkg")), "DLTB"), COLUMNS)
    assert table.fids.tolist() == list(range(1, 401))


@pytest.mark.parametrize("exceptions", [True, False])
def test_a_file_cut_short(tmp_path: Path, exceptions: bool) -> None:
    path = write(
        tmp_path / "DLTB.shp",
        driver="ESRI Shapefile",
        kind=ogr.wkbPolygon,
        options=["ENCODING=UTF-8"],
    )
    source = chosen(path)
    path.write_bytes(path.read_bytes()[:20_000])
    with (
        exceptions_of_gdal(exceptions),
        pytest.raises(PlanError, match="“DLTB.shp”图层 DLTB：数据文件无法"),
    ):
        ogr_file.load(source, COLUMNS)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="“none.shp”图层 none：数据文件无法打开"):
        ogr_file.load(FileSource(str(tmp_path / "none.shp"), "none"), {})
    assert file_source(str(tmp_path / "none.shp"), "", None, "", "UTF-8", ()) is None


@pytest.mark.parametrize("encoding", ["System", "windows-1252", ""])
def test_an_encoding_with_another_name_is_left_to_qgis(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "DLTB.shp", driver="ESRI Shapefile", kind=ogr.wkbPolygon)
    assert file_source(str(path), "", None, "", encoding, list(COLUMNS)) is None


def dated(folder: Path, driver: str, suffix: str, kind: int) -> Path:
    """Two features: a day, and none."""
    path = folder / f"BJ.{suffix}"
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer("BJ", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("RQ", kind))
    for day in ("2022/05/01", None):
        feature = ogr.Feature(layer.GetLayerDefn())
        if day:
            feature.SetField("RQ", day)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(box(0, 0, 9, 9).wkb))
        layer.CreateFeature(feature)
    del layer, data
    return path


@pytest.mark.parametrize("columns", [True, False])
@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", "gpkg"), ("ESRI Shapefile", "shp")])
def test_a_day_is_an_iso_text_as_qgis_reads_it(
    tmp_path: Path, driver: str, suffix: str, columns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not columns:
        monkeypatch.delattr(ogr.Layer, "GetArrowStreamAsNumPy", raising=False)
    path = dated(tmp_path, driver, suffix, ogr.OFTDate)
    source = file_source(str(path), "", None, "", "UTF-8", ["RQ"])
    assert source is not None and not source.indexed
    assert ogr_file.load(source, {"RQ": "RQ"}).columns["RQ"].tolist() == ["2022-05-01", None]


def test_a_moment_is_left_to_qgis(tmp_path: Path) -> None:
    path = dated(tmp_path, "GPKG", "gpkg", ogr.OFTDateTime)
    assert file_source(str(path), "", None, "", "", ["RQ"]) is None
    assert file_source(str(path), "", None, "", "", []) is not None


def test_a_layer_by_number(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name in ("甲", "乙"):
        data.CreateLayer(name, None, ogr.wkbPolygon).CreateField(ogr.FieldDefn("MC", ogr.OFTString))
    del data
    names = [file_source(str(path), "", number, "", "", ["MC"]) for number in (0, 1)]
    assert [source.layer for source in names if source] == ["甲", "乙"]
    assert file_source(str(path), "", 2, "", "", ["MC"]) is None


def test_curves_in_a_geopackage(tmp_path: Path) -> None:
    """A full circle of 100 m radius, by the R-tree and through GDAL the same chords."""
    arc = (
        "CURVEPOLYGON (CIRCULARSTRING (500000 4200000, 500100 4200100, 500000 4200200, "
        "499900 4200100, 500000 4200000))"
    )
    blob = bytes(ogr.CreateGeometryFromWkt(arc).ExportToIsoWkb())
    path = write(tmp_path / "DLTB.gpkg", [(blob, ("圆", "0103", 1, 0.0))])
    shapes = [
        opened(FileSource(str(path), "DLTB", indexed=indexed)).all().geometry[0]
        for indexed in (True, False)
    ]
    assert shapely.equals_exact(*shapes)
    assert shapes[0].area == pytest.approx(np.pi * 100**2, rel=1e-4)
