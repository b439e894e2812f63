"""Answers to issued polygons (卫片、流出监测): what of each of them the plan explains.

Every answer is split in whole m² over the columns of the 整改 return, which sum to the polygon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..geometry.layer import Layer
from ..land.planned_ground import Part, divided, side_of
from ..model import IN, OUT, Parcel
from ..notice import Notice
from ..table_rounding import close_to, micro
from .balance import deducted_parcels

BALANCED, DEDUCTED, OPEN = "进出平衡指标", "其他", "待处理"
BY_OFFICE = ("举证无问题", "现场整改", "核减占补指标")
"""Columns of the 整改 return that no plan can fill: the office moves land to them from 待处理."""


@dataclass(frozen=True)
class Share:
    """Land of an issued polygon in one parcel, or in none (''), in whole m²."""

    parcel_id: str
    column: str
    m2: int
    geometry: Any = None


@dataclass(frozen=True)
class Answer:
    """An issued polygon: its number and batch, area in whole m² (None: broken), its shares, which
    sum to it, and what else must be known. ``inflow`` are the plan's inflow parcels that it
    touches."""

    number: str
    batch: str
    m2: int | None
    shares: tuple[Share, ...] = ()
    inflow: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def planned_m2(self) -> int:
        """The part inside the plan's outflow parcels."""
        return sum(share.m2 for share in self.shares if share.parcel_id)

    @property
    def in_plan(self) -> str:
        """是否在方案流出地块范围 (sflcfw)."""
        if self.m2 is None:
            return "无法判定"
        return "是" if self.planned_m2 else "否"

    def column(self, name: str) -> int:
        """One column of the 整改 return, m²."""
        return sum(share.m2 for share in self.shares if share.column == name)


@dataclass(frozen=True)
class PlanToAnswer:
    """What answers are given from: the plan's parcels, and those that fail a ban."""

    parcels: Sequence[Parcel]
    notice: Notice
    blocked: frozenset[str] = field(default_factory=frozenset)


def answers(issued: Layer, plan: PlanToAnswer) -> list[Answer]:
    """An answer to each issued polygon, those that cannot be read at the end. ``issued`` has the
    columns TBBH and PCH, as far as they are known."""
    areas = micro(issued.shapes.area).tolist()
    out, inflow = (divided(issued.geometry, areas, side_of(plan.parcels, d)) for d in (OUT, IN))
    deducted = deducted_parcels(plan.parcels, plan.notice)
    found = []
    for row, parts in enumerate(out):
        sizes = close_to([part.area for part in parts])
        mine = [_share(part, m2, deducted) for part, m2 in zip(parts, sizes) if m2]
        broken = [share.parcel_id for share in mine if share.parcel_id in plan.blocked]
        found.append(
            Answer(
                number=_text(issued, "TBBH", row) or str(issued.ids[row]),
                batch=_text(issued, "PCH", row),
                m2=sum(sizes),
                shares=tuple(mine),
                inflow=tuple(part.parcel_id for part in inflow[row] if part.parcel_id),
                blocked=tuple(broken),
            )
        )
    bad = [Answer(item.feature, "", None, doubt=item.message) for item in issued.broken]
    return [*found, *bad]


def _share(part: Part, m2: int, deducted: set[str]) -> Share:
    column = DEDUCTED if part.parcel_id in deducted else BALANCED if part.parcel_id else OPEN
    return Share(part.parcel_id, column, m2, part.geometry)


def _text(layer: Layer, column: str, row: int) -> str:
    value = layer.column(column)[row]
    return "" if value is None else str(value).strip()
