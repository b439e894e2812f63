"""What stands in a field for a document."""

from __future__ import annotations

import pytest

from jinchu_pingheng.core.documents import (
    BLANK,
    DOCUMENT,
    NOT_CONCERNED,
    REFUSED,
    UNCLEAR,
    YES,
    kind_of,
)

TEXTS = {
    DOCUMENT: [
        "云政函〔2023〕12号", "县政府第5次常务会议纪要", "承包户书面同意书第003号",
        "王沟村2023年3月同意书", "国办发〔2020〕44号",
        "关于未利用地整治的批复（云政〔2022〕8号）", "云灾1号", "文号 1", "青岗乡核实意见三号",
    ],
    REFUSED: [
        "正在办理", "办理中", "审批中", "暂无", "待批", "待补", "未批", "未批准", "未经批准",
        "无", "否", "没有", "不同意", "不予批准",
        "尚未取得批复", "后补", "已上报", "拟报县政府", "云政〔2023〕5号正在办理",
        "云林函〔2023〕7号（不同意）", "暂未办理", "待县政府审议",
    ],
    BLANK: ["", "  ", "/", "——", "-", "x", "待填", "XX", "？", "【待填】"],
    NOT_CONCERNED: ["不涉及", "不适用", "无需", "无须"],
    YES: ["是", "有", "已批准", "已同意", "已签订", "√"],
    UNCLEAR: ["2023", "12345", "甲", "XX政函〔XX〕XX号", "批复", "县自然资源局"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"), [(k, text) for k, texts in TEXTS.items() for text in texts]
)
def test_a_text_is_what_a_person_takes_it_for(kind: str, text: str) -> None:
    assert kind_of(text) == kind
