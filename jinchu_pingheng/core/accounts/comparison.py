"""Two states of a plan side by side: which parcels came, went and changed, and what that makes of
the areas (宁夏通知 二（三）: “年度内耕地流入和流出地块有变化的……可按实际对方案进行更新和备案”).

A parcel is the same parcel as long as it keeps its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np
import shapely

from ..errors import PlanError
from ..landclass import CROPLAND
from ..model import IN, OUT, Header, Parcel
from ..parcel_fields import PARCEL_FIELDS
from .balance import deducted_parcels
from .balance_rows import TOTAL, Amounts, BalanceRow
from .report import Report

CAME, WENT, CHANGED = "came", "went", "changed"
KINDS = {CAME: "新增", WENT: "取消", CHANGED: "调整"}
"""What becomes of a parcel, with the word for it."""

Place = tuple[str, str]
"""A side and a cropland class, or TOTAL."""


class FieldChange(NamedTuple):
    """A field of a parcel with its value before and after, as the notice words it."""

    label: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """'类型：1 … → 2 …'; '空' for what is not filled."""
        return f"{self.label}：{self.before or '空'} → {self.after or '空'}"


@dataclass(frozen=True)
class ParcelChange:
    """A parcel that is not what it was. ``before`` is None for one that came, ``after`` for one
    that went; areas are what the balance counts of it, whole m² by side and class. ``reshaped``:
    its polygon covers other land."""

    kind: str
    before: Parcel | None
    after: Parcel | None
    before_areas: Mapping[Place, int]
    after_areas: Mapping[Place, int]
    fields: tuple[FieldChange, ...] = ()
    reshaped: bool = False

    @property
    def parcel(self) -> Parcel:
        """As it is now, or as it was before it went."""
        return cast(Parcel, self.after or self.before)

    @property
    def before_m2(self) -> int:
        """Area that the balance counted."""
        return sum(self.before_areas.values())

    @property
    def after_m2(self) -> int:
        """Area that the balance counts."""
        return sum(self.after_areas.values())

    @property
    def remeasured(self) -> bool:
        """Only its area has changed: the survey or what lies beside it has."""
        return self.kind == CHANGED and not self.fields and not self.reshaped

    @property
    def content(self) -> str:
        """What has changed, as one text: '图形调整；类型：1 … → 2 …'."""
        told = ["图形调整"] if self.reshaped else []
        told += ["面积重新量算"] if self.remeasured else []
        return "；".join([*told, *(field.text for field in self.fields)])

    @property
    def difference(self) -> Any:
        """The land by which both states differ; the whole parcel where only its fields do."""
        if self.before is None or self.after is None or not self.reshaped:
            return self.parcel.geometry
        return shapely.symmetric_difference(self.before.geometry, self.after.geometry)


@dataclass(frozen=True)
class AreaChange:
    """Area of one side and class in whole m²: before + came − went + changed = after."""

    direction: str
    balance_class: str
    before_m2: int
    came_m2: int
    went_m2: int
    changed_m2: int
    after_m2: int


@dataclass(frozen=True)
class BalanceChange:
    """The balance of one unit and class on both sides of the change; None where a unit has nothing
    of it."""

    before: BalanceRow | None
    after: BalanceRow | None

    @property
    def row(self) -> BalanceRow:
        """The newer of both."""
        return cast(BalanceRow, self.after or self.before)


@dataclass(frozen=True)
class Comparison:
    """``changes`` by kind and id; ``areas``: each side by class and in total."""

    before: Report
    after: Report
    changes: tuple[ParcelChange, ...]
    areas: tuple[AreaChange, ...]
    balances: tuple[BalanceChange, ...]

    @property
    def remark(self) -> str:
        """What a reader must know of two plans that were not made from each other; '' else."""
        ids = {report.edition.plan_id for report in (self.before, self.after)}
        if len(ids) == 1:
            return ""
        return "两个方案的标识不同，不是同一方案的副本：编号相同的地块未必是同一块土地"

    def of(self, kind: str) -> tuple[ParcelChange, ...]:
        """The parcels that came, went, or changed."""
        return tuple(change for change in self.changes if change.kind == kind)


def compare(before: Report, after: Report) -> Comparison:
    """What made ``after`` of ``before``.

    Raises PlanError for plans of other counties, years, notices or coordinate systems, which have
    nothing that could be compared.
    """
    require_comparable(before.header, after.header)
    changes = tuple(_changes(before, after))
    return Comparison(
        before, after, changes, tuple(_areas(before, after, changes)), _balances(before, after)
    )


def require_comparable(before: Header, after: Header) -> None:
    """Raise PlanError unless both are plans of one county and year, by one notice and CRS."""
    told = (
        ("县", f"{before.county_name}（{before.county_code}）",
         f"{after.county_name}（{after.county_code}）", before.county_code == after.county_code),
        ("年度", before.year, after.year, before.year == after.year),
        ("通知配置", before.profile, after.profile, before.profile == after.profile),
        ("坐标系", before.crs, after.crs, before.crs == after.crs),
    )  # fmt: skip
    for what, old, new, same in told:
        if not same:
            do = "请选择同一县、同一年度、同一通知和坐标系的方案"
            raise PlanError(f"两个方案的{what}不同（{old}，{new}），不能比较", "方案比较", do)


def _changes(before: Report, after: Report) -> Iterator[ParcelChange]:
    old, new = _by_id(before.parcels), _by_id(after.parcels)
    old_areas, new_areas = _areas_of(before), _areas_of(after)
    nothing: Mapping[Place, int] = {}
    for name in new.keys() - old.keys():
        yield ParcelChange(CAME, None, new[name], nothing, new_areas.get(name, nothing))
    for name in old.keys() - new.keys():
        yield ParcelChange(WENT, old[name], None, old_areas.get(name, nothing), nothing)
    both = [name for name in old if name in new]
    reshaped = _reshaped([old[name] for name in both], [new[name] for name in both])
    for name, moved in zip(both, reshaped):
        change = ParcelChange(
            kind=CHANGED,
            before=old[name],
            after=new[name],
            before_areas=old_areas.get(name, nothing),
            after_areas=new_areas.get(name, nothing),
            fields=tuple(_field_changes(old[name], new[name], after)),
            reshaped=bool(moved),
        )
        if change.fields or moved or change.before_areas != change.after_areas:
            yield change


def _by_id(parcels: Sequence[Parcel]) -> dict[str, Parcel]:
    return {parcel.parcel_id: parcel for parcel in sorted(parcels, key=lambda p: p.parcel_id)}


def _areas_of(report: Report) -> dict[str, Counter[Place]]:
    """What the balance counts of each parcel: granted deductions stand outside."""
    left_out = deducted_parcels(report.parcels, report.notice)
    found: dict[str, Counter[Place]] = {}
    for cell in report.cells:
        if cell.counts and cell.parcel_id not in left_out:
            place = cell.direction, cell.balance_class
            found.setdefault(cell.parcel_id, Counter())[place] += cell.m2
    return found


def _reshaped(old: Sequence[Parcel], new: Sequence[Parcel]) -> np.ndarray:
    """Which polygons (n,) cover other land than before; where their corners begin is no matter."""
    shapes = [np.array([parcel.geometry for parcel in side], dtype=object) for side in (old, new)]
    different: np.ndarray = ~shapely.equals_exact(*shapes, tolerance=0.0)
    different[different] = ~shapely.equals(*(side[different] for side in shapes))
    return different


def _field_changes(old: Parcel, new: Parcel, report: Report) -> Iterator[FieldChange]:
    for field in PARCEL_FIELDS:
        values = getattr(old, field.name), getattr(new, field.name)
        if values[0] != values[1]:
            words = (
                field.worded(value, report.notice, parcel.direction)
                for value, parcel in zip(values, (old, new))
            )
            yield FieldChange(field.label, *words)


def _areas(before: Report, after: Report, changes: Sequence[ParcelChange]) -> Iterator[AreaChange]:
    """Every figure by itself, the totals from the balance: that they agree is proved by tests, not
    made."""
    county = [{row.balance_class: row for row in report.balance.county}
              for report in (before, after)]  # fmt: skip
    for direction in (OUT, IN):
        for cls in (*CROPLAND, TOTAL):
            held = [_flow(rows.get(cls), direction) for rows in county]
            moved = {kind: _sums(changes, kind, direction, cls) for kind in (CAME, WENT, CHANGED)}
            yield AreaChange(
                direction=direction,
                balance_class=cls,
                before_m2=held[0],
                came_m2=moved[CAME],
                went_m2=-moved[WENT],
                changed_m2=moved[CHANGED],
                after_m2=held[1],
            )


def _flow(row: Amounts | None, direction: str) -> int:
    if row is None:
        return 0
    return row.out_m2 if direction == OUT else row.in_m2


def _sums(changes: Sequence[ParcelChange], kind: str, direction: str, cls: str) -> int:
    """Area after less area before, of parcels of one kind."""
    return sum(
        _of(change.after_areas, direction, cls) - _of(change.before_areas, direction, cls)
        for change in changes
        if change.kind == kind
    )


def _of(areas: Mapping[Place, int], direction: str, cls: str) -> int:
    places = [(direction, each) for each in (CROPLAND if cls == TOTAL else (cls,))]
    return sum(areas.get(place, 0) for place in places)


def _balances(before: Report, after: Report) -> tuple[BalanceChange, ...]:
    """By unit and class in the order of codes, the county at the end; rows in which nothing flows
    on either side are left out."""
    sides = [
        {(row.unit_code, row.balance_class): row for row in report.balance.rows}
        for report in (before, after)
    ]
    units = sorted({unit for side in sides for unit, _ in side})
    keys = [(unit, cls) for unit in units for cls in (*CROPLAND, TOTAL)]
    of_units = [BalanceChange(sides[0].get(key), sides[1].get(key)) for key in keys]
    of_county = [BalanceChange(*rows) for rows in zip(before.balance.county, after.balance.county)]
    pairs = (*of_units, *of_county)
    return tuple(p for p in pairs if any(row and not row.empty for row in (p.before, p.after)))
