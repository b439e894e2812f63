"""Profiles: read as data, refused with file and line when they are wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.law.rules import KINDS
from jinchu_pingheng.plan import profiles
from jinchu_pingheng.plan.profiles.loading import BUNDLED

NINGXIA = (BUNDLED / "ningxia-2022.yaml").read_text(encoding="utf-8")


def own(tmp_path: Path, text: str, name: str = "ningxia-2022") -> Path:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("profile_id", [path.stem for path in sorted(BUNDLED.glob("*.yaml"))])
def test_every_bundled_profile_loads_and_every_rule_has_a_clause(profile_id: str) -> None:
    notice = profiles.load(profile_id)
    assert notice.rules and all(rule.clause and rule.kind in KINDS for rule in notice.rules)


def test_codes_keep_their_leading_zero() -> None:
    notice = profiles.load("ningxia-2022")
    rule = next(rule for rule in notice.rules if rule.id == "out-class")
    assert rule.params["values"] == ("0101", "0102", "0103")


def test_a_users_profile_hides_the_bundled_one(tmp_path: Path) -> None:
    own(tmp_path, NINGXIA.replace("ratio: 1.00", "ratio: 1.05"))
    assert profiles.load("ningxia-2022", str(tmp_path)).balance.ratio == Decimal("1.05")
    assert profiles.load("ningxia-2022").balance.ratio == Decimal(1)


def test_an_unknown_profile_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PlanError, match="ningxia-2022"):
        profiles.load("atlantis-2022")


def line_of(text: str, needle: str, last: bool = False) -> int:
    return text[: text.rindex(needle) if last else text.index(needle)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: contiguity", "kind: nearness", "nearness"),
        ("params: {role: GBZNT}", "params: {role: GBZNTX}", "GBZNTX"),
        ("params: {role: GBZNT}", "params: {role: GBZNT, tolerance_m2: 1平方米}", "数字"),
        ("params: {role: GBZNT}", "params: {rolle: GBZNT}", "rolle"),
        ("params: {min_m: 2.0, ", "params: {min_m: -2.0, ", "-2.0"),
        ("severity: info", "severity: deadly", "deadly"),
        ("unit: county", "unit: village", "village"),
        ("ratio: 1.00", "ratio: 一比一", "数字"),
        ("issued: 2022-11-22", "issued: 22.11.2022", "日期"),
        ("  - id: out-mixed", "  - id: out-class", "重复"),
        ("adjoin_m: 1.0", "adjoin_km: 1.0", "adjoin_km"),
        ("field: approval_doc", "field: approval_dok", "approval_dok"),
        ("layout: yes", "layout: 是", "是"),
        ("clause: 二（九）\n  layout", 'clause: ""\n  layout', "没有写明条款"),
        ("name: 方案更新, clause: 二（三）", 'name: 方案更新, clause: ""', "没有写明条款"),
    ],
)
def test_a_wrong_value_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = NINGXIA.replace(old, new, 1)
    with pytest.raises(PlanError) as caught:
        profiles.read(own(tmp_path, text))
    assert said in str(caught.value)
    assert f"ningxia-2022.yaml 第 {line_of(text, new, last='重复' in said)} 行" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [("regime: 进出", "占补平衡"), ('plan_name: "{year}方案"', "year"), ("word: 流出", "word")],
)
def test_words_that_no_title_can_use_are_refused_with_their_line(
    tmp_path: Path, line: str, said: str
) -> None:
    text = NINGXIA.replace("  in: 流入\n", f"  in: 流入\n  {line}\n", 1)
    with pytest.raises(PlanError, match=said) as caught:
        profiles.read(own(tmp_path, text))
    assert f"第 {line_of(text, line)} 行" in str(caught.value)


def test_a_profile_that_gives_no_words_of_its_own_has_those_of_the_balance() -> None:
    words = profiles.load("ningxia-2022").words
    assert (words.regime, words.movement, words.restore) == ("进出平衡", "进出", "恢复")
    assert profiles.load("zhanbu-2024").plan_name == "耕地“占补平衡”总体方案"
    assert profiles.load("hongdong-2025").plan_name == "耕地进出平衡方案"


def test_a_rule_without_a_clause_is_refused(tmp_path: Path) -> None:
    text = NINGXIA.replace("    clause: 一（三）1\n", "", 1)
    with pytest.raises(PlanError, match="clause"):
        profiles.read(own(tmp_path, text))


@pytest.mark.parametrize(("text", "said"), [("", "空"), ("id: [", "格式"), ("- 1", "名称: 值")])
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        profiles.read(own(tmp_path, text))


def test_a_profile_in_gbk_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "ningxia-2022.yaml"
    path.write_bytes(NINGXIA.encode("gb18030"))
    with pytest.raises(PlanError, match="UTF-8"):
        profiles.read(path)


COUNTY = """\
id: yunchuan-2023
extends: ningxia-2022
title: 云川县实施细则
balance: {clause: 第五条, unit: township, ratio: 1.02}
remove_rules: [out-prime]
rules:
  - {id: out-pbf, clause: 第三条, text: 不得占用, kind: overlap,
     severity: block, direction: out, params: {role: YJJBNT, tolerance_m2: 0}}
  - {id: in-wetland, clause: 第四条, text: 湿地不得整治, kind: overlap,
     severity: block, direction: in, params: {role: SD}}
"""


def test_a_county_profile_extends_a_notice(tmp_path: Path) -> None:
    base, notice = (
        profiles.load("ningxia-2022"),
        profiles.read(own(tmp_path, COUNTY, "yunchuan-2023")),
    )
    assert (notice.title, notice.issuer, notice.balance.ratio) == (
        "云川县实施细则",
        base.issuer,
        Decimal("1.02"),
    )
    ids = [rule.id for rule in notice.rules]
    assert "out-prime" not in ids and ids[-1] == "in-wetland" and len(ids) == len(base.rules)
    assert next(rule for rule in notice.rules if rule.id == "out-pbf").params["tolerance_m2"] == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("remove_rules: [out-prime]", "remove_rules: [out-primo]", "out-primo"),
        ("extends: ningxia-2022", "extends: atlantis", "atlantis"),
        ("extends: ningxia-2022", "extends: yunchuan-2023", "循环"),
    ],
)
def test_a_wrong_extension_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = COUNTY.replace(old, new)
    with pytest.raises(PlanError, match=said) as caught:
        profiles.read(own(tmp_path, text, "yunchuan-2023"))
    assert f"第 {line_of(text, new)} 行" in str(caught.value)
