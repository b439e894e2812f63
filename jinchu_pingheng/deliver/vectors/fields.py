"""Fields of the delivered vector data: GeoPackage name, shapefile name (10 characters), Chinese
title, value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Callable, NamedTuple, Union

from ...core.accounts.balance import deducted_parcels
from ...core.accounts.report import Report
from ...core.model import BLOCK, COUNTED, FAIL, UNKNOWN, WARN, Cell, Finding, Parcel
from ...core.rounding import hectares

Value = Union[str, int, float, None]


class Facts(NamedTuple):
    """A parcel with what was computed for it; ``m2`` is the area that the balance counts."""

    parcel: Parcel
    type_name: str
    towns: str
    villages: str
    m2: int
    block_fails: int
    checks: str


@dataclass(frozen=True)
class Column:
    """One field. ``kind``: 'text', 'whole' or 'number'; ``width`` and ``decimals`` hold for numbers
    of a shapefile."""

    name: str
    short: str
    title: str
    kind: str
    value: Callable[[Facts], Value]
    width: int = 254
    decimals: int = 0


def _tag(name: str, short: str, title: str, width: int) -> Column:
    return Column(
        name=name,
        short=short,
        title=title,
        kind="text",
        value=lambda facts: str(getattr(facts.parcel, name)),
        width=width,
    )


PARCEL_COLUMNS: tuple[Column, ...] = (
    _tag("parcel_id", "DKBH", "地块编号", 64),
    _tag("direction", "JCFX", "进出方向", 4),
    Column(
        name="type",
        short="LXDM",
        title="类型代码",
        kind="whole",
        value=lambda f: f.parcel.type,
        width=4,
    ),
    Column("type_name", "LXMC", "类型名称", "text", lambda f: f.type_name),
    _tag("project", "XMMC", "项目名称", 254),
    _tag("name", "DKMC", "地块名称", 254),
    Column("town", "XZMC", "乡镇", "text", lambda f: f.towns),
    Column("village", "CMC", "村", "text", lambda f: f.villages),
    _tag("group_name", "ZMC", "组", 60),
    Column(
        name="counted_m2",
        short="MJ_M2",
        title="面积（平方米）",
        kind="whole",
        value=lambda f: f.m2,
        width=12,
    ),
    Column(
        name="counted_ha",
        short="MJ_GQ",
        title="面积（公顷）",
        kind="text",
        value=lambda f: hectares(f.m2),
        width=20,
    ),
    _tag("planned_class", "NHFDLBM", "拟恢复地类编码", 5),
    _tag("target_class", "NBGDLBM", "拟变更地类编码", 5),
    _tag("target_use", "NBGYT", "拟变更用途", 100),
    _tag("road_class", "XLLX", "沿线类型", 30),
    _tag("start_month", "KSNY", "开始年月", 7),
    _tag("end_month", "WCNY", "完成年月", 7),
    _tag("agreement", "XYQD", "是否签订协议", 10),
    Column(
        name="grade",
        short="GDDB",
        title="耕地等别（指定）",
        kind="number",
        value=lambda f: _number(f.parcel.grade),
        width=6,
        decimals=1,
    ),
    Column(
        name="ridge_ratio",
        short="TKXS",
        title="田坎系数（预期）",
        kind="number",
        value=lambda f: _number(f.parcel.ridge_ratio),
        width=8,
        decimals=4,
    ),
    _tag("approval_doc", "PZWH", "批准文号", 254),
    _tag("consent_doc", "TYS", "承包户知情同意书", 254),
    _tag("forest_consent_doc", "LCYJ", "林草部门意见", 254),
    _tag("deduction", "KCLX", "扣除类型", 30),
    _tag("deduction_doc", "KCWH", "扣除依据文号", 254),
    Column(
        name="block_fails",
        short="JZXS",
        title="禁止性条款未通过项数",
        kind="whole",
        value=lambda f: f.block_fails,
        width=6,
    ),
    Column(
        name="checks",
        short="JCJG",
        title="检查结果",
        kind="text",
        value=lambda f: f.checks,
        width=100,
    ),
    _tag("note", "BZ", "备注", 254),
)
"""Short names are first letters of the Chinese titles, as the survey standard forms its own (DLBM,
GDDB, BZ are taken from it). In the shapefile MJ_GQ is a number with four decimals."""

CELL_COLUMNS: tuple[tuple[str, str, str, Callable[[Cell], Value]], ...] = (
    ("parcel_id", "地块编号", "text", lambda c: c.parcel_id),
    ("direction", "进出方向", "text", lambda c: c.direction),
    ("dlbm", "地类编码", "text", lambda c: c.dlbm),
    ("balance_class", "平衡地类编码", "text", lambda c: c.balance_class),
    ("grade", "耕地等别", "number", lambda c: _number(c.grade)),
    ("grade_estimated", "等别为预估", "whole", lambda c: int(c.grade_estimated)),
    ("town_code", "乡镇代码", "text", lambda c: c.town_code),
    ("town_name", "乡镇", "text", lambda c: c.town_name),
    ("village", "村", "text", lambda c: c.village),
    ("status", "计入状态", "text", lambda c: c.status),
    ("m2", "面积（平方米）", "whole", lambda c: c.m2),
    ("ha", "面积（公顷）", "text", lambda c: hectares(c.m2)),
    ("planar", "平面面积（平方米）", "text", lambda c: str(c.planar)),
    ("net", "净面积（平方米）", "text", lambda c: str(c.net)),
    (
        "ellipsoidal",
        "椭球面积（平方米）",
        "text",
        lambda c: "" if c.ellipsoidal is None else str(c.ellipsoidal),
    ),
)

FINDING_COLUMNS: tuple[tuple[str, str, str, Callable[[Finding], Value]], ...] = (
    ("parcel_id", "地块编号", "text", lambda f: f.parcel_id),
    ("direction", "进出方向", "text", lambda f: f.direction),
    ("rule_id", "规则", "text", lambda f: f.rule_id),
    ("clause", "条款", "text", lambda f: f.clause),
    ("severity", "级别", "text", lambda f: f.severity),
    ("verdict", "结论", "text", lambda f: f.verdict),
    ("overlap_m2", "重叠面积（平方米）", "number", lambda f: _number(f.overlap_m2)),
    ("share", "占地块比例", "number", lambda f: _number(f.share)),
    ("evidence", "依据", "text", lambda f: f.evidence),
    ("message", "说明", "text", lambda f: f.message),
    ("exception", "例外", "text", lambda f: f.exception),
)


def _number(value: object) -> Value:
    return None if value is None else float(str(value))


def parcel_facts(report: Report, direction: str) -> list[Facts]:
    """The parcels of one side, in the report's order, with their area and check results."""
    cells: dict[str, list[Cell]] = {}
    for cell in report.cells:
        cells.setdefault(cell.parcel_id, []).append(cell)
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.parcel_id, []).append(finding)
    checked = bool(report.findings)
    for deducted in deducted_parcels(report.parcels, report.notice):
        cells.pop(deducted, None)  # outside the lists and sums: nothing of it counts
    return [
        _facts(
            report,
            parcel,
            cells.get(parcel.parcel_id, []),
            findings.get(parcel.parcel_id, []),
            checked,
        )
        for parcel in report.parcels_of(direction)
    ]


def _facts(
    report: Report,
    parcel: Parcel,
    cells: Iterable[Cell],
    findings: Iterable[Finding],
    checked: bool,
) -> Facts:
    counted = [cell for cell in cells if cell.status == COUNTED]
    found = list(findings)
    return Facts(
        parcel=parcel,
        type_name=report.notice.type_name(parcel.direction, parcel.type),
        towns="、".join(dict.fromkeys(cell.town_name for cell in counted)),
        villages="、".join(dict.fromkeys(cell.village for cell in counted)),
        m2=sum(cell.m2 for cell in counted),
        block_fails=_fails(found, BLOCK),
        checks=_checks_text(found) if checked else "未检查",
    )


def _fails(found: Iterable[Finding], severity: str) -> int:
    return sum(f.verdict == FAIL and f.severity == severity for f in found)


def _checks_text(found: list[Finding]) -> str:
    """E.g. '禁止1项、警示1项、无法判定2项、登记例外1项', or '通过'."""
    counts = (
        ("禁止", _fails(found, BLOCK)),
        ("警示", _fails(found, WARN)),
        ("无法判定", sum(f.verdict == UNKNOWN for f in found)),
        ("登记例外", sum(bool(f.exception) for f in found)),
    )
    return "、".join(f"{word}{count}项" for word, count in counts if count) or "通过"
