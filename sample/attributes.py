"""Land class and every other DLTB attribute (TD/T 1057-2020) of the polygons of the coverage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import shapely
from osgeo import gdal, ogr

from sample.names import COUNTY_CODE, SURVEY_YEAR, TOWNS, land_classes, village_code, village_names
from sample.settlement import Line, Settlement
from sample.terrain import CELL, HEIGHT, WIDTH, Terrain, fractal, sample
from sample.tessellation import Coverage, Seeds, grouped, merged, neighbours
from sample.writing import spatial_reference

CROPLAND = ("0101", "0102", "0103")
SLOPE_LIMITS = (2, 6, 15, 25)  # degrees, upper limits of slope classes 1 to 4
# (slope class, terraced or sloping) -> KCXS, one constant each for the whole county
RIDGE_RATIO = {
    ("2", "TT"): 0.0485,
    ("3", "TT"): 0.0872,
    ("4", "TT"): 0.1263,
    ("5", "TT"): 0.1578,
    ("2", "PD"): 0.0312,
    ("3", "PD"): 0.0598,
    ("4", "PD"): 0.0921,
    ("5", "PD"): 0.1246,
}
CROP_MARKS = {
    "LS": "种植粮食作物",
    "FLS": "种植非粮食作物",
    "LYFL": "粮与非粮轮作",
    "XG": "休耕",
    "WG": "未耕种",
}
RESTORE_MARKS = {"JKHF": "即可恢复", "GCHF": "工程恢复"}
WIDTH_CLASSES = ("1001", "1003", "1004", "1006", "1009", "1101", "1107")
MERGE_CHANCE = {
    "0301": 0.45,
    "0305": 0.4,
    "0401": 0.4,
    "0103": 0.3,
    "0102": 0.18,
    "0101": 0.18,
    "1106": 1.0,
}


@dataclass(frozen=True)
class Survey:
    """The finished DLTB: geometries, columns in the order of the standard, and what the generator
    needs to choose."""

    geometry: np.ndarray
    columns: dict[str, np.ndarray]
    village: np.ndarray
    line: np.ndarray
    slope_class: np.ndarray  # text 1..5
    steepest: np.ndarray  # degrees, highest cell that the polygon touches
    pairs: np.ndarray  # (n, 2) polygons with a common edge of 20 m or more
    adjacency: list[list[int]]

    @property
    def dlbm(self) -> np.ndarray:
        return self.columns["DLBM"]

    @property
    def mark(self) -> np.ndarray:
        return self.columns["ZZSXDM"]

    @property
    def area(self) -> np.ndarray:
        return shapely.area(self.geometry)


def seed_classes(
    rng: np.random.Generator, terrain: Terrain, settlement: Settlement, seeds: Seeds
) -> tuple[np.ndarray, np.ndarray]:
    """Land class and 城镇村属性码 of each seed."""
    count = len(seeds.xy)
    patch, wet, salt = (
        sample(fractal(rng, (350, 450), beta, 60), seeds.xy) for beta in (1.8, 1.6, 2.2)
    )
    smooth = terrain.slope.reshape(350, 2, 450, 2).mean(axis=(1, 3))
    slope = sample(smooth, seeds.xy)
    river = shapely.distance(terrain.river, shapely.points(seeds.xy))
    dice = rng.random(count)
    paddy = river < 900 + 350 * wet
    plain = np.select(
        [
            river < 75,
            patch > 1.35,
            wet > 2.1,
            salt > 2.25,
            dice < 0.018,
            dice < 0.034,
            dice < 0.047,
            dice < 0.054,
            dice < 0.059,
            dice < 0.064,
            dice < 0.074,
            paddy,
        ],
        [
            "1106",
            "0201",
            "1104",
            "1204",
            "1104",
            "0307",
            "1202",
            "0404",
            "0602",
            "1005",
            "0201",
            "0101",
        ],
        "0102",
    )
    hill = np.select(
        [
            patch > 1.3,
            wet > 1.2,
            salt > 1.6,
            salt < -2.0,
            dice < 0.015,
            dice < 0.022,
            dice < 0.06,
            dice < 0.10,
        ],
        ["0201", "0307", "0404", "1206", "1202", "1005", "0305", "0307"],
        "0103",
    )
    mountain = np.select(
        [wet > 0.7, patch > 1.0, salt > 1.5, dice < 0.05, dice < 0.11],
        ["0305", "0401", "0404", "1206", "0307"],
        "0301",
    )
    dlbm = np.where(slope < 2.2, plain, np.where(slope < 9 + 2.5 * patch, hill, mountain))
    town = rng.random(count)
    in_village = np.select(
        [town < 0.09, town < 0.17, town < 0.22, town < 0.26],
        ["0404", "0201", "0809", "08H2"],
        "0702",
    )
    in_seat = np.select(
        [town < 0.2, town < 0.3, town < 0.42, town < 0.5, town < 0.58],
        ["05H1", "08H1", "0601", "0810", "08H2"],
        "0701",
    )
    core = np.where(settlement.steepness[seeds.village] > 12, np.minimum(seeds.core, 1), seeds.core)
    dlbm = np.select([core == 1, core == 2], [in_village, in_seat], dlbm)
    czc = np.select([core == 1, core == 2, dlbm == "0602"], ["203", "202", "204"], "")
    return dlbm, czc


def classify(
    rng: np.random.Generator,
    coverage: Coverage,
    seeds_dlbm: np.ndarray,
    seeds_czc: np.ndarray,
    features: list[Line],
) -> tuple[Coverage, np.ndarray, np.ndarray]:
    """Classes of the polygons; like neighbours grow together here and there, as surveyors draw
    them."""
    dlbm, czc = polygon_classes(coverage, seeds_dlbm, seeds_czc, features)
    pairs, _ = neighbours(coverage.geometry)
    a, b = pairs.T
    chance = np.array([MERGE_CHANCE.get(code, 0.08) for code in dlbm])[a]
    field = (coverage.line[a] < 0) & (coverage.line[b] < 0)
    alike = (
        field
        & (coverage.village[a] == coverage.village[b])
        & (dlbm[a] == dlbm[b])
        & (czc[a] == czc[b])
    )
    coverage = merged(
        coverage, grouped(len(dlbm), pairs[alike & (rng.random(len(pairs)) < chance)])
    )
    return coverage, *polygon_classes(coverage, seeds_dlbm, seeds_czc, features)


def polygon_classes(
    coverage: Coverage, seeds_dlbm: np.ndarray, seeds_czc: np.ndarray, features: list[Line]
) -> tuple[np.ndarray, np.ndarray]:
    """A strip has the class of its feature (farm roads inside a settlement are 1004), a field that
    of its seed."""
    is_strip = coverage.line >= 0
    line_class = np.array([feature.dlbm for feature in features])[np.maximum(coverage.line, 0)]
    czc = np.where(is_strip & (line_class != "1006"), "", seeds_czc[coverage.seed])
    czc = np.where(is_strip & (czc == "204"), "", czc)
    line_class = np.where((line_class == "1006") & (czc != ""), "1004", line_class)
    return np.where(is_strip, line_class, seeds_dlbm[coverage.seed]), czc


def slope_of(geometry: np.ndarray, terrain: Terrain) -> tuple[np.ndarray, np.ndarray]:
    """Slope class by largest overlap ("1".."5") and the steepest cell touched (degrees)."""
    layer_source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = layer_source.CreateLayer("polygons", spatial_reference(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    for number, wkb in enumerate(shapely.to_wkb(geometry).tolist()):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(0, number)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    rows, columns = round(HEIGHT / CELL) * 2, round(WIDTH / CELL) * 2
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Int32)
    x, dx, _, y, _, dy = terrain.geotransform
    raster.SetGeoTransform((x, dx / 2, 0, y, 0, dy / 2))
    raster.GetRasterBand(1).Fill(-1)
    gdal.RasterizeLayer(raster, [1], layer, options=["ATTRIBUTE=number"])
    owner = raster.ReadAsArray().ravel()
    fine = terrain.slope.repeat(2, 0).repeat(2, 1).ravel()[owner >= 0]
    owner = owner[owner >= 0]
    centre = shapely.get_coordinates(shapely.point_on_surface(geometry))
    owner = np.append(owner, np.arange(len(geometry)))
    fine = np.append(fine, sample(terrain.slope, centre))
    classes = np.digitize(fine, SLOPE_LIMITS, right=True)
    votes = np.bincount(owner * 5 + classes, minlength=5 * len(geometry)).reshape(-1, 5)
    steepest = np.zeros(len(geometry))
    np.maximum.at(steepest, owner, fine)
    return (votes.argmax(axis=1) + 1).astype(str), steepest


def half_up(value: float, ratio: float = 1.0) -> float:
    """value x ratio to two decimals, half-up, in decimal arithmetic."""
    product = Decimal(str(value)) * Decimal(str(ratio))
    return float(product.quantize(Decimal("0.01"), ROUND_HALF_UP))


def build(
    rng: np.random.Generator,
    terrain: Terrain,
    settlement: Settlement,
    seeds: Seeds,
    coverage: Coverage,
    features: list[Line],
) -> Survey:
    """The complete DLTB table."""
    coverage, dlbm, czc = classify(
        rng, coverage, *seed_classes(rng, terrain, settlement, seeds), features
    )
    geometry = shapely.normalize(coverage.geometry)
    order = np.lexsort((-shapely.get_y(shapely.centroid(geometry)).round(), coverage.village))
    geometry, dlbm, czc = geometry[order], dlbm[order], czc[order]
    village, line = coverage.village[order], coverage.line[order]
    slope_class, steepest = slope_of(geometry, terrain)
    columns = table(rng, geometry, dlbm, czc, village, line, slope_class, settlement, features)
    pairs, length = neighbours(geometry)
    pairs = pairs[length >= 20]
    adjacency: list[list[int]] = [[] for _ in geometry]
    for a, b in pairs.tolist():
        adjacency[a].append(b)
        adjacency[b].append(a)
    return Survey(geometry, columns, village, line, slope_class, steepest, pairs, adjacency)


def table(
    rng: np.random.Generator,
    geometry: np.ndarray,
    dlbm: np.ndarray,
    czc: np.ndarray,
    village: np.ndarray,
    line: np.ndarray,
    slope_class: np.ndarray,
    settlement: Settlement,
    features: list[Line],
) -> dict[str, np.ndarray]:
    """The 30 columns of DLTB in their order; None where the standard leaves the field empty."""
    count = len(geometry)
    crop = np.isin(dlbm, CROPLAND)
    number = np.arange(count) - np.searchsorted(village, village) + 1
    code, name = village_labels(settlement)
    area = np.array([half_up(a) for a in shapely.area(geometry)])
    steep = crop & (slope_class != "1")
    terraced = np.where(rng.random(count) < 0.7, "TT", "PD")
    ratio = np.array(
        [
            RIDGE_RATIO[key] if on else 0.0
            for on, key in zip(steep, zip(slope_class.tolist(), terraced.tolist()))
        ]
    )
    ridge = np.array([half_up(a, r) for a, r in zip(area, ratio)])
    centre = shapely.get_coordinates(shapely.centroid(geometry))
    quality = (
        8.6
        + 1.3 * sample(fractal(rng, (350, 450), 2.6, 150), centre)
        + 0.7 * (slope_class.astype(int) - 1)
    )
    quality -= 0.8 * (dlbm == "0101")
    widths = np.array([feature.width for feature in features])[np.maximum(line, 0)]
    has_width = (line >= 0) & np.isin(dlbm, WIDTH_CLASSES)
    mark = cultivation_mark(rng, dlbm, czc, slope_class)
    names = land_classes()
    mark_names = {**CROP_MARKS, **RESTORE_MARKS}
    state = np.isin(dlbm, ("1001", "1003", "1101", "1106", "1107A")) | (czc == "202")

    nothing = np.full(count, None, dtype=object)

    def where(condition: np.ndarray, value: np.ndarray | str) -> np.ndarray:
        return np.where(condition, np.asarray(value, dtype=object), nothing)

    columns = {
        "BSM": [f"{COUNTY_CODE}2110{k + 1:08d}" for k in range(count)],
        "YSDM": np.full(count, "2001010100"),
        "TBYBH": [f"{k:06d}" for k in number],
        "TBBH": [str(k) for k in number],
        "DLBM": dlbm,
        "DLMC": [names[c] for c in dlbm],
        "QSXZ": np.where(state, "20", "30"),
        "QSDWDM": code[village],
        "QSDWMC": name[village],
        "ZLDWDM": code[village],
        "ZLDWMC": name[village],
        "TBMJ": area,
        "KCDLBM": where(steep, "1203"),
        "KCXS": where(steep, ratio),
        "KCMJ": where(steep, ridge),
        "TBDLMJ": [half_up(a - r) for a, r in zip(area, ridge)],
        "GDLX": where(steep, terraced),
        "GDPDJB": where(crop, slope_class),
        "XZDWKD": where(has_width, widths),
        "TBXHDM": nothing,
        "TBXHMC": nothing,
        "ZZSXDM": where(mark != "", mark),
        "ZZSXMC": [mark_names.get(m) for m in mark],
        "GDDB": where(crop, np.clip(np.rint(quality), 1, 15).astype(int)),
        "FRDBS": np.full(count, "0"),
        "CZCSXM": where(czc != "", czc),
        "SJNF": np.full(count, SURVEY_YEAR),
        "MSSM": np.full(count, "00"),
        "HDMC": nothing,
        "BZ": nothing,
    }
    return {key: np.array(value, dtype=object) for key, value in columns.items()}


def village_labels(settlement: Settlement) -> tuple[np.ndarray, np.ndarray]:
    """ZLDWDM and ZLDWMC of each village."""
    town = settlement.village_town
    number = np.arange(len(town)) - np.searchsorted(town, town) + 1
    codes = [village_code(int(t), int(k)) for t, k in zip(town, number)]
    return np.array(codes, dtype=object), np.array(village_names(len(town)), dtype=object)


def town_names(settlement: Settlement) -> np.ndarray:
    """Town name of each village."""
    return np.array(TOWNS, dtype=object)[settlement.village_town]


def cultivation_mark(
    rng: np.random.Generator, dlbm: np.ndarray, czc: np.ndarray, slope_class: np.ndarray
) -> np.ndarray:
    """ZZSXDM: the crop on cropland; on orchard, wood, grass and pond whether it can be cropland
    again."""
    dice = rng.random(len(dlbm))
    crop = np.select(
        [dice < 0.8, dice < 0.9, dice < 0.95, dice < 0.98], ["LS", "FLS", "LYFL", "WG"], "XG"
    )
    restore = np.where(dice < 0.55, "JKHF", "GCHF")
    gentle = (slope_class.astype(int) <= 3) & (czc == "")
    young = gentle & (
        np.isin(dlbm, ("0201", "0307")) & (dice < 0.8)
        | np.isin(dlbm, ("1104", "0305")) & (dice < 0.6)
    )
    return np.select(
        [np.isin(dlbm, CROPLAND), young, gentle & (dlbm == "0404") & (dice < 0.7)],
        [crop, restore, "GCHF"],
        "",
    )
