"""Kinds about the procedure: publicity, the body that decides, entrusting cost, deductions,
validity of the notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import shapely

from ...accounts.balance import Balance
from ...codes import plain
from ...documents import REFUSED, is_document, kind_of
from ...model import NA, PASS, Finding, Parcel
from ...notice import Deduction, Notice, Rule
from ...rounding import cost_wan, hectares, mu, whole
from ..evidence import Evidence
from .kind import NUMBER, TEXT, TEXTS, Kind, Param, failing, finding, unknown
from .plan_balance import SOURCE, on_balance


def check_publicity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The parcel was made public for at least ``min_days`` days (first and last day counted)."""
    return [_judge_publicity(rule, parcel) for parcel in parcels]


def _judge_publicity(rule: Rule, parcel: Parcel) -> Finding:
    first, last, source = parcel.publicity_from, parcel.publicity_to, "公示日期"
    if not first or not last:
        return unknown(rule, parcel, "未填公示起止日期", source)
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    text = f"公示 {first} 至 {last}，共 {days} 日"
    if days < rule.params["min_days"]:
        return failing(rule, parcel, text, source)
    return finding(rule, parcel, PASS, text, source)


def check_body(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The body that decides on a parcel is recorded: ``body`` from the threshold on, ``body_below``
    under it; both by words that stand in 审议机关.

    The area is that of the cropland (涉及耕地转为…的面积), all of the parcel where no survey is
    given; adjoining parcels of one project are one 宗.
    """
    lots = _lots(parcels, evidence)
    return [_judge_body(rule, parcel, m2, many) for parcel, (m2, many) in zip(parcels, lots)]


def _lots(parcels: Sequence[Parcel], evidence: Evidence) -> list[tuple[int, bool]]:
    """Area of the 宗 of each parcel in whole m², and whether other parcels belong to it."""
    everyone, cropland = evidence.ground.everyone, _cropland(evidence)
    lots = []
    for parcel, row in zip(parcels, evidence.rows(parcels).tolist()):
        project = plain(parcel.project)
        others = [
            other
            for other in (everyone if project else ())
            if plain(other.project) == project
            and other.direction == parcel.direction
            and other.parcel_id != parcel.parcel_id
            and shapely.dwithin(other.geometry, parcel.geometry, float(evidence.notice.adjoin_m))
        ]
        shares = sum(_share(other, cropland, evidence) for other in others)
        lots.append((whole(float(cropland[row]) + shares), bool(others)))
    return lots


def _cropland(evidence: Evidence) -> np.ndarray:
    """Cropland of the block's parcels (n,), m²; all of a parcel where no survey is given."""
    if evidence.survey is None:
        return np.asarray(evidence.ground.land.area)
    return evidence.land_of(evidence.survey.is_crop)


def _share(other: Parcel, cropland: np.ndarray, evidence: Evidence) -> float:
    """Cropland of another parcel, m²: its own pieces where it is of this block, else overlaid."""
    row = evidence.row_of.get(other.parcel_id)
    if row is not None:
        return float(cropland[row])
    if evidence.survey is None:
        return other.area
    crops = evidence.survey.cropland.geometry
    near = crops[shapely.STRtree(crops).query(other.geometry)] if len(crops) else crops
    return float(shapely.area(shapely.intersection(other.geometry, shapely.union_all(near))))


def _judge_body(rule: Rule, parcel: Parcel, m2: int, many: bool) -> Finding:
    source, said = "审议机关", parcel.decided_by.strip()
    large = m2 >= rule.params["threshold_m2"]
    body = rule.params["body" if large else "body_below"]
    area = (
        f"单宗{'（同一项目相邻地块合并）' if many else ''}耕地 {hectares(m2)} 公顷（{mu(m2)} 亩）"
    )
    text = f"{area}，须由{body}"
    if not plain(said):
        return unknown(rule, parcel, f"{text}，未填审议机关", source)
    words = (rule.params["body_word"], *(() if large else rule.params["words_below"]))
    if kind_of(said) == REFUSED or not any(word in said for word in words):
        return failing(rule, parcel, f"{text}，现为{said}", source)
    return finding(rule, parcel, PASS, f"{text}，已由{said}审议", source)


def judge_cost(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Cost of entrusting the inflow that is missing, at ``yuan_per_mu`` (1 m² = 0.0015 亩)."""
    parts = []
    for row in balance.short_townships:
        missing = -row.lawful_surplus_m2
        cost = cost_wan(missing, rule.params["yuan_per_mu"])
        area = f"{hectares(missing)} 公顷（{mu(missing)} 亩）"
        parts.append(f"{row.unit_name}缺 {area}，委托费用约 {cost} 万元")
    if not parts:
        return finding(rule, None, PASS, "各乡镇均能自行落实，不需委托", SOURCE)
    return failing(rule, None, "；".join(parts), SOURCE)


def judge_pool(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """The share of lawful inflow that the county may dispose of, from townships that reach what
    they need themselves (建宁 四（五）).

    The clause has two sentences: inflow at 1:1.05, and 5% of inflow for the county. They do not
    add up: at exactly 1:1.05 the share is 5.25% of outflow, and what is left (99.75%) would not
    even be 1:1. So the share is not taken off before a township is judged; a township that does
    not reach the ratio has nothing to give.
    """
    total = balance.total
    text = (
        f"可供县域统筹 {hectares(total.lawful_share_m2(rule.params['share']))} 公顷，"
        f"按可计入的{evidence.notice.word_in} {hectares(total.lawful_in_m2)} 公顷计"
    )
    short = [row.unit_name for row in balance.short_townships if row.lawful_in_m2]
    if short:
        what = f"{'、'.join(short)}自身不足，不能提供统筹"
        return failing(rule, None, f"{text}；{what}", SOURCE)
    return finding(rule, None, PASS, text, SOURCE)


def check_deductions(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """A parcel that claims a deduction needs the document that grants it; without it nothing is
    deducted."""
    known = {item.code: item for item in evidence.notice.deductions}
    paper = evidence.notice.paper
    return [_judge_deduction(rule, p, known.get(p.deduction), paper) for p in parcels]


def _judge_deduction(rule: Rule, parcel: Parcel, granted: Deduction | None, paper: str) -> Finding:
    source, document = "扣除依据文号", parcel.deduction_doc.strip()
    if not parcel.deduction:
        return finding(rule, parcel, NA, "不涉及", "扣除情形")
    if granted is None:
        return failing(rule, parcel, f"扣除情形“{parcel.deduction}”不在{paper}范围内", "扣除情形")
    if kind_of(document) == REFUSED:
        text = f"{granted.name}：扣除依据文号为“{document}”，未予扣除"
        return failing(rule, parcel, text, source)
    if not is_document(document):
        why = f"扣除依据“{document}”看不出是什么文件" if document else "未填扣除依据文号"
        return unknown(rule, parcel, f"{granted.name}：{why}，未予扣除", source)
    return finding(rule, parcel, PASS, f"{granted.name}，依据 {document}", source)


def check_validity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The day of compiling and the plan's year lie in the notice's validity, and the day not in its
    last ``warn_days`` days."""
    notice, today, year = evidence.notice, evidence.today, evidence.year
    span = f"有效期 {notice.valid_from or '未载明'} 至 {notice.valid_to or '未载明'}"
    if not today or year is None:
        missing = "方案年度" if today else "编制日期"
        return [unknown(rule, None, f"{span}；未知{missing}", notice.title)]
    faults = list(_out_of_validity(notice, today, year, span))
    if faults:
        return [failing(rule, None, "；".join(faults), notice.title)]
    if notice.valid_to:
        left = (date.fromisoformat(notice.valid_to) - date.fromisoformat(today)).days
        if left <= rule.params["warn_days"]:
            return [failing(rule, None, f"{notice.paper}{span}，还有 {left} 日到期", notice.title)]
    return [finding(rule, None, PASS, f"{span}，方案年度 {year}", notice.title)]


def _out_of_validity(notice: Notice, today: str, year: int, span: str) -> Iterable[str]:
    """A plan is compiled for a year, and a notice without an end holds on."""
    first, last = notice.valid_from or "0000", notice.valid_to or "9999"
    if not first <= today <= (notice.valid_to or "9999-12-31"):
        yield f"{today} 不在{notice.paper}{span}内"
    if not int(first[:4]) <= year <= int(last[:4]):
        yield f"方案年度 {year} 不在{notice.paper}{span}内"


KINDS = (
    Kind("publicity", (Param("min_days", NUMBER),), check_publicity),
    Kind(
        "deciding_body",
        (
            Param("threshold_m2", NUMBER),
            Param("body", TEXT),
            Param("body_word", TEXT),
            Param("body_below", TEXT),
            Param("words_below", TEXTS, ("联审", "乡", "镇", "街道")),
        ),
        check_body,
    ),
    on_balance("entrust_cost", judge_cost, Param("yuan_per_mu", NUMBER)),
    on_balance("county_pool", judge_pool, Param("share", NUMBER)),
    Kind("deduction", (), check_deductions, on_deducted=True),
    Kind("validity", (Param("warn_days", NUMBER, Decimal(31)),), check_validity),
)
