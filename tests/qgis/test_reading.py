"""One layer by every way that QGIS can hold it: what is near is the same, whoever reads it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QDate, QVariant

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.survey.crs import plan_crs
from jinchu_pingheng.survey.files.source import FileSource
from jinchu_pingheng.survey.files.table import Table
from jinchu_pingheng.survey.sources import from_layer, open_layer, spec_of
from tests.judging.wire import sent
from tests.qgis.layers import parcels
from tests.survey.layers import FIELDS, GRID, box, boxes, spatial_reference, write

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
PLAN = "EPSG:4544"
WANTED = ("DLBM", "GDDB", "KCXS", "NONE")
HERE = boxes(box(210, 210, 250, 250), box(1510, 310, 1550, 320))
ROWS = (*GRID, (None, ("空", "0103", 1, 1.0)), (shapely.Polygon(), ("空2", "0103", 1, 1.0)))

pytestmark = pytest.mark.usefixtures("qgis_app")


def reader_of(
    layer: QgsVectorLayer, here: np.ndarray | None = HERE, way: type | None = None, crs: str = PLAN
) -> Any:
    spec = spec_of(from_layer(layer), "DLTB", plan_crs(crs), WANTED, here)
    assert way is None or type(spec.data) is way
    return sent(spec).open(here)


def content(layer: Layer) -> dict[str, Any]:
    """A layer by its ids; ids of features without 标识码 differ between formats."""
    order = np.argsort(layer.ids.astype(str))
    return {
        "ids": layer.ids[order].tolist(),
        "columns": {name: column[order].tolist() for name, column in layer.columns.items()},
        "problems": sorted((problem.feature, problem.message) for problem in layer.problems),
        "area": shapely.area(layer.geometry[order]).round(3).tolist(),
        "bounds": shapely.bounds(layer.geometry[order]).round(3).tolist(),
        "total": layer.total,
    }


def memory_of(
    source: QgsVectorLayer, kind: str = "MultiPolygon", crs: str = PLAN
) -> QgsVectorLayer:
    """A copy in memory with the survey's fields."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}", source.name(), "memory")
    names = list(FIELDS)
    layer.dataProvider().addAttributes([source.fields().field(name) for name in names])
    layer.updateFields()
    copies = []
    for feature in source.getFeatures():
        copy = QgsFeature(layer.fields())
        copy.setAttributes([feature[name] for name in names])
        copy.setGeometry(feature.geometry())
        copies.append(copy)
    layer.dataProvider().addFeatures(copies)
    return layer


@pytest.fixture
def geopackage(tmp_path: Path) -> QgsVectorLayer:
    return open_layer(str(write(tmp_path / "DLTB.gpkg", ROWS)))


@pytest.fixture
def expected(geopackage: QgsVectorLayer) -> dict[str, Any]:
    """As the R-tree gives it."""
    spec = spec_of(from_layer(geopackage), "DLTB", plan_crs(PLAN), WANTED, HERE)
    assert isinstance(spec.data, FileSource) and spec.data.indexed
    found = content(spec.open(HERE).near(HERE))
    assert found["ids"] == ["图斑15-3", "图斑2-2"] and found["total"] == 402
    assert found["columns"] == {
        "BSM": ["图斑15-3", "图斑2-2"], "DLBM": ["0103", "0103"], "GDDB": [15, 2],
        "KCXS": [0.375, 0.25],
    }  # fmt: skip
    assert found["problems"] == [("空", "图形为空"), ("空2", "图形为空")]
    return found


@pytest.mark.parametrize(
    ("driver", "suffix", "options"),
    [
        ("GPKG", "gpkg", ["SPATIAL_INDEX=NO"]),
        ("OpenFileGDB", "gdb", []),
        ("ESRI Shapefile", "shp", ["ENCODING=UTF-8"]),
        ("ESRI Shapefile", "shp", ["ENCODING=GBK"]),
    ],
)
def test_files(
    tmp_path: Path, expected: dict[str, Any], driver: str, suffix: str, options: list[str]
) -> None:
    known = ogr.GetDriverByName(driver)
    if known is None or known.GetMetadataItem(gdal.DCAP_CREATE) != "YES":
        pytest.skip(f"this GDAL does not write {driver}")
    folder = tmp_path / "other"
    folder.mkdir()
    path = write(folder / f"DLTB.{suffix}", ROWS, driver, ogr.wkbPolygon, options)
    layer = open_layer(str(path))
    assert content(reader_of(layer, way=FileSource).near(HERE)) == expected
    assert content(reader_of(memory_of(layer), way=Table).near(HERE)) == expected


def test_a_table_in_gbk_that_does_not_say_so(tmp_path: Path, expected: dict[str, Any]) -> None:
    folder = tmp_path / "gbk"
    folder.mkdir()
    path = write(folder / "DLTB.shp", ROWS, "ESRI Shapefile", ogr.wkbPolygon, ["ENCODING=GBK"])
    path.with_suffix(".cpg").unlink()
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = 0
    path.with_suffix(".dbf").write_bytes(table)
    assert "图斑".encode("gbk") in bytes(table)
    layer = open_layer(str(path))
    assert content(reader_of(layer, way=FileSource).near(HERE)) == expected
    layer.setSubsetString("BSM = '图斑2-2'")
    assert layer.featureCount() == 1
    assert reader_of(layer, way=FileSource).near(HERE).ids.tolist() == ["图斑2-2"]


def test_ids_do_not_depend_on_the_way(tmp_path: Path, geopackage: QgsVectorLayer) -> None:
    """Without 标识码 the feature's number is its id, as QGIS shows it."""
    rows = [(geometry, (None, *values[1:])) for geometry, values in ROWS]
    for driver, suffix, last in (("GPKG", "gpkg", "401"), ("ESRI Shapefile", "shp", "400")):
        layer = open_layer(str(write(tmp_path / f"x.{suffix}", rows, driver, ogr.wkbPolygon)))
        through_files = reader_of(layer, way=FileSource).near(HERE)
        layer.startEditing()
        through_qgis = reader_of(layer, way=Table).near(HERE)
        layer.rollBack()
        assert through_files.ids.tolist() == through_qgis.ids.tolist()
        assert [p.feature for p in through_files.problems] == [
            p.feature for p in through_qgis.problems
        ]
        assert last in [p.feature for p in through_files.problems]


def test_memory(geopackage: QgsVectorLayer, expected: dict[str, Any]) -> None:
    layer = memory_of(geopackage)
    assert content(reader_of(layer, way=Table).near(HERE)) == expected
    assert content(reader_of(layer, None, Table).near(HERE)) == expected
    assert len(reader_of(layer, None).all()) == 400


def moved(shape: Any, epsg: int) -> Any:
    """A polygon of the plan's CRS in another one."""
    if shape is None or shape.is_empty:
        return shape
    way = osr.CoordinateTransformation(spatial_reference(4544), spatial_reference(epsg))
    return shapely.transform(
        shape, lambda points: np.array(way.TransformPoints(points.tolist()))[:, :2]
    )


@pytest.mark.parametrize("epsg", [4490, 4523, 4545, 4534])
def test_other_crs(
    tmp_path: Path, geopackage: QgsVectorLayer, expected: dict[str, Any], epsg: int
) -> None:
    """Degrees, a zone prefix, the next zone, a 6° zone: found near the same place, in the plan's
    coordinates."""
    folder = tmp_path / str(epsg)
    folder.mkdir()
    path = write(
        folder / "DLTB.gpkg", [(moved(shape, epsg), values) for shape, values in ROWS], epsg=epsg
    )
    found = reader_of(open_layer(str(path)), way=Table).near(HERE)
    got = content(found)
    assert got["area"] == pytest.approx(expected["area"], abs=0.01)
    assert np.array(got["bounds"]) == pytest.approx(np.array(expected["bounds"]), abs=0.001)
    assert {**got, "area": 0, "bounds": 0} == {**expected, "area": 0, "bounds": 0}
    assert found.extent == pytest.approx(reader_of(geopackage).extent, abs=1000)


def test_subset(geopackage: QgsVectorLayer) -> None:
    geopackage.setSubsetString('"GDDB" = 2 AND "DLBM" = \'0103\'')
    reader = reader_of(geopackage, way=FileSource)
    assert reader.near(HERE).ids.tolist() == ["图斑2-2"] and reader.total == 20
    geopackage.setSubsetString("GDDB = 99")
    assert len(reader_of(geopackage).near(HERE)) == 0


def test_unsaved_edits(geopackage: QgsVectorLayer) -> None:
    geopackage.startEditing()
    reader_of(geopackage, way=Table)
    geopackage.deleteFeature(304)  # 图斑15-3
    geopackage.changeAttributeValue(43, geopackage.fields().lookupField("DLBM"), "0301")
    drawn = QgsFeature(geopackage.fields())
    drawn["BSM"] = "新"
    drawn.setGeometry(QgsGeometry.fromWkt(box(220, 220, 230, 230).wkt))
    geopackage.addFeature(drawn)
    moved = QgsGeometry.fromWkt(box(240, 240, 260, 260).wkt)
    geopackage.changeGeometry(1, moved)
    layer = reader_of(geopackage, way=Table).near(HERE)
    assert sorted(layer.ids) == ["图斑0-0", "图斑2-2", "新"]
    assert layer.columns["DLBM"][list(layer.ids).index("图斑2-2")] == "0301"
    assert layer.total == 402
    geopackage.rollBack()
    assert sorted(reader_of(geopackage, way=FileSource).near(HERE).ids) == ["图斑15-3", "图斑2-2"]


def test_joins_and_virtual_fields(tmp_path: Path) -> None:
    """A class that another table or an expression gives is what the user sees."""
    path = write(
        tmp_path / "DLTB.gpkg",
        [(shape, (*values[:1], None, *values[2:])) for shape, values in ROWS],
    )
    layer = open_layer(f"{path}|layername=DLTB")
    classes = QgsVectorLayer("None?field=CODE:string&field=DLBM2:string", "classes", "memory")
    row = QgsFeature(classes.fields())
    row.setAttributes(["图斑2-2 ", "0301"])
    classes.dataProvider().addFeatures([row])
    QgsProject.instance().addMapLayers([layer, classes])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(classes)
    join.setJoinFieldName("CODE")
    join.setTargetFieldName("BSM")
    join.setPrefix("")
    layer.addJoin(join)
    spec = spec_of(from_layer(layer), "DLTB", plan_crs(PLAN), ("DLBM2",), HERE)
    assert isinstance(spec.data, Table)
    joined = spec.open().near(HERE)
    assert dict(zip(joined.ids, joined.columns["DLBM2"])) == {"图斑2-2": "0301", "图斑15-3": None}
    assert isinstance(
        spec_of(from_layer(layer), "DLTB", plan_crs(PLAN), ("GDDB",), HERE).data, FileSource
    )
    layer.addExpressionField("'01' || lpad(\"GDDB\", 2, '0')", QgsField("LEI", QVariant.String))
    virtual = spec_of(from_layer(layer), "DLTB", plan_crs(PLAN), ("LEI",), HERE).open().near(HERE)
    assert dict(zip(virtual.ids, virtual.columns["LEI"])) == {"图斑2-2": "0102", "图斑15-3": "0115"}
    QgsProject.instance().removeMapLayers([layer.id(), classes.id()])


def test_a_day_is_a_text(geopackage: QgsVectorLayer) -> None:
    """What a process without Qt can be given."""
    layer = QgsVectorLayer(f"Polygon?crs={PLAN}&field=RQ:date", "x", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes([QDate(2023, 2, 20)])
    feature.setGeometry(QgsGeometry.fromWkt(box(200, 200, 300, 300).wkt))
    layer.dataProvider().addFeatures([feature])
    found = spec_of(from_layer(layer), "X", plan_crs(PLAN), ("RQ",), HERE).open().near(HERE)
    assert found.columns["RQ"].tolist() == ["2023-02-20"]


@pytest.mark.parametrize(
    ("kind", "suffix"), [("PolygonZM", " ZM"), ("PolygonZ", " Z"), ("PolygonM", " M")]
)
def test_heights_and_measures(tmp_path: Path, kind: str, suffix: str) -> None:
    more = " 5" * (len(suffix) - 1)
    ring = ", ".join(f"{x} {y}{more}" for x, y in box(200, 200, 300, 300).exterior.coords)
    wkt = f"POLYGON{suffix} (({ring}))"
    memory = QgsVectorLayer(f"{kind}?crs={PLAN}&field=BSM:string", "x", "memory")
    feature = QgsFeature(memory.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    memory.dataProvider().addFeatures([feature])
    blob = bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb())
    file = open_layer(str(write(tmp_path / "x.gpkg", [(blob, ("1", "", 1, 1.0))])))
    for layer in (memory, file):
        [geometry] = reader_of(layer).near(HERE).geometry
        assert not shapely.has_z(geometry) and shapely.equals(geometry, box(200, 200, 300, 300))


def test_curves_are_the_same_chords_everywhere(tmp_path: Path) -> None:
    arc = (
        "CurvePolygon (CircularString (500200 4200200, 500300 4200300, 500200 4200400, "
        "500100 4200300, 500200 4200200))"
    )
    blob = bytes(ogr.CreateGeometryFromWkt(arc).ExportToIsoWkb())
    file = open_layer(str(write(tmp_path / "x.gpkg", [(blob, ("1", "", 1, 1.0))])))
    [one] = reader_of(file, way=FileSource).near(HERE).geometry
    file.startEditing()
    [two] = reader_of(file, way=Table).near(HERE).geometry
    file.rollBack()
    assert shapely.equals_exact(one, two)
    assert one.area == pytest.approx(np.pi * 100**2, rel=1e-4)


def test_bad_coordinates_through_qgis(geopackage: QgsVectorLayer) -> None:
    layer = memory_of(geopackage, "Polygon")
    for index, bad in enumerate((np.nan, np.inf, -np.inf)):
        ring = shapely.get_coordinates(box(200, 200, 300, 300)).copy()
        ring[2, 0] = bad
        shape = QgsGeometry()
        shape.fromWkb(shapely.to_wkb(shapely.Polygon(ring)))
        feature = QgsFeature(layer.fields())
        feature["BSM"] = f"坏{index}"
        feature.setGeometry(shape)
        layer.dataProvider().addFeatures([feature])
    found = reader_of(layer, way=Table).near(HERE)
    assert sorted(found.ids) == ["图斑15-3", "图斑2-2"]
    assert sorted(problem.feature for problem in found.problems) == [
        "坏0",
        "坏1",
        "坏2",
        "空",
        "空2",
    ]


def test_coordinates_that_do_not_exist_in_the_plan(tmp_path: Path) -> None:
    """A latitude of 95° is nowhere: named, whatever is asked."""
    shape = shapely.Polygon([(105.0, 38.0), (105.1, 38.0), (105.05, 95.0)])
    path = write(tmp_path / "x.gpkg", [(shape, ("坏", "0103", 1, 1.0))], epsg=4490)
    for here in (HERE, None):
        reader = reader_of(open_layer(str(path)), here, Table)
        found = reader.all() if here is None else reader.near(boxes(box(0, 0, 30_000, 30_000)))
        assert [problem.feature for problem in found.problems] in (["坏"], [])
        assert here is not None or len(found.problems) == 1


def test_a_layer_without_features(tmp_path: Path) -> None:
    file = open_layer(str(write(tmp_path / "x.gpkg", [], kind=ogr.wkbPolygon)))
    for layer in (file, QgsVectorLayer(f"Polygon?crs={PLAN}", "x", "memory")):
        reader = reader_of(layer)
        assert len(reader.near(HERE)) == 0 and reader.total == 0 and reader.extent is None


def test_a_file_that_goes_away(tmp_path: Path, geopackage: QgsVectorLayer) -> None:
    spec = spec_of(from_layer(geopackage), "DLTB", plan_crs(PLAN), WANTED, HERE)
    assert isinstance(spec.data, FileSource)
    Path(spec.data.path).unlink()
    with pytest.raises(PlanError, match="“DLTB.gpkg”：数据文件无法读取"):
        spec.open(HERE)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
@pytest.mark.parametrize(
    ("archive", "suffix", "crs"),
    [
        ("de_sh/Feldbloecke_2026_GPKG.zip", ".gpkg", "EPSG:4647"),
        ("de_sh/Feldbloecke_2026_GPKG.zip", ".gpkg", "EPSG:25832"),
        ("us_ca_scm/i15_crop_mapping_2023_provisional_20241127.gdb.zip", ".gdb", "EPSG:32610"),
        ("at/inspire_schlaege_2025-1_polygon.gpkg.zip", ".gpkg", "EPSG:31287"),
        ("dk/Marker_2026.zip", ".shp", "EPSG:25832"),
    ],
)
def test_real_fields(tmp_path: Path, archive: str, suffix: str, crs: str) -> None:
    """Near a few real fields, a file read its own way gives what a copy in memory gives."""
    with zipfile.ZipFile(REAL / "fiboa_lpis" / archive) as packed:
        packed.extractall(tmp_path)
    layer = open_layer(str(next(tmp_path.rglob(f"*{suffix}"))))
    whole = reader_of(layer, None, crs=crs).all()
    here = shapely.bounds(whole.geometry[::17])
    editable = layer.clone()
    assert editable.startEditing()
    one, two = (
        reader_of(layer, here, crs=crs).near(here),
        reader_of(editable, here, Table, crs=crs).near(here),
    )
    editable.rollBack()
    assert len(here) <= len(one) and one.ids.tolist() == two.ids.tolist()
    for mine, theirs in zip(
        one.geometry, two.geometry
    ):  # QGIS makes a shapefile's polygons multipolygons
        assert shapely.equals_exact(shapely.get_parts(mine), shapely.get_parts(theirs)).all()
    assert [problem.message for problem in one.problems] == [
        problem.message for problem in two.problems
    ]
    assert one.total == layer.featureCount()


def test_a_relative_path_is_recorded_so_that_it_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land = parcels(tmp_path / "地.gpkg")
    monkeypatch.chdir(tmp_path)
    layer = QgsVectorLayer("地.gpkg|layername=地", "地", "ogr")
    assert from_layer(layer).uri == f"{Path(land).as_posix()}|layername=地"
