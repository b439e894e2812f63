"""Values as deliveries write them, understood as a person would, or not at all."""

from __future__ import annotations

import pytest

from jinchu_pingheng.core.codes import plain, titled, understood


@pytest.mark.parametrize(
    "value",
    [
        5,
        5.0,
        "5",
        "05",
        " 05 ",
        "5级",
        "五级",
        "第五级",
        "Ⅴ级",
        "Ⅴ",
        "５",
        "5.0",
        ">25°",
        "25度以上",
    ],
)
def test_the_steepest_class_is_read_however_it_is_written(value: object) -> None:
    assert understood("PDJB", value) == "5"


@pytest.mark.parametrize("value", [None, "", " ", "0", "6", "陡", 5.5, float("nan"), "<Null>", "/"])
def test_a_slope_class_that_nobody_can_read_is_none(value: object) -> None:
    assert understood("PDJB", value) is None


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("CZCLX", 203.0, "203"),
        ("CZCLX", "203a", "203A"),
        ("CZCLX", "建制镇", "202"),
        ("CZCLX", "", None),
        ("CZCSXM", "", ""),
        ("CZCSXM", None, ""),
        ("CZCSXM", "206", None),
        ("ZZSXDM", "即可恢复", "JKHF"),
        ("ZZSXDM", " gchf", "GCHF"),
        ("ZZSXDM", "JK", None),
        ("TBXHDM", "HHGD", "SHGD"),
        ("YDYHFLDM", 70100, "070100"),
        ("YDYHFLDM", "7", "07"),
        ("YDYHFLDM", "990000", None),
        ("target_class", "果园", "0201"),
        ("target_class", "0299", None),
        ("road_class", "G109国道", "国道"),
        ("road_class", "县乡道路", "县乡道路"),
        ("ANYTHING", "甲", "甲"),
        ("ANYTHING", "", None),
    ],
)
def test_codes_names_and_blanks(column: str, value: object, code: str | None) -> None:
    assert understood(column, value) == code


def test_a_name_may_mean_something_in_the_layer_of_one_role_only() -> None:
    assert understood("LX", "还林", role="TGHL") == "退耕还林"
    assert understood("LX", "还林", role="DLHX") == "还林"


def test_text_is_plain() -> None:
    assert plain(" ｇ２１０　") == "G210" and plain(12.0) == "12" and plain("无") == ""


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("target_class", "0201", "0201 果园"),
        ("target_class", "果园", "0201 果园"),
        ("target_class", "0299", "0299"),
        ("target_class", "02", "02"),
        ("DLBM", "", ""),
        ("DLBM", "09", "09 特殊用地"),
        ("CZCSXM", 203.0, "203 村庄"),
        ("ZZSXDM", "LYFL", "LYFL 粮与非粮轮作"),
        ("road_class", "G109国道", "G109国道"),
        ("target_use", "0201", "0201"),
    ],
)
def test_people_are_told_a_code_with_its_name(column: str, value: object, shown: str) -> None:
    assert titled(column, value) == shown
