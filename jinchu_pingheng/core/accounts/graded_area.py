"""Area with its mean 等别: the one place where a mean grade is rounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..model import Cell
from ..rounding import half_up


@dataclass
class GradedArea:
    """Whole m² with the sum of 等别 × area; ``ungraded`` counts entries without a 等别."""

    m2: int = 0
    weight: Decimal = Decimal(0)
    ungraded: int = 0

    def add(self, grade: Decimal | None, m2: int, sign: int = 1) -> None:
        """Enter an area, or take it back (``sign`` -1); nothing has no grade."""
        if not m2:
            return
        self.m2 += sign * m2
        if grade is None:
            self.ungraded += sign
        else:
            self.weight += sign * grade * m2

    def take_in(self, other: GradedArea, sign: int = 1) -> None:
        """Enter all that another sum holds, or take it back."""
        self.m2 += sign * other.m2
        self.weight += sign * other.weight
        self.ungraded += sign * other.ungraded

    @property
    def grade(self) -> Decimal | None:
        """Area-weighted mean 等别, one decimal; None when there is no area or any 等别 is not
        known."""
        return None if self.ungraded or self.m2 <= 0 else half_up(self.weight / self.m2, 1)


def graded(cells: Iterable[Cell]) -> GradedArea:
    """Area and mean 等别 of cells."""
    found = GradedArea()
    for cell in cells:
        found.add(cell.grade, cell.m2)
    return found
