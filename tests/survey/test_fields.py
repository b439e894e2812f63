"""Field names as deliveries write them."""

from __future__ import annotations

import pytest

from jinchu_pingheng.survey.fields import find_field


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("DLBM", "dlbm"),
        ("DLBM", "地类编码"),
        ("ZLDWDM", "坐落单位代"),
        ("ZLDWMC", "坐落单位名"),
        ("forest_consent_doc", "forest_con"),
        ("KCXS", "KCDLXS"),
    ],
)
def test_a_field_by_another_name(name: str, field: str) -> None:
    assert find_field(name, ["其他", field]) == field


def test_an_alias_counts_after_all_names() -> None:
    assert find_field("DLBM", ["F1", "F2"], {"F1": "", "F2": "地类编码"}) == "F2"
    assert find_field("DLBM", ["F1", "DLBM"], {"F1": "DLBM"}) == "DLBM"
    assert find_field("DLBM", ["F1"], {"F1": "地类名称"}) is None
