"""A value for every field of a parcel, as others write it and as a plan holds it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jinchu_pingheng.core.model import IN

VALUES: dict[str, tuple[Any, Any]] = {
    "parcel_id": (12.0, "12"),
    "direction": ("流入", IN),
    "type": ("2", 2),
    "project": ("甲项目", "甲项目"),
    "name": (" 乙地块 ", "乙地块"),
    "batch": ("第二批", "第二批"),
    "implementer": ("云川农业公司", "云川农业公司"),
    "former_use": ("种植玉米", "种植玉米"),
    "planned_class": (103, "0103"),
    "target_class": (1006.0, "1006"),
    "target_use": ("机耕道", "机耕道"),
    "road_class": ("县道", "县道"),
    "start_month": ("2023年4月", "2023-04"),
    "end_month": (date(2023, 10, 31), "2023-10"),
    "agreement": (True, "是"),
    "grade": ("8.5", Decimal("8.5")),
    "ridge_ratio": (0.1, Decimal("0.1")),
    "group_name": ("三组", "三组"),
    "approval_doc": ("云自然资〔2023〕4号", "云自然资〔2023〕4号"),
    "consent_doc": (20230115, "20230115"),
    "owner_consent_doc": ("一村同意书3号", "一村同意书3号"),
    "forest_consent_doc": ("云林〔2023〕1号", "云林〔2023〕1号"),
    "deduction": ("国家安排的生态退耕", "ecological"),
    "deduction_doc": ("云政〔2023〕2号", "云政〔2023〕2号"),
    "publicity_from": ("2023/2/15", "2023-02-15"),
    "publicity_to": (20230222, "2023-02-22"),
    "decided_by": ("县人民政府常务会", "县人民政府常务会"),
    "completed_on": (date(2023, 11, 20), "2023-11-20"),
    "completion_doc": ("云自然资验〔2023〕1号", "云自然资验〔2023〕1号"),
    "note": ("无", "无"),
}
"""For each field a value as others write it, and what the plan must hold."""
