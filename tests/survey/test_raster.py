"""Windows of a DEM: a height does not depend on what was asked for with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.geometry.slope import Dem
from jinchu_pingheng.survey.files.raster import read_dem
from jinchu_pingheng.survey.files.source import RasterSource
from tests.survey.layers import BOTTOM, LEFT, box, boxes, exceptions_of_gdal, spatial_reference

PLAN = "EPSG:4544"
HERE = boxes(box(500, 500, 600, 620))
MORE = boxes(box(500, 500, 600, 620), box(100, 900, 1400, 1000))


def dem(
    path: Path, epsg: int | None = 4544, *, dtype: type = np.float32, scale: float | None = None
) -> RasterSource:
    """200 × 200 cells of about 10 m with a seeded surface, nodata -9999 in one cell."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[0:200, 0:200]
    heights = (1000 + 3 * columns - 2 * rows + rng.random((200, 200)) * 5).astype(dtype)
    heights[100, 100] = -9999
    kind = gdal.GDT_Float32 if dtype is np.float32 else gdal.GDT_Int16
    data = gdal.GetDriverByName("GTiff").Create(str(path), 200, 200, 1, kind)
    if epsg == 4490:
        data.SetGeoTransform((105.0, 1e-4, 0, 37.95, 0, -1e-4))
    else:
        data.SetGeoTransform((LEFT, 10, 0, BOTTOM + 2000, 0, -10))
    if epsg:
        data.SetProjection(spatial_reference(epsg).ExportToWkt())
    band = data.GetRasterBand(1)
    band.WriteArray(heights)
    band.SetNoDataValue(-9999)
    if scale:
        band.SetScale(scale)
        band.SetOffset(7.0)
    del band, data
    return RasterSource("高程", str(path), 40_000)


def cells(grid: object) -> dict[tuple[float, float], float]:
    """Heights by the corner of their cell."""
    rows, columns = grid.heights.shape  # type: ignore[attr-defined]
    return {
        (round(grid.left + column * grid.dx, 3), round(grid.top - row * grid.dy, 3)): float(
            grid.heights[row, column]
        )  # type: ignore[attr-defined]
        for row in range(rows)
        for column in range(columns)
    }


@pytest.mark.parametrize("epsg", [4544, 4490, 4545])
def test_a_height_is_a_height(tmp_path: Path, epsg: int) -> None:
    source = dem(tmp_path / "dem.tif", epsg)
    here = HERE if epsg == 4544 else around(source)
    more = MORE if epsg == 4544 else np.vstack((here, here + np.array([-400.0, -300, 333, 217])))
    one, two = cells(read_dem(source, PLAN, here)), cells(read_dem(source, PLAN, more))
    assert set(one) < set(two)
    assert [one[cell] for cell in one] == pytest.approx(
        [two[cell] for cell in one], abs=1e-9, nan_ok=True
    )
    assert np.isfinite(list(one.values())).all()


def around(source: RasterSource) -> np.ndarray:
    """A hectare in the middle of the DEM, in the plan's CRS."""
    info = gdal.Info(gdal.Warp("", source.uri, format="MEM", dstSRS=PLAN), format="json")
    x, y = info["cornerCoordinates"]["center"]
    return np.array([[x + 300, y + 300, x + 400, y + 420]])


def test_same_grid_is_not_touched(tmp_path: Path) -> None:
    grid = read_dem(dem(tmp_path / "dem.tif"), PLAN, HERE)
    assert (grid.left, grid.top, grid.dx, grid.dy, grid.method) == (
        LEFT + 470,
        BOTTOM + 650,
        10,
        10,
        "",
    )
    assert grid.heights.shape == (18, 16)


def test_nodata_scale_and_offset(tmp_path: Path) -> None:
    plain = read_dem(
        dem(tmp_path / "a.tif", dtype=np.int16), PLAN, boxes(box(900, 900, 1100, 1100))
    )
    scaled = read_dem(
        dem(tmp_path / "b.tif", dtype=np.int16, scale=0.1), PLAN, boxes(box(900, 900, 1100, 1100))
    )
    assert np.isnan(plain.heights).sum() == np.isnan(scaled.heights).sum() == 1
    assert scaled.heights == pytest.approx(plain.heights / 10 + 7, nan_ok=True)


def test_outside_is_unknown(tmp_path: Path) -> None:
    grid = read_dem(dem(tmp_path / "dem.tif"), PLAN, boxes(box(9000, 9000, 9100, 9100)))
    assert np.isnan(grid.heights).all()


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    source = dem(tmp_path / "dem.tif")
    before = read_dem(source, PLAN, HERE).heights[0, 0]
    (tmp_path / "dem.tif").unlink()
    dem(tmp_path / "dem.tif", scale=2.0)
    assert read_dem(source, PLAN, HERE).heights[0, 0] == pytest.approx(2 * before + 7)


def test_without_a_crs(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="DEM 没有坐标系"):
        read_dem(dem(tmp_path / "dem.tif", None), PLAN, HERE)


@pytest.mark.parametrize("exceptions", [True, False])
def test_no_raster(tmp_path: Path, exceptions: bool) -> None:
    (tmp_path / "x.tif").write_bytes(b"text")
    with exceptions_of_gdal(exceptions), pytest.raises(PlanError, match="DEM 无法打开"):
        read_dem(RasterSource("高程", str(tmp_path / "x.tif"), 1), PLAN, HERE)


def test_a_damaged_raster(tmp_path: Path) -> None:
    source = dem(tmp_path / "dem.tif")
    path = tmp_path / "dem.tif"
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(PlanError, match="DEM 无法"):
        read_dem(source, PLAN, boxes(box(0, 0, 2000, 2000)))


INPUTS = Path(__file__).resolve().parents[3] / "shared" / "findings" / "inputs"


def turned(
    path: Path, east: bool, south: bool, heights: np.ndarray, **tags: object
) -> RasterSource:
    """The same ground, 10 m cells from (LEFT, BOTTOM) to 200 m north and east: ``heights`` (20, 20)
    north up. ``east``: columns run westward, ``south``: rows run northward."""
    data = gdal.GetDriverByName("GTiff").Create(str(path), 20, 20, 1, gdal.GDT_Float32)
    x, dx = (LEFT + 200, -10) if east else (LEFT, 10)
    y, dy = (BOTTOM, 10) if south else (BOTTOM + 200, -10)
    data.SetGeoTransform((x, dx, 0, y, 0, dy))
    data.SetProjection(spatial_reference(int(str(tags.get("epsg", 4544)))).ExportToWkt())
    data.GetRasterBand(1).WriteArray(heights[:: -1 if south else 1, :: -1 if east else 1])
    if "unit" in tags:
        data.GetRasterBand(1).SetUnitType(str(tags["unit"]))
    del data
    return RasterSource("高程", str(path), 400)


GROUND = np.arange(400, dtype=float).reshape(20, 20)
THERE = boxes(box(60, 60, 80, 80))


@pytest.mark.parametrize("south", [False, True])
@pytest.mark.parametrize("east", [False, True])
def test_a_dem_of_any_orientation_is_the_same_ground(
    tmp_path: Path, east: bool, south: bool
) -> None:
    """The cell with its corner at (60, 80) is in column 6, and in row 12 from the north."""
    grid = read_dem(turned(tmp_path / "x.tif", east, south, GROUND), PLAN, THERE)
    assert cells(grid)[LEFT + 60, BOTTOM + 80] == 12 * 20 + 6
    assert (grid.dx, grid.dy) == (10, 10)
    assert cells(grid) == cells(
        read_dem(turned(tmp_path / "y.tif", False, False, GROUND), PLAN, THERE)
    )


@pytest.mark.parametrize("wrong", [-9999.0, -32768.0, -501.0, 9001.0, 3.4e38])
@pytest.mark.parametrize("epsg", [4544, 4545])
def test_a_height_that_cannot_be_is_no_data(tmp_path: Path, wrong: float, epsg: int) -> None:
    """Also before it is mixed with its neighbours: nothing but 1000 m is left in another zone."""
    heights = np.full((20, 20), 1000.0)
    heights[12, 6] = wrong
    if epsg == 4544:
        grid = read_dem(turned(tmp_path / "x.tif", False, False, heights), PLAN, THERE)
        assert np.isnan(cells(grid)[LEFT + 60, BOTTOM + 80])
        assert np.isnan(grid.heights).sum() == 1
        return
    source = turned(tmp_path / "x.tif", False, False, heights)
    data = gdal.Open(source.uri, gdal.GA_Update)
    data.SetProjection(spatial_reference(4545).ExportToWkt())
    del data
    way = osr.CoordinateTransformation(spatial_reference(4545), spatial_reference(4544))
    x, y, _ = way.TransformPoint(LEFT + 100, BOTTOM + 100)
    around = np.array([[x - 60, y - 60, x + 60, y + 60]])
    grid = read_dem(source, PLAN, around)
    known = grid.heights[~np.isnan(grid.heights)]
    assert len(known) > 50 and known == pytest.approx(1000.0)


@pytest.mark.parametrize(
    ("unit", "metres", "said"),
    [
        ("m", 100.0, ""),
        ("metre", 100.0, ""),
        ("ft", 30.48, "英尺"),
        ("foot", 30.48, "英尺"),
        ("US survey foot", 100 * 1200 / 3937, "美制测量英尺"),
        ("fathom", np.nan, "无法识别"),
    ],
)
def test_the_unit_of_heights_counts(tmp_path: Path, unit: str, metres: float, said: str) -> None:
    grid = read_dem(
        turned(tmp_path / "x.tif", False, False, np.full((20, 20), 100.0), unit=unit), PLAN, THERE
    )
    assert grid.heights == pytest.approx(metres, nan_ok=True)
    assert said in grid.method and (said or not grid.method)


def test_a_dem_of_another_datum_is_no_evidence_and_says_so(tmp_path: Path) -> None:
    grid = read_dem(turned(tmp_path / "x.tif", False, False, GROUND, epsg=2380), PLAN, THERE)
    assert np.isnan(grid.heights).all() and "1980 西安坐标系" in grid.method


@pytest.mark.skipif(not INPUTS.is_dir(), reason="the inputs of the findings are not here")
def test_the_findings_dems() -> None:
    """A parcel at y 0–100 m: without DEM where the south-up one lies north of it."""

    def near(name: str) -> Dem:
        source = RasterSource("高程", str(INPUTS / "dem" / f"{name}.tif"), 6400)
        return read_dem(source, PLAN, boxes(box(0, 0, 100, 100)))

    truth, north = near("northup_truth"), near("southup_north_of_parcel_steep")
    assert np.isfinite(truth.heights).all()
    assert north.top - north.dy * len(north.heights) == BOTTOM + 100
    assert np.nanmax(near("feet").heights) == pytest.approx(np.nanmax(truth.heights), rel=1e-3)
    assert np.nanmin(near("sentinel_minus9999_no_nodata").heights) >= 0
