"""Names and codes of the invented county. None of them stands for a real place."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

COUNTY_CODE = "640999"
COUNTY_NAME = "云川县"
EPSG = 4544  # CGCS2000 / 3-degree Gauss-Kruger CM 105E, easting without zone prefix
PLAN_YEAR = 2023
SURVEY_YEAR = PLAN_YEAR - 1
TOWNS = ("云川镇", "柳湾镇", "双渠镇", "红泉镇", "石门乡", "北塬乡", "青岗乡")
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组")

_FIRST = "新东西上下大小高白柳杨李马金清永兴长丰顺"
_SECOND = "渠湾滩坪沟桥庄台泉岭墩窑河坡堡"


def village_names(count: int) -> list[str]:
    """`count` different village names; the pairs are walked diagonally so that neighbours do not
    rhyme."""
    pairs = itertools.product(range(len(_SECOND)), range(len(_FIRST)))
    names = [_FIRST[i] + _SECOND[(i + k) % len(_SECOND)] + "村" for k, i in pairs]
    return names[:count]


def town_code(town: int) -> str:
    """Nine digits: county and town."""
    return f"{COUNTY_CODE}{100 + town}"


def village_code(town: int, number: int) -> str:
    """Nineteen digits of ZLDWDM (TD/T 1057-2020): county, town, village, seven zeros."""
    return f"{town_code(town)}{200 + number}0000000"


def land_classes() -> dict[str, str]:
    """Land class code -> name, from the table beside this module."""
    with (Path(__file__).parent / "land_classes.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
