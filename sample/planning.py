"""The spatial plans (GHYDYH), the slope map and the orthophoto."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

from sample.attributes import SLOPE_LIMITS, Survey
from sample.layers import KEY_FIELDS, areas_of, standard
from sample.names import TOWNS, town_code
from sample.settlement import Settlement
from sample.terrain import CELL, HEIGHT, WIDTH, X0, Y0, Terrain, fractal
from sample.writing import Field, Layer, spatial_reference, write_raster
from sample.zones import Zones

PLAN_NAMES = {
    "010000": "耕地",
    "020000": "园地",
    "030000": "林地",
    "040000": "草地",
    "060000": "农业设施建设用地",
    "070000": "居住用地",
    "080000": "公共管理与公共服务用地",
    "090000": "商业服务业用地",
    "100000": "工矿用地",
    "120000": "交通运输用地",
    "140000": "绿地与开敞空间用地",
    "170000": "陆地水域",
    "230000": "其他土地",
}
PLAN_OF_CLASS = {"1006": "060000", "1202": "060000", "0810": "140000", "1005": "010000"}
PLAN_OF_GROUP = {
    "01": "010000",
    "02": "020000",
    "03": "030000",
    "04": "040000",
    "05": "090000",
    "06": "100000",
    "07": "070000",
    "08": "080000",
    "10": "120000",
    "11": "170000",
    "12": "230000",
}
PIXEL = 5.0  # m


def plan_codes(survey: Survey) -> np.ndarray:
    """Planned use of each polygon when nothing changes; disused yards (1005) go back to
    cropland."""
    return np.array(
        [PLAN_OF_CLASS.get(code, PLAN_OF_GROUP[code[:2]]) for code in survey.dlbm], dtype=object
    )


def plan_layer(survey: Survey, settlement: Settlement, codes: np.ndarray, state: str) -> Layer:
    """GHYDYH: polygons of one planned use joined inside each village."""
    shapes, labels, towns = [], [], []
    for village in range(len(settlement.villages)):
        inside = survey.village == village
        for code in sorted(set(codes[inside])):
            joined = shapely.coverage_union_all(survey.geometry[inside & (codes == code)])
            parts = shapely.get_parts([joined])
            shapes += parts.tolist()
            labels += [code] * len(parts)
            towns += [int(settlement.village_town[village])] * len(parts)
    return plan_table(np.array(shapes, dtype=object), labels, towns, state)


def plan_table(geometry: np.ndarray, codes: list[str], towns: list[int], state: str) -> Layer:
    fields = (
        *KEY_FIELDS,
        Field("XZQDM", width=9),
        Field("XZQMC", width=100),
        Field("YDYHFLDM", width=6),
        Field("YDYHFLMC", width=60),
        Field("TBMJ", "real", 15, 2),
        Field("GHZT", width=20),
    )
    columns = {
        **standard(9001, len(geometry)),
        "XZQDM": [town_code(t) for t in towns],
        "XZQMC": [TOWNS[t] for t in towns],
        "YDYHFLDM": codes,
        "YDYHFLMC": [PLAN_NAMES[c] for c in codes],
        "TBMJ": areas_of(geometry),
        "GHZT": [state] * len(geometry),
    }
    return Layer("GHYDYH", fields, geometry, columns)


def planning_layers(zones: Zones, settlement: Settlement, inflow: np.ndarray) -> dict[str, Layer]:
    """GTGH (with the planned construction land), TDYTGH (with the land to be restored), GHJSYD
    (construction only)."""
    survey = zones.survey
    codes = plan_codes(survey)
    growth = sorted(set(zones.members["GHJSYD"]))
    codes[growth] = "070000"
    restored = codes.copy()
    restored[
        np.unique(
            shapely.STRtree(survey.geometry).query(shapely.point_on_surface(inflow), "within")[1]
        )
    ] = "010000"
    town = settlement.village_town[survey.village[growth]].tolist()
    planned = plan_table(survey.geometry[growth], ["070000"] * len(growth), town, "规划新增")
    return {
        "GTGH": plan_layer(survey, settlement, codes, "规划"),
        "TDYTGH": plan_layer(survey, settlement, restored, "规划"),
        "GHJSYD": planned,
    }


def slope_map(terrain: Terrain, outline: shapely.Geometry) -> Layer:
    """PDT: slope classes 1 to 5 as contour polygons of the slope grid."""
    rows, columns = terrain.slope.shape
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Float32)
    raster.SetGeoTransform(terrain.geotransform)
    raster.GetRasterBand(1).WriteArray(terrain.slope.astype(np.float32))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    table = source.CreateLayer("slope", spatial_reference(), ogr.wkbMultiPolygon)
    for name in ("low", "high"):
        table.CreateField(ogr.FieldDefn(name, ogr.OFTReal))
    levels = ",".join(str(v) for v in SLOPE_LIMITS)
    gdal.ContourGenerateEx(
        raster.GetRasterBand(1),
        table,
        options=[
            "POLYGONIZE=YES",
            f"FIXED_LEVELS={levels}",
            "ELEV_FIELD_MIN=0",
            "ELEV_FIELD_MAX=1",
        ],
    )
    shapes, classes = [], []
    for feature in table:
        shape = shapely.make_valid(
            shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToIsoWkb()))
        )
        level = int(np.digitize((feature["low"] + feature["high"]) / 2, SLOPE_LIMITS)) + 1
        found = shapely.get_parts([shapely.intersection(shape, outline)])
        found = found[(shapely.get_type_id(found) == 3) & (shapely.area(found) > 0)]
        shapes += found.tolist()
        classes += [str(level)] * len(found)
    geometry = np.array(shapes, dtype=object)
    fields = (*KEY_FIELDS, Field("PDJB", width=2), Field("BZ"))
    return Layer(
        "PDT",
        fields,
        geometry,
        {**standard(7100, len(shapes)), "PDJB": classes, "BZ": [None] * len(shapes)},
    )


def burn(geometry: np.ndarray, values: np.ndarray, touched: bool) -> np.ndarray:
    """Values of polygons or lines on the pixel grid of the orthophoto; 0 elsewhere."""
    raster = gdal.GetDriverByName("MEM").Create(
        "", round(WIDTH / PIXEL), round(HEIGHT / PIXEL), 1, gdal.GDT_Int32
    )
    raster.SetGeoTransform((X0, PIXEL, 0, Y0 + HEIGHT, 0, -PIXEL))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    table = source.CreateLayer("shapes", spatial_reference(), ogr.wkbUnknown)
    table.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    for wkb, value in zip(shapely.to_wkb(geometry).tolist(), values.tolist()):
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetField(0, value)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        table.CreateFeature(feature)
    gdal.RasterizeLayer(
        raster, [1], table, options=["ATTRIBUTE=value", f"ALL_TOUCHED={str(touched).upper()}"]
    )
    return raster.ReadAsArray()


TONES = {
    "0101": (96, 128, 84),
    "0102": (142, 146, 96),
    "0103": (176, 160, 116),
    "02": (92, 116, 66),
    "03": (58, 86, 52),
    "04": (138, 142, 98),
    "05": (188, 180, 176),
    "06": (172, 160, 152),
    "07": (184, 160, 146),
    "08": (182, 172, 164),
    "0810": (90, 120, 74),
    "10": (166, 164, 160),
    "1006": (190, 176, 150),
    "11": (74, 98, 104),
    "1106": (168, 166, 142),
    "1107": (104, 120, 108),
    "12": (178, 166, 142),
    "1202": (200, 204, 208),
    "1204": (206, 202, 190),
}


def orthophoto(
    rng: np.random.Generator, survey: Survey, terrain: Terrain, settlement: Settlement, path: Path
) -> None:
    """YX: land tinted like a summer image, each field with its own shade and furrows, relief
    shading, dark edges."""
    owner = burn(survey.geometry, np.arange(1, len(survey.geometry) + 1), touched=False)
    tone = np.array(
        [TONES.get(c, TONES.get(c[:2], (150, 150, 130))) for c in survey.dlbm], dtype=np.float32
    )
    crop = np.array([c[:2] in ("01", "02") for c in survey.dlbm])
    tone *= (1 + rng.normal(0, 0.09, len(tone)) * np.where(crop, 1, 0.4))[:, None].astype(
        np.float32
    )
    tone[:, 0] += rng.normal(0, 9, len(tone)) * crop
    picture = np.vstack([np.array([[150, 144, 116]], np.float32), tone])[owner]
    rows, columns = owner.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    angle = np.append(0, settlement.angle[survey.village] + np.pi / 2).astype(np.float32)[owner]
    furrow = np.sin((np.cos(angle) * x - np.sin(angle) * y) * 1.9) * np.append(False, crop)[owner]
    rough = np.append(
        6, np.where([c[:2] in ("03", "07", "05", "06") for c in survey.dlbm], 15, 5)
    ).astype(np.float32)
    light = 5 * furrow + rng.standard_normal(owner.shape, dtype=np.float32) * rough[owner]
    light += 6 * fractal(rng, (rows // 4, columns // 4), 1.4, 200).astype(np.float32).repeat(
        4, 0
    ).repeat(4, 1)
    gy, gx = np.gradient(terrain.elevation, CELL)
    factor = round(CELL / PIXEL)
    light += np.clip((gx + gy) * 55, -60, 60).astype(np.float32).repeat(factor, 0).repeat(factor, 1)
    edge = (
        burn(shapely.boundary(survey.geometry), np.ones(len(survey.geometry), int), touched=True)
        > 0
    )
    strip = np.append(True, survey.line >= 0)[owner]
    light -= np.where(edge & ~strip, 13, 0)
    bands = np.clip(picture + light[:, :, None], 0, 255).astype(np.uint8).transpose(2, 0, 1)
    write_raster(
        path,
        bands,
        (X0, PIXEL, 0, Y0 + HEIGHT, 0, -PIXEL),
        ("COMPRESS=JPEG", "JPEG_QUALITY=80", "PHOTOMETRIC=YCBCR", "TILED=YES"),
    )
