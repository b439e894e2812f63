"""Rows of the balance: one unit and class each, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

TOTAL = ""
"""``balance_class`` of a row that sums all cropland classes."""


@dataclass(frozen=True)
class BalanceRow:
    """One unit and class. Areas in whole m²; ``required_m2`` is exact; grades with one decimal or
    None.

    ``out_m2`` leaves granted deductions out; they stand in ``deducted_m2``. ``blocked_in_m2`` is
    the part of
    ``in_m2`` on parcels that a blocking rule rejects. The notice's ratio holds for totals; a class
    needs as much as
    flows out of it.
    """

    unit_code: str
    unit_name: str
    balance_class: str
    out_m2: int
    deducted_m2: int
    in_m2: int
    blocked_in_m2: int
    required_m2: Decimal
    out_grade: Decimal | None
    in_grade: Decimal | None

    @property
    def surplus_m2(self) -> int:
        """Inflow beyond what is required, in whole m² (negative: missing), cut towards the user's
        disadvantage."""
        return int(
            (Decimal(self.in_m2) - self.required_m2).to_integral_value(rounding="ROUND_FLOOR")
        )

    @property
    def reached(self) -> bool:
        """Inflow reaches what is required."""
        return self.in_m2 >= self.required_m2

    @property
    def lawful_surplus_m2(self) -> int:
        """Surplus without the parcels that a blocking rule rejects."""
        return self.surplus_m2 - self.blocked_in_m2

    @property
    def reached_lawfully(self) -> bool:
        """Inflow still reaches what is required without the parcels that a blocking rule
        rejects."""
        return self.in_m2 - self.blocked_in_m2 >= self.required_m2

    @property
    def quality_kept(self) -> bool | None:
        """Mean 等别 of inflow is no worse (no larger) than that of outflow; None when either is not
        known."""
        if self.out_grade is None or self.in_grade is None:
            return None
        return self.in_grade <= self.out_grade


@dataclass(frozen=True)
class Balance:
    """``rows``: units in code order, each with its classes and its total; ``county``: the same for
    the county."""

    rows: tuple[BalanceRow, ...]
    county: tuple[BalanceRow, ...]
    unit: str
    checked: bool

    @property
    def total(self) -> BalanceRow:
        """The county's row over all classes."""
        return self.county[-1]

    @property
    def township_totals(self) -> tuple[BalanceRow, ...]:
        """The row over all classes of each township."""
        return tuple(row for row in self.rows if row.balance_class == TOTAL)

    @property
    def reached(self) -> bool:
        """The notice's test: every unit reaches what is required, with lawful inflow alone."""
        units = self.township_totals if self.unit == "township" else ()
        return all(row.reached and row.reached_lawfully for row in (*units, self.total))

    @property
    def failing_classes(self) -> tuple[BalanceRow, ...]:
        """County rows of single classes in which lawful inflow is less than required."""
        return tuple(
            row for row in self.county if row.balance_class != TOTAL and not row.reached_lawfully
        )
