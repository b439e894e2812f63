"""Tables of the survey and constraint layers with the fields of their standards."""

from __future__ import annotations

import numpy as np
import shapely

from sample.attributes import Survey, half_up, town_names, village_labels
from sample.names import COUNTY_CODE, COUNTY_NAME, PLAN_YEAR, SURVEY_YEAR, TOWNS, town_code
from sample.settlement import Line, Settlement
from sample.writing import Column, Field, Layer
from sample.zones import Zones

T = Field
DLTB_FIELDS = (
    T("BSM", width=18),
    T("YSDM", width=10),
    T("TBYBH", width=18),
    T("TBBH", width=8),
    T("DLBM", width=5),
    T("DLMC", width=60),
    T("QSXZ", width=2),
    T("QSDWDM", width=19),
    T("QSDWMC", width=255),
    T("ZLDWDM", width=19),
    T("ZLDWMC", width=255),
    T("TBMJ", "real", 15, 2),
    T("KCDLBM", width=5),
    T("KCXS", "real", 6, 4),
    T("KCMJ", "real", 15, 2),
    T("TBDLMJ", "real", 15, 2),
    T("GDLX", width=2),
    T("GDPDJB", width=2),
    T("XZDWKD", "real", 5, 1),
    T("TBXHDM", width=6),
    T("TBXHMC", width=20),
    T("ZZSXDM", width=6),
    T("ZZSXMC", width=20),
    T("GDDB", "int"),
    T("FRDBS", width=1),
    T("CZCSXM", width=4),
    T("SJNF", "int"),
    T("MSSM", width=2),
    T("HDMC", width=100),
    T("BZ"),
)
BASIC_FARMLAND_FIELDS = (
    T("BSM", width=18),
    T("YSDM", width=10),
    T("YJJBNTTBBH", width=18),
    *DLTB_FIELDS[3:11],
    T("YJJBNTTBMJ", "real", 15, 2),
    *DLTB_FIELDS[12:15],
    T("YJJBNTMJ", "real", 15, 2),
    T("GDLX", width=2),
    T("GDPDJB", width=2),
    T("GDDB", "int"),
    T("FRDBS", width=1),
    T("SJNF", "int"),
    T("BZ", width=50),
)


def standard(layer: int, count: int) -> dict[str, Column]:
    """BSM and YSDM, the two fields that begin every table."""
    return {
        "BSM": [f"{COUNTY_CODE}{layer:04d}{k + 1:08d}" for k in range(count)],
        "YSDM": [f"20{layer:04d}0000"] * count,
    }


KEY_FIELDS = (T("BSM", width=18), T("YSDM", width=10))


def areas_of(geometry: np.ndarray) -> list[float]:
    return [half_up(a) for a in shapely.area(geometry)]


def simple(name: str, number: int, geometry: np.ndarray, **texts: str) -> Layer:
    """BSM, YSDM, the given text columns (one value for all rows), MJ in m2."""
    fields = (*KEY_FIELDS, *(T(key, width=100) for key in texts), T("MJ", "real", 15, 2))
    columns: dict[str, Column] = {
        **standard(number, len(geometry)),
        **{k: [v] * len(geometry) for k, v in texts.items()},
        "MJ": areas_of(geometry),
    }
    return Layer(name, fields, geometry, columns)


def parts(zones: Zones, role: str) -> np.ndarray:
    """Polygons of a zone: whole DLTB polygons, or the dissolved free-form areas."""
    if role in zones.members:
        return zones.survey.geometry[sorted(set(zones.members[role]))]
    return shapely.get_parts([shapely.union_all(np.array(zones.areas[role], dtype=object))])


def joined(geometry: np.ndarray) -> shapely.Geometry:
    """Neighbouring polygons as one; an empty polygon where there are none."""
    there = geometry[~shapely.is_empty(geometry)]
    return shapely.coverage_union_all(there) if len(there) else shapely.Polygon()


def survey_layers(survey: Survey, settlement: Settlement, features: list[Line]) -> dict[str, Layer]:
    """DLTB, XZQ, CJDCQ and the strips of roads and canals."""
    village_shapes = np.array(
        [joined(survey.geometry[survey.village == v]) for v in range(len(settlement.villages))],
        dtype=object,
    )
    town_shapes = np.array(
        [joined(village_shapes[settlement.village_town == t]) for t in range(len(TOWNS))],
        dtype=object,
    )
    area = survey.columns["TBMJ"].astype(float)
    by_village = np.bincount(survey.village, area, minlength=len(settlement.villages))
    by_town = np.bincount(settlement.village_town, by_village)
    village_area, town_area = by_village.round(2).tolist(), by_town.round(2).tolist()
    codes, names = village_labels(settlement)
    town_codes = [town_code(t) for t in range(len(TOWNS))]
    region = (
        *KEY_FIELDS,
        T("XZQDM", width=9),
        T("XZQMC", width=100),
        T("DCMJ", "real", 15, 2),
        T("JSMJ", "real", 15, 2),
        T("MSSM", width=2),
        T("HDMC", width=100),
        T("BZ"),
    )
    village_fields = (*KEY_FIELDS, T("ZLDWDM", width=19), T("ZLDWMC", width=255), *region[2:])

    def filled(areas: list[float]) -> dict[str, Column]:
        n = len(areas)
        return {
            "DCMJ": areas,
            "JSMJ": areas,
            "MSSM": ["00"] * n,
            "HDMC": [None] * n,
            "BZ": [None] * n,
        }

    towns: dict[str, Column] = {
        **standard(6001, len(TOWNS)),
        "XZQDM": town_codes,
        "XZQMC": list(TOWNS),
        **filled(town_area),
    }
    villages: dict[str, Column] = {
        **standard(6005, len(codes)),
        "ZLDWDM": codes,
        "ZLDWMC": names,
        "XZQDM": [town_codes[t] for t in settlement.village_town],
        "XZQMC": town_names(settlement),
        **filled(village_area),
    }
    lined = np.flatnonzero(
        (survey.line >= 0) & (np.array([f.road_class for f in features])[survey.line] != "")
    )
    strips: dict[str, Column] = {
        **standard(2101, len(lined)),
        "MC": [features[k].name for k in survey.line[lined]],
        "LX": [features[k].road_class for k in survey.line[lined]],
        "KD": [features[k].width for k in survey.line[lined]],
    }
    strip_fields = (*KEY_FIELDS, T("MC", width=60), T("LX", width=20), T("KD", "real", 6, 1))
    return {
        "DLTB": Layer("DLTB", DLTB_FIELDS, survey.geometry, survey.columns),
        "XZQ": Layer("XZQ", region, town_shapes, towns),
        "CJDCQ": Layer("CJDCQ", village_fields, village_shapes, villages),
        "DLHX": Layer("DLHX", strip_fields, survey.geometry[lined], strips),
    }


def basic_farmland(zones: Zones) -> Layer:
    """YJJBNTTB with the attributes of its DLTB polygons."""
    index = np.array(sorted(set(zones.members["YJJBNT"])))
    source = {name: column[index] for name, column in zones.survey.columns.items()}
    columns: dict[str, Column] = {
        **source,
        **standard(5010, len(index)),
        "YJJBNTTBMJ": source["TBMJ"],
        "YJJBNTMJ": source["TBDLMJ"],
        "YJJBNTTBBH": [f"{code[:12]}{k + 1:06d}" for k, code in enumerate(source["ZLDWDM"])],
    }
    return Layer("YJJBNTTB", BASIC_FARMLAND_FIELDS, zones.survey.geometry[index], columns)


def built_up(zones: Zones, settlement: Settlement) -> Layer:
    """CZCDYD: the built-up polygons of each village joined by type."""
    survey, index = zones.survey, np.array(sorted(set(zones.members["CZCDYD"])))
    kinds = [survey.columns["CZCSXM"][k] or "203" for k in index]
    codes, names = village_labels(settlement)
    keys = sorted({(int(survey.village[k]), kind) for k, kind in zip(index, kinds)})
    rows = []
    for village, kind in keys:
        mine = index[[survey.village[k] == village and t == kind for k, t in zip(index, kinds)]]
        rows += [
            (p, kind, village)
            for p in shapely.get_parts([shapely.coverage_union_all(survey.geometry[mine])])
        ]
    geometry = np.array([row[0] for row in rows], dtype=object)
    fields = (
        *KEY_FIELDS,
        T("CZCLX", width=4),
        T("CZCDM", width=19),
        T("CZCMC", width=100),
        T("CZCMJ", "real", 15, 2),
    )
    columns: dict[str, Column] = {
        **standard(2099, len(rows)),
        "CZCLX": [row[1] for row in rows],
        "CZCDM": [codes[v][:9] + "0" * 10 if kind == "202" else codes[v] for _, kind, v in rows],
        "CZCMC": [names[row[2]] for row in rows],
        "CZCMJ": areas_of(geometry),
    }
    return Layer("CZCDYD", fields, geometry, columns)


def constraint_layers(zones: Zones, settlement: Settlement) -> dict[str, Layer]:
    """Every role that a rule looks at, except the planning layers."""
    named = {
        "GBZNT": (5020, {"XMMC": f"{COUNTY_NAME}{SURVEY_YEAR - 2}年高标准农田建设项目"}),
        "GYL": (7030, {"XZQMC": COUNTY_NAME, "MC": "地方公益林"}),
        "TGHL": (7040, {"XMMC": "退耕还林还草工程"}),
        "GTLH": (7050, {"GHMC": f"{COUNTY_NAME}国土绿化空间规划"}),
        "HDHQ": (7060, {"MC": "云水河及青岗湖管理范围"}),
        "LQ": (7070, {"MC": "青岗林区"}),
        "MQ": (7080, {"MC": "北塬牧区"}),
        "WRD": (7090, {"FLJB": "严格管控类"}),
    }
    names = {"GYL": "STGYL"}
    result = {
        role: simple(names.get(role, role), number, parts(zones, role), **texts)
        for role, (number, texts) in named.items()
    }
    result["YJJBNT"] = basic_farmland(zones)
    result["CZCDYD"] = built_up(zones, settlement)
    result["STBHHX"] = red_line(parts(zones, "STBHHX"))
    result["ZRBHD"] = protected("ZRBHQ", 7010, parts(zones, "ZRBHD"), "青岗山自然保护区", "省级")
    result["YYSYD"] = protected(
        "YYSSYD", 7020, parts(zones, "YYSYD"), "双渠水源地一级保护区", "县级"
    )
    result["CZKFBJ"] = growth_boundary(parts(zones, "CZKFBJ"))
    result["PZWJSTD"] = approved(parts(zones, "PZWJSTD"))
    result["GDHBZY"] = reserve(zones)
    return result


def red_line(geometry: np.ndarray) -> Layer:
    """STBHHX; QYMJ is in km2 with four decimals."""
    n = len(geometry)
    fields = (
        *KEY_FIELDS,
        T("XJXZQHDM", width=6),
        T("LXDM", width=2),
        T("SLDM", width=4),
        T("MC", width=200),
        T("DLWZ"),
        T("QYMJ", "real", 15, 4),
        T("SLSJ", "date"),
        T("BZ"),
    )
    columns: dict[str, Column] = {
        **standard(7001, n),
        "XJXZQHDM": [COUNTY_CODE] * n,
        "LXDM": ["11"] * n,
        "SLDM": [f"{k + 1:04d}" for k in range(n)],
        "MC": ["青岗山水源涵养生态保护红线"] * n,
        "DLWZ": [f"{COUNTY_NAME}西北部"] * n,
        "QYMJ": (shapely.area(geometry) / 1e6).round(4).tolist(),
        "SLSJ": ["2022/09/30"] * n,
        "BZ": [None] * n,
    }
    return Layer("STBHHX", fields, geometry, columns)


def protected(name: str, number: int, geometry: np.ndarray, title: str, level: str) -> Layer:
    """Nature reserves and drinking water sources share one table."""
    n = len(geometry)
    fields = (
        *KEY_FIELDS,
        T("BHQMC", width=100),
        T("BHQDLWZ"),
        T("BHQJB", width=6),
        T("PZJG", width=100),
        T("PZSJ", "date"),
        T("BHQMJ", "real", 15, 2),
        T("BZ"),
    )
    columns: dict[str, Column] = {
        **standard(number, n),
        "BHQMC": [title] * n,
        "BHQDLWZ": [COUNTY_NAME] * n,
        "BHQJB": [level] * n,
        "PZJG": [f"{COUNTY_NAME}人民政府"] * n,
        "PZSJ": ["2018/06/01"] * n,
        "BHQMJ": areas_of(geometry),
        "BZ": [None] * n,
    }
    return Layer(name, fields, geometry, columns)


def growth_boundary(geometry: np.ndarray) -> Layer:
    n = len(geometry)
    fields = (
        *KEY_FIELDS,
        T("CZMC", width=60),
        T("XJXZQHDM", width=6),
        T("CZKFMJ", "real", 15, 2),
        T("SLSJ", "date"),
        T("BZ", width=50),
    )
    columns: dict[str, Column] = {
        **standard(7002, n),
        "CZMC": [f"{COUNTY_NAME}城镇开发边界{k + 1}" for k in range(n)],
        "XJXZQHDM": [COUNTY_CODE] * n,
        "CZKFMJ": areas_of(geometry),
        "SLSJ": ["2022/10/20"] * n,
        "BZ": [None] * n,
    }
    return Layer("CZKFBJ", fields, geometry, columns)


def approved(geometry: np.ndarray) -> Layer:
    """PZWJSTD: land approved for building and not yet built."""
    n = len(geometry)
    fields = (
        *KEY_FIELDS,
        T("TBBH", width=8),
        T("XJXZQHDM", width=6),
        T("XJXZQHMC", width=100),
        T("XMMC", width=255),
        T("PZWH", width=100),
        T("PZRQ", "date"),
        T("PZYT", width=5),
        T("TBMJ", "real", 15, 2),
    )
    columns: dict[str, Column] = {
        **standard(2098, n),
        "TBBH": [str(k + 1) for k in range(n)],
        "XJXZQHDM": [COUNTY_CODE] * n,
        "XJXZQHMC": [COUNTY_NAME] * n,
        "XMMC": [f"{COUNTY_NAME}产业园区{k + 1}号地块" for k in range(n)],
        "PZWH": [f"宁政土批字〔{PLAN_YEAR}〕{70 + k}号" for k in range(n)],
        "PZRQ": [f"{PLAN_YEAR}/01/15"] * n,
        "PZYT": ["0601"] * n,
        "TBMJ": areas_of(geometry),
    }
    return Layer("PZWJSTD", fields, geometry, columns)


def reserve(zones: Zones) -> Layer:
    """GDHBZY: unused land judged fit for cropland (PJJG = GDHB)."""
    index = np.array(sorted(set(zones.members["GDHBZY"])))
    keep = (*DLTB_FIELDS[3:6], *DLTB_FIELDS[6:11])
    fields = (*KEY_FIELDS, *keep, T("TBDLMJ", "real", 15, 2), T("PJJG", width=4))
    columns: dict[str, Column] = {
        **{f.name: zones.survey.columns[f.name][index] for f in keep},
        **standard(7011, len(index)),
        "TBDLMJ": zones.survey.columns["TBDLMJ"][index],
        "PJJG": ["GDHB"] * len(index),
    }
    return Layer("GDHBZY", fields, zones.survey.geometry[index], columns)


def last_year(geometry: np.ndarray) -> Layer:
    """SNLC: last year's outflow parcels."""
    n = len(geometry)
    fields = (T("DKBH", width=20), T("XMMC", width=120), T("ND", "int"), T("MJ", "real", 15, 2))
    columns: dict[str, Column] = {
        "DKBH": [f"L{SURVEY_YEAR}-{k + 1:03d}" for k in range(n)],
        "XMMC": [f"{COUNTY_NAME}{SURVEY_YEAR}年国土绿化工程"] * n,
        "ND": [SURVEY_YEAR] * n,
        "MJ": areas_of(geometry),
    }
    return Layer("SNLC", fields, geometry, columns)
