"""Measure: split every parcel by the survey into cells, and round each cell once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Callable

import numpy as np
import shapely

from . import ellipsoid
from .adjoining import Adjoining, adjoining_cropland
from .errors import PlanError, listed
from .landclass import CROPLAND
from .model import COUNTED, OUT, REPEATED, SHOWN, UNCOVERED, Cell, Parcel
from .notice import AreaMethod
from .overlay import SLIVER_M2, polygonal, same_side_repeats, split
from .rounding import close, exact, half_up
from .survey import Survey, check_survey, grade_of, ridge_ratio_of

ToLonLat = Callable[[np.ndarray], np.ndarray]
"""Polygons (n,) in the plan's CRS -> the same polygons in longitude and latitude degrees on CGCS2000."""


@dataclass
class _Key:
    """What makes a cell: the part of the key that is not the parcel."""

    dlbm: str
    grade: Decimal | None
    town: str
    status: str

    def order(self) -> tuple[str, str, Decimal, str]:
        """Cells are closed in this order, so that ties do not depend on the order of features."""
        return (self.status, self.dlbm, self.grade or Decimal(0), self.town)


@dataclass
class _Sums:
    """Unrounded areas of one cell, m², and the villages it lies in."""

    planar: float = 0.0
    net: Decimal = Decimal(0)
    ellipsoidal: float = 0.0
    villages: dict[str, float] | None = None


def measure(
    parcels: Sequence[Parcel], survey: Survey, method: AreaMethod, to_lonlat: ToLonLat, adjoin_m: float
) -> list[Cell]:
    """Cells of all parcels (规则: 平面面积, 三调地类; 宁夏通知 附件3 第七章（一）).

    Raises PlanError when the survey cannot be read or a 田坎系数 that the method needs is missing.
    """
    check_survey(survey.dltb)
    _check_ridge_ratios(parcels, method)
    ordered = sorted(parcels, key=lambda parcel: parcel.parcel_id)
    estimates = adjoining_cropland(ordered, survey.dltb, adjoin_m)
    cells: list[Cell] = []
    for owner, sums in _sums(ordered, survey, to_lonlat).items():
        parcel = ordered[owner]
        cells.extend(_cells(parcel, sums, survey, method, estimates.get(parcel.parcel_id)))
    _check_classes(cells)
    return cells


def _check_classes(cells: Sequence[Cell]) -> None:
    unclear = dict.fromkeys(
        cell.parcel_id for cell in cells if cell.status == COUNTED and not cell.balance_class
    )
    if unclear:
        do = "请填写字段 planned_class（0101、0102 或 0103）"
        raise PlanError("没有填写拟恢复地类，附近也没有耕地可以参照", f"地块 {listed(unclear)}", do)


def _check_ridge_ratios(parcels: Sequence[Parcel], method: AreaMethod) -> None:
    missing = [p.parcel_id for p in parcels if p.direction != OUT and p.ridge_ratio is None]
    if method.ridge and missing:
        raise PlanError(
            "扣除田坎时须填写恢复后的田坎系数",
            f"地块 {listed(missing)}",
            "请填写字段 ridge_ratio（无田坎填 0）",
        )


def _sums(
    parcels: Sequence[Parcel], survey: Survey, to_lonlat: ToLonLat
) -> dict[int, list[tuple[_Key, _Sums]]]:
    """Unrounded areas by parcel index and cell key, in closing order."""
    land, owner, repeated = _fragments(parcels)
    dltb = survey.dltb
    order = np.argsort(dltb.ids.astype(str), kind="stable")
    found = split(land, dltb.geometry[order])
    feature = order[found.feature]
    gap_land, gap_owner = _gaps(land, found.parcel, found.geometry)
    surface = ellipsoid.areas(to_lonlat(ellipsoid.densified(np.concatenate([found.geometry, gap_land]))))
    codes, towns, villages = dltb.column("DLBM"), dltb.column("ZLDWDM"), dltb.column("ZLDWMC")
    grades, ratios = dltb.column("GDDB"), dltb.column("KCXS")
    table: dict[int, dict[tuple[str, str, Decimal, str], tuple[_Key, _Sums]]] = defaultdict(dict)

    def add(
        fragment: int, key: _Key, planar: float, ratio: Decimal, on_ellipsoid: float, village: str
    ) -> None:
        _, sums = table[owner[fragment]].setdefault(key.order(), (key, _Sums(villages={})))
        sums.planar += planar
        sums.net += exact(planar) * (1 - ratio)
        sums.ellipsoidal += on_ellipsoid
        if village:
            sums.villages[village] = sums.villages.get(village, 0.0) + planar  # type: ignore[index, union-attr]

    for fragment, i, planar, on_ellipsoid in zip(found.parcel, feature, found.area, surface):
        parcel = parcels[owner[fragment]]
        cropland = codes[i] in CROPLAND
        status = (
            REPEATED if repeated[fragment] else COUNTED if cropland == (parcel.direction == OUT) else SHOWN
        )
        key = _Key(codes[i], grade_of(grades[i]) if cropland else None, str(towns[i])[:9], status)
        ratio = _ratio(parcel, cropland, ratios[i], status)
        add(fragment, key, float(planar), ratio, float(on_ellipsoid), str(villages[i] or ""))
    for fragment, gap, on_ellipsoid in zip(gap_owner, gap_land, surface[len(feature) :]):
        key = _Key("", None, "", UNCOVERED)
        add(fragment, key, float(shapely.area(gap)), Decimal(0), float(on_ellipsoid), "")
    return {index: [rows[order] for order in sorted(rows)] for index, rows in sorted(table.items())}


def _ratio(parcel: Parcel, cropland: bool, kcxs: object, status: str) -> Decimal:
    """田坎系数 of a piece: the survey's on cropland; on counted inflow the one expected after restoration."""
    if cropland:
        return ridge_ratio_of(kcxs)
    return (parcel.ridge_ratio or Decimal(0)) if status == COUNTED else Decimal(0)


def _fragments(parcels: Sequence[Parcel]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Parcels as land that counts at most once: geometry, parcel index, and whether the land is repeated."""
    land, owner, repeated = [], [], []
    for direction in sorted({parcel.direction for parcel in parcels}):
        index = [i for i, parcel in enumerate(parcels) if parcel.direction == direction]
        geometry = np.array([parcels[i].geometry for i in index], dtype=object)
        fresh, again = same_side_repeats(geometry)
        for i, first, second in zip(index, fresh, again):
            for part, is_repeated in ((first, False), (second, True)):
                if part is not None and shapely.area(part) > SLIVER_M2:
                    land.append(part)
                    owner.append(i)
                    repeated.append(is_repeated)
    return np.array(land, dtype=object), np.array(owner, dtype=int), np.array(repeated, dtype=bool)


def _gaps(land: np.ndarray, fragment: np.ndarray, geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Land of fragments that no survey polygon covers: geometry and fragment index."""
    covered = np.bincount(fragment, weights=shapely.area(geometry), minlength=len(land))
    gaps, owner = [], []
    for index in np.flatnonzero(shapely.area(land) - covered > GAP_M2):
        rest = shapely.difference(land[index], shapely.union_all(geometry[fragment == index]))
        gaps.append(polygonal(rest))
        owner.append(index)
    return np.array(gaps, dtype=object), np.array(owner, dtype=int)


GAP_M2 = 0.001
"""Less uncovered land than this is the noise of vertices that were rounded when the survey was saved."""


def _cells(
    parcel: Parcel, sums: list[tuple[_Key, _Sums]], survey: Survey, method: AreaMethod, near: Adjoining | None
) -> list[Cell]:
    """Round the cells of one parcel so that they sum to the rounded parcel."""
    rounded = close([_printed(values, method) for _, values in sums])
    cells = []
    for (key, values), m2 in zip(sums, rounded):
        counts_in = key.status == COUNTED and parcel.direction != OUT
        grade, estimated = _grade(parcel, key, counts_in, near)
        names = values.villages or {}
        cells.append(
            Cell(
                parcel.parcel_id,
                parcel.direction,
                key.dlbm,
                _balance_class(parcel, key, counts_in, near),
                grade,
                estimated,
                key.town,
                survey.town_name(key.town) if key.town else "",
                "、".join(sorted(names, key=lambda name: (-names[name], name))),
                key.status,
                m2,
                half_up(values.planar, 2),
                half_up(values.net, 2),
                half_up(values.ellipsoidal, 2),
            )
        )
    return cells


def _printed(values: _Sums, method: AreaMethod) -> Decimal:
    """The area by the profile's method; on the ellipsoid 田坎 is deducted in the same proportion."""
    if method.surface == "planar":
        return values.net if method.ridge else exact(values.planar)
    surface = exact(values.ellipsoidal)
    return surface * values.net / exact(values.planar) if method.ridge else surface


def _grade(parcel: Parcel, key: _Key, counts_in: bool, near: Adjoining | None) -> tuple[Decimal | None, bool]:
    """等别 of a cell, and whether it is an estimate: what the user set, else the survey, else adjoining cropland."""
    if key.status == COUNTED and parcel.grade is not None:
        return parcel.grade, False
    if counts_in:
        return (near.grade, True) if near and near.grade is not None else (None, False)
    return key.grade, False


def _balance_class(parcel: Parcel, key: _Key, counts_in: bool, near: Adjoining | None) -> str:
    """Cropland class under which a cell is printed; inflow without a planned class follows its adjoining cropland."""
    if key.status != COUNTED:
        return ""
    if not counts_in:
        return key.dlbm
    return parcel.planned_class or (near.dlbm if near else "")
