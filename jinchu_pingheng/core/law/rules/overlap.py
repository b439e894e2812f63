"""Kinds that hold parcels against a layer of a role: no overlap, or full cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from ...declarations import Declaration
from ...errors import listed
from ...geometry.layer import Layer
from ...geometry.overlay import SLIVER_M2, Cover, Shapes, cover, meet, polygonal
from ...model import NA, PASS, Finding, Parcel
from ...notice import Rule
from ...roles import SURVEY
from ..evidence import Evidence, Selection
from .kind import (
    CHOICE,
    COLUMN,
    ROLE,
    TEXTS,
    TOLERANCES,
    VALUES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    square_metres,
    unknown,
)
from .survey_zone import with_survey
from .usable import broken_near, stated, unreadable, unusable

ALL, UNKNOWN_WITHOUT = "all", "unknown"


def check_overlap(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that overlaps the role's layer by more than the tolerance.

    With ``classes`` only the parcel's land of those survey classes is held against the layer, with
    ``except_classes`` only its land of other classes. With
    ``survey`` the survey's own polygons of those attributes belong to the zone as well: a river is
    a river although no layer of rivers shows it.
    """
    found = _check(rule, parcels, evidence, inside=False)
    return with_survey(rule, parcels, found, evidence) if rule.params["survey"] else found


def check_within(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that lies outside the role's layer by more than the tolerance."""
    return _check(rule, parcels, evidence, inside=True)


def _check(
    rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, inside: bool
) -> list[Finding]:
    role, classes = rule.params["role"], rule.params["classes"]
    label = evidence.notice.role_label(role)
    layer = evidence.layers.get(role)
    statement = stated(role, evidence)
    if statement is not None:
        return [_nowhere(rule, parcel, label, statement, inside) for parcel in parcels]
    reason = unusable(layer, label, evidence) or _lacks_column(layer, label, rule)
    if classes and evidence.survey is None:
        reason = "未提供地类图斑"
    if layer is None or reason:
        return [unknown(rule, parcel, reason, label) for parcel in parcels]
    test = _Test(rule, layer, label, inside, evidence)
    partly = bool(classes) or _has_exceptions(rule, evidence)
    land = _land_of_classes(rule, parcels, evidence) if partly else evidence.ground.land
    rows = range(len(parcels)) if partly else evidence.rows(parcels)
    covers = test.covers(land if partly else None)
    broken = broken_near(layer, parcels)
    unsure = layer.unsure(np.array([parcel.geometry for parcel in parcels], dtype=object))
    return [
        test.unsure(parcel)
        if doubt
        else test.judge(parcel, land, covers, row, broken.get(parcel.parcel_id, ()))
        for parcel, row, doubt in zip(parcels, rows, unsure.tolist())
    ]


def _nowhere(
    rule: Rule, parcel: Parcel, label: str, statement: Declaration, inside: bool
) -> Finding:
    """The county states that there is no such land: no parcel overlaps it, and none lies in it."""
    if inside:
        return failing(rule, parcel, statement.words, label, area=parcel.area)
    return finding(rule, parcel, PASS, statement.words, label, area=0.0)


def _selection(rule: Rule, layer: Layer | None = None) -> Selection:
    """What a rule is about: the whole layer where it has not the column that tells."""
    column = rule.params["column"]
    if not column or (layer is not None and column not in layer.columns):
        return Selection(rule.params["role"])
    return Selection(rule.params["role"], column, rule.params["values"])


def _covers(rule: Rule) -> tuple[Selection, ...]:
    return () if rule.params["classes"] else (_selection(rule),)


def _has_exceptions(rule: Rule, evidence: Evidence) -> bool:
    """Whether any land of the block is of a class that the rule does not mean."""
    excepted = rule.params["except_classes"]
    return bool(excepted) and bool(evidence.marks("DLBM", excepted).hit.any())


def _land_of_classes(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> Shapes:
    """The parcels' land of the survey classes that the rule means."""
    classes, excepted = rule.params["classes"], rule.params["except_classes"]
    meant = ~evidence.marks("DLBM", excepted).hit
    if classes:
        meant = meant & evidence.marks("DLBM", classes).hit
    land = [_land(parcel, meant, evidence) for parcel in parcels]
    return Shapes(np.array(land, dtype=object))


def _land(parcel: Parcel, meant: np.ndarray, evidence: Evidence) -> shapely.Geometry:
    areas, rows = evidence.ground.pieces(parcel)
    mask = meant[rows]
    if not mask.any():
        return shapely.Polygon()
    if mask.all() and parcel.area - float(areas.sum()) <= SLIVER_M2:
        return parcel.geometry
    return polygonal(shapely.union_all(evidence.ground.drawn(parcel)[mask]))


def _lacks_column(layer: Layer | None, label: str, rule: Rule) -> str:
    column = rule.params["column"]
    lacks = layer is not None and column and column not in layer.columns
    if not lacks or rule.params["without_column"] == ALL:
        return ""
    return f"{label}图层缺少字段 {column}"


@dataclass(frozen=True)
class _Covers:
    """What the features that are meant cover, and those that might be."""

    meant: Cover
    unclear: Cover | None


@dataclass(frozen=True)
class _Test:
    """One rule against one layer, and the words for it."""

    rule: Rule
    layer: Layer
    label: str
    inside: bool
    evidence: Evidence

    @cached_property
    def selection(self) -> Selection:
        return _selection(self.rule, self.layer)

    @cached_property
    def unclear(self) -> Selection:
        return self.selection._replace(values=(), unclear=True)

    @cached_property
    def source(self) -> str:
        return f"{self.label}（{self.layer.name}）"

    @cached_property
    def relation(self) -> str:
        return f"超出{self.label}范围" if self.inside else f"与{self.label}重叠"

    @cached_property
    def apart(self) -> str:
        """What is said of most parcels: one text for all of them."""
        return f"未{self.relation}"

    def covers(self, land: Shapes | None) -> _Covers:
        """Covers of ``land``, or of the parcels as they are."""
        doubtful = bool(self.selection.column) and len(self.evidence.selected(self.unclear)) > 0
        return _Covers(
            self._cover(self.selection, land), self._cover(self.unclear, land) if doubtful else None
        )

    def _cover(self, selection: Selection, land: Shapes | None) -> Cover:
        if land is None:
            return self.evidence.cover(selection)
        return cover(land, self.evidence.selected(selection).shapes)

    def judge(
        self, parcel: Parcel, land: Shapes, covers: _Covers, row: int, broken: Sequence[str]
    ) -> Finding:
        """The verdict on one parcel, whose land stands in ``row``."""
        whole, covered = float(land.area[row]), float(covers.meant.area[row])
        if not whole:
            return finding(self.rule, parcel, NA, "不涉及", "地类图斑")
        doubt = float(covers.unclear.area[row]) if covers.unclear else 0.0
        area = self._wrong(whole, covered)
        surely = self._wrong(whole, covered + doubt) if self.inside else area
        over = exceeds(self.rule, area, parcel)
        if exceeds(self.rule, surely, parcel) and not (self.inside and broken):
            conflict = self._conflict(land.geometry[row], covers.meant, row, whole - covered)
            text = f"{self.relation} {'至少 ' if broken else ''}{square_metres(area)}"
            return failing(self.rule, parcel, text, self.source, area=area, geometry=conflict)
        open_area = over or (not self.inside and exceeds(self.rule, area + doubt, parcel))
        if open_area and covers.unclear and doubt:
            features, column = self.evidence.selected(self.unclear), self.selection.column
            why = unreadable(features, covers.unclear, row, column, f"{self.label}图层")
            return unknown(self.rule, parcel, why, self.source)
        # A broken feature may add to what overlaps; it cannot take away from what covers a parcel
        # already.
        if broken and (over or not self.inside):
            why = f"{self.label}图层有问题要素 {listed(broken)}"
            return unknown(self.rule, parcel, why, self.source)
        message = f"{self.relation} {square_metres(area)}，在容差内" if area else self.apart
        return finding(self.rule, parcel, PASS, message, self.source, area=area)

    def _wrong(self, whole: float, covered: float) -> float:
        """The land that the rule does not allow, m²."""
        if not self.inside:
            return covered
        return whole - covered if whole - covered > SLIVER_M2 else 0.0

    def unsure(self, parcel: Parcel) -> Finding:
        """The layer's datum does not tell on which side of a boundary the parcel lies."""
        where = (
            f"地块距{self.label}界线不足 {self.layer.uncertain_m:g} 米，该图层位置可能偏差这么多"
        )
        return unknown(self.rule, parcel, where, self.source)

    def _conflict(
        self, land: shapely.Geometry, covered: Cover, row: int, rest: float
    ) -> shapely.Geometry | None:
        """The land that breaks the rule; drawn only where it is not the parcel as a whole."""
        if not self.evidence.draw:
            return None
        if (rest if not self.inside else float(covered.area[row])) <= SLIVER_M2:
            return land
        met = meet(land, self.evidence.selected(self.selection).geometry[covered.features(row)])
        return polygonal(shapely.difference(land, met)) if self.inside else met


_FEATURES = (
    Param("role", ROLE),
    Param("column", COLUMN, "", of="role"),
    Param("values", TEXTS, ()),
    Param("without_column", CHOICE, UNKNOWN_WITHOUT, choices=(UNKNOWN_WITHOUT, ALL)),
    Param("classes", TEXTS, ()),
    Param("except_classes", TEXTS, ()),
)

KINDS = (
    Kind(
        "overlap",
        (*_FEATURES, Param("survey", VALUES, {}, of=SURVEY), *TOLERANCES),
        check_overlap,
        covers=_covers,
    ),
    Kind("within", (*_FEATURES, *TOLERANCES), check_within, covers=_covers),
)
