"""Make a new plan."""

from __future__ import annotations

import re
from pathlib import Path

from ..core.days import is_day
from ..core.errors import PlanError
from ..core.model import Header
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import is_cgcs2000, plan_crs


def create_plan(path: Path, header: Header, feedback: Feedback | None = None) -> None:
    """Check the header and write an empty plan.

    Raises PlanError for a county code that is not six digits, an unknown profile, a CRS that is not
    projected in metres, or a file that exists or cannot be written.
    """
    if not re.fullmatch(r"\d{6}", header.county_code):
        raise PlanError(
            f"县级行政区划代码“{header.county_code}”不是 6 位数字",
            "新建方案",
            "请按 GB/T 2260 填写",
        )
    if not header.county_name.strip():
        raise PlanError("没有填写县（市、区）名称", "新建方案", "请填写名称")
    if not 2021 <= header.year <= 2100:
        raise PlanError(f"方案年度 {header.year} 不合理", "新建方案", "请填写四位年份，如 2023")
    if header.compiled_on and not is_day(header.compiled_on):
        raise PlanError(
            f"编制日期“{header.compiled_on}”不是日期",
            "新建方案",
            "请写成 2023-02-20 的形式，或留空",
        )
    profiles.load(header.profile)
    plan_crs(header.crs)
    if not is_cgcs2000(header.crs) and feedback:
        feedback.warn(
            f"方案坐标系 {header.crs} 不是 CGCS2000 高斯-克吕格投影，面积不符合调查口径，仅供试算。"
        )
    Plan.create(path, header).close()


def available_profiles() -> list[tuple[str, str]]:
    """(id, title) of every notice that a plan may follow."""
    return profiles.available()
