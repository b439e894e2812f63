"""Sums of cells by unit and class: the balance, kept up to date while single parcels change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal

from ..landclass import CROPLAND
from ..model import COUNTED, OUT, Cell
from ..notice import Notice
from ..rounding import half_up
from .balance_rows import TOTAL, Balance, BalanceRow

COUNTY = ""
"""Unit code of the county as a whole."""


@dataclass
class _Graded:
    """Area with the sum of 等别 × area; ``ungraded`` counts cells without a 等别."""

    m2: int = 0
    weight: Decimal = Decimal(0)
    ungraded: int = 0

    def add(self, cell: Cell, sign: int) -> None:
        self.m2 += sign * cell.m2
        if cell.grade is None:
            self.ungraded += sign
        else:
            self.weight += sign * cell.grade * cell.m2

    @property
    def grade(self) -> Decimal | None:
        """Area-weighted mean, one decimal; None when there is no area or any 等别 is not known."""
        return None if self.ungraded or not self.m2 else half_up(self.weight / self.m2, 1)


class _Account:
    """Sums of one unit and class."""

    def __init__(self) -> None:
        self.out, self.inflow = _Graded(), _Graded()
        self.deducted = self.blocked = 0

    def row(self, code: str, name: str, cls: str, ratio: Decimal) -> BalanceRow:
        """The account as a row of the balance."""
        return BalanceRow(
            code,
            name,
            cls,
            self.out.m2,
            self.deducted,
            self.inflow.m2,
            self.blocked,
            ratio * self.out.m2,
            self.out.grade,
            self.inflow.grade,
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
        self._towns: dict[str, tuple[str, int]] = {}

    def add(self, cell: Cell, sign: int = 1) -> None:
        """Enter a cell; cells that do not count are passed over."""
        if cell.status != COUNTED:
            return
        name, times = self._towns.get(cell.town_code, (cell.town_name, 0))
        self._towns[cell.town_code] = (name, times + sign)
        if not cell.m2:
            return
        for unit in (cell.town_code, COUNTY):
            for cls in {cell.balance_class, TOTAL}:
                self._enter(self._accounts[unit, cls], cell, sign)

    def remove(self, cell: Cell) -> None:
        """Take back a cell that was entered while its parcel was deducted or blocked as it still
        is."""
        self.add(cell, -1)

    def _enter(self, account: _Account, cell: Cell, sign: int) -> None:
        if cell.direction != OUT:
            account.inflow.add(cell, sign)
            account.blocked += sign * cell.m2 * (cell.parcel_id in self.blocked)
        elif cell.parcel_id in self.deducted:
            account.deducted += sign * cell.m2
        else:
            account.out.add(cell, sign)

    def balance(self, checked: bool) -> Balance:
        """Townships in code order, each with its classes and its total; then the county."""
        towns = sorted((code, name) for code, (name, times) in self._towns.items() if times)
        by_town = [row for code, name in towns for row in self._rows(code, name)]
        return Balance(
            tuple(by_town),
            tuple(self._rows(COUNTY, self._county_name)),
            self._notice.balance.unit,
            checked,
        )

    def _rows(self, code: str, name: str) -> list[BalanceRow]:
        ratio = {TOTAL: self._notice.balance.ratio}
        return [
            self._accounts[code, cls].row(code, name, cls, ratio.get(cls, Decimal(1)))
            for cls in (*CROPLAND, TOTAL)
        ]
