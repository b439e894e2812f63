"""Parcels as records, and the picker that finds free land for them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from sample.attributes import CROPLAND, RESTORE_MARKS, Survey
from sample.settlement import Settlement
from sample.writing import Field
from sample.zones import Zones

PLAN_FIELDS = (
    Field("parcel_id", width=20),
    Field("direction", width=3),
    Field("type", "int"),
    Field("project", width=120),
    Field("name", width=120),
    Field("planned_class", width=5),
    Field("target_class", width=5),
    Field("target_use", width=40),
    Field("road_class", width=20),
    Field("start_month", width=7),
    Field("end_month", width=7),
    Field("agreement", width=2),
    Field("group_name", width=20),
    Field("approval_doc", width=60),
    Field("consent_doc", width=60),
    Field("owner_consent_doc", width=60),
    Field("forest_consent_doc", width=60),
    Field("deduction_doc", width=60),
    Field("note", width=120),
)
OUT_FIELDS = tuple(
    f
    for f in PLAN_FIELDS
    if f.name not in ("planned_class", "agreement", "owner_consent_doc", "forest_consent_doc")
)
IN_FIELDS = tuple(
    f
    for f in PLAN_FIELDS
    if f.name
    not in (
        "target_class",
        "target_use",
        "road_class",
        "approval_doc",
        "consent_doc",
        "deduction_doc",
    )
)


@dataclass
class Parcel:
    """A parcel and what the generator means by it: `intent` holds (rule, verdict, reason); empty
    means lawful."""

    geometry: shapely.Polygon
    direction: str
    values: dict[str, object]
    intent: list[tuple[str, str, str]] = field(default_factory=list)

    def breaks(self, rule: str, reason: str, verdict: str = "fail") -> Parcel:
        """Record what this parcel is meant to violate, also as its note."""
        self.intent.append((rule, verdict, reason))
        self.values["note"] = "示例缺陷：" + "；".join(why for _, _, why in self.intent)
        return self


@dataclass
class Picker:
    """Finds polygons that no zone and no other parcel uses; every pick is taken from the free
    land."""

    rng: np.random.Generator
    survey: Survey
    settlement: Settlement
    zones: Zones
    free: np.ndarray
    area: np.ndarray

    @classmethod
    def over(
        cls, rng: np.random.Generator, survey: Survey, settlement: Settlement, zones: Zones
    ) -> Picker:
        return cls(rng, survey, settlement, zones, zones.clear(), survey.area)

    def crop(self, *codes: str) -> np.ndarray:
        return np.isin(self.survey.dlbm, codes or CROPLAND)

    def restorable(self) -> np.ndarray:
        """Marked 即可恢复 or 工程恢复 and gentle."""
        return np.isin(self.survey.mark, tuple(RESTORE_MARKS)) & (self.survey.steepest < 14)

    def sized(self, low: float, high: float) -> np.ndarray:
        return (self.area > low) & (self.area < high) & (self.survey.line < 0)

    def take(self, mask: np.ndarray) -> int:
        """One free polygon of the mask, at random; its neighbours stay free."""
        found = np.flatnonzero(mask & self.free)
        if len(found) == 0:
            raise LookupError("no free polygon of the wanted kind; try another seed")
        chosen = int(self.rng.choice(found))
        self.free[chosen] = False
        return chosen

    def take_pair(self, mask: np.ndarray, prefer_border: bool = False) -> tuple[int, int]:
        """Two free neighbours of the mask; on request across a township border where there is
        one."""
        a, b = self.survey.pairs.T
        good = mask[a] & mask[b] & self.free[a] & self.free[b]
        town = self.settlement.village_town[self.survey.village]
        border = good & (town[a] != town[b])
        found = np.flatnonzero(border if prefer_border and border.any() else good)
        if len(found) == 0:
            raise LookupError("no free pair of polygons of the wanted kind; try another seed")
        pair = self.survey.pairs[self.rng.choice(found)].tolist()
        self.free[pair] = False
        return pair[0], pair[1]

    def plant(self, role: str, polygon: int) -> None:
        """Extend a zone over a polygon that is taken already; land that the zone now touches is no
        longer free."""
        self.zones.plant(self.rng, role, polygon)
        self.free &= self.zones.clear()

    def keep_away(self, polygon: int, radius: float) -> None:
        """Nothing else may be picked within `radius` metres of the polygon."""
        near = shapely.dwithin(self.survey.geometry, self.survey.geometry[polygon], radius)
        self.free[near] = False

    def planned_class(self, polygon: int) -> str:
        """What the land will be again: the class of most cropland around it; 旱地 on slopes."""
        around = [c for c in self.survey.dlbm[self.survey.adjacency[polygon]] if c in CROPLAND]
        if self.survey.slope_class[polygon] != "1":
            return "0103"
        return max(sorted(set(around)), key=around.count) if around else "0102"

    def village_name(self, polygon: int) -> str:
        return str(self.survey.columns["ZLDWMC"][polygon])
