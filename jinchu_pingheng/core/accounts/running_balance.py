"""Sums of cells by unit and class: the balance, kept up to date while single parcels change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from decimal import Decimal

from ..landclass import CROPLAND
from ..model import OUT, Cell
from ..notice import Notice
from .balance_rows import TOTAL, Balance, BalanceRow, requirement_m2
from .graded_area import GradedArea

COUNTY = ""
"""Unit code of the county as a whole."""


class _Account:
    """Sums of one unit and class."""

    def __init__(self) -> None:
        self.out, self.inflow = GradedArea(), GradedArea()
        self.deducted = self.blocked = 0

    def row(self, code: str, name: str, cls: str, ratio: Decimal) -> BalanceRow:
        """The account as a row of the balance."""
        return BalanceRow(
            unit_code=code,
            unit_name=name,
            balance_class=cls,
            ratio=ratio,
            out_m2=self.out.m2,
            deducted_m2=self.deducted,
            required_m2=requirement_m2(self.out.m2, ratio),
            in_m2=self.inflow.m2,
            blocked_in_m2=self.blocked,
            out_grade=self.out.grade,
            in_grade=self.inflow.grade,
        )


class RunningBalance:
    """Sums of counted cells by unit and cropland class, exact (宁夏通知 二（九）).

    ``deducted`` and ``blocked`` are ids of parcels whose outflow is granted, or whose inflow a
    blocking rule rejects. To change a parcel: remove its cells, change what it is, add its new
    cells.
    """

    def __init__(
        self, notice: Notice, county_name: str, deducted: Set[str], blocked: Set[str]
    ) -> None:
        self.deducted, self.blocked = set(deducted), set(blocked)
        self._notice, self._county_name = notice, county_name
        self._accounts: dict[tuple[str, str], _Account] = defaultdict(_Account)
        self._towns: Counter[tuple[str, str]] = Counter()

    def add(self, cell: Cell, sign: int = 1) -> None:
        """Enter a cell; cells that do not count are passed over."""
        if not cell.counts:
            return
        self._towns[cell.town_code, cell.town_name] += sign
        for unit in (cell.town_code, COUNTY):
            for cls in {cell.balance_class, TOTAL}:
                self._enter(self._accounts[unit, cls], cell, sign)

    def remove(self, cell: Cell) -> None:
        """Take back a cell that was entered while its parcel was deducted or blocked as it still
        is."""
        self.add(cell, -1)

    def _enter(self, account: _Account, cell: Cell, sign: int) -> None:
        if cell.direction != OUT:
            account.inflow.add(cell.grade, cell.m2, sign)
            account.blocked += sign * cell.m2 * (cell.parcel_id in self.blocked)
        elif cell.parcel_id in self.deducted:
            account.deducted += sign * cell.m2
        else:
            account.out.add(cell.grade, cell.m2, sign)

    def balance(self, checked: bool) -> Balance:
        """Townships in code order, each with its classes and its total; then the county."""
        # a township has one name in the survey; were there two, the last in order would stand
        towns = dict(sorted(town for town, cells in self._towns.items() if cells))
        return Balance(
            rows=tuple(row for code, name in towns.items() for row in self._rows(code, name)),
            county=tuple(self._rows(COUNTY, self._county_name)),
            unit=self._notice.balance.unit,
            checked=checked,
        )

    def _rows(self, code: str, name: str) -> list[BalanceRow]:
        ratio = {TOTAL: self._notice.balance.ratio}
        return [
            self._accounts[code, cls].row(code, name, cls, ratio.get(cls, Decimal(1)))
            for cls in (*CROPLAND, TOTAL)
        ]
