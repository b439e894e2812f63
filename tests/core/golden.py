"""The nine parcels of the golden case as geometry: each is a strip of the area that the case
gives."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import shapely

from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.model import (
    Parcel,
)
from jinchu_pingheng.core.notice import AreaMethod

ROWS = (
    # id, side, town, village, class, TBMJ, KCXS, 等, type, hectares
    ("C01", "out", "甲镇", "一村", "0102", "12345.67", "0", 8, 1, "1.2346"),
    ("C02", "out", "甲镇", "一村", "0103", "8000.45", "0.0850", 10, 2, "0.7320"),
    ("C03", "out", "甲镇", "二村", "0103", "3333.33", "0.1275", 11, 4, "0.2908"),
    ("C04", "out", "乙乡", "三村", "0101", "6666.67", "0", 7, 4, "0.6667"),
    ("C05", "out", "乙乡", "三村", "0102", "1500.05", "0", 9, 3, "0.1500"),
    ("R01", "in", "甲镇", "一村", "0102", "15000.25", "0", 8, 1, "1.5000"),
    ("R02", "in", "甲镇", "二村", "0103", "9876.55", "0.0850", 10, 1, "0.9037"),
    ("R03", "in", "乙乡", "三村", "0101", "7000.35", "0", 7, 1, "0.7000"),
    ("R04", "in", "乙乡", "四村", "0102", "2222.25", "0", 9, 2, "0.2222"),
)

TOWNS = {"640999100": "甲镇", "640999101": "乙乡"}
NET = AreaMethod("planar", True, "golden case")


def _strip(row: int, area: str) -> shapely.Polygon:
    """100 m wide, far from the next one, at eastings and northings of a real county."""
    left, bottom = 500000.0, 4150000.0 + 1000 * row
    return shapely.box(left, bottom, left + float(Decimal(area) / 100), bottom + 100)


def _code(town: str) -> str:
    return {name: code for code, name in TOWNS.items()}[town]


def parcels() -> list[Parcel]:
    """The parcels; inflow carries its planned class, 等别 and 田坎系数."""
    result = []
    for row, (name, side, _, _, cls, area, ratio, grade, kind, _) in enumerate(ROWS):
        planned = (
            {"planned_class": cls, "grade": Decimal(grade), "ridge_ratio": Decimal(ratio)}
            if side == "in"
            else {}
        )
        result.append(Parcel(name, side, kind, _strip(row, area), **planned))
    return result


def survey() -> Survey:
    """One survey polygon under each parcel; inflow stands on orchard today."""
    geometry = np.array([_strip(row, values[5]) for row, values in enumerate(ROWS)], dtype=object)
    out = [values[1] == "out" for values in ROWS]
    columns = {
        "DLBM": [values[4] if is_out else "0201" for values, is_out in zip(ROWS, out)],
        "KCXS": [values[6] if is_out else None for values, is_out in zip(ROWS, out)],
        "GDDB": [values[7] if is_out else None for values, is_out in zip(ROWS, out)],
        "ZLDWDM": [f"{_code(values[2])}2010000000" for values in ROWS],
        "ZLDWMC": [values[3] for values in ROWS],
    }
    ids = np.array([values[0] for values in ROWS], dtype=object)
    arrays = {name: np.array(column, dtype=object) for name, column in columns.items()}
    return Survey(Layer("DLTB", "DLTB", ids, geometry, arrays, total=len(ids)), TOWNS)
