"""Awkward geometry and broken data through real files: true, unknown or refused in a sentence,
never passed in silence."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr
from qgis.core import QgsGeometry, QgsProcessingException, QgsVectorLayer

from jinchu_pingheng.core.model import Finding
from jinchu_pingheng.core.rounding import half_up
from jinchu_pingheng.plan.store import Plan
from tests.core.geometry.awkward import REPAIRED, ROWS, Row
from tests.qgis.layers import (
    BOTTOM,
    BOW_TIE,
    EPSG,
    LEFT,
    Step,
    box,
    memory_layer,
    new_plan,
    parcels,
    spatial_reference,
    survey,
    write_layer,
)

RULE = "out-pbf"
SPACING = 2000.0
ANYWHERE = re.compile("huge|no number|infinite|no data|largest|null|empty$|empty collection")
PLACED = [row for row in ROWS if not ANYWHERE.search(row.name)]
ALONE = [
    row for row in ROWS if ANYWHERE.search(row.name) and row.name != "no number, far from here"
]
"""Rows that would spoil those of their neighbours. A polygon with a coordinate that is no number is
read where its others are, so one that is far from the parcels is not noticed."""

FORMATS = {"GPKG": ".gpkg", "ESRI Shapefile": ".shp", "OpenFileGDB": ".gdb"}


@pytest.fixture(scope="module")
def plan(step: Step, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An outflow parcel of one hectare for every row, 2 km from each other."""
    folder = tmp_path_factory.mktemp("plan")
    path = new_plan(step, folder / "plan.gpkg")
    land = [box(x, y, x + 100, y + 100) for x, y in map(place, range(len(PLACED)))]
    names = [(shape, (f"P{number}",)) for number, shape in enumerate(land)]
    layer = write_layer(folder / "地块.gpkg", {"parcel_id": str}, names)
    step("tagparcels", PLAN=path, INPUT=layer, DIRECTION="out", TYPE=1)
    return path


def place(number: int) -> tuple[float, float]:
    """Corner of a parcel, in metres from the corner of the test land."""
    return SPACING * (number % 8), SPACING * (number // 8)


def moved(row: Row, number: int) -> list[Any]:
    x, y = place(number)
    return list(row.at(LEFT + x, BOTTOM + y))


def findings(plan: str, rule: str = RULE) -> dict[str, Finding]:
    with Plan.open(plan) as opened:
        return {
            finding.parcel_id: finding for finding in opened.findings() if finding.rule_id == rule
        }


def check(step: Step, plan: str, layer: Any) -> dict[str, Finding]:
    step("checkconstraints", PLAN=plan, YJJBNT=layer)
    return findings(plan)


def assert_true_or_unknown(row: Row, finding: Finding) -> None:
    if row.area is None:
        assert finding.verdict == "unknown", (row.name, finding.message)
    else:
        assert finding.overlap_m2 == half_up(row.area, 2), (row.name, finding.message)
        assert finding.verdict == ("fail" if row.area > 1 else "pass"), (row.name, finding.message)


# ---- every row of the table, in every format


@pytest.mark.parametrize("driver", FORMATS)
def test_rows_in_files(step: Step, plan: str, tmp_path: Path, driver: str) -> None:
    if gdal.GetDriverByName(driver).GetMetadataItem(gdal.DCAP_CREATE) != "YES":
        pytest.skip(f"this GDAL does not write {driver}")
    written = [
        (shape, (row.name,)) for number, row in enumerate(PLACED) for shape in moved(row, number)
    ]
    kind = ogr.wkbUnknown if driver == "GPKG" else ogr.wkbMultiPolygon
    fit = [
        item
        for item in written
        if driver == "GPKG" or item[0].geom_type in ("Polygon", "MultiPolygon")
    ]
    path = write_layer(
        tmp_path / f"永农{FORMATS[driver]}", {"BSM": str}, fit, driver=driver, kind=kind
    )
    held = {row.name for row in PLACED} if driver == "GPKG" else held_by(path, fit)
    assert len(held) > 50
    found = check(step, plan, path)
    for number, row in enumerate(PLACED):
        if row.name in held:
            assert_true_or_unknown(row, found[f"P{number}"])


def held_by(path: str, written: Sequence[tuple[Any, tuple[str]]]) -> set[str]:
    """Names of the rows whose features a file holds as they were written.

    Shapefiles and geodatabases hold rings only: OGR, as any reader, makes shells and holes of them
    by its own lights, and a hole beyond its shell is a part of its own there. A geodatabase has a
    grid of 0.1 mm as well.
    """
    source = ogr.Open(path)
    there = [rings_of(feature.GetGeometryRef()) for feature in source.GetLayer(0)]
    assert len(there) == len(written)
    spoiled = {name for (shape, (name,)), rings in zip(written, there) if not same(shape, rings)}
    return {name for _, (name,) in written} - spoiled


def rings_of(geometry: ogr.Geometry) -> Any:
    return shapely.from_wkb(bytes(geometry.ExportToWkb())) if geometry is not None else None


def same(shape: Any, other: Any) -> bool:
    """Whether two polygons have the same shells with the same holes, whatever their direction and
    start."""
    return other is not None and drawing(shape) == drawing(other)


def drawing(shape: Any) -> list[list[Any]]:
    """Parts, each as the edges of its shell and of its holes, to 1e-7 m."""
    return sorted(
        [edges(part.exterior), *sorted(map(edges, part.interiors))]
        for part in shapely.get_parts(shape)
        if not part.is_empty
    )


def edges(ring: Any) -> list[Any]:
    points = np.round(shapely.get_coordinates(ring), 7).tolist()
    return sorted(sorted(pair) for pair in zip(points, points[1:]) if pair[0] != pair[1])


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row.name)
def test_rows_with_a_layer_of_their_own(step: Step, plan: str, tmp_path: Path, row: Row) -> None:
    """Features without a place may lie anywhere, though the layer has a good one too."""
    shapes = [
        (box(30_000, 0, 30_100, 100), ("好",)),
        *((shape, (row.name,)) for shape in moved(row, 0)),
    ]
    if "infinite" in row.name:  # OGR writes no GeoPackage around an infinite box
        layer: Any = memory_layer("永农", {"BSM": str}, shapes)
    else:
        layer = write_layer(tmp_path / "永农.gpkg", {"BSM": str}, shapes)
    found = check(step, plan, layer)
    assert_true_or_unknown(row, found["P0"])
    if row.area is None:
        assert row.name in found["P0"].message
    if row.name in ("null", "empty", "empty collection"):
        assert {finding.verdict for finding in found.values()} == {"unknown"}


def test_rows_in_memory(step: Step, plan: str) -> None:
    plain = [
        row
        for row in PLACED
        if all(shape.geom_type in ("Polygon", "MultiPolygon") for shape in row.shapes)
    ]
    shapes = [(shape, (row.name,)) for row in plain for shape in moved(row, PLACED.index(row))]
    found = check(step, plan, memory_layer("永农", {"BSM": str}, shapes))
    for row in plain:
        assert_true_or_unknown(row, found[f"P{PLACED.index(row)}"])


def test_the_table_of_problems_names_every_row(step: Step, plan: str, tmp_path: Path) -> None:
    shapes = [
        (shape, (row.name,)) for number, row in enumerate(PLACED) for shape in moved(row, number)
    ]
    check(step, plan, write_layer(tmp_path / "永农.gpkg", {"BSM": str}, shapes))
    with Plan.open(plan) as opened:
        named = {problem.feature: problem for problem in opened.problems()}
    for row in PLACED:
        if row.repaired:
            assert named[row.name].usable == (row.area is not None), row.name
            assert "平方米" in named[row.name].message or "图形" in named[row.name].message


# ---- other kinds of geometry


WKT = {
    "POLYGON Z": ("POLYGON Z ((0 0 5, 50 0 5, 50 50 5, 0 50 5, 0 0 5))", 2500.0),
    "POLYGON M": ("POLYGON M ((0 0 5, 50 0 5, 50 50 5, 0 50 5, 0 0 5))", 2500.0),
    "MULTIPOLYGON ZM": (
        "MULTIPOLYGON ZM (((0 0 5 1, 50 0 5 1, 50 50 5 1, 0 50 5 1, 0 0 5 1)))",
        2500.0,
    ),
    "half circle": (
        "CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (10 50, 50 90, 90 50), (90 50, 10 50)))",
        2513.27,
    ),
    "curved multisurface": (
        "MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING (10 50, 50 90, 90 50, 50 10, 10 50)), ((0 0, "
        "5 0, 5 5, 0 5, 0 0)))",
        5051.55,
    ),
}


@pytest.mark.parametrize("name", WKT)
def test_heights_measures_and_curves(step: Step, plan: str, tmp_path: Path, name: str) -> None:
    text, area = WKT[name]
    found = check(step, plan, ogr_layer(tmp_path / "永农.gpkg", text))["P0"]
    assert found.verdict == "fail"
    assert float(found.overlap_m2 or 0) == pytest.approx(area, abs=0.5)


def test_a_ring_that_is_not_closed(step: Step, plan: str, tmp_path: Path) -> None:
    """OGR writes what it is given; a program may close the ring (2500 m²) or refuse it, but not
    pass the parcel."""
    found = check(
        step, plan, ogr_layer(tmp_path / "永农.gpkg", "POLYGON ((0 0, 50 0, 50 50, 0 50))")
    )["P0"]
    assert found.verdict in ("unknown", "fail")
    assert found.verdict == "unknown" or float(found.overlap_m2 or 0) == 2500


def ogr_layer(path: Path, text: str) -> str:
    """A layer with one feature in the words of OGR, moved to the first parcel."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, spatial_reference(EPSG), ogr.wkbUnknown)
    numbers = iter(re.split(r"(-?\d+(?:\.\d+)?(?: -?\d+(?:\.\d+)?)+)", text))
    shifted = "".join(
        shift(part) if position % 2 else part for position, part in enumerate(numbers)
    )
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(shifted))
    layer.CreateFeature(feature)
    return str(path)


def shift(point: str) -> str:
    x, y, *more = point.split()
    return " ".join([str(float(x) + LEFT), str(float(y) + BOTTOM), *more])


# ---- files


def test_a_layer_without_features(step: Step, plan: str, tmp_path: Path) -> None:
    found = check(step, plan, parcels(tmp_path / "永农.gpkg", [], kind=ogr.wkbMultiPolygon))
    assert {finding.verdict for finding in found.values()} == {"unknown"}
    assert "没有要素" in found["P0"].message


def test_a_layer_of_nothing_but_nulls(step: Step, plan: str, tmp_path: Path) -> None:
    found = check(
        step, plan, parcels(tmp_path / "永农.gpkg", [None, None], kind=ogr.wkbMultiPolygon)
    )
    assert {finding.verdict for finding in found.values()} == {"unknown"}
    assert "图形为空" in found["P0"].message


@pytest.mark.parametrize(
    ("driver", "file"), [("GPKG", "永农.gpkg"), ("ESRI Shapefile", "永农.shp")]
)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off(
    step: Step, plan: str, tmp_path: Path, driver: str, file: str, kept: float
) -> None:
    """2,000 features over the land of all parcels, of which some cannot be read any more."""
    shapes = [
        box(x * 320, y * 500, x * 320 + 319, y * 500 + 499) for x in range(50) for y in range(40)
    ]
    path = Path(parcels(tmp_path / file, shapes, driver=driver, kind=ogr.wkbMultiPolygon))
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    try:
        found = check(step, plan, str(path))
    except QgsProcessingException as refusal:
        assert "永农" in str(refusal) and re.search("[一-鿿]", str(refusal))
        assert "程序内部错误" not in str(refusal)
    else:
        assert "pass" not in {finding.verdict for finding in found.values()}


def test_a_geometry_that_is_no_geometry(step: Step, plan: str, tmp_path: Path) -> None:
    """The bytes of one feature are spoiled; the others stay good."""
    x, _ = place(1)
    path = parcels(
        tmp_path / "永农.gpkg", [box(0, 0, 50, 50), box(x, 0, x + 50, 50)], kind=ogr.wkbPolygon
    )
    content = Path(path).read_bytes()
    with sqlite3.connect(path) as connection:
        [(blob,)] = connection.execute('SELECT geom FROM "永农" WHERE fid = 2')
    connection.close()
    assert content.count(blob) == 1
    Path(path).write_bytes(content.replace(blob, blob[:45] + b"\xff" * (len(blob) - 45)))
    found = check(step, plan, path)
    assert (found["P0"].verdict, found["P1"].verdict) == ("fail", "unknown")


# ---- parcels


def test_awkward_parcels_are_refused_by_name_or_repaired_as_layers_are(
    step: Step, tmp_path: Path
) -> None:
    """A parcel is what the balance counts: it is repaired where its rings have one meaning, with a
    note, and refused where they have not."""
    rows = [row for row in ROWS if len(row.shapes) == 1 and row.area and "filler" not in row.name]
    shapes = [(moved(row, number)[0], (row.name,)) for number, row in enumerate(rows)]
    shapes.append((BOW_TIE, ("two meanings",)))
    layer = write_layer(tmp_path / "地块.gpkg", {"parcel_id": str}, shapes)
    good = {
        row.name: row.area if row.repaired else float(shapely.area(shape))
        for row, (shape, _) in zip(rows, shapes)
    }
    path = new_plan(step, tmp_path / "own.gpkg")
    with pytest.raises(QgsProcessingException) as caught:
        step("tagparcels", PLAN=path, INPUT=layer, DIRECTION="out", TYPE=1)
    assert "图形为空或无效" in str(caught.value)
    step("tagparcels", PLAN=path, INPUT=layer, DIRECTION="out", TYPE=1, SKIP_INVALID=True)
    with Plan.open(path) as opened:
        stored = {parcel.parcel_id: parcel.geometry for parcel in opened.parcels()}
    assert set(stored) == set(good)
    for name, area in good.items():
        assert shapely.area(stored[name]) == pytest.approx(area, abs=1e-3)


SPIKE = shapely.transform(REPAIRED["spike"][0], lambda points: points + (LEFT, BOTTOM))


@pytest.mark.parametrize("spoiled", [BOW_TIE, SPIKE], ids=["bow-tie", "spike"])
def test_a_parcel_that_was_spoiled_by_editing(step: Step, tmp_path: Path, spoiled: Any) -> None:
    """QGIS lets a user drag a vertex of a parcel in the plan until it crosses itself: refused by
    name, or unknown."""
    path = new_plan(step, tmp_path / "own.gpkg")
    land = write_layer(
        tmp_path / "地块.gpkg", {"parcel_id": str}, [(box(0, 0, 100, 100), ("LC01",))]
    )
    step("tagparcels", PLAN=path, INPUT=land, DIRECTION="out", TYPE=1)
    edit(path, spoiled)
    ban = parcels(tmp_path / "永农.gpkg", [box(300, 300, 400, 400)])
    try:
        found = check(step, path, ban)
    except QgsProcessingException as refusal:
        assert "LC01" in str(refusal) and "图形" in str(refusal)
    else:
        assert {finding.verdict for finding in found.values()} == {"unknown"}
    with pytest.raises(QgsProcessingException, match="LC01"):
        step("measureareas", PLAN=path, DLTB=survey(tmp_path / "DLTB.gpkg"), OUTPUT="memory:")


def edit(plan: str, shape: Any) -> None:
    """Give the first parcel of a plan another shape, as the vertex tool does."""
    layer = QgsVectorLayer(f"{plan}|layername=parcels", "parcels", "ogr")
    assert layer.startEditing()
    feature = next(layer.getFeatures())
    geometry = QgsGeometry()
    geometry.fromWkb(shapely.to_wkb(shapely.multipolygons([shape])))
    assert layer.changeGeometry(feature.id(), geometry) and layer.commitChanges()


# ---- elevation


def dem(
    path: Path,
    epsg: int | None,
    corner: tuple[float, float],
    cell: float,
    tilt: float,
    size: int = 100,
) -> str:
    """A plane that rises eastward by ``tilt`` metres a cell; ``corner`` is its upper left one."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((corner[0], cell, 0, corner[1], 0, -cell))
    if epsg:
        raster.SetProjection(spatial_reference(epsg).ExportToWkt())
    raster.GetRasterBand(1).WriteArray(np.tile(np.arange(size) * tilt, (size, 1)))
    return str(path)


@pytest.fixture
def slope_plan(step: Step, tmp_path: Path) -> str:
    """A plan with one inflow parcel; the notice wants inflow land up to 25 degrees."""
    path = new_plan(step, tmp_path / "own.gpkg")
    step("tagparcels", PLAN=path, INPUT=parcels(tmp_path / "地块.gpkg"), DIRECTION="in", TYPE=1)
    return path


def slope_finding(step: Step, plan: str, raster: str) -> Finding:
    step("checkconstraints", PLAN=plan, DEM=raster)
    [finding] = findings(plan, "in-slope").values()
    return finding


def test_a_dem_of_the_plans_own_crs(step: Step, slope_plan: str, tmp_path: Path) -> None:
    gentle = dem(tmp_path / "缓.tif", EPSG, (LEFT - 500, BOTTOM + 600), 12.5, 1.0)
    steep = dem(tmp_path / "陡.tif", EPSG, (LEFT - 500, BOTTOM + 600), 12.5, 10.0)
    assert [slope_finding(step, slope_plan, raster).verdict for raster in (gentle, steep)] == [
        "pass",
        "fail",
    ]


@pytest.mark.parametrize("epsg", [4490, 4543])
def test_a_dem_in_degrees_or_of_another_zone_is_resampled_and_says_so(
    step: Step, slope_plan: str, tmp_path: Path, epsg: int
) -> None:
    """The ground is the same: heights rise by 0.8 a metre eastward, whatever the unit of the
    grid."""
    corner, cell = corner_in(epsg)
    metres = cell * (88_000 if epsg == 4490 else 1)
    finding = slope_finding(
        step, slope_plan, dem(tmp_path / "dem.tif", epsg, corner, cell, 0.8 * metres)
    )
    assert finding.verdict == "fail" and "重采样" in finding.evidence + finding.message
    flat = slope_finding(
        step, slope_plan, dem(tmp_path / "平.tif", epsg, corner, cell, 0.1 * metres)
    )
    assert flat.verdict == "pass"


def corner_in(epsg: int) -> tuple[tuple[float, float], float]:
    """North-west corner of a grid around the test land, and its cell, in the units of a CRS."""
    transform = osr.CoordinateTransformation(spatial_reference(EPSG), spatial_reference(epsg))
    x, y, _ = transform.TransformPoint(LEFT - 600, BOTTOM + 700)
    return (x, y), (0.00015 if epsg == 4490 else 12.5)


def test_a_dem_without_crs_is_no_evidence(step: Step, slope_plan: str, tmp_path: Path) -> None:
    raster = dem(tmp_path / "无坐标系.tif", None, (LEFT - 500, BOTTOM + 600), 12.5, 1.0)
    try:
        finding = slope_finding(step, slope_plan, raster)
    except QgsProcessingException as refusal:
        assert "没有坐标系" in str(refusal) and "“无坐标系”" in str(refusal)
    else:
        assert finding.verdict == "unknown" and "坐标系" in finding.message


def test_a_dem_of_another_place_is_unknown(step: Step, slope_plan: str, tmp_path: Path) -> None:
    raster = dem(tmp_path / "远.tif", EPSG, (LEFT + 90_000, BOTTOM + 600), 12.5, 1.0)
    assert slope_finding(step, slope_plan, raster).verdict == "unknown"


def test_a_dem_with_holes_is_unknown(step: Step, slope_plan: str, tmp_path: Path) -> None:
    path = dem(tmp_path / "dem.tif", EPSG, (LEFT - 500, BOTTOM + 600), 12.5, 1.0)
    raster = gdal.Open(path, gdal.GA_Update)
    raster.GetRasterBand(1).SetNoDataValue(-9999)
    raster.GetRasterBand(1).WriteArray(np.full((2, 2), -9999.0), 44, 44)
    del raster
    assert slope_finding(step, slope_plan, path).verdict == "unknown"


def test_a_dem_that_was_cut_off(step: Step, slope_plan: str, tmp_path: Path) -> None:
    path = Path(dem(tmp_path / "残.tif", EPSG, (LEFT - 500, BOTTOM + 600), 12.5, 1.0))
    path.write_bytes(path.read_bytes()[:5000])
    try:
        finding = slope_finding(step, slope_plan, str(path))
    except QgsProcessingException as refusal:
        assert "残" in str(refusal) and "程序内部错误" not in str(refusal)
    else:
        assert finding.verdict == "unknown"
