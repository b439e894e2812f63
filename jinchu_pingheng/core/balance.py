"""The balance: inflow against outflow by unit and cropland class, as exact sums of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .landclass import CROPLAND
from .model import BLOCK, COUNTED, FAIL, IN, OUT, Cell, Finding, Parcel
from .notice import Notice
from .rounding import weighted_mean

TOTAL = ""
"""``balance_class`` of a row that sums all cropland classes."""


@dataclass(frozen=True)
class BalanceRow:
    """One unit and class. Areas in whole m²; ``required_m2`` is exact; grades with one decimal or None.

    ``out_m2`` leaves granted deductions out; they stand in ``deducted_m2``. ``blocked_in_m2`` is the part of
    ``in_m2`` on parcels that a blocking rule rejects. The notice's ratio holds for totals; a class needs as much as
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
        """Inflow beyond what is required, in whole m² (negative: missing), cut towards the user's disadvantage."""
        return int((Decimal(self.in_m2) - self.required_m2).to_integral_value(rounding="ROUND_FLOOR"))

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
        """Inflow still reaches what is required without the parcels that a blocking rule rejects."""
        return self.in_m2 - self.blocked_in_m2 >= self.required_m2

    @property
    def quality_kept(self) -> bool | None:
        """Mean 等别 of inflow is no worse (no larger) than that of outflow; None when either is not known."""
        if self.out_grade is None or self.in_grade is None:
            return None
        return self.in_grade <= self.out_grade


@dataclass(frozen=True)
class Balance:
    """``rows``: units in code order, each with its classes and its total; ``county``: the same for the county."""

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
        return tuple(row for row in self.county if row.balance_class != TOTAL and not row.reached_lawfully)


def counted(cells: Iterable[Cell], direction: str) -> list[Cell]:
    """The cells of one side that the balance counts; a sliver that was rounded to nothing makes no row."""
    return [cell for cell in cells if cell.direction == direction and cell.status == COUNTED and cell.m2]


def mean_grade(cells: Sequence[Cell]) -> Decimal | None:
    """Area-weighted mean 等别 of cells, one decimal; None when there is no area or any grade is not known."""
    with_area = [cell for cell in cells if cell.m2]
    if any(cell.grade is None for cell in with_area):
        return None
    return weighted_mean((cell.grade, cell.m2) for cell in with_area if cell.grade is not None)


def deducted_parcels(parcels: Iterable[Parcel], notice: Notice) -> set[str]:
    """Ids of outflow parcels that the notice leaves out of the balance: a known deduction with its document."""
    codes = {deduction.code for deduction in notice.deductions}
    return {
        p.parcel_id
        for p in parcels
        if p.direction == OUT and p.deduction in codes and p.deduction_doc.strip()
    }


def blocked_parcels(findings: Iterable[Finding]) -> set[str]:
    """Ids of parcels that fail a blocking rule."""
    return {f.parcel_id for f in findings if f.severity == BLOCK and f.verdict == FAIL and f.parcel_id}


def balance(
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    findings: Sequence[Finding],
    notice: Notice,
    county_name: str,
) -> Balance:
    """Sum the cells by township and county, by class and in total (宁夏通知 二（九）)."""
    deducted, blocked = deducted_parcels(parcels, notice), blocked_parcels(findings)

    def rows(code: str, name: str, members: Sequence[Cell]) -> tuple[BalanceRow, ...]:
        return tuple(_row(code, name, cls, members, deducted, blocked, notice) for cls in (*CROPLAND, TOTAL))

    towns: dict[str, str] = {cell.town_code: cell.town_name for cell in cells if cell.status == COUNTED}
    by_town = [
        row
        for code in sorted(towns)
        for row in rows(code, towns[code], [cell for cell in cells if cell.town_code == code])
    ]
    return Balance(tuple(by_town), rows("", county_name, cells), notice.balance.unit, bool(findings))


def _row(
    code: str,
    name: str,
    cls: str,
    cells: Sequence[Cell],
    deducted: set[str],
    blocked: set[str],
    notice: Notice,
) -> BalanceRow:
    cells = [cell for cell in cells if cls in (TOTAL, cell.balance_class)]
    all_out = counted(cells, OUT)
    out = [cell for cell in all_out if cell.parcel_id not in deducted]
    inflow = counted(cells, IN)
    out_m2 = sum(cell.m2 for cell in out)
    return BalanceRow(
        code,
        name,
        cls,
        out_m2,
        sum(cell.m2 for cell in all_out) - out_m2,
        sum(cell.m2 for cell in inflow),
        sum(cell.m2 for cell in inflow if cell.parcel_id in blocked),
        (notice.balance.ratio if cls == TOTAL else 1) * Decimal(out_m2),
        mean_grade(out),
        mean_grade(inflow),
    )
