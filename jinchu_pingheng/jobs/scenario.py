"""A copy of a plan under a name of its own, in which something is tried.

A scenario keeps the plan's identity: it is another way to write the same plan, lies beside it and
finds the same frozen copies. Its name stands in its header and is printed with every revision, for
both count on from the same number.
"""

from __future__ import annotations

from pathlib import Path

from ..core.errors import PlanError
from ..plan.store import Plan

_FORBIDDEN = '\\/:*?"<>|'
_LONGEST = 40


def scenario_file(plan: Path, name: str) -> Path:
    """Where the scenario of a plan goes: 方案.情景 甲.gpkg. Raises PlanError for a name that cannot
    be one of a file, or is taken."""
    name = name.strip()
    if not name or len(name) > _LONGEST or any(char in _FORBIDDEN for char in name):
        what = f"“{name}”不能作为情景名称" if name else "没有填写情景名称"
        do = f"请填写不超过 {_LONGEST} 个字、不含 {_FORBIDDEN} 的名称"
        raise PlanError(what, "另存为情景", do)
    path = plan.with_name(f"{plan.stem.split('.情景 ')[0]}.情景 {name}{plan.suffix}")
    if path.exists():
        raise PlanError("这个情景已经有了", str(path), "请换一个名称，或直接打开它")
    return path


def name_scenario(path: Path, name: str) -> None:
    """Call the plan at ``path`` a scenario."""
    with Plan.open(path) as plan, plan.transaction():
        plan.name_scenario(name)
        plan.log("另存为情景", name)
