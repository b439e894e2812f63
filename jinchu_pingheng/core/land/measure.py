"""Measure: split every parcel by the survey into cells, and round each cell once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..errors import PlanError, listed
from ..landclass import CROPLAND
from ..model import (
    COUNTED,
    IN,
    OUT,
    REPEATED,
    SHOWN,
    UNCOVERED,
    Cell,
    Parcel,
)
from ..notice import AreaMethod
from ..rounding import close, exact, half_up
from .adjoining import FAR_STEPS_M, Adjoining, estimates, nearest_cropland
from .ground import Ground
from .pieces import Piece, ToLonLat, all_pieces
from .survey import Survey, grade_of, ridge_ratio_of


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
    ellipsoidal: float | None = 0.0
    villages: dict[str, float] = field(default_factory=dict)

    def add(self, piece: Piece, ratio: Decimal, village: str) -> None:
        """Add a piece with its 田坎系数."""
        self.planar += piece.planar
        self.net += exact(piece.planar) * (1 - ratio)
        if self.ellipsoidal is None or piece.ellipsoidal is None:
            self.ellipsoidal = None
        else:
            self.ellipsoidal += piece.ellipsoidal
        if village:
            self.villages[village] = self.villages.get(village, 0.0) + piece.planar


def cells_of(
    ground: Ground, method: AreaMethod, to_lonlat: ToLonLat | None
) -> tuple[list[Cell], tuple[str, ...]]:
    """Cells of a block whose survey is checked, by parcel id (规则: 平面面积, 三调地类; 宁夏通知
    附件3 第七章（一）), and the inflow parcels that have no cropland near.

    Before the blocks stands ``require_ridge_ratios``, after them ``settle`` and
    ``require_classes``, for all of them together (``judging.gather``).

    Without ``to_lonlat`` no area on the ellipsoid is taken, which only a method with planar areas
    can do without.
    """
    if ground.survey is None:
        raise PlanError("未提供地类图斑", "量算面积", "请选择地类图斑图层")
    inflow = [parcel for parcel in ground.parcels if parcel.direction == IN]
    near = estimates(inflow, ground.survey, ground.adjoining)
    pieces = all_pieces(ground, to_lonlat)
    cells: list[Cell] = []
    for parcel in sorted(ground.parcels, key=lambda parcel: parcel.parcel_id):
        sums = _sums(parcel, pieces.get(parcel.parcel_id, ()), ground.survey)
        cells.extend(_cells(parcel, sums, ground.survey, method, near.get(parcel.parcel_id)))
    return cells, tuple(parcel.parcel_id for parcel in inflow if parcel.parcel_id not in near)


def settle(cells: Sequence[Cell], lacking: Sequence[Parcel], survey: Survey) -> list[Cell]:
    """The cells, with class and 等别 of ``lacking`` inflow parcels estimated from the nearest
    cropland far around."""
    by_id = {parcel.parcel_id: parcel for parcel in lacking}
    far = nearest_cropland(lacking, survey, FAR_STEPS_M)
    settled = []
    for cell in cells:
        near = far.get(cell.parcel_id)
        if near is not None and cell.status == COUNTED:
            parcel = by_id[cell.parcel_id]
            cell = replace(cell, balance_class=parcel.planned_class or near.dlbm)
            if parcel.grade is None and near.grade is not None:
                cell = replace(cell, grade=near.grade, grade_estimated=True)
        settled.append(cell)
    return settled


def require_classes(cells: Sequence[Cell]) -> None:
    """Refuse counted land without a cropland class. Raises PlanError that names the parcels."""
    unclear = dict.fromkeys(
        cell.parcel_id for cell in cells if cell.status == COUNTED and not cell.balance_class
    )
    if unclear:
        do = "请填写字段 planned_class（0101、0102 或 0103）"
        raise PlanError("没有填写拟恢复地类，附近也没有耕地可以参照", f"地块 {listed(unclear)}", do)


def require_ridge_ratios(parcels: Sequence[Parcel], method: AreaMethod) -> None:
    """Refuse inflow without a 田坎系数 where the method needs it. Raises PlanError that names the
    parcels."""
    missing = [p.parcel_id for p in parcels if p.direction != OUT and p.ridge_ratio is None]
    if method.ridge and missing:
        raise PlanError(
            "扣除田坎时须填写恢复后的田坎系数",
            f"地块 {listed(missing)}",
            "请填写字段 ridge_ratio（无田坎填 0）",
        )


def _sums(parcel: Parcel, pieces: Sequence[Piece], survey: Survey) -> list[tuple[_Key, _Sums]]:
    """Unrounded areas of one parcel by cell key, in closing order."""
    table: dict[tuple[str, str, Decimal, str], tuple[_Key, _Sums]] = {}
    dltb = survey.dltb
    codes, towns, villages = dltb.column("DLBM"), dltb.column("ZLDWDM"), dltb.column("ZLDWMC")
    grades, ratios = survey.grades, dltb.column("KCXS")
    for piece in pieces:
        row, ratio, village = piece.row, Decimal(0), ""
        if row is None:
            key = _Key("", None, "", UNCOVERED)
        else:
            cropland = codes[row] in CROPLAND
            status = (
                REPEATED
                if piece.repeated
                else COUNTED
                if cropland == (parcel.direction == OUT)
                else SHOWN
            )
            key = _Key(
                codes[row], grade_of(grades[row]) if cropland else None, str(towns[row])[:9], status
            )
            ratio, village = _ratio(parcel, cropland, ratios[row], status), str(villages[row] or "")
        _, sums = table.setdefault(key.order(), (key, _Sums()))
        sums.add(piece, ratio, village)
    return [table[order] for order in sorted(table)]


def _ratio(parcel: Parcel, cropland: bool, kcxs: object, status: str) -> Decimal:
    """田坎系数 of a piece: the survey's on cropland; on counted inflow the one expected after
    restoration."""
    if cropland:
        return ridge_ratio_of(kcxs)
    return (parcel.ridge_ratio or Decimal(0)) if status == COUNTED else Decimal(0)


def _cells(
    parcel: Parcel,
    sums: list[tuple[_Key, _Sums]],
    survey: Survey,
    method: AreaMethod,
    near: Adjoining | None,
) -> list[Cell]:
    """Round the cells of one parcel so that they sum to the rounded parcel."""
    rounded = close([_printed(values, method) for _, values in sums])
    cells = []
    for (key, values), m2 in zip(sums, rounded):
        counts_in = key.status == COUNTED and parcel.direction != OUT
        grade, estimated = _grade(parcel, key, counts_in, near)
        names = values.villages
        cells.append(
            Cell(
                parcel_id=parcel.parcel_id,
                direction=parcel.direction,
                dlbm=key.dlbm,
                balance_class=_balance_class(parcel, key, counts_in, near),
                grade=grade,
                grade_estimated=estimated,
                town_code=key.town,
                town_name=survey.town_name(key.town) if key.town else "",
                village="、".join(sorted(names, key=lambda name: (-names[name], name))),
                status=key.status,
                m2=m2,
                planar=half_up(values.planar, 2),
                net=half_up(values.net, 2),
                ellipsoidal=(
                    None if values.ellipsoidal is None else half_up(values.ellipsoidal, 2)
                ),
            )
        )
    return cells


def _printed(values: _Sums, method: AreaMethod) -> Decimal:
    """The area by the profile's method; on the ellipsoid 田坎 is deducted in the same
    proportion."""
    if method.surface == "planar":
        return values.net if method.ridge else exact(values.planar)
    if values.ellipsoidal is None:
        raise ValueError("areas on the ellipsoid were not taken")
    surface = exact(values.ellipsoidal)
    return surface * values.net / exact(values.planar) if method.ridge else surface


def _grade(
    parcel: Parcel, key: _Key, counts_in: bool, near: Adjoining | None
) -> tuple[Decimal | None, bool]:
    """等别 of a cell, and whether it is an estimate: what the user set, else the survey, else
    adjoining cropland."""
    if key.status == COUNTED and parcel.grade is not None:
        return parcel.grade, False
    if counts_in:
        return (near.grade, True) if near and near.grade is not None else (None, False)
    return key.grade, False


def _balance_class(parcel: Parcel, key: _Key, counts_in: bool, near: Adjoining | None) -> str:
    """Cropland class under which a cell is printed; inflow without a planned class follows its
    adjoining cropland."""
    if key.status != COUNTED:
        return ""
    if not counts_in:
        return key.dlbm
    return parcel.planned_class or (near.dlbm if near else "")
