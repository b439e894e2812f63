"""Survey attributes that cannot be are refused by polygon and value, and never enter a figure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey import check_survey


def dltb(**values: Any) -> Layer:
    """Two polygons, of which the second has the values."""
    usual = {"DLBM": "0103", "ZLDWDM": "640999001001", "GDDB": 9, "KCXS": 0.125}
    rows = [usual, {**usual, **values}]
    columns = {name: np.array([row[name] for row in rows], dtype=object) for name in usual}
    land = np.array([shapely.box(0, 0, 9, 9), shapely.box(9, 0, 18, 9)], dtype=object)
    return Layer("DLTB", "DLTB", np.array(["1", "2"]), land, columns, total=2)


@pytest.mark.parametrize("ratio", [None, "", 0, 0.0, 0.1, "0.125", 0.9999, " 0.2 "])
@pytest.mark.parametrize("grade", [None, "", 0, "0", 1, 15, 9.0, "9.5", " 15 "])
def test_values_that_can_be(ratio: Any, grade: Any) -> None:
    """TD/T 1055: 等别 1 to 15, empty or 0 for none; a share of the area is at least 0, below 1."""
    check_survey(dltb(KCXS=ratio, GDDB=grade))


@pytest.mark.parametrize(
    ("field", "value", "what", "do"),
    [
        ("KCXS", 12.5, "字段 KCXS（扣除系数）的值 12.5 超出范围", "不是百分数"),
        ("KCXS", 1, "字段 KCXS（扣除系数）的值 1 超出范围", "小于 1"),
        ("KCXS", -0.1, "字段 KCXS（扣除系数）的值 -0.1 超出范围", "小于 1"),
        ("KCXS", "十分之一", "字段 KCXS 的值 十分之一 不是数字", "数字"),
        ("KCXS", float("nan"), "字段 KCXS 的值 nan 不是数字", "数字"),
        ("GDDB", 99, "字段 GDDB（耕地等别）的值 99 超出范围", "1 至 15"),
        ("GDDB", 16, "字段 GDDB（耕地等别）的值 16 超出范围", "1 至 15"),
        ("GDDB", "0.5", "字段 GDDB（耕地等别）的值 0.5 超出范围", "1 至 15"),
        ("GDDB", -1, "字段 GDDB（耕地等别）的值 -1 超出范围", "1 至 15"),
        ("GDDB", "九等", "字段 GDDB 的值 九等 不是数字", "数字"),
    ],
)
def test_values_that_cannot_be(field: str, value: Any, what: str, do: str) -> None:
    with pytest.raises(PlanError) as caught:
        check_survey(dltb(**{field: value}))
    assert str(caught.value).startswith(f"图层“DLTB”图斑 2：{what}；") and do in str(caught.value)
