"""Record a statement of the county: 本县无此类区域, 不涉及."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.declarations import STATEMENTS, Declaration
from ..core.errors import PlanError, listed
from ..core.law.reach import known_roles
from ..core.roles import BEFORE, SURVEY, SURVEY_ROLES
from ..plan import profiles
from ..plan.store import Plan
from .stated import require_document, stated_day

ACTION = "登记县级声明"
_MEASURED = (SURVEY, BEFORE, *SURVEY_ROLES, "DEM", "YX")
"""Roles of which no county can have none."""


def record_declaration(path: Path, declaration: Declaration) -> None:
    """Record a statement in place of the one for the same role; it is evidence from the next check
    on.

    Raises PlanError for a role that the notice does not know or that every county has, a statement
    that is none, a missing document, body or day, and where the plan records a layer of that role
    that shows the contrary.
    """
    with Plan.open(path) as plan, plan.transaction():
        declaration = _sound(declaration)
        notice = profiles.load(plan.header.profile)
        if declaration.role not in known_roles(notice) or declaration.role in _MEASURED:
            where = f"图层角色“{declaration.role}”"
            raise PlanError("不能对这个图层角色作声明", where, "请选择通知涉及的限制性区域图层")
        for row in plan.layers_by_role().get(declaration.role, ()):
            if row["feature_count"] > 0:
                what = f"方案记录的图层“{row['name']}”有 {row['feature_count']} 个要素，与声明不符"
                do = "请核对图层；图层属实的，不作声明"
                raise PlanError(what, notice.role_label(declaration.role), do)
        plan.put_declaration(declaration)
        plan.log(ACTION, f"{notice.role_label(declaration.role)}：{declaration.document}")


def remove_declaration(path: Path, role: str) -> None:
    """Take a statement back. Raises PlanError when there is none."""
    with Plan.open(path) as plan, plan.transaction():
        if not plan.remove_declaration(role):
            raise PlanError("没有登记过这个图层角色的声明", role, "请核对图层角色")
        plan.log(f"撤回{ACTION[2:]}", role)


def _sound(declaration: Declaration) -> Declaration:
    if declaration.statement not in STATEMENTS:
        do = f"可用的声明：{listed(STATEMENTS)}"
        raise PlanError(f"没有声明“{declaration.statement}”", ACTION, do)
    require_document(declaration.document, where=ACTION)
    if not declaration.signed_by.strip():
        raise PlanError("没有填写出具机关", ACTION, "请补填")
    stated_on = stated_day(declaration.stated_on, name="出具日期", where=ACTION)
    return replace(declaration, stated_on=stated_on)
