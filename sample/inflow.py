"""The 流入 parcels: one for each rule that can be broken, then lawful ones until the classes are
filled as wanted."""

from __future__ import annotations

import numpy as np
import shapely

from sample import shapes
from sample.names import GROUPS, PLAN_YEAR
from sample.outflow import mixed_pair
from sample.parcels import Parcel, Picker

WORDS = {
    "02": "果园",
    "03": "林地",
    "04": "草地",
    "11": "坑塘",
    "12": "空闲设施农用地",
    "10": "废弃场站",
}
HILL_ZONES = {  # role, land class, rule, reason
    "STBHHX": ("0307", "in-redline", "位于生态保护红线内"),
    "ZRBHD": ("0307", "in-reserve", "位于自然保护地内"),
    "GYL": ("0305", "in-public-forest", "现状为公益林"),
    "TGHL": ("0307", "in-returned-forest", "已实施退耕还林还草"),
    "GTLH": ("0307", "in-greening", "位于国土绿化规划范围内"),
    "LQ": ("0307", "in-forest-zone", "位于林区"),
    "MQ": ("0404", "in-pasture-zone", "位于牧区"),
}
PLAIN_ZONES = {
    "YYSYD": ("0201", "in-water-source", "位于饮用水水源一级保护区内"),
    "HDHQ": ("1104", "in-river-lake", "位于河道湖区内"),
    "WRD": ("0201", "in-polluted", "位于受污染地区"),
    "CZKFBJ": ("0201", "in-ugb", "位于城镇开发边界内"),
    "CZCDYD": ("0201", "in-town-area", "位于城镇村庄用地范围内"),
}
READY_MONTHS = {  # little is ready before May, so that April's outflow runs ahead
    "0101": (3, 5, 5, 6),
    "0102": (5, 5, 5, 6, 6, 7),
    "0103": (5, 6, 5, 6, 7),
}
LARGEST = {
    "0101": 10000,
    "0102": 14000,
    "0103": 20000,
}  # m2 of a restored parcel; hill fields are larger


class Inflow:
    """Collects the 流入 parcels in order."""

    def __init__(self, picker: Picker) -> None:
        self.picker, self.survey, self.rng = picker, picker.survey, picker.rng
        self.parcels: list[Parcel] = []

    def add(
        self,
        shape: shapely.Polygon,
        kind: int,
        polygon: int,
        planned: str | None = None,
        month: int = 6,
    ) -> Parcel:
        """A parcel with all its papers; `polygon` names it and tells the present class."""
        number = len(self.parcels) + 1
        code = str(self.survey.dlbm[polygon])
        word = "盐碱荒地" if code in ("1204", "1206") else WORDS.get(code[:2], "零星地")
        place = self.picker.village_name(polygon)
        forest = code[:2] in ("03", "04")
        values: dict[str, object] = {
            "type": kind,
            "project": f"云川县{PLAN_YEAR}年耕地恢复项目（{PLAN_YEAR}-{kind}）",
            "name": f"{place}{word}恢复地块",
            "planned_class": planned or self.picker.planned_class(polygon),
            "start_month": f"{PLAN_YEAR}-02",
            "end_month": f"{PLAN_YEAR}-{month:02d}",
            "agreement": "是" if self.rng.random() < 0.85 else "否",
            "group_name": GROUPS[self.rng.integers(len(GROUPS))],
            "owner_consent_doc": f"权利人书面同意书第{number:03d}号" if forest else "",
            "forest_consent_doc": f"云林函〔{PLAN_YEAR}〕{number}号" if forest else "",
            "note": "",
        }
        self.parcels.append(Parcel(shape, "in", values))
        return self.parcels[-1]

    def whole(
        self, mask: np.ndarray, kind: int, planned: str | None = None, month: int = 6
    ) -> Parcel:
        polygon = self.picker.take(mask)
        return self.add(self.survey.geometry[polygon], kind, polygon, planned, month)


def faulty(inflow: Inflow) -> None:
    """One parcel for each rule of the 流入 side, each breaking only that rule where the rules allow
    it."""
    picker, survey = inflow.picker, inflow.survey
    small = picker.sized(1500, 12000)
    marked = picker.restorable() & small
    hilly = picker.settlement.steepness[survey.village] > 1.2
    for zones, ground in ((HILL_ZONES, hilly), (PLAIN_ZONES, ~hilly)):
        for role, (code, rule, reason) in zones.items():
            polygon = picker.take(marked & ground & (survey.dlbm == code))
            picker.plant(role, polygon)
            inflow.add(survey.geometry[polygon], 1, polygon, "0102").breaks(rule, reason)
            picker.keep_away(polygon, 60)
    wrong_types(inflow, marked, small)
    wrong_ground(inflow, marked, small)


def wrong_types(inflow: Inflow, marked: np.ndarray, small: np.ndarray) -> None:
    """Parcels whose present land does not fit the type they are filed under."""
    picker, survey = inflow.picker, inflow.survey
    gentle = small & (survey.steepest < 14)
    plain_orchard = gentle & (survey.dlbm == "0201") & ~picker.restorable()
    inflow.whole(plain_orchard, 1, "0102").breaks("in-type-restorable", "未标注即可恢复或工程恢复")
    inflow.whole(plain_orchard, 2, "0102").breaks("in-type-facility", "现状不是设施农用地")
    outside = gentle & np.isin(survey.dlbm, ("1204", "1206"))
    inflow.whole(outside, 3, "0102").breaks("in-type-reserve", "不在耕地后备资源范围内")
    inflow.whole(plain_orchard, 4, "0102").breaks("in-type-construction", "现状不是建设用地")
    forest = marked & np.isin(survey.dlbm, ("0307", "0404"))
    parcel = inflow.whole(forest, 1, "0102").breaks("in-consent", "未填林业部门同意文号", "unknown")
    parcel.values["forest_consent_doc"] = ""


def wrong_ground(inflow: Inflow, marked: np.ndarray, small: np.ndarray) -> None:
    """Cropland filed as inflow, land steeper than 25 degrees, land inside a village, land filed
    twice."""
    picker, survey = inflow.picker, inflow.survey
    crop = picker.take(picker.crop("0102") & small)
    inflow.add(survey.geometry[crop], 5, crop, "0102").breaks("in-class", "现状已是耕地")
    a, b = mixed_pair(picker, marked & (survey.dlbm == "0201"))
    inflow.add(shapes.across(inflow.rng, survey, a, b), 5, a, "0102").breaks(
        "in-mixed", "地块部分已是耕地"
    )
    steep = (
        (survey.steepest > 29)
        & (survey.slope_class == "5")
        & np.isin(survey.dlbm, ("0301", "0305", "0307", "0404"))
    )
    steep_one = min(
        np.flatnonzero(steep & picker.free & (survey.line < 0)).tolist(),
        key=lambda k: picker.area[k],
    )
    picker.free[steep_one] = False
    inflow.add(shapes.cut(inflow.rng, survey.geometry[steep_one]), 5, steep_one, "0103").breaks(
        "in-slope", "坡度大于25度"
    )
    inside = (
        (survey.columns["CZCSXM"] == "203")
        & np.isin(survey.dlbm, ("0201", "0404"))
        & small
        & (survey.steepest < 14)
    )
    village = int(inflow.rng.choice(np.flatnonzero(inside & picker.zones.clear(but="CZCDYD"))))
    inflow.add(survey.geometry[village], 5, village, "0102").breaks(
        "in-town-attribute", "城镇村属性码为203，位于村庄内"
    ).breaks("in-town-area", "位于城镇村庄用地范围内")
    twice = picker.take(marked & (survey.dlbm == "0201"))
    numbers = len(inflow.parcels) + 1, len(inflow.parcels) + 2
    for twin in (numbers[1], numbers[0]):
        inflow.add(survey.geometry[twice], 1, twice, "0102").breaks(
            "duplicate", f"与流入地块R{twin:03d}重复"
        )


def lawful(inflow: Inflow, wanted: dict[str, float]) -> None:
    """Parcels without a fault: some of each type, then restorable land until each class has its
    wanted area (m2)."""
    picker, survey = inflow.picker, inflow.survey
    gentle = picker.sized(1500, 8500) & (survey.steepest < 14)
    filled = dict.fromkeys(wanted, 0.0)

    def count(parcel: Parcel) -> None:
        filled[str(parcel.values["planned_class"])] += parcel.geometry.area

    for kind, codes, number in ((2, ("1202",), 6), (4, ("1005",), 4), (5, ("1104", "0201"), 6)):
        unmarked = np.isin(survey.dlbm, codes) & ~np.isin(survey.mark, ("JKHF", "GCHF")) & gentle
        for k in range(number):
            count(inflow.whole(unmarked & (survey.slope_class == "1"), kind, month=5 + k % 3))
    reserve = picker.zones.touched["GDHBZY"]
    picker.free |= reserve & picker.zones.clear(but="GDHBZY")
    for k in range(5):
        count(inflow.whole(reserve & gentle, 3, month=6 + k % 2))
    marked = picker.restorable() & picker.sized(1500, 20000)
    a, b = picker.take_pair(marked, prefer_border=True)
    count(inflow.add(shapes.joined(survey, [a, b]), 1, a, "0102", month=5))
    for k in range(3):
        a, b = picker.take_pair(marked, prefer_border=k == 0)
        shape = shapes.across(inflow.rng, survey, a, b) if k else shapes.joined(survey, [a, b])
        count(inflow.add(shape, 1, a, "0102", month=5))
    fill(inflow, marked, wanted, filled)


def fill(
    inflow: Inflow, marked: np.ndarray, wanted: dict[str, float], filled: dict[str, float]
) -> None:
    """Restorable polygons, whole or cut, until no class lacks more than a small parcel."""
    picker, survey = inflow.picker, inflow.survey
    planned = np.array(
        [picker.planned_class(k) if ok else "" for k, ok in enumerate(marked & picker.free)]
    )
    for code in sorted(wanted):
        turn, months = 0, READY_MONTHS[code]
        while wanted[code] - filled[code] > 1500:
            room = max(4000, 1.2 * (wanted[code] - filled[code]))
            mask = (planned == code) & (picker.area < min(room, LARGEST[code]))
            polygon = picker.take(mask)
            shape = survey.geometry[polygon]
            shape = shapes.cut(inflow.rng, shape) if turn % 4 == 3 else shape
            inflow.add(shape, 1, polygon, code, months[turn % len(months)])
            filled[code] += shape.area
            turn += 1
