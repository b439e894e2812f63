"""The formats and coordinate systems in which survey data come."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from jinchu_pingheng.core.rounding import whole
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import (
    BOTTOM,
    EPSG,
    LEFT,
    SURVEY_FIELDS,
    SURVEY_ROWS,
    Listener,
    Step,
    box,
    memory_layer,
    new_plan,
    parcels,
    spatial_reference,
    survey,
    write_layer,
)

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
LAND = box(150, 50, 260, 150)
"""110 m × 100 m: 5000 m² of it dry land, 6000 m² forest."""


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> str:
    return new_plan(step, tmp_path / "plan.gpkg")


def tag(step: Step, plan: str, layer: Any, **parameters: Any) -> int:
    return int(
        step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=1, **parameters)["COUNT"]
    )


def measure(step: Step, plan: str, dltb: Any) -> dict[tuple[str, str], int]:
    """Whole m² by land class and village."""
    step("measureareas", PLAN=plan, DLTB=dltb, OUTPUT="memory:")
    with Plan.open(plan) as opened:
        return {(cell.dlbm, cell.village): cell.m2 for cell in opened.cells()}


def stored(plan: str) -> list[Any]:
    with Plan.open(plan) as opened:
        return opened.parcels()


def moved(geometry: Any, target: int, source: int = EPSG) -> Any:
    """A geometry in another CRS, by PROJ and without QGIS."""
    transform = osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))
    return shapely.transform(
        geometry, lambda xy: np.array(transform.TransformPoints(xy.tolist()))[:, :2]
    )


def unpacked(archive: str, folder: Path, suffix: str) -> str:
    """The data source inside one of the real archives."""
    with zipfile.ZipFile(REAL / "fiboa_lpis" / archive) as content:
        content.extractall(folder / "unpacked")
    return str(next((folder / "unpacked").glob(f"*{suffix}")))


def geometries(source: str) -> list[Any]:
    """The flat polygons of a data source, by GDAL alone."""
    opened = ogr.Open(source)
    layer = opened.GetLayer(0)
    shapes = []
    for feature in layer:
        geometry = feature.GetGeometryRef().Clone()
        geometry.FlattenTo2D()
        shapes.append(shapely.from_wkb(bytes(geometry.ExportToWkb())))
    return shapes


EXPECTED = {("0103", "甲村"): 5000, ("0301", "乙村"): 6000}


# ---- formats


@pytest.mark.parametrize(
    "driver", ["GPKG", "ESRI Shapefile", "OpenFileGDB", "GeoJSON", "MapInfo File"]
)
def test_any_format(step: Step, plan: str, tmp_path: Path, driver: str) -> None:
    known = ogr.GetDriverByName(driver)
    if known is None or known.GetMetadataItem(gdal.DCAP_CREATE) != "YES":
        pytest.skip(f"this GDAL does not write {driver}")
    suffix = {
        "GPKG": ".gpkg",
        "OpenFileGDB": ".gdb",
        "GeoJSON": ".geojson",
        "MapInfo File": ".tab",
    }.get(driver, ".shp")
    options = ["ENCODING=UTF-8"] if driver in ("ESRI Shapefile", "MapInfo File") else []
    epsg = 4490 if driver == "GeoJSON" else EPSG
    rows = [(moved(geometry, epsg), values) for geometry, values in SURVEY_ROWS]
    kind = ogr.wkbPolygon if driver == "OpenFileGDB" else ogr.wkbUnknown
    dltb = survey(
        tmp_path / f"DLTB{suffix}", rows, driver=driver, epsg=epsg, kind=kind, options=options
    )
    land = parcels(
        tmp_path / f"land{suffix}", [moved(LAND, epsg)], driver=driver, epsg=epsg, kind=kind
    )
    assert tag(step, plan, land) == 1
    measured = measure(step, plan, dltb)
    assert measured.keys() == EXPECTED.keys()
    # A GeoJSON has seven decimals of a degree, a MapInfo table a grid of its own: about a
    # centimetre.
    tolerance = 3 if driver in ("GeoJSON", "MapInfo File") else 0
    assert all(abs(measured[key] - area) <= tolerance for key, area in EXPECTED.items())


def gbk_shapefile(path: Path, fields: dict[str, type], rows: list[Any]) -> str:
    """A shapefile in GBK that does not say so: no .cpg, no language id in the table."""
    # once QGIS has opened a shapefile, GDAL's option alone does not hold in this thread
    gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", "GBK")
    try:
        write_layer(path, fields, rows, driver="ESRI Shapefile", options=["ENCODING=GBK"])
    finally:
        gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", None)
    path.with_suffix(".cpg").unlink()
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = 0
    path.with_suffix(".dbf").write_bytes(table)
    return str(path)


def test_gbk_without_cpg(step: Step, plan: str, tmp_path: Path) -> None:
    """Names of villages, towns and projects are read as Chinese; the files are not changed."""
    dltb = gbk_shapefile(tmp_path / "DLTB.shp", dict(SURVEY_FIELDS), list(SURVEY_ROWS))
    xzq = gbk_shapefile(
        tmp_path / "XZQ.shp",
        {"XZQDM": str, "XZQMC": str},
        [(box(0, 0, 400, 200), ("640999001", "黄羊镇"))],
    )
    land = gbk_shapefile(tmp_path / "land.shp", {"project": str}, [(LAND, ("防护林建设",))])
    before = Path(dltb).with_suffix(".dbf").read_bytes()
    tag(step, plan, land)
    step("measureareas", PLAN=plan, DLTB=dltb, XZQ=xzq, OUTPUT="memory:")
    with Plan.open(plan) as opened:
        [cropland] = [cell for cell in opened.cells() if cell.dlbm == "0103"]
        assert (cropland.village, cropland.town_name) == ("甲村", "黄羊镇")
    assert stored(plan)[0].project == "防护林建设"
    assert (
        Path(dltb).with_suffix(".dbf").read_bytes() == before
        and not (tmp_path / "DLTB.cpg").exists()
    )


def test_gbk_layer_of_the_project(step: Step, plan: str, tmp_path: Path) -> None:
    """The same for layers that are open in QGIS, with a selection."""
    dltb = QgsVectorLayer(
        gbk_shapefile(tmp_path / "DLTB.shp", dict(SURVEY_FIELDS), list(SURVEY_ROWS)), "DLTB", "ogr"
    )
    rows = [(LAND, ("防护林建设",)), (box(0, 0, 9, 9), ("未选",))]
    land = QgsVectorLayer(
        gbk_shapefile(tmp_path / "land.shp", {"project": str}, rows), "land", "ogr"
    )
    QgsProject.instance().addMapLayers([dltb, land])
    land.select(0)
    assert tag(step, plan, QgsProcessingFeatureSourceDefinition(land.id(), True)) == 1
    assert stored(plan)[0].project == "防护林建设"
    assert measure(step, plan, dltb) == EXPECTED
    QgsProject.instance().removeMapLayers([dltb.id(), land.id()])


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
def test_gbk_of_somebody_else(step: Step, tmp_path: Path) -> None:
    """A shapefile of GeoTools' test data: 黑龙江省 in GBK."""
    plan = new_plan(step, tmp_path / "plan.gpkg", CRS="EPSG:4552")
    tag(step, plan, str(REAL / "gbk_encodings" / "geotools" / "chinese_poly.shp"))
    assert stored(plan)[0].name == "黑龙江省"


def test_field_names_in_lower_case_and_cut(step: Step, plan: str, tmp_path: Path) -> None:
    """A shapefile cuts plan fields to ten characters; deliveries write field names in any case."""
    lower = {name.lower(): kind for name, kind in SURVEY_FIELDS.items()}
    dltb = write_layer(
        tmp_path / "dltb.shp",
        lower,
        SURVEY_ROWS,
        driver="ESRI Shapefile",
        options=["ENCODING=UTF-8"],
    )
    fields = {"START_MONTH": str, "Forest_Consent_Doc": str, "target_class": str}
    land = write_layer(tmp_path / "land.shp", fields,
                       [(LAND, ("2023-04", "林〔2023〕1号", "0301"))],
                       driver="ESRI Shapefile", options=["ENCODING=UTF-8"])  # fmt: skip
    names = [field.name() for field in QgsVectorLayer(land, "land", "ogr").fields()]
    assert names == ["START_MONT", "Forest_Con", "target_cla"]
    tag(step, plan, land)
    assert measure(step, plan, dltb) == EXPECTED
    [parcel] = stored(plan)
    assert (parcel.start_month, parcel.forest_consent_doc, parcel.target_class) == (
        "2023-04",
        "林〔2023〕1号",
        "0301",
    )


INPUTS = REAL.parent / "findings" / "inputs"
given = pytest.mark.skipif(not INPUTS.is_dir(), reason="the inputs of the findings are not here")


@given
@pytest.mark.parametrize(
    ("file", "lies"),
    [
        ("gbk_ldid57.shp", True),
        ("gbk_cpgANSI936.shp", False),
        ("gbk_cpgempty.shp", True),
        ("gbk_cpgutf8.shp", True),
        ("gbk_upper.SHP", False),
        ("utf8_ldid4d.shp", True),
    ],
)
def test_parcels_are_read_as_their_bytes_are_and_a_lie_is_told(
    step: Step, plan: str, file: str, lies: bool
) -> None:
    listener = Listener()
    tag(step, plan, str(INPUTS / "enc" / file), feedback=listener)
    assert (stored(plan)[0].name, stored(plan)[0].project) == ("张家庄南地块", "县道绿化项目")
    assert any("与内容不符" in text for text in listener.warnings) == lies


@given
def test_a_cut_character_enters_a_plan_marked_and_not_in_silence(step: Step, plan: str) -> None:
    listener = Listener()
    tag(step, plan, str(INPUTS / "enc" / "utf8_cutvalue_ldid0.shp"), feedback=listener)
    assert [parcel.name for parcel in stored(plan)] == ["张家庄南地块"] * 2
    assert stored(plan)[1].project == "县道绿化项目二期工程项目\ufffd"
    [warning] = listener.warnings
    assert "A2" in warning and "无法识别的字符" in warning


@given
def test_names_of_villages_and_townships_in_a_table_of_ansi(step: Step, plan: str) -> None:
    """The plan's problems say so too, of the townships as of the survey."""
    tag(step, plan, memory_layer("地块", {"name": str}, [(box(10, 10, 60, 60), ("甲",))]))
    listener, enc = Listener(), INPUTS / "enc"
    step(
        "checkconstraints",
        PLAN=plan,
        DLTB=str(enc / "DLTB_87.shp"),
        XZQ=str(enc / "XZQ_87.shp"),
        feedback=listener,
    )
    with Plan.open(plan) as opened:
        [cell] = opened.cells()
        assert (cell.town_name, cell.village) == ("城关镇", "张家庄村")
        told = {problem.role for problem in opened.problems() if "0x57" in problem.message}
    assert told == {"DLTB", "XZQ"}
    assert sum("0x57" in text for text in listener.warnings) == 2


@pytest.mark.parametrize("editing", [False, True])
def test_values_of_two_encodings_in_one_table(
    step: Step, plan: str, tmp_path: Path, editing: bool
) -> None:
    """Someone has appended UTF-8 to GBK: each value is read by its own bytes, and what the user has
    changed since is what the user sees."""
    rows = [(box(0, 0, 9, 9), ("x" * 18,)), (box(20, 0, 29, 9), ("y" * 18,)), (LAND, ("z" * 18,))]
    path = Path(gbk_shapefile(tmp_path / "land.shp", {"name": str}, rows))
    table = path.with_suffix(".dbf").read_bytes()
    for old, new in (
        (b"x", "张家庄".encode("gbk")),
        (b"y", "李家庄".encode()),
        (b"z", "王村".encode("gbk")),
    ):
        table = table.replace(old * 18, new.ljust(18))
    path.with_suffix(".dbf").write_bytes(table)
    layer = QgsVectorLayer(str(path), "land", "ogr")
    QgsProject.instance().addMapLayer(layer)
    if editing:
        layer.startEditing()
        layer.changeAttributeValue(2, 0, "改后")
    tag(step, plan, layer)
    last = "改后" if editing else "王村"
    assert [parcel.name for parcel in stored(plan)] == ["张家庄", "李家庄", last]
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


def test_chinese_names_of_fields(step: Step, plan: str, tmp_path: Path) -> None:
    names = ("标识码", "地类编码", "坐落单位代码", "坐落单位名称", "耕地等别")
    fields = dict(zip(names, SURVEY_FIELDS.values()))
    tag(step, plan, parcels(tmp_path / "land.gpkg", [LAND]))
    assert measure(step, plan, write_layer(tmp_path / "DLTB.gpkg", fields, SURVEY_ROWS)) == EXPECTED
    plain = [f"FIELD{number:05d}" for number in range(len(names))]
    path = gbk_shapefile(
        tmp_path / "DLTB2.shp", dict(zip(plain, SURVEY_FIELDS.values())), list(SURVEY_ROWS)
    )
    table = Path(path).with_suffix(".dbf")
    content = table.read_bytes()
    for old, name in zip(plain, names):  # a shapefile keeps ten bytes of a name
        content = content.replace(old.encode(), name.encode("gbk")[:10].ljust(10, b"\0"), 1)
    table.write_bytes(content)
    assert measure(step, plan, path) == EXPECTED


def test_names_of_fields_cut_inside_a_character_are_refused_in_a_sentence(
    step: Step, plan: str, tmp_path: Path
) -> None:
    """UTF-8 names cut at ten bytes: two of them are the same, and none can be told."""
    fields = {"坐落单位代码": str, "坐落单位名称": str, "DLBM": str}
    rows = [(LAND, ("640999001001", "甲村", "0103"))]
    path = write_layer(tmp_path / "DLTB.shp", fields, rows, driver="ESRI Shapefile")
    tag(step, plan, parcels(tmp_path / "land.gpkg", [LAND]))
    with pytest.raises(QgsProcessingException, match="缺少字段 ZLDWDM"):
        measure(step, plan, path)


# ---- geometry


def test_heights_and_measures_are_dropped(step: Step, plan: str, tmp_path: Path) -> None:
    ring = "((0 0 7 1, 110 0 8 2, 110 100 9 3, 0 100 9 4, 0 0 7 1))"
    geometry = ogr.CreateGeometryFromWkt(f"POLYGON ZM {ring}")
    layer = QgsVectorLayer(f"PolygonZM?crs=EPSG:{EPSG}", "立体", "memory")
    feature = QgsFeature()
    shape = QgsGeometry.fromWkt(geometry.ExportToIsoWkt())
    shape.translate(LEFT + 150, BOTTOM + 50)
    feature.setGeometry(shape)
    layer.dataProvider().addFeatures([feature])
    tag(step, plan, layer)
    [parcel] = stored(plan)
    assert not shapely.has_z(parcel.geometry) and shapely.equals(parcel.geometry, LAND)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
def test_file_geodatabase_with_zm(step: Step, tmp_path: Path) -> None:
    """100 Californian fields, MultiPolygonZM in degrees, from a zipped FileGDB."""
    plan = new_plan(step, tmp_path / "plan.gpkg", CRS="EPSG:32610")
    source = unpacked(
        "us_ca_scm/i15_crop_mapping_2023_provisional_20241127.gdb.zip", tmp_path, ".gdb"
    )
    assert tag(step, plan, source, SKIP_INVALID=True) == 100
    expected = sum(shapely.area(moved(geometry, 32610, 4269)) for geometry in geometries(source))
    assert sum(parcel.geometry.area for parcel in stored(plan)) == pytest.approx(expected, abs=0.01)


def test_parts_of_a_multipolygon_are_one_parcel(step: Step, plan: str, tmp_path: Path) -> None:
    parts = shapely.MultiPolygon(
        [
            box(0, 0, 10, 10),
            box(50, 0, 60, 10),
            box(250, 0, 260, 10).difference(box(252, 2, 254, 4)),
        ]
    )
    assert tag(step, plan, parcels(tmp_path / "land.gpkg", [parts])) == 1
    assert measure(step, plan, survey(tmp_path / "DLTB.gpkg")) == {
        ("0103", "甲村"): 200,
        ("0301", "乙村"): 96,
    }


# ---- layers in QGIS


def test_filter_edit_buffer_and_selection(step: Step, plan: str, tmp_path: Path) -> None:
    """What the user sees is what is read: the filter holds, unsaved edits count."""
    layer = memory_layer(
        "地块", {"name": str}, [(box(0, 0, 9, 9), ("一",)), (box(20, 0, 29, 9), ("二",))]
    )
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    drawn = QgsFeature(layer.fields())
    drawn.setAttributes(["三"])
    drawn.setGeometry(QgsGeometry.fromWkt(box(40, 0, 49, 9).wkt))
    layer.addFeature(drawn)
    layer.changeAttributeValue(1, 0, "一改")
    assert tag(step, plan, layer) == 3
    assert {parcel.name for parcel in stored(plan)} == {"一改", "二", "三"}
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())

    filtered = QgsVectorLayer(survey(tmp_path / "DLTB.gpkg"), "DLTB", "ogr")
    QgsProject.instance().addMapLayer(filtered)
    filtered.setSubsetString("DLBM = '0103'")
    other = new_plan(step, tmp_path / "other.gpkg")
    tag(step, other, parcels(tmp_path / "land.gpkg", [LAND]))
    assert measure(step, other, filtered) == {("0103", "甲村"): 5000, ("", ""): 6000}
    with sqlite3.connect(other) as connection:
        source, count = connection.execute(
            "SELECT source, feature_count FROM layer_roles WHERE role = 'DLTB'"
        ).fetchone()
    connection.close()
    assert "subset=" in source and count == 1
    QgsProject.instance().removeMapLayer(filtered.id())


# ---- coordinate systems


def test_degrees_are_projected(step: Step, plan: str, tmp_path: Path) -> None:
    """A parcel in EPSG:4490 is measured as its projected shape, not as degrees."""
    degrees = moved(LAND, 4490)
    tag(step, plan, parcels(tmp_path / "land.gpkg", [degrees], epsg=4490))
    [parcel] = stored(plan)
    assert whole(parcel.geometry.area) == whole(moved(degrees, EPSG, 4490).area) == 11000
    rows = [(moved(geometry, 4490), values) for geometry, values in SURVEY_ROWS]
    assert measure(step, plan, survey(tmp_path / "DLTB.gpkg", rows, epsg=4490)) == EXPECTED


@pytest.mark.parametrize("epsg", [4523, 4534 + 11, 4488 + 36, 4502 + 5])
def test_other_zones_are_projected(step: Step, plan: str, tmp_path: Path, epsg: int) -> None:
    """Zone-prefixed eastings (4523: zone 35), the next 3° zone with and without prefix, and a 6°
    zone."""
    assert (
        abs(moved(LAND, epsg).area - 11000) < 20
        if epsg != 4523
        else moved(LAND, epsg).bounds[0] > 35_000_000
    )
    tag(step, plan, parcels(tmp_path / "land.gpkg", [moved(LAND, epsg)], epsg=epsg))
    rows = [(moved(geometry, epsg), values) for geometry, values in SURVEY_ROWS]
    assert measure(step, plan, survey(tmp_path / "DLTB.gpkg", rows, epsg=epsg)) == EXPECTED


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")
def test_zone_prefixed_real_parcels(step: Step, tmp_path: Path) -> None:
    """Fields of Schleswig-Holstein in EPSG:4647 (eastings 32…) in a plan in EPSG:25832, which is
    the same without 32."""
    plan = new_plan(step, tmp_path / "plan.gpkg", CRS="EPSG:25832")
    source = unpacked("de_sh/Feldbloecke_2026_GPKG.zip", tmp_path, ".gpkg")
    count = tag(step, plan, source, SKIP_INVALID=True)
    [left] = {int(parcel.geometry.bounds[0] // 1_000_000) for parcel in stored(plan)}
    valid = [geometry for geometry in geometries(source) if shapely.is_valid(geometry)]
    assert (count, left) == (len(valid), 0)
    areas = sorted(parcel.geometry.area for parcel in stored(plan))
    assert areas == pytest.approx(sorted(shapely.area(valid)), abs=1e-3)


def shifted(margin: str, epsg: int, tmp_path: Path) -> str:
    """A red line whose numbers say that it is ``margin`` metres east of the test land's parcel."""
    far = float(margin)
    return parcels(tmp_path / "红线.gpkg", [box(100 + far, 0, 900 + far, 800)], epsg=epsg)


@pytest.mark.parametrize(
    ("far", "epsg", "verdict"),
    [
        ("20", 4544, "pass"),
        ("20", 2380, "unknown"),
        ("2000", 2380, "pass"),
        ("20", 2432, "unknown"),
    ],
)
def test_a_red_line_of_an_old_datum_is_unsure_within_its_margin(
    step: Step, plan: str, tmp_path: Path, far: str, epsg: int, verdict: str
) -> None:
    """Xi'an 80 and Beijing 54 to CGCS2000: PROJ knows a ballpark operation only. The finding is the
    same with QGIS and without."""
    land = parcels(tmp_path / "land.gpkg")
    step("tagparcels", PLAN=plan, INPUT=land, DIRECTION="in", TYPE=1)
    listener = Listener()
    path = shifted(far, epsg, tmp_path)
    step("checkconstraints", PLAN=plan, STBHHX=path, feedback=listener)
    with Plan.open(plan) as opened:
        [found] = [item for item in opened.findings() if item.rule_id == "in-redline"]
        told = [problem.message for problem in opened.problems() if problem.role == "STBHHX"]
    assert found.verdict == verdict
    assert (len(told), sum("近似换算" in text for text in listener.warnings)) == (
        (0, 0) if epsg == EPSG else (1, 1)
    )
    [again] = [item for item in examine(Path(plan)).findings if item.rule_id == "in-redline"]
    assert again._replace(geometry=None) == found._replace(geometry=None)


def test_a_survey_of_an_old_datum_is_refused(step: Step, plan: str, tmp_path: Path) -> None:
    tag(step, plan, parcels(tmp_path / "land.gpkg"))
    with pytest.raises(QgsProcessingException, match="1980 西安坐标系.*不能据以量算面积"):
        measure(step, plan, survey(tmp_path / "DLTB.gpkg", epsg=2380))


def test_parcels_of_an_old_datum_come_with_a_warning(step: Step, plan: str, tmp_path: Path) -> None:
    listener = Listener()
    tag(step, plan, parcels(tmp_path / "land.gpkg", epsg=2380), feedback=listener)
    assert any("1980 西安坐标系" in text for text in listener.warnings)


@given
@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("kcxs_percent", "图斑 1：字段 KCXS（扣除系数）的值 12.5 超出范围"),
        ("kcxs_negative", "图斑 1：字段 KCXS（扣除系数）的值 -0.1 超出范围"),
        ("gddb99", "图斑 1：字段 GDDB（耕地等别）的值 99 超出范围"),
    ],
)
def test_values_that_cannot_be_are_refused(step: Step, plan: str, file: str, what: str) -> None:
    tag(step, plan, str(INPUTS / "dltb" / "out.gpkg"))
    with pytest.raises(QgsProcessingException) as caught:
        step("checkconstraints", PLAN=plan, DLTB=str(INPUTS / "dltb" / f"{file}.gpkg"))
    assert what in str(caught.value)
