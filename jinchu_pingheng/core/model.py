"""The few things a person names: a plan's header, a parcel, a cell, a finding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import shapely

from .approvals import Approval

OUT, IN = "out", "in"
BLOCK, WARN, INFO = "block", "warn", "info"
FAIL, PASS, UNKNOWN, NA = "fail", "pass", "unknown", "na"

COUNTED = "counted"
"""Land that the balance counts: cropland of an outflow parcel, not-yet-cropland of an inflow
parcel."""
SHOWN = "shown"
"""Land inside a parcel that does not count (e.g. a ditch inside an outflow parcel)."""
REPEATED = "repeated"
"""Land that an earlier parcel of the same side already holds: shown, never counted twice."""
UNCOVERED = "uncovered"
"""Land of a parcel that no survey polygon covers."""


@dataclass(frozen=True)
class Header:
    """Head of a plan. ``crs`` is an authority id such as 'EPSG:4544'; ``compiled_on`` is
    'YYYY-MM-DD'."""

    county_code: str
    county_name: str
    year: int
    profile: str
    crs: str
    office: str = ""
    compiled_on: str = ""


@dataclass(frozen=True)
class OfficeTemplate:
    """A Word file of the office from which a document is made: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Edition:
    """Which plan, and which of its saved states: ``plan_id`` is a UUID, ``revision`` counts saved
    changes from 1. ``approval`` is the last one that the plan was given. ``scenario`` names a copy
    that was made to try something: it has the plan's id, and counts on by itself.

    ``NO_EDITION`` is that of parcels without a plan file; its text is empty.
    """

    plan_id: str = ""
    revision: int = 0
    approval: Approval | None = None
    scenario: str = ""

    @property
    def changed_since_approval(self) -> bool:
        """The plan was approved, and is not what was approved any more."""
        return self.approval is not None and self.approval.revision != self.revision

    @property
    def text(self) -> str:
        """As every file of a package states it: '方案 1f0c2a3b 第 3 版' (the id's first part), with
        the approval and whether the plan has changed since."""
        if not self.plan_id:
            return ""
        scenario = f"情景“{self.scenario}”" if self.scenario else ""
        return f"方案 {self.plan_id[:8]} {scenario}第 {self.revision} 版{self._approval_text}"

    @property
    def _approval_text(self) -> str:
        if self.approval is None:
            return ""
        if self.changed_since_approval:
            return f"（{self.approval.document}批准第 {self.approval.revision} 版后已修改）"
        return f"（{self.approval.document}批准）"


NO_EDITION = Edition()


@dataclass(frozen=True)
class Parcel:
    """One 地块: a copy of survey features or a drawn polygon in the plan's CRS, with its tags.

    ``geometry`` is a shapely Polygon or MultiPolygon. Months are 'YYYY-MM', days 'YYYY-MM-DD'.
    ``grade`` is a 等别 that the user set; None means: take it from the survey. ``ridge_ratio`` is
    the 田坎系数 expected after restoration (inflow).
    """

    parcel_id: str
    direction: str
    type: int
    geometry: Any
    project: str = ""
    name: str = ""
    batch: str = ""
    implementer: str = ""
    former_use: str = ""
    planned_class: str = ""
    target_class: str = ""
    target_use: str = ""
    road_class: str = ""
    start_month: str = ""
    end_month: str = ""
    agreement: str = ""
    grade: Decimal | None = None
    ridge_ratio: Decimal | None = None
    group_name: str = ""
    approval_doc: str = ""
    consent_doc: str = ""
    owner_consent_doc: str = ""
    forest_consent_doc: str = ""
    deduction: str = ""
    deduction_doc: str = ""
    publicity_from: str = ""
    publicity_to: str = ""
    decided_by: str = ""
    completed_on: str = ""
    completion_doc: str = ""
    note: str = ""

    @cached_property
    def area(self) -> float:
        """Planar area in m², unrounded."""
        return float(shapely.area(self.geometry))


@dataclass(frozen=True)
class Cell:
    """The atom of every printed number: parcel × land class × 等别 × township, in whole m².

    ``m2`` is the area by the profile's method, rounded once. ``balance_class`` is the cropland
    class under which the
    cell is printed (the survey class for outflow, the planned class for inflow). ``planar``,
    ``net`` and
    ``ellipsoidal`` are the area by each method, m² with two decimals, beside it; ``ellipsoidal`` is
    None until
    somebody asks for it (a check does not, where the profile prints planar areas).
    """

    parcel_id: str
    direction: str
    dlbm: str
    balance_class: str
    grade: Decimal | None
    grade_estimated: bool
    town_code: str
    town_name: str
    village: str
    status: str
    m2: int
    planar: Decimal
    net: Decimal
    ellipsoidal: Decimal | None

    @property
    def counts(self) -> bool:
        """The balance counts the cell; a sliver that was rounded to nothing makes no row."""
        return self.status == COUNTED and self.m2 > 0


class Finding(NamedTuple):
    """The verdict of one rule on one parcel (``parcel_id`` is empty for the plan as a whole).

    ``overlap_m2`` has two decimals, ``share`` is a fraction of the parcel. ``geometry`` is the
    conflict polygon.
    ``exception`` is a recorded reason with its document; the verdict stays what it is.
    """

    parcel_id: str
    direction: str
    rule_id: str
    clause: str
    severity: str
    verdict: str
    message: str
    evidence: str = ""
    overlap_m2: Decimal | None = None
    share: Decimal | None = None
    geometry: Any = None
    exception: str = ""


@dataclass(frozen=True)
class RecordedException:
    """An exception that the office answers for: why a rule may be broken by a parcel, and by which
    document."""

    parcel_id: str
    rule_id: str
    reason: str
    document: str

    @property
    def text(self) -> str:
        """As it is printed wherever the finding is."""
        return f"例外：{self.reason}（{self.document}）"


@dataclass(frozen=True)
class PriorityScore:
    """One part of a parcel's priority: ``value`` from 0 to 1 (None: not known), ``points`` of
    ``weight``."""

    parcel_id: str
    direction: str
    part: str
    value: Decimal | None
    weight: Decimal
    points: Decimal
    evidence: str


@dataclass(frozen=True)
class LayerProblem:
    """A problem of a layer as the plan records it; ``usable`` as in Problem."""

    role: str
    layer: str
    feature: str
    usable: bool
    message: str


@dataclass(frozen=True)
class InputRecord:
    """A layer that the plan was computed from, for the manifest and the report."""

    role: str
    name: str
    feature_count: int
    sha256: str
