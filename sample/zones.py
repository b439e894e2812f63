"""Where the rules bite: the natural constraint zones, and planting of a small one around a chosen
polygon."""

from __future__ import annotations

import numpy as np
import shapely

from sample.attributes import CROPLAND, Survey
from sample.settlement import Settlement, noisy_ring
from sample.terrain import HEIGHT, WIDTH, X0, Y0, Terrain, fractal, sample

MARGIN = 6.0  # m that a lawful parcel keeps from a free-form zone


class Zones:
    """`members`: zones made of whole DLTB polygons (by index); `areas`: free-form polygons; both by
    role."""

    def __init__(
        self,
        survey: Survey,
        members: dict[str, list[int]],
        areas: dict[str, list[shapely.Geometry]],
    ) -> None:
        self.survey, self.members, self.areas = survey, members, areas
        self.tree = shapely.STRtree(survey.geometry)
        self.touched = {role: np.zeros(len(survey.geometry), bool) for role in (*members, *areas)}
        for role, indices in members.items():
            self.touched[role][indices] = True
        for role, shapes in areas.items():
            self.touch(role, shapes)

    def touch(self, role: str, shapes: list[shapely.Geometry]) -> None:
        """Remember the DLTB polygons that free-form shapes come near."""
        near = shapely.buffer(np.array(shapes, dtype=object), MARGIN, quad_segs=2)
        self.touched[role][self.tree.query(near, predicate="intersects")[1]] = True

    def clear(self, but: str = "") -> np.ndarray:
        """Mask of DLTB polygons that no zone, except those of role `but`, touches."""
        return ~np.any([mask for role, mask in self.touched.items() if role != but], axis=0)

    def plant(self, rng: np.random.Generator, role: str, polygon: int) -> None:
        """Extend the zone of the role over one polygon; a free-form zone reaches a little
        beyond."""
        if role in self.members:
            self.members[role].append(polygon)
            self.touched[role][polygon] = True
            return
        shape = self.survey.geometry[polygon]
        reach = 0.75 * float(shapely.minimum_bounding_radius(shape))
        ring = noisy_ring(rng, (shape.centroid.x, shape.centroid.y), (reach, reach), 0.15, 72)
        self.areas[role].append(ring)
        self.touch(role, [ring])


def natural(
    rng: np.random.Generator, terrain: Terrain, settlement: Settlement, survey: Survey
) -> Zones:
    """Zones before any parcel is chosen."""
    members = member_zones(rng, settlement, survey)
    outline = settlement.outline

    def place(x: float, y: float, rx: float, ry: float, rough: float = 0.12) -> shapely.Geometry:
        ring = noisy_ring(rng, (X0 + x * WIDTH, Y0 + y * HEIGHT), (rx, ry), rough, 260)
        return shapely.intersection(ring, outline)

    areas = {
        "STBHHX": [place(0.19, 0.85, 1900, 1500), place(0.10, 0.58, 420, 700)],
        "ZRBHD": [place(0.33, 0.88, 1000, 800)],
        "YYSYD": [place(0.70, 0.30, 330, 280)],
        "GTLH": [place(0.27, 0.66, 650, 420), place(0.40, 0.90, 420, 330)],
        "HDHQ": [shapely.intersection(shapely.buffer(terrain.river, 110), outline)],
        "LQ": [place(0.24, 0.74, 700, 420)],
        "MQ": [place(0.13, 0.66, 430, 380)],
        "WRD": [place(0.60, 0.22, 300, 240)],
        "CZKFBJ": town_boundaries(rng, settlement, survey),
        "PZWJSTD": [
            place(x, y, 75, 55) for x, y in ((0.56, 0.58), (0.53, 0.60), (0.83, 0.31), (0.34, 0.26))
        ],
    }
    return Zones(survey, members, areas)


def town_boundaries(
    rng: np.random.Generator, settlement: Settlement, survey: Survey
) -> list[shapely.Geometry]:
    """城镇开发边界: the built-up land of each town seat and some room to grow."""
    seats = []
    for town in range(len(settlement.towns)):
        built = (survey.columns["CZCSXM"] == "202") & (
            settlement.village_town[survey.village] == town
        )
        if built.any():
            grown = shapely.buffer(shapely.union_all(survey.geometry[built]), 170)
            middle = grown.centroid
            ring = noisy_ring(rng, (middle.x, middle.y), (500, 420), 0.1, 160)
            outer = shapely.simplify(shapely.union(grown, ring), 4)
            largest = max(shapely.get_parts(outer), key=shapely.area)
            seats.append(
                shapely.intersection(shapely.Polygon(largest.exterior), settlement.outline)
            )
    return seats


def member_zones(
    rng: np.random.Generator, settlement: Settlement, survey: Survey
) -> dict[str, list[int]]:
    """Zones drawn along DLTB polygons: basic farmland, built-up land, public forest, reserve land
    and so on."""
    centre = shapely.get_coordinates(shapely.centroid(survey.geometry))
    field_a, field_b = (sample(fractal(rng, (350, 450), 2.2, 80), centre) for _ in range(2))
    crop, czc = np.isin(survey.dlbm, CROPLAND), survey.columns["CZCSXM"]
    hilly = settlement.steepness[survey.village] > 1.5
    edge = village_edge(survey)
    masks = {
        "YJJBNT": crop & (field_a > -0.25) & (survey.slope_class.astype(int) <= 3),
        "GBZNT": crop & (field_a > 0.1) & (field_b > 0.6) & (survey.slope_class == "1"),
        "CZCDYD": np.isin(czc, ("202", "203", "204")),
        "GYL": np.isin(survey.dlbm, ("0301", "0305")) & (survey.mark == None),  # noqa: E711
        "TGHL": np.isin(survey.dlbm, ("0305", "0307")) & hilly & (field_b > 0.75),
        "GDHBZY": np.isin(survey.dlbm, ("1204", "1206")) & (field_b > -0.8),
        "GHJSYD": edge & crop & (field_a < -0.25) & (rng.random(len(crop)) < 0.25),
    }
    return {role: np.flatnonzero(mask).tolist() for role, mask in masks.items()}


def village_edge(survey: Survey) -> np.ndarray:
    """Mask of polygons beside built-up land, where villages will grow."""
    built = np.isin(survey.columns["CZCSXM"], ("202", "203"))
    result = np.zeros(len(built), bool)
    for a, b in (survey.pairs.T, survey.pairs.T[::-1]):
        result[a[built[b] & ~built[a]]] = True
    return result
