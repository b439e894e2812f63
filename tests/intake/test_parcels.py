"""Rows become parcels without QGIS: columns found, faults told together, nothing by half."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.core.parcel_fields import PARCEL_FIELDS, label
from jinchu_pingheng.intake import columns
from jinchu_pingheng.intake.parcels import take_in
from jinchu_pingheng.intake.rows import Rows, Tag, Taken
from jinchu_pingheng.plan import profiles
from tests.intake.field_values import VALUES

NOTICE = profiles.load("ningxia-2022")
SQUARE = shapely.box(0, 0, 100, 100)
BOW_TIE = shapely.Polygon([(0, 0), (50, 50), (50, 0), (0, 50)])
TOUCHING = shapely.Polygon([(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5), (0, 0)])
"""Its ring touches itself in one point: two triangles of 25 m² each, with one meaning."""


def rows(given: dict[str, list[Any]], shapes: list[Any] | None = None, **titles: str) -> Rows:
    number = len(next(iter(given.values()), [None]))
    apart = [shapely.box(200 * n, 0, 200 * n + 100, 100) for n in range(number)]
    geometry = np.empty(number, dtype=object)
    geometry[:] = apart if shapes is None else shapes
    return Rows(
        layer="申报",
        features=[str(place + 1) for place in range(number)],
        titles={name: titles.get(name, "") for name in given},
        columns=given,
        geometry=geometry,
    )


def take(given: Rows, direction: str = OUT, type_: int = 1, **options: Any) -> Taken:
    tag = Tag(direction, type_, options.pop("attributes", {}))
    return take_in(given, tag, NOTICE, options.pop("taken", set()), **options)


def one(given: Rows, direction: str = OUT, **options: Any) -> Any:
    [item] = take(given, direction, **options).incoming
    return item.parcel


def refused(given: Rows, direction: str = OUT, **options: Any) -> str:
    with pytest.raises(PlanError) as caught:
        take(given, direction, **options)
    return str(caught.value)


def test_the_values_of_this_file_name_every_field() -> None:
    assert list(VALUES) == [field.name for field in PARCEL_FIELDS]


@pytest.mark.parametrize("called", ["name", "label", "upper"])
def test_every_field_is_taken_over_by_its_name_or_by_its_label(called: str) -> None:
    words = {"name": lambda n: n, "label": label, "upper": str.upper}[called]
    parcel = one(rows({words(name): [raw] for name, (raw, _) in VALUES.items()}), IN)
    assert {name: getattr(parcel, name) for name in VALUES} == {
        n: v for n, (_, v) in VALUES.items()
    }


def test_every_field_is_taken_over_by_the_alias_of_its_column() -> None:
    titles = {f"f{number}": label(name) for number, name in enumerate(VALUES)}
    given = {f"f{number}": [raw] for number, (raw, _) in enumerate(VALUES.values())}
    parcel = one(rows(given, **titles), IN)
    assert {name: getattr(parcel, name) for name in VALUES} == {
        n: v for n, (_, v) in VALUES.items()
    }


def test_every_field_may_be_given_for_all_rows_at_once() -> None:
    attributes = {n: raw for n, (raw, _) in VALUES.items() if n not in ("direction", "type")}
    parcel = one(rows({}), IN, attributes=attributes, type_=2)
    assert {name: getattr(parcel, name) for name in VALUES} == {
        n: v for n, (_, v) in VALUES.items()
    }


def test_a_rows_own_value_comes_before_the_tags() -> None:
    found = take(rows({"note": ["甲", None, " "]}), attributes={"note": "全部"})
    assert [item.parcel.note for item in found.incoming] == ["甲", "全部", "全部"]


def test_names_cut_by_a_shapefile_are_found_and_doubtful_ones_are_told() -> None:
    given = rows(
        {"planned_cl": ["0103"], "承包户知情": ["有书面同意"], "publicity_": ["2023-02-15"]}
    )
    found = take(given, IN)
    [item] = found.incoming
    assert (item.parcel.planned_class, item.parcel.consent_doc) == ("0103", "有书面同意")
    assert item.parcel.publicity_from == item.parcel.publicity_to == ""
    [note] = found.notes
    assert "publicity_" in note and "公示开始日期" in note and "公示结束日期" in note
    assert json.loads(item.attributes) == {"publicity_": "2023-02-15"}


def test_a_name_comes_before_an_alias() -> None:
    found = columns.find({"BZ": "备注", "note": "", "DLBM": "地类编码"}, None, "x")
    assert found.found == {"note": "note"}
    assert columns.find({"BZ": "备注"}, None, "x").found == {"note": "BZ"}


def test_other_attributes_are_kept_with_dates_as_iso() -> None:
    [item] = take(rows({"DLBM": ["0103"], "RQ": [date(2023, 2, 5)], "空": [None]})).incoming
    assert json.loads(item.attributes) == {"DLBM": "0103", "RQ": "2023-02-05", "空": None}


# ---- columns that mean something else


def test_a_column_in_which_no_value_is_a_type_means_something_else() -> None:
    found = take(rows({"type": ["residential", "forest"], "direction": ["north", None]}), type_=3)
    assert [(i.parcel.type, i.parcel.direction) for i in found.incoming] == [(3, OUT), (3, OUT)]
    assert json.loads(found.incoming[0].attributes) == {"type": "residential", "direction": "north"}
    direction, kind = found.notes
    assert "字段 type 没有一个值是类型（如“residential”）" in kind and "所选类型 3" in kind
    assert "字段 direction 没有一个值是进出方向（如“north”）" in direction


def test_one_wrong_type_among_right_ones_is_a_fault() -> None:
    says = refused(rows({"type": [1, 12, 2]}))
    assert "图层“申报”要素 2：“类型”字段 type 的值“12”不是流出的类型序号" in says


def test_a_column_that_was_asked_for_is_never_left_alone() -> None:
    given = rows({"type": ["forest"], "note": ["甲"]})
    assert "字段 type 的值“forest”" in refused(given, wanted=["type"])
    parcel = one(given, wanted=["note"])
    assert (parcel.type, parcel.note) == (1, "甲")


def test_only_wanted_columns_are_taken_over() -> None:
    given = rows({"grade": ["A"], "note": ["甲"]})
    assert "字段 grade 的值“A”不是数字" in refused(given)
    parcel = one(given, wanted=["note"])
    assert (parcel.grade, parcel.note) == (None, "甲")
    assert refused(given, wanted=["abc"]) == "图层“申报”：没有字段 abc；可选的字段：grade、note。"


def test_a_row_of_the_other_side_is_refused() -> None:
    assert "字段 direction 为“转入”，与所选方向不一致" in refused(
        rows({"direction": ["转入", "out"]})
    )


# ---- faults


def test_all_faults_are_told_at_once_and_like_ones_together() -> None:
    says = refused(
        rows(
            {
                "parcel_id": ["A", "B", "C", "A"],
                "grade": ["八等", "八等", 9, 9],
                "start_month": ["2023-10", "2023-13", "2023-05", "2023-05"],
                "end_month": ["2023-04"] * 4,
            }
        )
    )
    assert says.startswith("图层“申报”：有 7 处不能带入：")
    assert "要素 1、2（地块 A、B）：“指定等别”字段 grade 的值“八等”不是数字（请改为数字）" in says
    assert "要素 2（地块 B）：“开始月份”字段 start_month 的值“2023-13”不是月份" in says
    assert "要素 1、3、4（地块 A、C、A）：开始月份晚于完成月份" in says
    assert "编号 A：地块编号重复" in says


def test_a_long_list_is_cut_and_counted() -> None:
    given = rows({"grade": [f"等{n}" for n in range(50)]})
    says = refused(given)
    assert "有 50 处不能带入" in says and "等 50 种问题" in says and len(says) < 1500
    says = refused(rows({"grade": ["八等"] * 5000}))
    assert "等 5000 个" in says and len(says) < 300


def test_a_wrong_value_for_all_rows_is_told_once() -> None:
    says = refused(rows({"x": [1, 2]}), attributes={"start_month": "四月"})
    assert says == "参数：“开始月份”字段 start_month 的值“四月”不是月份；请写成 2023-04 的形式。"


def test_ids_in_use_are_refused_and_others_numbered_above_them() -> None:
    given = rows({"parcel_id": ["LC0002", None, "", None]})
    ids = [item.parcel.parcel_id for item in take(given, taken={"LC0001", "LC0004"}).incoming]
    assert ids == ["LC0002", "LC0005", "LC0006", "LC0007"]
    assert "编号 LC0002：地块编号重复" in refused(given, taken={"LC0002"})


def test_the_id_of_a_removed_parcel_may_be_stated_but_is_not_given_out() -> None:
    given = rows({"parcel_id": ["LC0003", None]})
    found = take(given, taken={"LC0001"}, given_out=["LC0007", "LR0009"])
    assert [item.parcel.parcel_id for item in found.incoming] == ["LC0003", "LC0008"]


def test_nothing_to_take() -> None:
    assert "没有要标注的要素" in refused(rows({"x": []}, []))
    assert "流出没有类型 12；可用的类型：1、2" in refused(rows({}), type_=12)


# ---- geometry


def test_a_ring_that_touches_itself_is_repaired_with_a_note() -> None:
    found = take(rows({"parcel_id": ["甲"]}, [TOUCHING]))
    [item] = found.incoming
    assert item.parcel.geometry.is_valid and item.parcel.area == pytest.approx(50)
    [note] = found.notes
    assert note.startswith("图层“申报”要素 甲：环自相交（5, 5）") and "已修复" in note


def test_a_bow_tie_is_refused_with_reason_and_place_beside_other_faults() -> None:
    given = rows({"grade": [9, "八等", 9]}, [BOW_TIE, SQUARE, None])
    says = refused(given)
    assert (
        "要素 1、3：图形为空或无效" in says
        and "1：自相交（25, 25）" in says
        and "3：图形为空" in says
    )
    assert "字段 grade 的值“八等”不是数字" in says
    alone = rows({"grade": ["很高", 9, 9]}, [BOW_TIE, SQUARE, None])
    found = take(alone, skip_invalid=True)
    assert found.skipped == ["1", "3"] and len(found.incoming) == 1
    assert "没有可用的要素" in refused(rows({"x": [1]}, [BOW_TIE]), skip_invalid=True)


def test_a_character_that_could_not_be_read_is_told_by_parcel() -> None:
    """In a field of the plan and in what is kept of the row alike; nothing is refused."""
    given = rows(
        {
            "parcel_id": ["A1", "A2", "A3"],
            "name": ["甲", "乙\ufffd", "丙"],
            "备": ["", "", "\ufffd"],
        }
    )
    taken = take(given)
    assert len(taken.incoming) == 3
    [note] = taken.notes
    assert "地块 A2、A3 的属性有无法识别的字符" in note and "申报" in note
