"""A choice of inflow as rows: of the plan's parcels, and of its workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core.accounts.choice import Choice, Problem, replacement, serves
from ..core.accounts.choice_exact import prices
from ..core.accounts.choice_needs import QUALITY, Option
from ..core.accounts.choice_report import ChosenRow, NeedRow
from ..core.model import IN
from ..core.rounding import whole
from .pool_layer import Offer


@dataclass(frozen=True)
class Taken:
    """The choice, for its rows."""

    problem: Problem
    choice: Choice
    offers: Sequence[Offer]
    options: Sequence[Option]
    towns: Mapping[str, str]

    def row(self, index: int, parcel_id: str) -> tuple[ChosenRow, dict[str, object]]:
        """An option of the choice as it is printed, and as a row of the plan's parcels."""
        offer, option = self.offers[index], self.options[index]
        served = tuple(need.name for need in serves(self.problem, self.choice.chosen, index))
        other = replacement(self.problem, self.choice.chosen, index)
        instead = "" if other is None else self.offers[other].parcel.parcel_id
        town, planned_class = max(option.areas, key=lambda key: option.areas[key], default=("", ""))
        found = ChosenRow(
            parcel_id=parcel_id,
            pool_id=offer.parcel.parcel_id,
            type=offer.parcel.type,
            planned_class=planned_class,
            town_name=self.towns.get(town, ""),
            m2=option.m2,
            cost=int(self.problem.cost[index]),
            serves=served,
            replacement=instead,
        )
        values = {
            "parcel_id": parcel_id,
            "direction": IN,
            "type": offer.parcel.type,
            "planned_class": offer.parcel.planned_class or None,
            "note": f"选自潜力图斑 {found.pool_id}，用于{'、'.join(served) or '锁定'}",
            "geom": offer.parcel.geometry,
        }
        return found, values


def need_rows(problem: Problem, choice: Choice, priced: bool) -> Iterator[NeedRow]:
    """The needs with what is left of them."""
    missing = problem.missing(choice.chosen)
    cost = prices(problem, choice.chosen) if priced else None
    for number, need in enumerate(problem.needs):
        graded = need.rank == QUALITY
        per_ha = None if cost is None or graded else whole(cost[number] * 100)  # 分/m² to 元/公顷
        yield NeedRow(
            name=need.name,
            clause=need.clause,
            graded=graded,
            before=max(0, need.least),
            missing=missing[number],
            yuan_per_ha=per_ha,
        )
