"""Choose inflow from the pool, and write the answer as a scenario of the plan."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from glob import escape
from pathlib import Path

import numpy as np
import shapely

from ..core.accounts.balance import Balance, balance
from ..core.accounts.choice import Need, Problem, require_sound
from ..core.accounts.choice_exact import choose
from ..core.accounts.choice_needs import AREA, QUALITY, Option, needs_of, options_of
from ..core.accounts.choice_report import ChoiceReport
from ..core.errors import PlanError, listed
from ..core.model import IN, Cell, Finding, Parcel
from ..core.notice import Notice
from ..core.rounding import MU_PER_M2, hectares, whole
from ..deliver.publishing import Written, publish_files
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..judging.setup import MEASURING_ROLES
from ..plan import profiles
from ..plan.store import Plan
from ..plan.watching import PlanFile
from ..survey.sources import Source
from ..version import software
from .choice_rows import Taken, need_rows
from .headers import dated
from .indicators import indicators_of
from .layers import resolve
from .measure import measure_again, measure_apart_from_plan
from .pool_layer import Offer, read_pool
from .scenario import name_scenario, scenario_file
from .snapshot import bring_up_to_date


@dataclass(frozen=True)
class Terms:
    """``prices``: yuan per 亩 by type of inflow (empty: the least land is taken); ``with_open``:
    polygons that are 待查 count, too; ``together_m``: options at most so far apart lie together;
    ``slack``: share of the least cost that may be spent on that; ``least_m2``: smaller options are
    not taken unless they are locked."""

    prices: Mapping[int, Decimal]
    with_open: bool = False
    together_m: float = 1.0
    slack: float = 0.0
    least_m2: float = 0.0


@dataclass(frozen=True)
class _Stand:
    """The plan as it stands before anything is chosen."""

    notice: Notice
    parcels: Sequence[Parcel]
    cells: Sequence[Cell]
    findings: Sequence[Finding]
    balance: Balance


def choose_inflow(
    path: Path, pool: Source, name: str, terms: Terms, feedback: Feedback | None = None
) -> tuple[Path, ChoiceReport]:
    """Take from the pool what the plan needs; returns the scenario's file, and what was taken.

    The plan itself stays as it is. Raises PlanError for a pool without anything to take, a plan
    that needs nothing, contradictory locks, costs that are missing or below zero, and where the
    balance of the scenario is not what was reckoned; then nothing is written.
    """
    feedback = feedback or Feedback()
    target = scenario_file(path, name)
    with _draft(path, target) as draft:
        with Plan.open(draft) as plan, plan.transaction():
            stand = _stand(plan, feedback.between(0, 20))
            offers = read_pool(pool, plan.header.crs, terms.with_open)
            report, rows = _chosen(plan, stand, offers, terms, feedback.between(20, 80))
            plan.add_parcels(rows)
            cells = measure_again(plan, {}, feedback.between(80, 98))
            _verify(plan, stand, cells, report)
            plan.log("选取流入地块", f"{len(rows)} 个地块，{report.label}")
        name_scenario(draft, name.strip())
        with Plan.open(draft) as plan:
            report = replace(report, header=dated(plan.header), edition=plan.edition)
        os.replace(draft, target)
    feedback.step(100)
    return target, report


def write_choice(report: ChoiceReport, folder: Path) -> Written:
    """The workbook of a choice."""
    from ..deliver.workbooks import choice as workbook

    return publish_files(folder, lambda stage: workbook.write(report, stage))


@contextmanager
def _draft(path: Path, target: Path) -> Iterator[Path]:
    """A copy beside the plan, where its record of layers holds; gone unless it was moved."""
    draft = target.with_name(f".{target.name}")
    try:
        with closing(PlanFile(path)) as file:
            file.save_copy(draft)
        yield draft
    finally:
        for left in draft.parent.glob(f"{escape(draft.stem)}.*"):  # its journals and backups, too
            with suppress(OSError):
                left.unlink()


def _stand(plan: Plan, feedback: Feedback) -> _Stand:
    bring_up_to_date(plan, feedback)
    notice = profiles.load(plan.header.profile)
    parcels, cells, findings = sound(plan.parcels(), notice), plan.cells(), plan.findings()
    county, indicators = plan.header.county_name, indicators_of(plan, notice)
    drawn = balance(parcels, cells, findings, notice, county, indicators)
    return _Stand(notice, parcels, cells, findings, drawn)


def _chosen(
    plan: Plan, stand: _Stand, offers: Sequence[Offer], terms: Terms, feedback: Feedback
) -> tuple[ChoiceReport, list[dict[str, object]]]:
    """What is taken, and the rows of its parcels for the plan."""
    sources = resolve(plan, {}, MEASURING_ROLES)
    measured = measure_apart_from_plan(
        [offer.parcel for offer in offers], sources, stand.notice, plan.header.crs,
        feedback.between(0, 50),
    )  # fmt: skip
    options = options_of([offer.parcel.parcel_id for offer in offers], measured.cells)
    inflow = [cell for cell in stand.cells if cell.direction == IN]
    needs = needs_of(stand.balance, stand.notice, inflow, options)
    if not any(need.least > 0 for need in needs) and not any(o.lock == "must" for o in offers):
        raise PlanError("方案没有缺口，不需要选取", str(plan.path), "请直接使用原方案")
    problem = _problem(needs, offers, options, terms)
    require_sound(problem, [offer.parcel.parcel_id for offer in offers])
    found = choose(problem, lambda share: feedback.step(50 + 50 * share))
    towns = {cell.town_code: cell.town_name for cell in measured.cells}
    taken = Taken(problem, found, offers, options, towns)
    numbering = plan.numbering()
    rows = [taken.row(index, numbering.next(IN)) for index in np.flatnonzero(found.chosen)]
    report = ChoiceReport(
        header=plan.header,
        notice=stand.notice,
        edition=plan.edition,
        software=software(),
        needs=tuple(need_rows(problem, found, bool(terms.prices))),
        chosen=tuple(row for row, _ in rows),
        candidates=len(offers),
        priced=bool(terms.prices),
        proven=found.proven,
        gap=found.gap,
        notes=tuple(_notes(stand, problem, options)),
    )
    return report, [values for _, values in rows]


def _problem(
    needs: tuple[Need, ...], offers: Sequence[Offer], options: Sequence[Option], terms: Terms
) -> Problem:
    graded = any(need.rank == QUALITY for need in needs)
    must = np.array([offer.lock == "must" for offer in offers], dtype=bool)
    never = np.array([offer.lock == "never" for offer in offers], dtype=bool)
    empty = np.array([_unfit(option, graded, terms) for option in options], dtype=bool)
    land = np.array([offer.parcel.geometry for offer in offers], dtype=object)
    one, two = shapely.STRtree(land).query(land, predicate="dwithin", distance=terms.together_m)
    pairs = np.column_stack([one, two])[one < two]
    size = np.array([option.m2 for option in options], dtype=np.int64)
    return Problem(
        needs=needs,
        cost=np.array([_cost(*pair, terms) for pair in zip(offers, options)], dtype=np.int64),
        must=must,
        never=never | (empty & ~must),
        pairs=pairs,
        bonus=size[pairs].min(axis=1) if len(pairs) else np.zeros(0, dtype=np.int64),
        slack=terms.slack,
    )


def _unfit(option: Option, graded: bool, terms: Terms) -> bool:
    """It gives nothing or too little, or nobody could tell the mean 等别 any more."""
    return not option.m2 or option.m2 < terms.least_m2 or (graded and option.graded is None)


def _cost(offer: Offer, option: Option, terms: Terms) -> int:
    """In 分; the area where nobody has named a price."""
    if not terms.prices and offer.yuan_per_mu is None:
        return option.m2
    price = offer.yuan_per_mu
    if price is None:
        price = terms.prices.get(offer.parcel.type)
    if price is None:
        do = f"请补填类型 {offer.parcel.type} 的单价，或图斑的 yuan_per_mu 字段"
        raise PlanError("没有费用单价", f"图斑 {offer.parcel.parcel_id}", do)
    return whole(option.m2 * MU_PER_M2 * price * 100)


def _notes(stand: _Stand, problem: Problem, options: Sequence[Option]) -> Iterator[str]:
    if not stand.balance.checked:
        yield "方案尚未检查：未通过禁止性检查的流入地块还算在结余里"
    ungraded = sum(option.graded is None for option in options)
    if ungraded and any(need.rank == QUALITY for need in problem.needs):
        yield f"{ungraded} 个图斑没有等别，未选取"
    if any(rule.kind == "quality" for rule in stand.notice.rules) and not any(
        need.rank == QUALITY for need in problem.needs
    ):
        yield "有地块缺少等别，或登记了结转、核销指标：平均等别没有作为条件，请以检查结论为准"


def _verify(plan: Plan, stand: _Stand, cells: Sequence[Cell], report: ChoiceReport) -> None:
    """The scenario lacks, by its own balance in whole m², just what was reckoned."""
    parcels, indicators = sound(plan.parcels(), stand.notice), stand.balance.indicators
    county = plan.header.county_name
    after = balance(parcels, cells, stand.findings, stand.notice, county, indicators)
    inflow = [cell for cell in cells if cell.direction == IN]
    lacks = {n.name: n.least for n in needs_of(after, stand.notice, inflow, ()) if n.rank == AREA}
    reckoned = {row.name: row.missing for row in report.needs if row.missing and not row.graded}
    if lacks != reckoned:
        wrong = [name for name in {**lacks, **reckoned} if lacks.get(name) != reckoned.get(name)]
        told = listed(f"{name}缺 {hectares(lacks.get(name, 0))} 公顷" for name in wrong)
        do = "所选图斑可能相互重叠、与方案地块重叠或已是耕地，请重新运行“流入潜力”后再选"
        raise PlanError(f"选取后量算的结果与预计不符（{told}）", str(plan.path), do)
