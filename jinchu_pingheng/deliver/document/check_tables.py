"""Tables of the plan document on what was checked and from what: rules, failures, papers,
layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ...core.accounts.report import Report
from ...core.errors import listed
from ...core.model import BLOCK, FAIL, IN, NA, OUT, PASS, UNKNOWN, WARN, Finding
from ...core.notice import Rule
from ...core.parcel_fields import label
from ...core.roles import role_label
from ...core.rounding import hectares, percent
from ..wording import SEVERITY, VERDICT, finding_text
from .grid import MIDDLE, NUMBER, TEXT, Column, Grid, Line, abreast
from .wording import LandUse, findings_of, message_text, plan_findings


def rules(report: Report, direction: str) -> Grid:
    """The prohibitions and warnings of the notice for one side, with the number of parcels by
    verdict."""
    columns = (
        Column("序号", 0.8, MIDDLE), Column("情形", 6.4), Column("条款", 3.1),
        Column("性质", 0.9, MIDDLE), *(Column(VERDICT[v], 0.95, MIDDLE) for v in _VERDICTS),
    )  # fmt: skip
    found = Counter((f.rule_id, f.verdict) for f in findings_of(report, direction))
    lines = (
        Line(
            (
                str(number), rule.text, rule.clause, SEVERITY[rule.severity],
                *(str(found[rule.id, verdict] or "") for verdict in _VERDICTS),
            )
        )
        for number, rule in enumerate(_told(report, direction), 1)
    )  # fmt: skip
    return Grid(columns, tuple(lines))


_VERDICTS = (PASS, FAIL, UNKNOWN, NA)


def _told(report: Report, direction: str) -> list[Rule]:
    """What a document tells of the notice's rules, the gravest first; their order numbers them."""
    sides = (direction, "both")
    told = [r for r in report.notice.rules if r.direction in sides and r.severity in (BLOCK, WARN)]
    return sorted(told, key=lambda rule: rule.severity != BLOCK)


MOST_PARCELS = 20
"""The parcels of a row; the check report has every one."""


def failures(report: Report, direction: str) -> Grid:
    """The prohibitions and warnings that parcels fail, and those that could not be judged, with
    what was found on each parcel; rules by their numbers in the table of rules."""
    columns = (
        Column("序号", 0.8, MIDDLE), Column("性质", 0.9, MIDDLE), Column("结论", 1.5, MIDDLE),
        Column("地块数", 1.2, MIDDLE), Column("地块（占其面积的比例）和说明", 10.6),
    )  # fmt: skip
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings_of(report, direction):
        found.setdefault((finding.rule_id, finding.verdict), []).append(finding)
    lines = []
    for verdict in (FAIL, UNKNOWN):
        for number, rule in enumerate(_told(report, direction), 1):
            group = found.get((rule.id, verdict), [])
            if group:
                count = str(len({finding.parcel_id for finding in group}))
                judged = SEVERITY[rule.severity], VERDICT[verdict], count
                said = _on_parcels(group, rule.text)
                lines.append(Line((str(number), *judged, said)))
    return Grid(columns, tuple(lines))


def _on_parcels(group: list[Finding], rule_text: str) -> str:
    """What was found on the parcels of one rule; what holds for all is said once."""
    names = [_share_of(finding) for finding in group]
    said = [finding_text(finding, rule_text) for finding in group]
    if len(set(said)) == 1:
        return f"{listed(names, MOST_PARCELS)}：{said[0]}"
    told = "；".join(f"{name}：{what}" for name, what in zip(names, said[:MOST_PARCELS]))
    rest = len(group) - MOST_PARCELS
    return f"{told}；其余{rest}个见检查报告" if rest > 0 else told


def _share_of(finding: Finding) -> str:
    """The parcel, with the share of it that overlaps."""
    if not finding.overlap_m2 or finding.share is None:
        return finding.parcel_id
    return f"{finding.parcel_id}（{percent(finding.share, 1)}）"


def plan_checks(report: Report, _: LandUse) -> Grid:
    """The rules on the plan as a whole; what was found where one is not kept."""
    texts = report.notice.rule_texts
    columns = (
        Column("条款", 1.9),
        Column("检查内容", 5.1),
        Column("结论", 1.5, MIDDLE),
        Column("说明", 6.5),
    )
    lines = tuple(
        Line((f.clause, texts.get(f.rule_id, f.rule_id), VERDICT[f.verdict], _unless_kept(f)))
        for f in plan_findings(report)
    )
    return Grid(columns, lines)


def _unless_kept(finding: Finding) -> str:
    return "" if finding.verdict in (PASS, NA) else message_text(finding)


def documents_out(report: Report, _: LandUse) -> Grid:
    """批准文件 of outflow parcels."""
    return abreast(_documents(report, OUT, {"approval_doc": 3.8}, 1.2), 3)


def consents_out(report: Report, _: LandUse) -> Grid:
    """Consent to outflow parcels; that of the right holders where one has it."""
    if any(parcel.owner_consent_doc for parcel in report.parcels_of(OUT)):
        return _documents(report, OUT, {"consent_doc": 5.0, "owner_consent_doc": 5.0}, 5.0)
    return abreast(_documents(report, OUT, {"consent_doc": 3.8}, 1.2), 3)


def documents_in(report: Report, _: LandUse) -> Grid:
    """Agreement and consents of inflow parcels."""
    widths = {
        "agreement": 1.6,
        "consent_doc": 4.0,
        "owner_consent_doc": 2.9,
        "forest_consent_doc": 3.3,
    }
    return _documents(report, IN, widths, 3.2)


def _documents(report: Report, direction: str, widths: Mapping[str, float], parcels: float) -> Grid:
    """What these fields hold, and for which parcels of a side: parcels with the same documents
    share rows; widths in cm."""
    answers = ("agreement",)
    columns = [
        Column(label(name), width, MIDDLE if name in answers else TEXT)
        for name, width in widths.items()
    ]
    groups: dict[tuple[str, ...], list[str]] = {}
    for parcel in report.parcels_of(direction):
        held = tuple(getattr(parcel, name) or "未填写" for name in widths)
        groups.setdefault(held, []).append(parcel.parcel_id)
    rows = (
        Line((*held, " ".join(ids[start : start + MOST_PARCELS])))
        for held, ids in groups.items()
        for start in range(0, len(ids), MOST_PARCELS)
    )
    return Grid((*columns, Column("地块", parcels)), tuple(rows))


def inputs(report: Report, _: LandUse) -> Grid:
    """The layers that the plan was computed from."""
    columns = (
        Column("序号", 0.8, MIDDLE),
        Column("图层角色", 3.0),
        Column("图层名称", 2.3),
        Column("要素数", 1.4, NUMBER),
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
    return abreast(Grid(columns, lines), 2)


def land_use(_: Report, landuse: LandUse) -> Grid:
    """土地利用现状 of the county."""
    columns = (Column("序号", 1.0, MIDDLE), Column("地类", 4.0), Column("面积", 2.5, NUMBER))
    lines = tuple(Line((str(i), name, hectares(m2))) for i, (name, m2) in enumerate(landuse, 1))
    return abreast(Grid(columns, lines), 2)
