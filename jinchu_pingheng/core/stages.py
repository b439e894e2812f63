"""How far parcels have come: 立项, 实施, 初验, 验收, 复核, 入库, 核销, as each notice has them
(宁夏 二（四） to 二（七）, 建宁 四（六）, 洪洞 四（三）)."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .documents import is_document
from .errors import PlanError, listed
from .notice import Notice, StageClause


@dataclass(frozen=True)
class StageRecord:
    """A parcel has reached a stage (code of the notice's StageClause) on a day ('YYYY-MM-DD'), by a
    document."""

    parcel_id: str
    stage: str
    reached_on: str
    document: str
    note: str = ""


@dataclass(frozen=True)
class Sample:
    """Parcels drawn for a look on the ground: whoever has ``seed`` draws the same ones."""

    stage: str
    clause: str
    share: Decimal
    seed: str
    among: int
    parcels: tuple[str, ...]


def stage_fault(
    record: StageRecord, side: str, earlier: Iterable[StageRecord], notice: Notice
) -> PlanError | None:
    """Why a parcel of a side cannot have reached a stage; ``earlier`` are its other records.

    Stages follow each other in the notice's order and in time, none is left out or reached twice.
    """
    stages = {stage.code: stage for stage in notice.stages_of(side)}
    where, stage = f"地块 {record.parcel_id}", stages.get(record.stage)
    if stage is None:
        names = [f"{item.code} {item.name}" for item in stages.values()]
        do = f"可登记：{listed(names)}" if names else f"{notice.paper}没有规定这一侧的阶段"
        return PlanError(f"{notice.word(side)}地块没有阶段“{record.stage}”", where, do)
    held = {item.stage: item for item in earlier}
    if stage.code in held:
        done = held[stage.code]
        what = f"“{stage.name}”已经登记过（{done.reached_on}，{done.document}）"
        return PlanError(what, where, "更正请先撤销该登记")
    before = list(stages)[: list(stages).index(stage.code)]
    lacking = [stages[code].name for code in before if code not in held]
    if lacking:
        return PlanError(f"还没有登记“{lacking[0]}”", where, f"请按{stage.clause}的次序登记")
    if before and record.reached_on < held[before[-1]].reached_on:
        last = held[before[-1]]
        what = f"“{stage.name}”的日期 {record.reached_on} 早于“{stages[last.stage].name}”"
        return PlanError(what, where, f"应不早于 {last.reached_on}")
    if not is_document(record.document):
        return PlanError(f"“{stage.name}”没有填写文件", where, "请填写文件的机关和文号或日期")
    return None


def by_parcel(records: Iterable[StageRecord]) -> defaultdict[str, list[StageRecord]]:
    """Records of each parcel, in their order; none of one that has not begun."""
    found: defaultdict[str, list[StageRecord]] = defaultdict(list)
    for item in records:
        found[item.parcel_id].append(item)
    return found


def state_of(records: Iterable[StageRecord], stages: Sequence[StageClause]) -> str:
    """The last stage that a parcel has reached, by name; '未开始' before the first."""
    held = {item.stage for item in records}
    return next((stage.name for stage in reversed(stages) if stage.code in held), "未开始")


def sampled(parcel_ids: Iterable[str], share: Decimal, seed: str) -> list[str]:
    """At least ``share`` of the parcels, drawn by the digests of seed and id: whoever has the seed
    and the ids draws the same ones."""
    ids = sorted(set(parcel_ids))
    drawn = sorted(ids, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())
    return sorted(drawn[: math.ceil(share * len(ids))])
