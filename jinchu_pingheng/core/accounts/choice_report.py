"""A choice of inflow as it is printed: what was needed, what each parcel is taken for."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Edition, Header
from ..notice import Notice
from .report import imprint


@dataclass(frozen=True)
class NeedRow:
    """A need with what it lacked before and lacks now (m², or tenths of 等别 × m² where
    ``graded``); ``yuan_per_ha``: what one more hectare would cost, None where that is not known."""

    name: str
    clause: str
    graded: bool
    before: int
    missing: int
    yuan_per_ha: int | None


@dataclass(frozen=True)
class ChosenRow:
    """A parcel that was taken from the pool; ``cost`` in 分 (m² where nobody gave a price)."""

    parcel_id: str
    pool_id: str
    type: int
    planned_class: str
    town_name: str
    m2: int
    cost: int
    serves: tuple[str, ...]
    replacement: str


@dataclass(frozen=True)
class ChoiceReport:
    """``priced``: costs were given; ``proven``, ``gap`` as in ``Choice``; ``candidates``: how many
    options there were; ``notes``: sentences that the user must know."""

    header: Header
    notice: Notice
    edition: Edition
    software: str
    needs: tuple[NeedRow, ...]
    chosen: tuple[ChosenRow, ...]
    candidates: int
    priced: bool
    proven: bool
    gap: float | None
    notes: tuple[str, ...] = ()

    @property
    def imprint(self) -> str:
        """Where it comes from, in one line."""
        return imprint(self.edition, self.notice)

    @property
    def label(self) -> str:
        """How good the choice is known to be."""
        if self.proven:
            return "已证最优"
        near = "" if self.gap is None else f"，费用与最优相差不超过 {max(self.gap, 1e-4):.2%}"
        return f"未证最优{near}"
