"""Sums of cells by unit and class: the balance, kept up to date while single parcels change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from decimal import Decimal

from ..indicators import NO_INDICATORS, Indicators
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
        self.credited, self.received, self.given = GradedArea(), GradedArea(), GradedArea()
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
            credited_m2=self.credited.m2,
            received_m2=self.received.m2,
            given_m2=self.given.m2,
            out_grade=self.out.grade,
            in_grade=self.inflow.grade,
            credit_grade=self.credited.grade,
            supply_grade=self._supply().grade,
        )

    def _supply(self) -> GradedArea:
        """All that stands against outflow."""
        supply = GradedArea()
        for part, sign in (
            (self.inflow, 1), (self.credited, 1), (self.received, 1), (self.given, -1)
        ):  # fmt: skip
            supply.take_in(part, sign)
        return supply


class RunningBalance:
    """Sums of counted cells by unit and cropland class, exact (宁夏通知 二（九）).

    ``deducted`` and ``blocked`` are ids of parcels whose outflow is granted, or whose inflow a
    blocking rule rejects. To change a parcel: remove its cells, change what it is, add its new
    cells. ``indicators``: credits and transfers that count; in the county's rows a transfer is both
    received and given.
    """

    def __init__(
        self,
        notice: Notice,
        county_name: str,
        deducted: Set[str],
        blocked: Set[str],
        indicators: Indicators = NO_INDICATORS,
    ) -> None:
        self.deducted, self.blocked = set(deducted), set(blocked)
        self._notice, self._county_name = notice, county_name
        self._accounts: dict[tuple[str, str], _Account] = defaultdict(_Account)
        self._towns: Counter[tuple[str, str]] = Counter()
        self._indicators = indicators
        self._enter_indicators()

    def _enter_indicators(self) -> None:
        for credit in self._indicators.credits:
            for unit in {credit.unit, COUNTY}:
                for account in self._of(unit, credit.balance_class):
                    account.credited.add(credit.grade, credit.m2)
        for transfer in self._indicators.transfers:
            for unit in (transfer.from_unit, COUNTY):
                for account in self._of(unit, transfer.balance_class):
                    account.given.add(transfer.grade, transfer.m2)
            for unit in (transfer.to_unit, COUNTY):
                for account in self._of(unit, transfer.balance_class):
                    account.received.add(transfer.grade, transfer.m2)

    def _of(self, unit: str, cls: str) -> list[_Account]:
        """The accounts of a unit that hold land of a class."""
        return [self._accounts[unit, name] for name in sorted({cls, TOTAL})]

    def add(self, cell: Cell, sign: int = 1) -> None:
        """Enter a cell; cells that do not count are passed over."""
        if not cell.counts:
            return
        self._towns[cell.town_code, cell.town_name] += sign
        for unit in (cell.town_code, COUNTY):
            for account in self._of(unit, cell.balance_class):
                self._enter(account, cell, sign)

    def remove(self, cell: Cell) -> None:
        """Remove a cell; its parcel must still be deducted or blocked as when the cell was
        entered."""
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
        towns = {**towns_of(self._indicators), **towns}
        return Balance(
            rows=tuple(row for code in sorted(towns) for row in self._rows(code, towns[code])),
            county=tuple(self._rows(COUNTY, self._county_name)),
            unit=self._notice.balance.unit,
            checked=checked,
            indicators=self._indicators,
        )

    def _rows(self, code: str, name: str) -> list[BalanceRow]:
        ratio = {TOTAL: self._notice.balance.ratio}
        return [
            self._accounts[code, cls].row(code, name, cls, ratio.get(cls, Decimal(1)))
            for cls in (*CROPLAND, TOTAL)
        ]


def towns_of(indicators: Indicators) -> dict[str, str]:
    """Names by code of the townships that credits and transfers name."""
    pairs = [(item.unit, item.unit_name) for item in indicators.credits if item.unit]
    for transfer in indicators.transfers:
        pairs.append((transfer.from_unit, transfer.from_name))
        pairs.append((transfer.to_unit, transfer.to_name))
    return dict(sorted(pairs))
