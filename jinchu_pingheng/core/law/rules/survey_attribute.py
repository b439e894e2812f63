"""Kind that looks at an attribute of the survey polygons under a parcel: land class, 城镇村属性,
种植属性 …"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely

from ...codes import titled
from ...errors import listed
from ...land.survey import Survey
from ...landclass import CROPLAND
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...roles import SURVEY
from ...rounding import exact
from ..evidence import Evidence
from .kind import (
    CHOICE,
    COLUMN,
    NUMBER,
    TEXTS,
    TOLERANCES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    square_metres,
    unknown,
)

ALL, SOME, NONE = "all", "some", "none"


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare the land whose attribute has one of the values with what the rule demands.

    'all': no other land beyond the tolerance; 'some': more such land than the tolerance; 'none': no
    more than it. ``classes`` limits the test to survey polygons of those land classes; then 'all'
    is broken where a parcel has no such land, and where more than ``others_share`` of it is of
    other classes (cropland aside, which other rules are about).
    """
    survey, column = evidence.survey, rule.params["column"]
    if survey is None:
        return [unknown(rule, parcel, "未提供地类图斑", "地类图斑") for parcel in parcels]
    source = f"地类图斑（{survey.dltb.name}）{column}"
    if column not in survey.dltb.columns:
        why = f"地类图斑缺少字段 {column}"
        return [unknown(rule, parcel, why, source) for parcel in parcels]
    test = _Test(rule, evidence, survey, source)
    areas = test.areas()
    rows = evidence.rows(parcels).tolist()
    return [test.judge(parcel, *areas[row]) for parcel, row in zip(parcels, rows)]


@dataclass(frozen=True)
class _Test:
    """One rule on one survey, and the words for it."""

    rule: Rule
    evidence: Evidence
    survey: Survey
    source: str

    def _masks(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Polygons (n,) that are tested and have a value, another one, one that nobody can read;
        and those of other classes."""
        marks = self.evidence.marks(self.rule.params["column"], self.rule.params["values"])
        classes = self.rule.params["classes"]
        everyone = np.ones(len(marks.hit), dtype=bool)
        tested = self.evidence.marks("DLBM", classes).hit if classes else everyone
        others = ~tested & ~self.evidence.marks("DLBM", CROPLAND).hit
        return (
            marks.hit & tested,
            ~marks.hit & ~marks.unclear & tested,
            marks.unclear & tested,
            others,
        )

    def areas(self) -> list[list[float]]:
        """Land of each parcel by mask, and land that no polygon covers, m²."""
        sums = [self.evidence.land_of(mask) for mask in self._masks()]
        bare = self.evidence.ground.land.area - self.evidence.surveyed
        columns: list[list[float]] = np.column_stack([*sums, bare]).tolist()
        return columns

    def judge(
        self, parcel: Parcel, hit: float, miss: float, unclear: float, others: float, bare: float
    ) -> Finding:
        """The verdict on one parcel by its land, m²."""
        test = self.rule.params["test"]
        if test == SOME:
            return self._some(parcel, hit, unclear, bare)
        bad = miss if test == ALL else hit
        if exceeds(self.rule, bad, parcel):
            text = f"{self._names(parcel, 0 if test == NONE else 1)} {square_metres(bad)}"
            return self._failing(parcel, text, bad, 0 if test == NONE else 1)
        if unclear and exceeds(self.rule, bad + unclear, parcel):
            return unknown(
                self.rule, parcel, f"{self._names(parcel, 2)} 不能识别", self.source, bad
            )
        if exceeds(self.rule, bare, parcel):
            why = f"有 {square_metres(bare)} 未被地类图斑覆盖"
            return unknown(self.rule, parcel, why, self.source, bad)
        if test == ALL and self._too_much_else(parcel, hit, others):
            text = f"地块内有不属本条的{self._classes(parcel)} {square_metres(others)}"
            return self._failing(parcel, text, others, 3)
        text = "符合" if bad == 0 else f"不符合部分 {square_metres(bad)}，在容差内"
        return finding(self.rule, parcel, PASS, text, self.source, area=bad)

    def _some(self, parcel: Parcel, hit: float, unclear: float, bare: float) -> Finding:
        if exceeds(self.rule, hit, parcel):
            text = f"符合的图斑面积 {square_metres(hit)}"
            return finding(self.rule, parcel, PASS, text, self.source, area=hit)
        text = f"地块内没有符合的图斑（现为{self._names(parcel, 1)}）"
        if exceeds(self.rule, bare + unclear, parcel):
            return unknown(self.rule, parcel, text, self.source, hit)
        drawn = parcel.geometry if self.evidence.draw else None
        return failing(self.rule, parcel, text, self.source, area=hit, geometry=drawn)

    def _too_much_else(self, parcel: Parcel, hit: float, others: float) -> bool:
        """Whether the land that the rule is about is missing, or only a part of the parcel."""
        if not self.rule.params["classes"]:
            return False
        share: Decimal | None = self.rule.params.get("others_share")
        limit = share is not None and exact(others) > max(
            self.rule.params["tolerance_m2"], share * exact(parcel.area)
        )
        return limit or not exceeds(self.rule, hit, parcel)

    def _failing(self, parcel: Parcel, text: str, area: float, which: int) -> Finding:
        land = self._drawn(parcel, which) if self.evidence.draw else None
        return failing(self.rule, parcel, text, self.source, area=area, geometry=land)

    def _drawn(self, parcel: Parcel, which: int) -> shapely.Geometry:
        _, rows = self.evidence.ground.pieces(parcel)
        mask = self._masks()[which][rows]
        if mask.all() or not mask.any():
            return parcel.geometry
        return shapely.union_all(self.evidence.ground.drawn(parcel)[mask])

    def _names(self, parcel: Parcel, which: int) -> str:
        """The values found under a mask, for a message, e.g. '地类 0301 乔木林地、0201 果园'."""
        column = self.rule.params["column"]
        return f"{_LABELS.get(column, column)} {listed(self._found(parcel, which, column)) or '无'}"

    def _classes(self, parcel: Parcel) -> str:
        return f"地类 {listed(self._found(parcel, 3, 'DLBM')) or '无'}"

    def _found(self, parcel: Parcel, which: int, column: str) -> Iterable[str]:
        _, rows = self.evidence.ground.pieces(parcel)
        shown = self.survey.dltb.column(column)[rows[self._masks()[which][rows]]]
        return sorted({titled(column, "" if value is None else value) or "空" for value in shown})


_LABELS = {"DLBM": "地类", "CZCSXM": "城镇村属性", "ZZSXDM": "种植属性", "TBXHDM": "图斑细化"}

KINDS = (
    Kind(
        "survey_attribute",
        (
            Param("column", COLUMN, of=SURVEY),
            Param("values", TEXTS),
            Param("test", CHOICE, choices=(ALL, SOME, NONE)),
            Param("classes", TEXTS, ()),
            Param("others_share", NUMBER, optional=True),
            *TOLERANCES,
        ),
        check,
        roles=(SURVEY,),
    ),
)
