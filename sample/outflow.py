"""The 流出 parcels: the lawful ones of all seven types, and one for each rule that can be
broken."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from sample import shapes
from sample.names import COUNTY_NAME, GROUPS, PLAN_YEAR
from sample.parcels import Parcel, Picker

GREENING = f"{COUNTY_NAME}{PLAN_YEAR}年国土绿化工程"
LATE_MONTHS = ((8, 10), (9, 10), (9, 11), (10, 11), (10, 12))


class Outflow:
    """Collects the 流出 parcels in order."""

    def __init__(self, picker: Picker) -> None:
        self.picker, self.survey, self.rng = picker, picker.survey, picker.rng
        self.parcels: list[Parcel] = []

    def add(
        self,
        shape: shapely.Polygon,
        kind: int,
        project: str,
        target: str,
        use: str,
        road: str = "",
        months: tuple[int, int] | None = None,
    ) -> Parcel:
        """A parcel with all its papers in order."""
        start, end = months or LATE_MONTHS[self.rng.integers(len(LATE_MONTHS))]
        number = len(self.parcels) + 1
        values: dict[str, object] = {
            "type": kind,
            "project": project,
            "name": f"{project}{number:03d}号地块",
            "target_class": target,
            "target_use": use,
            "road_class": road,
            "start_month": f"{PLAN_YEAR}-{start:02d}",
            "end_month": f"{PLAN_YEAR}-{end:02d}",
            "group_name": GROUPS[self.rng.integers(len(GROUPS))],
            "approval_doc": f"云政函〔{PLAN_YEAR}〕{10 + number}号",
            "consent_doc": f"承包户书面同意书第{number:03d}号",
            "deduction_doc": "",
            "note": "",
        }
        self.parcels.append(Parcel(shape, "out", values))
        return self.parcels[-1]

    def field(self, low: float = 4000, high: float = 22000, *codes: str) -> int:
        return self.picker.take(self.picker.crop(*codes) & self.picker.sized(low, high))

    def whole(self, *codes: str) -> shapely.Polygon:
        return self.survey.geometry[self.field(4000, 22000, *codes)]

    def piece(self, *codes: str) -> shapely.Polygon:
        return shapes.cut(self.rng, self.survey.geometry[self.field(6000, 24000, *codes)])

    def pair(self, border: bool = False, *codes: str) -> tuple[int, int]:
        mask = self.picker.crop(*codes) & self.picker.sized(3000, 22000)
        return self.picker.take_pair(mask, border)

    def lane(self, width: float) -> shapely.Polygon:
        return shapes.lane(self.rng, self.survey, *self.pair(), width)

    def belt(self, road: str, features: np.ndarray, width: float) -> shapely.Polygon:
        """A belt along a random strip of the wanted road class with enough free cropland beside
        it."""
        picker = self.picker
        candidates = np.flatnonzero(features == road)
        for strip in self.rng.permutation(candidates).tolist():
            beside = [
                k for k in self.survey.adjacency[strip] if picker.free[k] and picker.crop()[k]
            ]
            if len(beside) < 2:
                continue
            shape = shapes.belt(self.survey, strip, beside, width)
            if shape.area > 110 * width:
                picker.free[[k for k in beside if shape.intersects(self.survey.geometry[k])]] = (
                    False
                )
                return shape
        raise LookupError(f"no free cropland along any {road}; try another seed")


def lawful(out: Outflow, road_class: np.ndarray) -> None:
    """Forty-odd parcels of all seven types without a fault."""
    greening(out)
    belts_and_lanes(out, road_class)
    farms_and_water(out)
    orchards(out)


def greening(out: Outflow) -> None:
    """Type 1. Two large parcels come early, so that April runs ahead of the inflow."""
    for _ in range(2):
        out.add(
            shapes.joined(out.survey, list(out.pair(False, "0103"))),
            1,
            f"{GREENING}（一期）",
            "0307",
            "国土绿化",
            months=(4, 4),
        )
    for maker in (out.whole, out.piece, out.whole):
        out.add(maker("0103"), 1, f"{GREENING}（二期）", "0307", "国土绿化")
    for maker in (out.piece, out.whole):
        out.add(maker("0102"), 1, f"{GREENING}（三期）", "0305", "国土绿化")


def belts_and_lanes(out: Outflow, road_class: np.ndarray) -> None:
    """Types 2 to 5 as far as they are long and narrow."""
    for road, width in (
        ("县道", 2.8),
        ("县道", 2.5),
        ("国道", 4.6),
        ("国道", 4.8),
        ("铁路", 4.5),
        ("河渠", 4.6),
    ):
        belt = out.add(
            out.belt(road, road_class, width),
            2,
            f"{COUNTY_NAME}{road}沿线绿化带工程",
            "0307",
            "道路绿化带",
            road,
        )
        if road == "河渠":  # the notice gives no number for belts along channels
            why = "通知没有给出河渠两侧绿化带的限宽"
            belt.breaks("out-belt-width", why, "unknown").breaks(
                "out-belt-distance", why, "unknown"
            )
    for width in (8.0, 10.0, 10.0, 12.0):
        out.add(
            out.lane(width),
            3,
            f"{COUNTY_NAME}{PLAN_YEAR}年农田防护林建设项目",
            "0307",
            "农田防护林",
        )
    for width in (4.0, 5.0, 6.0, 3.5):
        out.add(out.lane(width), 4, f"{COUNTY_NAME}农村道路提升工程", "1006", "农村道路")
    for width in (2.4, 3.0, 2.0):
        out.add(out.lane(width), 5, f"{COUNTY_NAME}高标准农田建设配套工程", "1107", "灌排沟渠")
    out.add(out.lane(4.5), 5, f"{COUNTY_NAME}高标准农田建设配套工程", "1006", "田间道路")


def farms_and_water(out: Outflow) -> None:
    """Type 4 farm buildings and type 6 reservoir land."""
    for name, use in (
        ("柳湾生猪养殖场", "畜禽养殖设施"),
        ("双渠肉牛养殖合作社", "畜禽养殖设施"),
        ("红泉滩羊养殖场", "畜禽养殖设施"),
        ("云川鲤鱼养殖基地", "水产养殖设施"),
        ("北塬育苗连栋温室", "种植业设施"),
    ):
        out.add(out.piece("0102"), 4, f"{name}建设项目", "1202", use)
    for code in ("0103", "0101"):
        out.add(
            shapes.joined(out.survey, list(out.pair(False, code))),
            6,
            "青岗水库扩建工程",
            "1103",
            "水库淹没区",
        )


def orchards(out: Outflow) -> None:
    """Type 7, some across a township border."""
    for border in (True, True, False):
        a, b = out.pair(border)
        out.add(
            shapes.across(out.rng, out.survey, a, b), 7, "云川现代林果产业园项目", "0201", "果园"
        )
    makers: tuple[Callable[..., shapely.Polygon], ...] = (out.whole, out.piece)
    for number, code in enumerate(("0102", "0102", "0103", "0101", "0102", "0103", "0102", "0101")):
        out.add(
            makers[number % 2](code),
            7,
            f"云川林果公司流转土地项目（{number % 3 + 1}标段）",
            "0201",
            "果园",
        )


def planted(out: Outflow, role: str) -> shapely.Polygon:
    """A whole cropland polygon that a zone is extended over."""
    polygon = out.field(3000, 9000, "0102")
    out.picker.plant(role, polygon)
    return out.survey.geometry[polygon]


def faulty(out: Outflow, road_class: np.ndarray) -> None:
    """One parcel for each rule of the 流出 side, each breaking only that rule."""
    orchard = ("云川林果公司流转土地项目（1标段）", "0201", "果园")
    green = (f"{GREENING}（二期）", "0307", "国土绿化")
    out.add(planted(out, "YJJBNT"), 7, *orchard).breaks("out-pbf", "占用永久基本农田")
    out.add(planted(out, "GBZNT"), 7, *orchard).breaks("out-high-standard", "占用高标准农田")
    out.add(planted(out, "GHJSYD"), 7, *orchard).breaks(
        "out-planned-construction", "位于规划建设用地范围内"
    )
    survey, picker = out.survey, out.picker
    not_crop = (survey.dlbm == "0201") & picker.sized(2000, 9000)
    out.add(survey.geometry[picker.take(not_crop)], 7, *orchard).breaks(
        "out-class", "地块现状不是耕地"
    )
    a, b = mixed_pair(picker, not_crop)
    out.add(shapes.across(out.rng, survey, a, b), 7, *orchard).breaks(
        "out-mixed", "地块部分不是耕地"
    )
    belt_project = f"{COUNTY_NAME}{{}}沿线绿化带工程"
    for road, width, limit in (("县道", 4.5, 3), ("国道", 8.0, 5)):
        out.add(
            out.belt(road, road_class, width),
            2,
            belt_project.format(road),
            "0307",
            "道路绿化带",
            road,
        ).breaks("out-belt-width", f"{road}绿化带宽{width:g}米，超过{limit}米")
    for width, fault in ((9.5, "大于8.0米"), (1.5, "小于2.0米")):
        out.add(out.lane(width), 4, f"{COUNTY_NAME}农村道路提升工程", "1006", "农村道路").breaks(
            "out-road-width", f"农村道路宽{width:g}米，{fault}"
        )
    out.add(out.piece("0102"), 7, "柳湾生态观光园项目", "1104", "挖湖造景").breaks(
        "out-use-ban", "在耕地上挖湖造景"
    )
    out.add(out.piece("0102"), 7, "柳湾草皮种植项目", "0403", "种植草皮").breaks(
        "out-use-ban", "在耕地上种植草皮"
    )
    out.add(out.piece("0102"), 7, "云川农产品加工厂项目", "0601", "加工厂房").breaks(
        "out-target-class", "转为建设用地，不属进出平衡范围"
    )
    parcel = out.add(out.piece("0103"), 1, "青岗乡退耕还林项目", "0301", "退耕还林").breaks(
        "out-eco-scope", "没有退耕规划计划文件，扩大退耕还林规模"
    )
    parcel.values["deduction_doc"] = "无"
    parcel = out.add(out.piece("0102"), 1, *green).breaks(
        "out-approved", "未填批准文号，无法判断是否经批准", "unknown"
    )
    parcel.values["approval_doc"] = ""
    duplicates(out)


def mixed_pair(picker: Picker, other: np.ndarray) -> tuple[int, int]:
    """A free polygon of `other` and a free cropland neighbour."""
    crop = picker.crop() & picker.sized(2500, 20000)
    for a in picker.rng.permutation(np.flatnonzero(other & picker.free)).tolist():
        for b in picker.survey.adjacency[a]:
            if crop[b] and picker.free[b]:
                picker.free[[a, b]] = False
                return a, b
    raise LookupError("no free polygon beside cropland; try another seed")


def duplicates(out: Outflow) -> None:
    """Two parcels of this side that overlap."""
    a, b = out.pair(False, "0102")
    first, second = shapes.joined(out.survey, [a, b]), out.survey.geometry[a]
    numbers = len(out.parcels) + 1, len(out.parcels) + 2
    for shape, twin in ((first, numbers[1]), (second, numbers[0])):
        out.add(shape, 7, "云川现代林果产业园项目", "0201", "果园").breaks(
            "duplicate", f"与流出地块L{twin:03d}重叠"
        )
