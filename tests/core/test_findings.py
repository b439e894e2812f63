"""Findings by column are the findings."""

from __future__ import annotations

from decimal import Decimal

from jinchu_pingheng.core.findings import Findings
from jinchu_pingheng.core.model import Finding

ONE = Finding(
    "P1", "out", "a", "一", "block", "fail", "重叠", "图层", Decimal("1.50"), Decimal("0.0100")
)
TWO = Finding("P2", "in", "a", "一", "block", "pass", "未重叠")
THREE = Finding("", "", "b", "二", "warn", "unknown", "无法判定", exception="例外")


def test_they_come_out_as_they_went_in() -> None:
    findings = Findings([ONE, TWO, THREE])
    assert list(findings) == [ONE, TWO, THREE]
    assert (len(findings), findings[1], findings[-1], list(findings[1:])) == (
        3,
        TWO,
        THREE,
        [TWO, THREE],
    )
    assert findings.column("parcel_id") == ["P1", "P2", ""]


def test_there_may_be_none() -> None:
    nothing = Findings()
    assert not nothing and list(nothing) == [] and nothing.column("verdict") == []


def test_they_are_taken_and_appended() -> None:
    findings = Findings([ONE, TWO])
    taken = findings.take([1, 0])
    taken.extend([THREE])
    taken.extend(findings)
    assert list(taken) == [TWO, ONE, THREE, ONE, TWO]
    assert list(findings) == [ONE, TWO]
    assert Findings.of(findings) is findings
