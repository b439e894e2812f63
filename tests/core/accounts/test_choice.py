"""Choosing inflow: against every choice that there is, where there are few."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.choice import (
    Need,
    Problem,
    greedy,
    replacement,
    require_sound,
    serves,
)
from jinchu_pingheng.core.accounts.choice_exact import choose
from jinchu_pingheng.core.errors import PlanError

M2 = st.integers(0, 60_000)


def problem(
    gives: list[list[int]],
    least: list[int],
    cost: list[int],
    *,
    ranks: list[int] | None = None,
    must: Collection[int] = (),
    never: Collection[int] = (),
    pairs: list[tuple[int, int, int]] | None = None,
    slack: float = 0.0,
) -> Problem:
    n = len(cost)
    needs = [
        Need(f"需要{i}", "第一条", rank, amount, np.array(row, dtype=np.int64))
        for i, (row, amount, rank) in enumerate(zip(gives, least, ranks or [0] * len(least)))
    ]
    found = np.array(pairs or np.zeros((0, 3)), dtype=np.int64).reshape(-1, 3)
    return Problem(
        needs=tuple(needs),
        cost=np.array(cost, dtype=np.int64),
        must=np.isin(np.arange(n), list(must)),
        never=np.isin(np.arange(n), list(never)),
        pairs=found[:, :2],
        bonus=found[:, 2],
        slack=slack,
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to seven options: total and a class of area, grades that may be worse than needed."""
    n = draw(st.integers(0, 7))
    area = draw(st.lists(M2, min_size=n, max_size=n))
    wet = [m2 if draw(st.booleans()) else 0 for m2 in area]
    better = [m2 * draw(st.integers(-40, 40)) for m2 in area]
    least = [draw(st.integers(0, 200_000)), draw(M2), draw(st.integers(-500_000, 500_000))]
    cost = draw(st.lists(st.integers(0, 10**8), min_size=n, max_size=n))
    locks = [draw(st.sampled_from(["", "", "must", "never"])) for _ in range(n)]
    pairs = [
        (i, j, draw(st.integers(1, 1000)))
        for i in range(n)
        for j in range(i)
        if draw(st.integers(0, 3)) == 0
    ]
    return problem(
        [area, wet, better], least, cost, ranks=[0, 0, 1], pairs=pairs,
        must={i for i, lock in enumerate(locks) if lock == "must"},
        never={i for i, lock in enumerate(locks) if lock == "never"},
    )  # fmt: skip


def every_choice(given: Problem) -> list[np.ndarray]:
    choices = (np.array(bits, dtype=bool) for bits in product([False, True], repeat=len(given)))
    return [c for c in choices if not (given.must & ~c).any() and not (given.never & c).any()]


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_choice_is_better_than_the_proven_one(given_problem: Problem) -> None:
    pytest.importorskip("scipy.optimize")
    best = min(given_problem.value(chosen) for chosen in every_choice(given_problem))
    found = choose(given_problem)
    assert found.value == given_problem.value(found.chosen)
    if found.proven:
        assert found.value == best
    assert found.value >= best


@given(problems())
def test_a_greedy_choice_keeps_the_locks_and_is_never_called_proven(given_problem: Problem) -> None:
    found = choose(given_problem, exact=False)
    assert not (given_problem.must & ~found.chosen).any()
    assert not (given_problem.never & found.chosen).any()
    assert found.proven == (len(given_problem) == 0)


@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=8), st.integers(1, 200_000))
def test_a_greedy_choice_leaves_no_shortfall_of_area_that_all_options_could_mend(
    area: list[int], least: int
) -> None:
    given_problem = problem([area], [least], area)
    assert given_problem.missing(greedy(given_problem)) == [max(0, least - sum(area))]


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from([0.1, 0.5, 2.0]))
def test_what_may_be_spent_more_buys_the_most_land_that_lies_together(
    given_problem: Problem, slack: float
) -> None:
    pytest.importorskip("scipy.optimize")
    given_problem = replace(given_problem, slack=slack)
    values = [given_problem.value(chosen) for chosen in every_choice(given_problem)]
    best = min(values)
    most = best.cost + int(best.cost * slack)
    within = [v for v in values if v.short == best.short and v.cost <= most]
    found = choose(given_problem)
    if found.proven:
        target = min((v.apart, v.cost) for v in within) if len(given_problem.pairs) else None
        assert found.value.short == best.short
        assert (found.value.apart, found.value.cost) == (target or (0, best.cost))


def test_a_shortfall_is_worse_than_any_cost_and_cost_than_land_apart() -> None:
    pytest.importorskip("scipy.optimize")
    given_problem = problem(
        [[100, 100, 100]], [200], [5, 5, 5], pairs=[(0, 2, 10), (1, 2, 1), (0, 1, 3)]
    )
    found = choose(given_problem)
    assert (found.chosen.tolist(), found.value, found.proven) == (
        [True, False, True], ((0,), 10, -10), True,
    )  # fmt: skip


def test_each_chosen_option_names_its_need_and_what_could_replace_it() -> None:
    given_problem = problem([[100, 60, 100], [0, 60, 0]], [100, 60], [3, 9, 4])
    chosen = np.array([True, True, False])
    assert [need.name for need in serves(given_problem, chosen, 1)] == ["需要1"]
    assert replacement(given_problem, chosen, 1) is None
    first_alone = np.array([True, False, False])
    assert [need.name for need in serves(given_problem, first_alone, 0)] == ["需要0"]
    assert replacement(given_problem, first_alone, 0) == 2


@pytest.mark.parametrize(
    ("given_problem", "sentence"),
    [
        (problem([[1]], [1], [1], must={0}, never={0}), "既锁定选取又锁定不选"),
        (problem([[1]], [1], [-1]), "费用小于零"),
    ],
)
def test_locks_that_contradict_and_costs_below_zero_are_refused(
    given_problem: Problem, sentence: str
) -> None:
    with pytest.raises(PlanError, match=sentence):
        require_sound(given_problem, ["Q1"])
