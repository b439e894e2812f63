"""Record how far parcels have come: 立项, 验收, 入库, 核销 and the like."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from ..core.errors import PlanError, listed
from ..core.stages import StageRecord, by_parcel, stage_fault
from ..plan import profiles
from ..plan.store import Plan
from .stated import stated_day

ACTION = "登记实施阶段"


def record_stage(path: Path, ids: Collection[str], given: StageRecord) -> int:
    """Record that parcels, or those of projects, have reached a stage: all of them or, on any
    error, none. ``ids`` names parcels or projects; the parcel of ``given`` does not matter.
    Returns how many parcels it were.

    Raises PlanError for parcels that are not in the plan, a stage that the notice does not know or
    that is out of order, a day that is none or to come, and a text that is no document.
    """
    day = stated_day(given.reached_on, name="日期", where=ACTION)
    if day > date.today().isoformat():
        raise PlanError(f"日期 {day} 还没有到", ACTION, "请填写文件的日期")
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        sides = _parcels(plan, ids)
        held = by_parcel(plan.stages())
        records = [
            StageRecord(name, given.stage, day, given.document.strip(), given.note)
            for name in sides
        ]
        for record in records:
            name = record.parcel_id
            fault = stage_fault(record, sides[name], held[name], notice)
            if fault is not None:
                raise fault
        plan.add_stages(records)
        plan.log(ACTION, f"{given.stage}：{listed(sides)}，{day}，{given.document.strip()}")
    return len(records)


def remove_stage(path: Path, ids: Collection[str], stage: str) -> int:
    """Take records back; later stages of the parcels must be taken back first. Returns how many.
    Raises PlanError."""
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        sides, records = _parcels(plan, ids), by_parcel(plan.stages())
        for name, side in sides.items():
            codes = [item.code for item in notice.stages_of(side)]
            held = [item.stage for item in records[name]]
            if stage not in held:
                raise PlanError(f"没有登记过阶段“{stage}”", f"地块 {name}", "请核对地块和阶段")
            later = [code for code in held if codes.index(code) > codes.index(stage)]
            if later:
                do = "请先撤销以后的阶段"
                raise PlanError(f"以后的阶段“{later[-1]}”已经登记", f"地块 {name}", do)
            plan.remove_stage(name, stage)
        plan.log("撤销实施阶段", f"{stage}：{listed(sides)}")
    return len(sides)


def _parcels(plan: Plan, ids: Collection[str]) -> dict[str, str]:
    """The sides of the parcels that are named, by id; a project stands for its parcels."""
    parcels = plan.parcels()
    if not ids:
        raise PlanError("没有填写地块", ACTION, "请填写地块编号或项目名称，以顿号或逗号分开")
    sides = {p.parcel_id: p.direction for p in parcels}
    found: dict[str, str] = {}
    for name in ids:
        mine = [name] if name in sides else [p.parcel_id for p in parcels if p.project == name]
        if not mine:
            raise PlanError(f"方案中没有地块或项目“{name}”", ACTION, "请核对编号和项目名称")
        found.update({parcel_id: sides[parcel_id] for parcel_id in mine})
    return found
