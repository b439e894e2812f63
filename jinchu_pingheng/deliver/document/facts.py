"""Tags and flags for the template of the plan document: facts of the report picked and worded, none
computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...core.accounts.balance import blocked_parcels, deducted_parcels
from ...core.accounts.lists import ClassAreas, month_text
from ...core.accounts.report import Report
from ...core.accounts.schedule import UNDATED, Month
from ...core.errors import listed
from ...core.landclass import CROPLAND, class_name
from ...core.model import BLOCK, FAIL, IN, INFO, OUT, PASS, UNKNOWN, WARN, Parcel
from ...core.rounding import hectares
from ..wording import date_text, list_title, supply_words
from .notice_tables import points_text
from .wording import (
    MOST_NAMED,
    LandUse,
    county_list,
    excepted,
    findings_of,
    grade_text,
    parcel_text,
    plan_findings,
    quoted_title,
    shortage_text,
    surplus_text,
    town_lists,
    unapproved,
    unconsented,
    unlisted,
)


def facts(report: Report) -> dict[str, str]:
    """Every ``{tag}`` that a template may use."""
    return {
        **_head(report),
        **_side(report, OUT),
        **_side(report, IN),
        **_balance(report),
        **_schedule(report),
        **_checks(report, OUT),
        **_checks(report, IN),
        **_all_checks(report),
    }


def flags(report: Report, landuse: LandUse = ()) -> dict[str, bool]:
    """Every condition that ``[[if: …]]`` may ask for."""
    total, months = report.balance.total, report.months
    return {
        "has_out": total.out_m2 > 0,
        "has_in": total.in_m2 > 0,
        "has_deductions": total.deducted_m2 > 0,
        "has_batches": bool(report.parts),
        "has_credits": report.balance.has_credits,
        "has_transfers": report.balance.has_transfers,
        "uncounted": bool(_uncounted(report)),
        "has_landuse": bool(landuse),
        "has_inputs": bool(report.inputs),
        "by_township": report.balance.unit == "township",
        "with_ratio": not total.sums_its_classes,
        "townships_exceed": report.balance.townships_excess_m2 > 0,
        "sequenced": report.notice.sequenced,
        "area_ruled": bool(report.notice.area.clause),
        "undated": any(month.month == UNDATED for month in months),
        "out_scored": any(score.direction == OUT for score in report.priorities),
        "in_scored": any(score.direction == IN for score in report.priorities),
        "out_graded": total.out_grade is not None,
        "in_graded": total.in_grade is not None,
        "out_dated": any(month.out_m2 for month in months if month.month != UNDATED),
        "in_dated": any(month.in_m2 for month in months if month.month != UNDATED),
        "ahead": bool(_ahead(months)),
        "reached": report.balance.reached,
        "short": total.lawful_surplus_m2 < 0,
        "out_has_unlisted": bool(unlisted(report, OUT)),
        "in_has_unlisted": bool(unlisted(report, IN)),
        "failing_classes": bool(report.balance.failing_classes),
        "quality_known": total.quality_kept is not None,
        "quality_kept": total.quality_kept is True,
        "blocked_in": total.blocked_in_m2 > 0,
        "estimated": any(cell.grade_estimated for cell in report.counted_cells(IN)),
        "checked": report.balance.checked,
        "out_failed": _any(report, OUT, FAIL, BLOCK),
        "out_warned": _any(report, OUT, FAIL, WARN),
        "out_unknown": _any(report, OUT, UNKNOWN),
        "in_failed": _any(report, IN, FAIL, BLOCK),
        "in_warned": _any(report, IN, FAIL, WARN),
        "in_unknown": _any(report, IN, UNKNOWN),
        "out_excepted": bool(excepted(findings_of(report, OUT))),
        "in_excepted": bool(excepted(findings_of(report, IN))),
        "plan_excepted": bool(excepted(plan_findings(report))),
        "unknown": any(finding.verdict == UNKNOWN for finding in report.findings),
        "unsigned": any(parcel.agreement != "是" for parcel in report.parcels_of(IN)),
        "unapproved": bool(unapproved(report)),
        "unconsented": bool(unconsented(report)),
        "dated_notice": bool(report.notice.issued),
        "ends": bool(report.notice.valid_to),
    }


def _or_open(text: str, what: str) -> str:
    return text or f"【待填：{what}】"


def _joined(texts: Iterable[str], none: str = "无") -> str:
    return "、".join(dict.fromkeys(texts)) or none


def _head(report: Report) -> dict[str, str]:
    header, notice = report.header, report.notice
    return {
        "county": header.county_name,
        "county_code": header.county_code,
        "year": str(header.year),
        "office": _or_open(header.office, "编制单位"),
        "compiled_on": date_text(header.compiled_on)
        if header.compiled_on
        else _or_open("", "编制日期"),
        "crs": header.crs,
        "out": notice.word_out,
        "in": notice.word_in,
        "notice": quoted_title(notice),
        "paper": notice.paper,
        "plan_name": notice.plan_name,
        "regime": notice.words.regime,
        "movement": notice.words.movement,
        "definition": notice.words.definition.format(out=notice.word_out, **{"in": notice.word_in}),
        "restore": notice.words.restore,
        "sequence": notice.words.sequence,
        "issuer": notice.issuer,
        "issued": date_text(notice.issued) if notice.issued else "",
        "valid_to": date_text(notice.valid_to) if notice.valid_to else "",
        "area_method": notice.area.label,
        "area_clause": notice.area.clause,
        "balance_clause": notice.balance.clause,
        "ratio": f"{notice.balance.ratio.normalize():f}",
        "townships_excess": hectares(report.balance.townships_excess_m2),
        "deduction_names": _joined(item.name for item in notice.deductions),
        "towns": _joined(row.unit_name for row in report.balance.township_totals),
        "software": report.software,
    }


def _side(report: Report, direction: str) -> dict[str, str]:
    county, towns = county_list(report, direction), town_lists(report, direction)
    total, cells = report.balance.total, report.counted_cells(direction)
    rows = [row for block in county.blocks for row in block.rows]
    ids = {key for row in rows for key in row.parcel_ids}
    return {
        f"{direction}_list": list_title(report, direction, report.header.county_name),
        f"{direction}_town_lists": list_title(report, direction, "各乡镇"),
        f"{direction}_area": hectares(county.total.total_m2),
        f"{direction}_rows": str(len(rows)),
        f"{direction}_parcels": str(len(ids)),
        f"{direction}_unlisted": _unlisted_text(report, direction),
        f"{direction}_town_count": str(len(towns)),
        f"{direction}_type_count": str(len(county.blocks)),
        f"{direction}_by_town": _joined(
            f"{town.unit_name}{hectares(town.total.total_m2)}公顷" for town in towns
        ),
        f"{direction}_by_class": _by_class(county.total),
        f"{direction}_grade": grade_text(total.out_grade if direction == OUT else total.in_grade),
        f"{direction}_grade_by_class": _grades(county.total),
        f"{direction}_present": _classes(cell.dlbm for cell in cells if cell.parcel_id in ids),
        f"{direction}_planned": _classes(
            _class_after(p) for p in report.parcels if p.parcel_id in ids
        ),
    }


def _unlisted_text(report: Report, direction: str) -> str:
    """Why fewer parcels are listed than are tagged and checked."""
    left_out, word = unlisted(report, direction), report.notice.word(direction)
    granted = deducted_parcels(report.parcels, report.notice)
    deducted = [parcel_text(p) for p in left_out if p.parcel_id in granted]
    others = [parcel_text(p) for p in left_out if p.parcel_id not in granted]
    land = "现状耕地" if direction == OUT else "现状非耕地"
    reasons = [
        *([f"按规定扣除{len(deducted)}个（{listed(deducted)}）"] if deducted else []),
        *([f"没有可计入的{land}{len(others)}个（{listed(others)}）"] if others else []),
    ]
    marked = len(report.parcels_of(direction))
    return f"共标注{word}地块{marked}个，其中{len(left_out)}个不列入：{'，'.join(reasons)}"


def _class_after(parcel: Parcel) -> str:
    """The class that a parcel is to have: what outflow becomes, what inflow is restored to."""
    return parcel.target_class if parcel.direction == OUT else parcel.planned_class


def _classes(codes: Iterable[str]) -> str:
    return _joined(
        (class_name(code) for code in sorted({code for code in codes if code})), "【待填：地类】"
    )


def _with_area(areas: ClassAreas) -> list[str]:
    return [cls for cls in CROPLAND if areas.m2[cls]]


def _by_class(areas: ClassAreas) -> str:
    return _joined(f"{class_name(cls)}{hectares(areas.m2[cls])}公顷" for cls in _with_area(areas))


def _grades(areas: ClassAreas) -> str:
    return _joined(
        f"{class_name(cls)}{grade}等" if grade is not None else f"{class_name(cls)}等别不全"
        for cls, grade in ((cls, areas.grade[cls]) for cls in _with_area(areas))
    )


def _balance(report: Report) -> dict[str, str]:
    total = report.balance.total
    classes = [row for row in report.balance.county[:-1] if not row.empty]
    worse = [row for row in classes if row.quality_kept is False]
    estimated = {cell.parcel_id for cell in report.counted_cells(IN) if cell.grade_estimated}
    return {
        "required": hectares(total.required_m2),
        "surplus": hectares(abs(total.lawful_surplus_m2)),
        "gross_surplus": surplus_text(total.surplus_m2),
        "lawful_surplus": surplus_text(total.lawful_surplus_m2),
        "surplus_by_class": _joined(
            f"{class_name(row.balance_class)}{surplus_text(row.lawful_surplus_m2)}"
            for row in classes
        ),
        "verdict": "已落实" if report.balance.reached else "未落实",
        "deducted": hectares(total.deducted_m2),
        "credited": hectares(total.credited_m2),
        "available": hectares(total.in_m2 + total.credited_m2),
        "supply": supply_words(report.balance, report.notice),
        "credits": _joined(credit.text for credit in report.indicators.credits),
        "credit_grade": grade_text(total.credit_grade),
        "supply_grade": grade_text(total.supply_grade),
        "transferred": hectares(total.given_m2),
        "batches": _joined(part.label for part in report.parts),
        "transfers": _joined(transfer.text for transfer in report.indicators.transfers),
        "uncounted": _joined(_uncounted(report)),
        "blocked_in": hectares(total.blocked_in_m2),
        "failing_classes": _joined(
            f"{class_name(row.balance_class)}（{shortage_text(row)}）"
            for row in report.balance.failing_classes
        ),
        "failing_towns": _joined(row.unit_name for row in report.balance.short_townships),
        "worse_classes": _joined(class_name(row.balance_class) for row in worse),
        "estimated_parcels": str(len(estimated)),
        "unsigned_parcels": listed(
            (parcel_text(p) for p in report.parcels_of(IN) if p.agreement != "是"), MOST_NAMED
        ),
        "unapproved_parcels": listed(unapproved(report), MOST_NAMED),
        "unconsented_parcels": listed(unconsented(report), MOST_NAMED),
    }


def _uncounted(report: Report) -> list[str]:
    """Credits and transfers that do not count, and why."""
    held = report.indicators
    return [
        f"{item.text}（{item.why.what}）"
        for item in (*held.refused_credits, *held.refused_transfers)
    ]


def _ahead(months: Sequence[Month]) -> list[str]:
    return [month_text(month.month) for month in months if month.month != UNDATED and month.ahead]


def _schedule(report: Report) -> dict[str, str]:
    dated = [month for month in report.months if month.month != UNDATED]
    undated = next((month for month in report.months if month.month == UNDATED), Month(UNDATED))
    return {
        "out_by_month": _joined(
            f"{month_text(m.month)}{hectares(m.out_m2)}公顷" for m in dated if m.out_m2
        ),
        "in_by_month": _joined(
            f"{month_text(m.month)}{hectares(m.in_m2)}公顷" for m in dated if m.in_m2
        ),
        "ahead_months": _joined(_ahead(report.months)),
        "undated_out": hectares(undated.out_m2),
        "undated_in": hectares(undated.in_m2),
    }


def _any(report: Report, direction: str, verdict: str, severity: str = "") -> bool:
    return any(
        f.verdict == verdict and severity in ("", f.severity)
        for f in findings_of(report, direction)
    )


def _checks(report: Report, direction: str) -> dict[str, str]:
    found = findings_of(report, direction)
    blocked, unknown = blocked_parcels(found), [f for f in found if f.verdict == UNKNOWN]

    def count(verdict: str, *severities: str) -> str:
        return str(
            sum(
                f.verdict == verdict and (not severities or f.severity in severities) for f in found
            )
        )

    members = {parcel.parcel_id: parcel_text(parcel) for parcel in report.parcels_of(direction)}
    return {
        f"{direction}_scoring": _joined(
            f"{part.name}（{points_text(part.weight)}）"
            for part in report.notice.priorities(direction)
        ),
        f"{direction}_rules": str(len({f.rule_id for f in found})),
        f"{direction}_checks": str(len(found)),
        f"{direction}_passed": count(PASS),
        f"{direction}_failed": count(FAIL, BLOCK),
        f"{direction}_warned": count(FAIL, WARN),
        f"{direction}_informed": count(FAIL, INFO),
        f"{direction}_unknown": count(UNKNOWN),
        f"{direction}_excepted": str(len(excepted(found))),
        f"{direction}_unknown_rules": str(len({f.rule_id for f in unknown})),
        f"{direction}_blocked_count": str(len(blocked)),
        f"{direction}_blocked_parcels": listed(
            name for key, name in members.items() if key in blocked
        ),
    }


def _all_checks(report: Report) -> dict[str, str]:
    return {
        "rule_count": str(len(report.notice.rules)),
        "failed": str(sum(f.verdict == FAIL and f.severity == BLOCK for f in report.findings)),
        "unknown": str(sum(f.verdict == UNKNOWN for f in report.findings)),
        "plan_excepted": str(len(excepted(plan_findings(report)))),
    }
