"""The county's land by first-level class (总体方案 第二章（二） 土地利用现状)."""

from __future__ import annotations

from collections import defaultdict

import shapely

from ..geometry.layer import Layer
from ..landclass import land_class
from ..rounding import close


def class_totals(dltb: Layer) -> list[tuple[str, int]]:
    """(一级类, whole m²) of all survey polygons, planar, largest first; the parts sum to the
    rounded whole."""
    sums: dict[str, float] = defaultdict(float)
    for code, area in zip(dltb.column("DLBM"), shapely.area(dltb.geometry)):
        sums[land_class(code).level1] += float(area)
    names = sorted(sums, key=lambda name: (-sums[name], name))
    return list(zip(names, close([sums[name] for name in names])))
