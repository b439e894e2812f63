"""Make a new plan."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ..core.errors import PlanError
from ..core.model import Header
from ..intake.values import half_width
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import is_cgcs2000, plan_crs
from .stated import stated_day

ACTION = "新建方案"


def plan_file(path: Path) -> Path:
    """The file that a plan is written to: a name without .gpkg gets it, or nothing opens it."""
    return path if path.suffix.lower() == ".gpkg" else path.with_name(f"{path.name}.gpkg")


def create_plan(path: Path, header: Header, feedback: Feedback | None = None) -> Path:
    """Check the header and write an empty plan; returns its ``plan_file``.

    Raises PlanError for a county code that is not six digits, an unknown profile, a CRS that is not
    projected in metres, or a file that exists or cannot be written.
    """
    header = _as_meant(header)
    if not re.fullmatch("[0-9]{6}", header.county_code):
        raise PlanError(
            f"县级行政区划代码“{header.county_code}”不是 6 位数字",
            ACTION,
            "请按 GB/T 2260 填写",
        )
    if not header.county_name.strip():
        raise PlanError("没有填写县（市、区）名称", ACTION, "请填写名称")
    if not 2021 <= header.year <= 2100:
        raise PlanError(f"方案年度 {header.year} 不合理", ACTION, "请填写四位年份，如 2023")
    profiles.load(header.profile)
    plan_crs(header.crs)
    if not is_cgcs2000(header.crs) and feedback:
        feedback.warn(
            f"方案坐标系 {header.crs} 不是 CGCS2000 高斯-克吕格投影，面积不符合调查口径，仅供试算。"
        )
    path = plan_file(path)
    Plan.create(path, header).close()
    return path


def _as_meant(header: Header) -> Header:
    """Half-width digits, and the day in the plan's spelling."""
    compiled_on = header.compiled_on and stated_day(
        header.compiled_on, name="编制日期", where=ACTION
    )
    return replace(header, county_code=half_width(header.county_code), compiled_on=compiled_on)


def available_profiles() -> list[tuple[str, str]]:
    """(id, title) of every notice that a plan may follow."""
    return profiles.available()
