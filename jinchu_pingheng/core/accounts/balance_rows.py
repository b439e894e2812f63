"""Rows of the balance: one unit and class each, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from ..indicators import NO_INDICATORS, Indicators
from ..rounding import whole

TOTAL = ""
"""``balance_class`` of a row that sums all cropland classes."""


def requirement_m2(out_m2: int, ratio: Decimal) -> int:
    """What inflow must reach for ``out_m2`` of outflow: ``ratio`` times it, in whole m², rounded
    up. The only place where a requirement is rounded.

    Up, because inflow is whole m²: 10,001 m² at 1:1.05 are 10,501.05 m², which 10,501 m² do not
    reach (“必须按照 1：1.05 比例落实”, 建宁 四（五）) and 10,502 m² do. So inflow reaches the exact
    product exactly when it reaches the printed requirement, and the printed surplus (inflow less
    requirement) is negative exactly when it does not. Half-up would print a surplus of 0 beside
    “不足”.
    """
    return int((ratio * out_m2).to_integral_value(rounding=ROUND_CEILING))


@dataclass(frozen=True)
class Amounts:
    """Areas of a unit, or of several together, in whole m².

    ``out_m2`` leaves granted deductions out; they stand in ``deducted_m2``. ``blocked_in_m2`` is
    the part of ``in_m2`` on parcels that a blocking rule rejects. ``credited_m2`` are 结余 and 指标
    of the 库, ``received_m2`` and ``given_m2`` what townships give each other (core.indicators):
    they stand beside inflow, never in it.
    """

    out_m2: int
    deducted_m2: int
    required_m2: int
    in_m2: int
    blocked_in_m2: int
    credited_m2: int
    received_m2: int
    given_m2: int

    @property
    def available_m2(self) -> int:
        """Inflow with what is used of credits and received, less what is given away."""
        return self.in_m2 + self.credited_m2 + self.received_m2 - self.given_m2

    @property
    def empty(self) -> bool:
        """Nothing flows, and nothing is used or handed over."""
        areas = self.out_m2, self.in_m2, self.credited_m2, self.received_m2, self.given_m2
        return not any(areas)

    @property
    def surplus_m2(self) -> int:
        """What is available beyond what is required (negative: missing)."""
        return self.available_m2 - self.required_m2

    @property
    def reached(self) -> bool:
        """What is available reaches what is required."""
        return self.surplus_m2 >= 0

    @property
    def lawful_in_m2(self) -> int:
        """Inflow without the parcels that a blocking rule rejects."""
        return self.in_m2 - self.blocked_in_m2

    @property
    def lawful_surplus_m2(self) -> int:
        """The same without the inflow that a blocking rule rejects."""
        return self.surplus_m2 - self.blocked_in_m2

    @property
    def reached_lawfully(self) -> bool:
        """It reaches what is required without rejected inflow; then it does with it too."""
        return self.lawful_surplus_m2 >= 0

    def lawful_share_m2(self, share: Decimal) -> int:
        """A share of lawful inflow, rounded half-up once (建宁 四（五）: 5% 供县域内统筹调剂)."""
        return whole(self.lawful_in_m2 * share)


def sum_of(parts: Iterable[Amounts]) -> Amounts:
    """Sums of what is printed, the requirement too."""
    rows = list(parts)
    return Amounts(
        out_m2=sum(row.out_m2 for row in rows),
        deducted_m2=sum(row.deducted_m2 for row in rows),
        required_m2=sum(row.required_m2 for row in rows),
        in_m2=sum(row.in_m2 for row in rows),
        blocked_in_m2=sum(row.blocked_in_m2 for row in rows),
        credited_m2=sum(row.credited_m2 for row in rows),
        received_m2=sum(row.received_m2 for row in rows),
        given_m2=sum(row.given_m2 for row in rows),
    )


@dataclass(frozen=True)
class BalanceRow(Amounts):
    """One unit and class. Grades have one decimal or are None.

    ``ratio`` is what a unit of outflow requires of inflow: the notice's in the row of a total, 1 in
    that of a class (“同等数量、质量”). ``credit_grade`` is the mean of credits, ``supply_grade``
    that of all that stands against outflow: inflow, credits and what is received, less what is
    given.
    """

    unit_code: str
    unit_name: str
    balance_class: str
    ratio: Decimal
    out_grade: Decimal | None
    in_grade: Decimal | None
    credit_grade: Decimal | None
    supply_grade: Decimal | None

    @property
    def is_total(self) -> bool:
        """The row is of all classes together."""
        return self.balance_class == TOTAL

    @property
    def sums_its_classes(self) -> bool:
        """Every figure of the row is the sum of its unit's class rows. A total at another ratio
        than the classes requires more than they do, and must say so where it is called 合计."""
        return self.ratio == 1

    @property
    def ratio_text(self) -> str:
        """The ratio as notices write it: '1:1.05'."""
        return f"1:{self.ratio.normalize():f}"

    @property
    def quality_kept(self) -> bool | None:
        """Mean 等别 of what stands against outflow is no worse (no larger) than that of outflow;
        None when either is not known."""
        if self.out_grade is None or self.supply_grade is None:
            return None
        return self.supply_grade <= self.out_grade


@dataclass(frozen=True)
class Balance:
    """``rows``: units in code order, each with its classes and its total; ``county``: the same for
    the county; ``indicators``: the credits and transfers in them."""

    rows: tuple[BalanceRow, ...]
    county: tuple[BalanceRow, ...]
    unit: str
    checked: bool
    indicators: Indicators = NO_INDICATORS

    @property
    def total(self) -> BalanceRow:
        """The county's row over all classes."""
        return self.county[-1]

    @property
    def township_totals(self) -> tuple[BalanceRow, ...]:
        """The row over all classes of each township."""
        return tuple(row for row in self.rows if row.is_total)

    @property
    def has_credits(self) -> bool:
        """Credits count: their columns are printed."""
        return bool(self.indicators.credits)

    @property
    def has_transfers(self) -> bool:
        """Transfers between townships count: their columns are printed."""
        return bool(self.indicators.transfers)

    @property
    def county_level(self) -> BalanceRow | None:
        """What the county holds beside its townships: credits that were given to none of them, so
        that the townships with this row add up to the county. None where there are none."""
        m2 = self.total.credited_m2 - sum_of(self.township_totals).credited_m2
        if not m2:
            return None
        nothing = replace(
            self.total, out_m2=0, deducted_m2=0, required_m2=0, in_m2=0, blocked_in_m2=0,
            received_m2=0, given_m2=0, out_grade=None, in_grade=None, credit_grade=None,
            supply_grade=None,
        )  # fmt: skip
        return replace(nothing, unit_name="县级", credited_m2=m2)

    @property
    def townships_excess_m2(self) -> int:
        """By how much the townships' requirements together exceed the county's: each is rounded up
        by itself, the county's is that of its whole outflow. 0 at 1:1, else less than 1 m² for a
        township."""
        return sum_of(self.township_totals).required_m2 - self.total.required_m2

    @property
    def short_townships(self) -> tuple[BalanceRow, ...]:
        """Totals of the townships that lawful inflow does not balance."""
        return tuple(row for row in self.township_totals if not row.reached_lawfully)

    @property
    def reached(self) -> bool:
        """The notice's test: every unit reaches what is required, with lawful inflow alone."""
        townships_reach = self.unit != "township" or not self.short_townships
        return townships_reach and self.total.reached_lawfully

    @property
    def failing_classes(self) -> tuple[BalanceRow, ...]:
        """County rows of single classes in which lawful inflow is less than required."""
        return tuple(row for row in self.county if not row.is_total and not row.reached_lawfully)
