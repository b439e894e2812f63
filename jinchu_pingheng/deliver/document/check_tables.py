"""Tables of the plan document on what was checked and from what: rules, failures, papers,
layers."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.accounts.report import Report
from ...core.model import BLOCK, FAIL, IN, NA, OUT, PASS, UNKNOWN, WARN, Finding
from ...core.parcel_fields import label
from ...core.roles import role_label
from ...core.rounding import hectares, percent
from ..wording import SEVERITY, VERDICT
from .grid import MIDDLE, NUMBER, TEXT, Column, Grid, Line
from .wording import LandUse, findings_of, message_text, parcel_text, plan_findings

_TOLD = (BLOCK, WARN)
"""What a document lists, the gravest first."""
_VERDICTS = (PASS, FAIL, UNKNOWN, NA)


def rules(report: Report, findings: list[Finding]) -> Grid:
    """Each rule that was applied with the number of its verdicts."""
    columns = (
        Column("条款", 2.2), Column("检查内容", 6.0), Column("性质", 1.3, MIDDLE),
        *(Column(VERDICT[verdict], 1.3, MIDDLE) for verdict in _VERDICTS),
    )  # fmt: skip
    lines = []
    for rule in report.notice.rules:
        verdicts = [finding.verdict for finding in findings if finding.rule_id == rule.id]
        if verdicts:
            counts = [str(verdicts.count(verdict) or "") for verdict in _VERDICTS]
            lines.append(Line((rule.clause, rule.text, SEVERITY[rule.severity], *counts)))
    return Grid(columns, tuple(lines))


MOST_FAILURES = 60
"""A table of more rows belongs in the check report, not in a document."""


def failures(report: Report, direction: str) -> Grid:
    """The prohibitions and warnings that parcels fail, prohibitions first; the rest is counted."""
    names = {parcel.parcel_id: parcel_text(parcel) for parcel in report.parcels_of(direction)}
    columns = (
        Column("地块", 3.6), Column("条款", 2.0), Column("性质", 1.2, MIDDLE),
        Column("重叠面积（平方米）", 2.0, NUMBER), Column("占比", 1.4, NUMBER), Column("说明", 4.8),
    )  # fmt: skip
    failed = [
        f for f in findings_of(report, direction) if f.verdict == FAIL and f.severity in _TOLD
    ]
    lines = []
    for finding in sorted(failed, key=lambda f: (_TOLD.index(f.severity), f.parcel_id, f.rule_id)):
        overlap = "" if finding.overlap_m2 is None else f"{finding.overlap_m2:.2f}"
        share = "" if finding.share is None else percent(finding.share, 1)
        severity = SEVERITY[finding.severity]
        name = names.get(finding.parcel_id, finding.parcel_id)
        lines.append(Line((name, finding.clause, severity, overlap, share, message_text(finding))))
    if len(lines) > MOST_FAILURES:
        rest = f"其余 {len(lines) - MOST_FAILURES} 项见检查报告"
        lines = [*lines[:MOST_FAILURES], Line((rest, "", "", "", "", ""))]
    return Grid(columns, tuple(lines))


def plan_checks(report: Report, _: LandUse) -> Grid:
    """The rules on the plan as a whole."""
    texts = report.notice.rule_texts
    columns = (
        Column("条款", 2.2),
        Column("检查内容", 5.5),
        Column("结论", 1.8, MIDDLE),
        Column("说明", 5.5),
    )
    lines = tuple(
        Line((f.clause, texts.get(f.rule_id, f.rule_id), VERDICT[f.verdict], message_text(f)))
        for f in plan_findings(report)
    )
    return Grid(columns, lines)


def documents_out(report: Report, _: LandUse) -> Grid:
    """批准文件 of each outflow parcel."""
    return _documents(report, OUT, {"approval_doc": 10.0})


def consents_out(report: Report, _: LandUse) -> Grid:
    """Consent to each outflow parcel; that of the right holders where one has it."""
    names = ["consent_doc"]
    if any(parcel.owner_consent_doc for parcel in report.parcels_of(OUT)):
        names.append("owner_consent_doc")
    return _documents(report, OUT, {name: 10.0 / len(names) for name in names})


def documents_in(report: Report, _: LandUse) -> Grid:
    """Agreement and consents of each inflow parcel."""
    widths = {
        "agreement": 2.2,
        "consent_doc": 2.8,
        "owner_consent_doc": 2.8,
        "forest_consent_doc": 2.7,
    }
    return _documents(report, IN, widths)


def _documents(report: Report, direction: str, widths: Mapping[str, float]) -> Grid:
    """What these fields hold for each parcel of a side; widths in cm."""
    answers = ("agreement",)
    columns = [
        Column(label(name), width, MIDDLE if name in answers else TEXT)
        for name, width in widths.items()
    ]
    lines = tuple(
        Line((parcel_text(p), *(getattr(p, name) or "未填写" for name in widths)))
        for p in report.parcels_of(direction)
    )
    return Grid((Column("地块", 15.0 - sum(widths.values())), *columns), lines)


def inputs(report: Report, _: LandUse) -> Grid:
    """The layers that the plan was computed from."""
    columns = (
        Column("序号", 1.0, MIDDLE),
        Column("图层角色", 3.0),
        Column("图层名称", 7.0),
        Column("要素数", 2.0, NUMBER),
    )
    labels = {role.id: role.label for role in report.notice.own_roles}
    lines = tuple(
        Line(
            (
                str(number),
                labels.get(record.role) or role_label(record.role),
                record.name,
                str(record.feature_count),
            )
        )
        for number, record in enumerate(report.inputs, 1)
    )
    return Grid(columns, lines)


def land_use(_: Report, landuse: LandUse) -> Grid:
    """土地利用现状 of the county."""
    columns = (Column("序号", 1.5, MIDDLE), Column("地类", 6.0), Column("面积", 4.0, NUMBER))
    return Grid(
        columns,
        tuple(Line((str(i), name, hectares(m2))) for i, (name, m2) in enumerate(landuse, 1)),
    )
