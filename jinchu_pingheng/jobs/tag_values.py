"""What the tags of a parcel may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..core.errors import PlanError, listed
from ..core.landclass import CROPLAND, LAND_CLASSES
from ..core.notice import Notice

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def check_values(row: dict[str, Any], direction: str, notice: Notice) -> None:
    """Refuse values that no table could print, and give numbers their type.

    Raises PlanError naming the layer, the feature and the parcel.
    """
    where = f"图层“{row['source_layer']}”要素 {row['source_fid']}（地块 {row['parcel_id']}）"
    numbers = [item.number for item in notice.types(direction)]
    if str(row["type"]).strip() not in [str(number) for number in numbers]:
        what = f"字段 type 的值“{row['type']}”不是{notice.word(direction)}的类型序号"
        do = f"可用的类型：{listed(numbers)}；该字段若另有含义，请先改名"
        raise PlanError(what, where, do)
    row["type"] = int(row["type"])
    _one_of(row, "planned_class", CROPLAND, where)
    _one_of(row, "target_class", tuple(LAND_CLASSES), where)
    _one_of(row, "agreement", ("是", "否"), where)
    _one_of(row, "deduction", tuple(item.code for item in notice.deductions), where)
    for name in ("start_month", "end_month"):
        if row[name] and not _MONTH.fullmatch(str(row[name])):
            raise PlanError(
                f"字段 {name} 的值“{row[name]}”不是月份", where, "请写成 2023-04 的形式"
            )
    for name in ("publicity_from", "publicity_to"):
        if row[name] and not _is_day(str(row[name])):
            raise PlanError(
                f"字段 {name} 的值“{row[name]}”不是日期", where, "请写成 2023-02-15 的形式"
            )
    if row["start_month"] and row["end_month"] and str(row["start_month"]) > str(row["end_month"]):
        raise PlanError("开始月份晚于完成月份", where, "请更正 start_month 和 end_month")
    _between(row, "grade", Decimal(1), Decimal(15), where)
    _between(row, "ridge_ratio", Decimal(0), Decimal("0.9999"), where)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _one_of(row: Mapping[str, Any], name: str, allowed: Sequence[str], where: str) -> None:
    if row[name] and str(row[name]) not in allowed:
        raise PlanError(
            f"字段 {name} 的值“{row[name]}”不可用", where, f"可用的值：{listed(allowed, 8)}"
        )


def _between(row: dict[str, Any], name: str, low: Decimal, high: Decimal, where: str) -> None:
    if row[name] is None:
        return
    try:
        number = Decimal(str(row[name]))
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise PlanError(f"字段 {name} 的值“{row[name]}”不是数字", where, "请改为数字") from None
    if not low <= number <= high:
        raise PlanError(f"字段 {name} 的值 {number} 超出范围", where, f"应在 {low} 到 {high} 之间")
    row[name] = number
