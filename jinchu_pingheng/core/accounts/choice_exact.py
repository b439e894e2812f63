"""The best choice, proven by HiGHS where SciPy has it; else the greedy one, not proven."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .choice import Choice, Problem, greedy

SECONDS = 6.0
"""For each of the steps; what is found by then is taken, with the gap that is left."""
MANY = 2_000
"""From so many options on an answer within ``NEAR`` of the best is enough: a proof of the last
hundredth of a per cent takes longer than all the rest."""
NEAR = 1e-4
LEEWAY = 0.01
"""What an earlier step has reached is a whole number; a solver's tolerance must not exclude it."""


def choose(
    problem: Problem, step: Callable[[float], None] = lambda share: None, exact: bool = True
) -> Choice:
    """The best choice: by rank the least shortfall, then the least cost, then most land that lies
    together (on which the problem's ``slack`` may be spent). ``step`` is told the share that is
    done, and may raise to stop. Without ``exact``, as without SciPy, the choice is greedy."""
    start = greedy(problem)
    step(0.1)
    solver = _solver() if exact and len(problem) else None
    if solver is None:
        return Choice(start, problem.value(start), proven=not len(problem))
    found, proven, gap = _Program(problem, *solver).by_steps(start, step)
    value, other = problem.value(found), problem.value(start)
    tried = other < value if not problem.slack else other.short < value.short
    if tried:  # a solver's tolerance, or its time, must not make the answer worse
        return Choice(start, other, proven=False, gap=gap)
    return Choice(found, value, proven, gap)


def _solver() -> tuple[Any, Any] | None:
    """SciPy's optimisation and sparse matrices, which QGIS does not bring everywhere."""
    try:
        from scipy import optimize, sparse
    except ImportError:
        return None
    return (optimize, sparse) if hasattr(optimize, "milp") else None


class _Bound(NamedTuple):
    """What an earlier step has reached: a row over all variables that may not grow."""

    row: np.ndarray
    most: int


class _Program:
    """The problem as a mixed integer program: options (n), shortfalls (k), pairs (p)."""

    def __init__(self, problem: Problem, optimize: Any, sparse: Any) -> None:
        self._problem, self._optimize, self._sparse = problem, optimize, sparse
        self._n, self._k, self._p = len(problem), len(problem.needs), len(problem.pairs)

    def by_steps(
        self, start: np.ndarray, step: Callable[[float], None]
    ) -> tuple[np.ndarray, bool, float | None]:
        """One objective after the other; a choice, whether each step is proven, and the gap."""
        chosen, bounds, proven, gap = start, list[_Bound](), True, 0.0
        objectives, of_cost = self._objectives(), len(self._problem.ranks)
        for number, row in enumerate(objectives):
            solved = self._solve(row, bounds, together=number > of_cost)
            step(0.1 + 0.9 * (number + 1) / len(objectives))
            if solved is None:  # the last step only makes land lie together: cost stays as it is
                return chosen, False, gap if number > of_cost else None
            chosen, left = solved
            if number <= of_cost:
                gap = max(gap, left)
            proven = proven and left == 0
            reached = self._reached(row, chosen)
            most = self._problem.affordable(reached) if number == of_cost else reached
            bounds.append(_Bound(row, most))
        return chosen, proven, gap

    def _objectives(self) -> list[np.ndarray]:
        """What is made least: shortfalls by rank, cost, land that lies apart."""
        problem, n, k, p = self._problem, self._n, self._k, self._p
        rows = []
        for rank in problem.ranks:
            own = np.array([need.rank == rank for need in problem.needs], dtype=float)
            rows.append(np.concatenate([np.zeros(n), own, np.zeros(p)]))
        cost = np.concatenate([problem.cost.astype(float), np.zeros(k + p)])
        together = np.concatenate([np.zeros(n + k), -problem.bonus.astype(float)])
        spare = [cost] if problem.slack else []  # what is not needed for it is not spent
        return [*rows, cost, *([together, *spare] if p else [])]

    def _reached(self, row: np.ndarray, chosen: np.ndarray) -> int:
        """A step's objective of a choice, exactly."""
        problem = self._problem
        values = np.concatenate([chosen, problem.missing(chosen), problem.together(chosen)])
        return int((row.astype(np.int64) * values.astype(np.int64)).sum())

    def _solve(
        self, row: np.ndarray, bounds: list[_Bound], together: bool
    ) -> tuple[np.ndarray, float] | None:
        """A choice and its gap, 0 where it is proven; None where none was found in time."""
        problem, n, k, p = self._problem, self._n, self._k, self._p
        constraints = [self._needs(), *map(self._kept, bounds)]
        if together:
            constraints.append(self._pairs())
        low = np.concatenate([problem.must, np.zeros(k + p)])
        high = np.concatenate([~problem.never, np.full(k, np.inf), np.ones(p)])
        result = self._optimize.milp(
            row / max(float(np.abs(row).max()), 1.0),
            constraints=constraints,
            bounds=self._optimize.Bounds(low.astype(float), high.astype(float)),
            integrality=np.concatenate([np.ones(n), np.zeros(k + p)]),
            options={"time_limit": SECONDS, "mip_rel_gap": NEAR if n > MANY else 0.0},
        )
        if result.x is None:
            return None
        gap = float(result.mip_gap or 0.0)
        if result.status != 0:
            gap = max(gap, NEAR)
        return np.round(result.x[:n]).astype(bool), gap

    def _needs(self) -> Any:
        """What is given, and what lacks, reaches each need."""
        parts = [self._problem.gives, np.eye(self._k), np.zeros((self._k, self._p))]
        matrix = self._sparse.csr_matrix(np.hstack(parts))
        return self._optimize.LinearConstraint(matrix, self._problem.least.astype(float), np.inf)

    def _kept(self, bound: _Bound) -> Any:
        scale = max(float(np.abs(bound.row).max()), 1.0)
        matrix = self._sparse.csr_matrix(bound.row / scale)
        most = (bound.most + LEEWAY) / scale
        return self._optimize.LinearConstraint(matrix, -np.inf, most)

    def _pairs(self) -> Any:
        """A pair is taken only with both of its options."""
        n, k, p = self._n, self._k, self._p
        rows = np.arange(2 * p)
        options, both = self._problem.pairs.T.reshape(-1), np.tile(np.arange(p) + n + k, 2)
        entries = np.concatenate([np.ones(2 * p), -np.ones(2 * p)])
        places = np.concatenate([rows, rows]), np.concatenate([options, both])
        matrix = self._sparse.coo_matrix((entries, places), shape=(2 * p, n + k + p)).tocsr()
        return self._optimize.LinearConstraint(matrix, 0.0, np.inf)


def prices(problem: Problem, chosen: np.ndarray) -> list[float] | None:
    """What one more unit of each need would cost (k,), from the relaxed problem (options in parts),
    as far as the choice has met it; None without SciPy, or where there is no answer."""
    solver = _solver()
    if solver is None or not problem.needs:
        return None
    met = problem.least - np.array(problem.missing(chosen))
    result = solver[0].linprog(
        problem.cost.astype(float),
        A_ub=-problem.gives.astype(float),
        b_ub=-met.astype(float),
        bounds=np.column_stack([problem.must, ~problem.never]).astype(float),
        method="highs",
    )
    if result.status != 0:
        return None
    return [max(0.0, -float(marginal)) for marginal in result.ineqlin.marginals]
