"""Which options to take: first no shortfall, then the least cost, then land that lies together.

All figures are whole numbers (m², 分), so that an answer can be checked exactly. Greedy choice with
repair is here; the exact one is in ``choice_exact``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..errors import PlanError, listed


@dataclass(frozen=True)
class Need:
    """What the chosen must reach together: the sum of what they give (n,) is at least ``least``.
    A shortfall of a lower ``rank`` is worse than any of a higher one."""

    name: str
    clause: str
    rank: int
    least: int
    gives: np.ndarray


@dataclass(frozen=True)
class Problem:
    """``cost`` (n,), not below zero; ``must`` and ``never`` (n,) are the county's locks; ``pairs``
    (p, 2) of options that lie together, ``bonus`` (p,) for taking both. ``slack``: by which share
    of the least cost more may be spent so that land lies together."""

    needs: tuple[Need, ...]
    cost: np.ndarray
    must: np.ndarray
    never: np.ndarray
    pairs: np.ndarray
    bonus: np.ndarray
    slack: float = 0.0

    def __len__(self) -> int:
        return len(self.cost)

    @cached_property
    def gives(self) -> np.ndarray:
        """What each option gives to each need (k, n)."""
        rows = [need.gives for need in self.needs]
        return np.array(rows, dtype=np.int64).reshape(len(self.needs), len(self))

    @cached_property
    def least(self) -> np.ndarray:
        """What the needs ask for (k,)."""
        return np.array([need.least for need in self.needs], dtype=np.int64)

    @property
    def ranks(self) -> list[int]:
        """Ranks of needs, the worst first."""
        return sorted({need.rank for need in self.needs})

    def missing(self, chosen: np.ndarray) -> list[int]:
        """How much each need lacks."""
        lacks: list[int] = np.maximum(self.least - self.gives[:, chosen].sum(axis=1), 0).tolist()
        return lacks

    def by_rank(self, lacks: np.ndarray) -> list[np.ndarray]:
        """What needs lack (k, …), summed by rank, the worst first."""
        ranks = np.array([need.rank for need in self.needs])
        return [lacks[ranks == rank].sum(axis=0) for rank in self.ranks]

    def short(self, chosen: np.ndarray) -> tuple[int, ...]:
        """The shortfall of each rank, the worst first."""
        return tuple(map(int, self.by_rank(np.array(self.missing(chosen)))))

    def together(self, chosen: np.ndarray) -> np.ndarray:
        """Mask (p,) of the pairs of which both are taken."""
        return np.asarray(chosen[self.pairs].all(axis=1))

    def affordable(self, least: int) -> int:
        """The most that may be spent where the least cost is ``least``."""
        return least + int(least * self.slack)

    def value(self, chosen: np.ndarray) -> Value:
        """How good a choice is; the smaller, the better."""
        earned = int(self.bonus[self.together(chosen)].sum())
        return Value(self.short(chosen), int(self.cost[chosen].sum()), -earned)


class Value(NamedTuple):
    """Shortfalls by rank, cost, and what is earned for land that lies together (below zero)."""

    short: tuple[int, ...]
    cost: int
    apart: int


@dataclass(frozen=True)
class Choice:
    """``chosen`` (n,) and how good it is. ``proven``: nothing is better; else ``gap`` is the share
    of its cost by which another one may be cheaper (None: not known)."""

    chosen: np.ndarray
    value: Value
    proven: bool
    gap: float | None = None


def require_sound(problem: Problem, names: Sequence[str]) -> None:
    """Raise PlanError for locks that contradict each other, and for costs below zero."""
    both = np.flatnonzero(problem.must & problem.never)
    if len(both):
        where = f"图斑 {listed(names[i] for i in both)}"
        raise PlanError("既锁定选取又锁定不选", where, "请改正锁定")
    wrong = np.flatnonzero(problem.cost < 0)
    if len(wrong):
        raise PlanError("费用小于零", f"图斑 {listed(names[i] for i in wrong)}", "请改正费用")


def greedy(problem: Problem) -> np.ndarray:
    """A choice (n,): the option that mends most for its cost, again and again; then what is no
    longer needed goes, the dearest first."""
    chosen = problem.must.copy()
    while (best := _best(problem, chosen)) is not None:
        chosen[best] = True
    short = problem.short(chosen)
    for index in np.argsort(-problem.cost, kind="stable"):
        if chosen[index] and not problem.must[index]:
            without = chosen.copy()
            without[index] = False
            if (left := problem.short(without)) <= short:
                chosen, short = without, left
    return chosen


def _best(problem: Problem, chosen: np.ndarray) -> int | None:
    """The option that mends most of the worst shortfall that any can mend, for its cost, without
    making a worse one; None where nothing helps."""
    free = ~(chosen | problem.never)
    before = problem.short(chosen)
    after = problem.by_rank(_lacks_with_each(problem, chosen))
    for number in range(len(before)):
        helps = free & (after[number] < before[number])
        for worse in range(number):
            helps &= after[worse] <= before[worse]
        if helps.any():
            mended = (before[number] - after[number]) / (problem.cost + 1)
            return int(np.argmax(np.where(helps, mended, -1.0)))
    return None


def _lacks_with_each(problem: Problem, chosen: np.ndarray) -> np.ndarray:
    """What each need lacks (k, n) once an option is taken, too."""
    left = problem.least - problem.gives[:, chosen].sum(axis=1)
    return np.maximum(left[:, None] - problem.gives, 0)


def serves(problem: Problem, chosen: np.ndarray, index: int) -> list[Need]:
    """The needs that an option of the choice is taken for: without it they would lack more, or, of
    those that it could leave, that it gives to."""
    without = chosen.copy()
    without[index] = False
    lacks = zip(problem.missing(chosen), problem.missing(without), problem.needs)
    needed = [need for now, then, need in lacks if then > now]
    return needed or [need for need in problem.needs if need.gives[index] > 0 and need.least > 0]


def replacement(problem: Problem, chosen: np.ndarray, index: int) -> int | None:
    """The cheapest option that could stand in the place of one of the choice without any need
    lacking more; None where there is none."""
    free = ~(chosen | problem.never)
    without = chosen.copy()
    without[index] = False
    allowed = np.array(problem.missing(chosen)).reshape(-1, 1)
    fits = free & (_lacks_with_each(problem, without) <= allowed).all(axis=0)
    if not fits.any():
        return None
    return int(np.argmin(np.where(fits, problem.cost, np.iinfo(np.int64).max)))
