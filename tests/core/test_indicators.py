"""Which credits and transfers count: what the notice provides for, with its document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jinchu_pingheng.core.indicators import (
    NO_INDICATORS,
    Credit,
    Transfer,
    credit_fault,
    sifted,
    transfer_fault,
)
from jinchu_pingheng.plan import profiles
from tests.deliver.indicator_example import BOTH, CARRIED, HELP, STORED, UNDOCUMENTED


@pytest.mark.parametrize("credit", [CARRIED, STORED, replace(CARRIED, since="2022-12-01")])
def test_a_sound_credit_has_no_fault(credit: Credit) -> None:
    assert credit_fault(credit, BOTH, 2023) is None


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "gift"}, "通知没有可用gift的规定"),
        ({"year": 2023}, "指标年度 2023 晚于 2022"),
        ({"unit": "64099910"}, "没有代码为“64099910”的乡镇"),
        ({"unit_name": ""}, "没有代码为“640199101”的乡镇"),
        ({"balance_class": "0201"}, "地类“0201”不是耕地"),
        ({"m2": -1}, "面积 -1 平方米不大于零"),
        ({"grade": Decimal(16)}, "等别 16 不在 1 至 15 之间"),
        ({"grade": Decimal("0.5")}, "等别 0.5 不在 1 至 15 之间"),
        ({"since": "6月"}, "可用日期“6月”不是日期"),
        ({"since": "2024-01-01"}, "可用日期 2024-01-01 不在 2023 年内"),
    ],
)
def test_a_credit_that_cannot_be_is_refused_in_a_sentence(
    change: dict[str, object], what: str
) -> None:
    fault = credit_fault(replace(CARRIED, **change), BOTH, 2023)  # type: ignore[arg-type]
    assert fault is not None and fault.what == what and fault.do


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "gift"}, "通知没有gift的规定"),
        ({"to_unit": HELP.from_unit, "to_name": HELP.from_name}, "调出和调入是同一个乡镇"),
        ({"to_name": ""}, "没有代码为“640199202”的乡镇"),
        ({"balance_class": "03"}, "地类“03”不是耕地"),
        ({"m2": 0}, "面积 0 平方米不大于零"),
        ({"price": Decimal(-1)}, "价格 -1 小于零"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_in_a_sentence(
    change: dict[str, object], what: str
) -> None:
    changed: Transfer = replace(HELP, **change)  # type: ignore[arg-type]
    fault = transfer_fault(changed, BOTH)
    assert fault is not None and fault.what == what and fault.do


@pytest.mark.parametrize("document", ["", "  "])
def test_nothing_counts_without_its_document(document: str) -> None:
    credits = [replace(CARRIED, document=document), STORED]
    held = sifted(credits, [replace(HELP, document=document)], BOTH, 2023)
    assert (held.credits, held.transfers) == ((STORED,), ())
    [credit], [transfer] = held.refused_credits, held.refused_transfers
    assert credit.undocumented and transfer.undocumented
    assert credit.why.what == "没有文号，不能计入"


def test_entries_come_in_one_order_however_they_were_recorded() -> None:
    entries = [STORED, UNDOCUMENTED, CARRIED]
    for given in (entries, entries[::-1]):
        assert sifted(given, [], BOTH, 2023).credits == (CARRIED, STORED)
    assert sifted([], [], BOTH, 2023) == NO_INDICATORS


ALLOWED = {
    "ningxia-2022": (["carry_over", "store"], []),
    "sichuan-2022": (["store"], []),
    "jianning-2023": ([], ["agreed", "county"]),
    "hongdong-2025": ([], ["agreed", "county"]),
    "fangchenggang-2023": ([], []),
}
"""By the texts: 宁夏 二（七）, 三（四）; 四川 二（八）, but 二（五）“年度内”; 建宁 二, 三（二）,
四（五）; 洪洞 三（三）1; 防城港 has nothing within a county."""


@pytest.mark.parametrize("profile", sorted(ALLOWED))
def test_a_profile_provides_for_what_its_notice_says(profile: str) -> None:
    notice = profiles.load(profile)
    kinds = [item.kind for item in notice.credits], [item.kind for item in notice.transfers]
    assert kinds == ALLOWED[profile]
    assert all(item.clause for item in (*notice.credits, *notice.transfers))


def test_under_another_notice_the_same_entries_are_refused() -> None:
    fault = credit_fault(STORED, profiles.load("hongdong-2025"), 2025)
    assert fault is not None and fault.what == "通知没有可用库内指标的规定"
    assert fault.do == "该通知的方案不能登记"
    fault = credit_fault(CARRIED, profiles.load("sichuan-2022"), 2023)
    assert fault is not None and fault.do == "可以登记：库内指标（二（八）、附件三）"
    assert transfer_fault(HELP, profiles.load("ningxia-2022")) is not None
