"""Find the land of a county that could become cropland under the plan's notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from ..core.accounts.pool import (
    Candidate,
    Tally,
    answer_of,
    candidate,
    less_used,
    ruled_out,
    what_remains,
)
from ..core.accounts.report import imprint
from ..core.declarations import Declaration
from ..core.errors import PlanError, listed
from ..core.land.survey import check_survey
from ..core.law.potential import about, lacking_column, on_land, recognisable
from ..core.law.reach import known_roles
from ..core.model import IN, Edition, Header, Parcel
from ..core.notice import Notice, ParcelType
from ..core.roles import SURVEY
from ..deliver.publishing import Written, publish_files
from ..intake.stored import sound
from ..judging.block import by_id
from ..judging.feedback import Feedback
from ..judging.judge_plan import judge_plan
from ..judging.setup import Layers, Setup, setup_for
from ..plan import profiles
from ..plan.store import Plan
from ..survey.files.role_layers import AnySpec
from ..version import software
from .exact_layers import require_exact
from .headers import dated
from .layers import Sources, layers_of, resolve, with_usual_filters
from .pool_land import PoolLand
from .two_surveys import spec_of_role, tiles_of

LEAST_M2 = 400.0
"""Parts of a polygon that a ban has left over: no field is smaller (三调 耕地上图面积 400 m²)."""


@dataclass(frozen=True)
class PoolReport:
    """The pool by score, the plan that it is for, and how it was found; ``unseen``: sentences on
    what could not be looked for."""

    header: Header
    notice: Notice
    edition: Edition
    software: str
    pool: tuple[Candidate, ...]
    tally: Tally
    unseen: tuple[str, ...]

    @property
    def imprint(self) -> str:
        """Where it comes from, in one line."""
        return imprint(self.edition, self.notice)


@dataclass(frozen=True)
class _Ask:
    """What polygons are judged by."""

    header: Header
    notice: Notice
    layers: Layers
    declarations: Sequence[Declaration]

    def setup(self, parcels: Sequence[Parcel]) -> Setup:
        """The setup for polygons of one type."""
        return setup_for(
            self.header,
            self.notice,
            parcels,
            self.layers,
            declarations=self.declarations,
            today=date.today().isoformat(),
            surfaces=False,
        )


def find_potential(
    path: Path,
    given: Sources,
    earlier: Iterable[Path] = (),
    weights: Iterable[tuple[Any, Any]] = (),
    feedback: Feedback | None = None,
) -> PoolReport:
    """Every survey polygon, or part of one, that could be inflow. Plans are only read.

    ``given`` layers by role, else those that the plan records; ``earlier``: plans of other years,
    whose inflow is spent; ``weights``: names of the notice's priorities and their weights. Raises
    PlanError for a missing survey and for weights of nothing.
    """
    feedback = feedback or Feedback()
    with Plan.to_read(path) as plan, plan.snapshot():
        header, edition, full = plan.header, plan.edition, profiles.load(plan.header.profile)
        taken = [p for p in sound(plan.parcels(), full) if p.direction == IN]
        sources = resolve(plan, with_usual_filters(given, feedback), known_roles(full))
        declarations = plan.declarations()
    taken += [parcel for other in earlier for parcel in _inflow(other, header)]
    notice = on_land(full, _weights(weights))
    layers = layers_of(header.crs, notice, sources)
    land = _polygons(spec_of_role(layers, SURVEY), notice, feedback)
    ask = _Ask(header, notice, layers, declarations)
    pool, unseen, tally = _by_type(land, ask, feedback)
    pool = less_used(pool, taken)
    pool.sort(key=lambda item: (-item.score, item.id))
    return PoolReport(
        header=dated(header),
        notice=full,
        edition=edition,
        software=software(),
        pool=tuple(pool),
        tally=Tally(land.looked_at, tally),
        unseen=tuple(dict.fromkeys([*_unseen(notice, land), *unseen])),
    )


def write_pool(report: PoolReport, folder: Path) -> Written:
    """The workbook of the pool."""
    from ..deliver.workbooks import pool as workbook

    return publish_files(
        folder,
        lambda stage: workbook.write(report, report.pool, report.tally, report.unseen, stage),
    )


def _polygons(spec: AnySpec, notice: Notice, feedback: Feedback) -> PoolLand:
    """The survey's polygons that may be of any type, read by tiles."""
    land = PoolLand(notice)
    with closing(spec.open(None)) as reader:
        for tile in tiles_of([spec]):
            feedback.step(1)
            layer = by_id(reader.near(np.array([tile])))
            require_exact(layer)
            check_survey(layer)
            land.lost.update(dict.fromkeys(layer.broken))
            land.add(layer.take(tile.owns(layer)))
    if not land.count and not land.lost:
        raise PlanError("图层中没有图斑", f"图层“{spec.name}”", "请另选地类图斑图层")
    return land


def _by_type(
    land: PoolLand, ask: _Ask, feedback: Feedback
) -> tuple[list[Candidate], list[str], dict[str, int]]:
    """The pool, type by type; what could not be judged; how many each rule has ruled out."""
    pool: list[Candidate] = []
    unseen: list[str] = []
    tally: Counter[str] = Counter()
    kinds = recognisable(ask.notice)
    for number, kind in enumerate(kinds):
        part = feedback.between(5 + 85 * number / len(kinds), 5 + 85 * (number + 1) / len(kinds))
        found, missing = _judged(kind, land, ask, tally, part)
        pool += found
        unseen += missing
    return pool, unseen, dict(tally)


def _judged(
    kind: ParcelType, land: PoolLand, ask: _Ask, tally: Counter[str], feedback: Feedback
) -> tuple[list[Candidate], list[str]]:
    """Candidates of one type: whole polygons first, then what bans have left of the others."""
    parcels: Sequence[Parcel] = land.parcels(kind)
    if not parcels:
        return [], []
    setup = ask.setup(parcels)
    own = [rule.id for rule in about(ask.notice, kind.number)]
    pool, unseen, rest = [], [], []
    for again in (False, True):
        judged = judge_plan(parcels, setup, feedback=feedback, apart=True)
        answer = answer_of(judged.findings, judged.cells, judged.scores)
        if not again:
            unseen += [f"类型 {kind.number}：{f.message}（{f.clause}）" for f in answer.waiting]
        if judged.aside:
            first = next(iter(judged.aside.values()))
            why = f"{first.where}：{first.what}"
            unseen.append(f"{len(judged.aside)} 个图斑不能量算，没有列入（如 {why}）")
        for parcel in parcels:
            against = ruled_out(answer.findings.get(parcel.parcel_id, ()), own)
            if not against:
                item = candidate(parcel, land.source(parcel.parcel_id), kind, answer, again)
                if item is not None:
                    pool.append(item)
                    land.spend(parcel.parcel_id)
                continue
            left = None if again else what_remains(parcel, against, LEAST_M2)
            if left is None:
                tally.update({f.rule_id for f in against})
            else:
                rest.append(left)
        if again or not rest:
            return pool, unseen
        parcels = rest
    return pool, unseen


def _unseen(notice: Notice, land: PoolLand) -> list[str]:
    """What could not be looked for, by the notice's rules on land."""
    told = [kind.number for kind in recognisable(notice)]
    others = [item for item in notice.types_in if item.number not in told]
    said = [f"类型 {item.number}（{item.name}）不能由图层识别，没有查找" for item in others]
    columns = lacking_column(notice, sorted(land.columns))
    said += [f"地类图斑没有字段 {column}，相应类型没有查找" for column in columns]
    if land.lost:
        names, first = [lost.feature for lost in land.lost], next(iter(land.lost)).message
        said.append(f"{len(names)} 个地类图斑的图形有误，没有查找：{listed(names)}（如 {first}）")
    return said


def _weights(rows: Iterable[tuple[Any, Any]]) -> dict[str, Decimal]:
    """Weights as they were typed. Raises PlanError for one that is no number."""
    found: dict[str, Decimal] = {}
    for name, value in rows:
        if str(name or "").strip() or str(value or "").strip():
            try:
                weight = Decimal(str(value).strip())
            except InvalidOperation:
                weight = Decimal("NaN")
            if not weight.is_finite():
                raise PlanError(f"权重“{value}”不是数字", f"评分项“{name}”", "请填数字")
            found[str(name).strip()] = weight
    return found


def _inflow(path: Path, header: Header) -> list[Parcel]:
    """The inflow of another plan. Raises PlanError for one of another county or CRS."""
    with Plan.to_read(path) as plan, plan.snapshot():
        other = plan.header
        if (other.county_code, other.crs) != (header.county_code, header.crs):
            do = "请选择同一个县、同一坐标系的方案"
            raise PlanError("以前年度方案与本方案不是同一个县或坐标系", str(path), do)
        parcels = sound(plan.parcels(), profiles.load(other.profile))
    return [
        replace(p, parcel_id=f"{other.year}年 {p.parcel_id}") for p in parcels if p.direction == IN
    ]
