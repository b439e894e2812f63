"""Parcels that stand in a plan: whatever an attribute table let in is named, never printed."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Parcel
from jinchu_pingheng.intake.stored import sound
from jinchu_pingheng.plan import profiles

NOTICE = profiles.load("ningxia-2022")
SQUARE = shapely.box(0, 0, 100, 100)


def parcel(parcel_id: str = "LR0001", **tags: Any) -> Parcel:
    return Parcel(parcel_id, **{"direction": "in", "type": 1, "geometry": SQUARE, **tags})


def says(*parcels: Parcel) -> str:
    with pytest.raises(PlanError) as caught:
        sound(list(parcels), NOTICE)
    return str(caught.value)


def test_sound_parcels_are_given_back_as_they_are() -> None:
    parcels = [parcel(planned_class="0103", start_month="2023-04"), parcel("LC1", direction="out")]
    assert sound(parcels, NOTICE) is parcels
    assert sound([], NOTICE) == []


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({"type": 99}, "“类型”字段 type 的值“99”不是流入的类型序号"),
        ({"type": ""}, "没有填写“类型”（字段 type）"),
        ({"planned_class": "0201"}, "“拟恢复地类”字段 planned_class 的值“0201”不可用"),
        ({"planned_class": "水田"}, "planned_class 的值“水田”应写成“0101”"),
        ({"start_month": "2023年4月"}, "start_month 的值“2023年4月”应写成“2023-04”"),
        ({"direction": "流入"}, "direction 的值“流入”应写成“in”"),
        ({"grade": 99}, "grade 的值 99 超出范围"),
        ({"start_month": "2023-10", "end_month": "2023-04"}, "开始月份晚于完成月份"),
    ],
)
def test_what_the_attribute_table_lets_in_is_named(tags: dict[str, Any], words: str) -> None:
    sentence = says(parcel(), parcel("LR0002", **tags))
    assert sentence.startswith("地块 LR0002：") and words in sentence


def test_a_parcel_without_an_id_is_named_as_such() -> None:
    assert "地块 （无编号）：没有填写“地块编号”" in says(parcel(""))


def test_all_faults_are_told() -> None:
    sentence = says(parcel("A", type=99), parcel("B", type=99), parcel("C", grade=0))
    assert "有 3 处" in sentence and "地块 A、B：" in sentence and "地块 C：" in sentence
