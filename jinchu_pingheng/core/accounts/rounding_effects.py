"""What rounding each cell does to the sums: printed totals beside totals that were rounded once
(宁夏通知 附件3 第七章（一）: 保留4位小数)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..landclass import CROPLAND
from ..model import IN, OUT, Cell
from ..notice import AreaMethod
from ..rounding import half_up, whole
from .balance import counted
from .balance_rows import TOTAL


@dataclass(frozen=True)
class RoundingEffect:
    """One side, unit and class: ``printed_m2`` is the sum of printed cells, ``exact_m2`` that of
    unrounded ones, with two decimals."""

    direction: str
    unit_name: str
    balance_class: str
    printed_m2: int
    exact_m2: Decimal

    @property
    def rounded_once_m2(self) -> int:
        """The unrounded sum in whole m²."""
        return whole(self.exact_m2)

    @property
    def difference_m2(self) -> int:
        """Printed sum less the unrounded sum in whole m²."""
        return self.printed_m2 - self.rounded_once_m2


def rounding_effects(
    cells: Sequence[Cell], method: AreaMethod, county_name: str
) -> list[RoundingEffect]:
    """Outflow, then inflow: townships in code order and the county, each by class and in total;
    groups without cells are left out."""
    return [
        RoundingEffect(
            direction=direction,
            unit_name=name,
            balance_class=cls,
            printed_m2=sum(cell.m2 for cell in group),
            exact_m2=half_up(sum((unrounded(cell, method) for cell in group), Decimal(0)), 2),
        )
        for direction in (OUT, IN)
        for name, cls, group in _groups(counted(cells, direction), county_name)
    ]


def _groups(cells: list[Cell], county_name: str) -> Iterator[tuple[str, str, list[Cell]]]:
    towns = dict(sorted((cell.town_code, cell.town_name) for cell in cells))
    units = [
        (name, [cell for cell in cells if cell.town_code == code]) for code, name in towns.items()
    ]
    for name, members in [*units, (county_name, cells)]:
        for cls in (*CROPLAND, TOTAL):
            group = [cell for cell in members if cls in (TOTAL, cell.balance_class)]
            if group:
                yield name, cls, group


def unrounded(cell: Cell, method: AreaMethod) -> Decimal:
    """The cell's area by the profile's method before rounding, m² with two decimals."""
    if method.surface == "planar":
        return cell.net if method.ridge else cell.planar
    surface = cell.ellipsoidal or Decimal(0)
    return surface * cell.net / cell.planar if method.ridge and cell.planar else surface
