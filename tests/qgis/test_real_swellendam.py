"""The whole chain on a real cadastre: 2,008 South African farms with invalid, repeated and
overlapping ones.

There is no public DLTB, so an invented survey of Voronoi polygons lies under the real farms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import shapely
from docx import Document
from openpyxl import load_workbook
from osgeo import ogr
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from jinchu_pingheng.core.model import Finding, Parcel
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import SURVEY_FIELDS, Listener, Step, new_plan, write_layer

SCENE = Path(__file__).resolve().parents[3] / "shared" / "real" / "qgis_swellendam"
FARMS = SCENE / "projected_data" / "farms_33S.shp"
URBAN = SCENE / "projected_data" / "urban_33S.shp"
ROLES = {
    "CZKFBJ": str(URBAN),
    "ZRBHD": str(SCENE / "shapefile" / "protected_areas.shp"),
    "DEM": str(SCENE / "SRTM" / "srtm_41_19_4326.tif"),
}
EPSG = 32733
CLASSES = ("0101", "0301", "0103", "0404", "0102", "1104")
SIDES = {"out": 0, "in": 1}
"""Farms with an even number flow out, the others in."""
TOLERANCE_M2 = 1.0
"""The profile's tolerance for overlaps."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCENE.is_dir(), reason="the real data are not here"),
]


def polygons(path: Path) -> np.ndarray:
    """The geometries of a shapefile in the order of its features, by GDAL alone."""
    source = ogr.Open(str(path))
    shapes = [
        shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))
        for feature in source.GetLayer(0)
    ]
    return np.array(shapes, dtype=object)


@dataclass(frozen=True)
class Scene:
    """A plan with all usable farms, measured and checked, and what the user was told on the way."""

    plan: str
    farms: np.ndarray
    survey: str
    land: np.ndarray
    refusal: str
    warnings: dict[str, list[str]]

    @property
    def invalid(self) -> list[int]:
        return [int(index) for index in np.flatnonzero(~shapely.is_valid(self.farms))]

    @property
    def ambiguous(self) -> list[int]:
        """Invalid farms whose rings mean land that differs by more than 0.001 m²: a lobe beyond a
        crossing is added by even-odd and taken off by the formula of corners, so counts twice."""
        return [
            index
            for index in self.invalid
            if abs(odd_area(self.farms[index]) - shell_area(self.farms[index])) > 0.002
        ]

    def parcels(self, side: str) -> list[Parcel]:
        with Plan.open(self.plan) as plan:
            return [parcel for parcel in plan.parcels() if parcel.direction == side]

    def findings(self, rule: str) -> dict[str, Finding]:
        with Plan.open(self.plan) as plan:
            return {
                finding.parcel_id: finding for finding in plan.findings() if finding.rule_id == rule
            }


def odd_area(farm: shapely.Geometry) -> float:
    """Area by the even-odd rule: what an odd number of rings encloses, self-crossings included."""
    return float(shapely.area(shapely.make_valid(farm)))


def shell_area(farm: shapely.Geometry) -> float:
    """Shells less holes, each by the formula of its corners."""
    total = 0.0
    for part in shapely.get_parts(farm):
        holes = sum(shapely.area(shapely.Polygon(ring)) for ring in part.interiors)
        total += float(shapely.area(shapely.Polygon(part.exterior)) - holes)
    return total


def voronoi_survey(path: Path, extent: Sequence[float]) -> np.ndarray:
    """A gapless survey of 1,500 polygons whose classes, grades and townships take turns; returns
    the polygons."""
    left, bottom, right, top = extent
    random = np.random.default_rng(20230401)
    points = random.uniform((left - 500, bottom - 500), (right + 500, top + 500), (1500, 2))
    frame = shapely.box(left - 1000, bottom - 1000, right + 1000, top + 1000)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame)
    )
    land = shapely.intersection(cells, frame)
    rows = [
        (
            cell,
            (
                str(n),
                CLASSES[n % 6],
                f"64099900{1 + n % 4}001",
                f"第{n % 9}村",
                6 + n % 5 if n % 2 == 0 else 0,
            ),
        )
        for n, cell in enumerate(land)
    ]
    write_layer(path, SURVEY_FIELDS, rows, epsg=EPSG)
    return land


def tag_side(step: Step, plan: str, side: str, first: int = 0, last: int = 2008) -> list[str]:
    """Tag the farms of one side through a selection; returns the warnings."""
    layer = QgsVectorLayer(str(FARMS), "farms", "ogr")
    layer.select([number for number in range(first, last) if number % 2 == SIDES[side]])
    QgsProject.instance().addMapLayer(layer)
    listener = Listener()
    step(
        "tagparcels", PLAN=plan, INPUT=QgsProcessingFeatureSourceDefinition(layer.id(), True),
        DIRECTION=side, TYPE=1, SKIP_INVALID=True, END_MONTH="2023-06", START_MONTH="2023-04",
        feedback=listener,
    )  # fmt: skip
    QgsProject.instance().removeMapLayer(layer.id())
    return listener.warnings


@pytest.fixture(scope="module")
def scene(step: Step, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("swellendam")
    farms = polygons(FARMS)
    plan = new_plan(step, folder / "plan.gpkg", CRS=f"EPSG:{EPSG}")
    with pytest.raises(QgsProcessingException) as refused:
        step("tagparcels", PLAN=plan, INPUT=str(FARMS), DIRECTION="out", TYPE=1)
    land = voronoi_survey(folder / "DLTB.gpkg", shapely.total_bounds(farms).tolist())
    warnings = {side: tag_side(step, plan, side) for side in SIDES}
    step("checkconstraints", PLAN=plan, DLTB=str(folder / "DLTB.gpkg"), **ROLES)
    return Scene(plan, farms, str(folder / "DLTB.gpkg"), land, str(refused.value), warnings)


def numbers(text: str) -> list[int]:
    """The feature numbers that a message lists."""
    return [int(number) for number in re.search(r"[\d、]+(?=：|$)", text).group().split("、")]  # type: ignore[union-attr]


def test_all_invalid_farms_are_named(scene: Scene) -> None:
    assert len(scene.invalid) == 16 and len(scene.ambiguous) == 9
    assert numbers(scene.refusal) == scene.ambiguous


def test_skipped_farms_are_named(scene: Scene) -> None:
    skipped = [
        number
        for warnings in scene.warnings.values()
        for text in warnings
        if "跳过" in text
        for number in numbers(text)
    ]
    assert sorted(skipped) == scene.ambiguous
    assert sum(len(scene.parcels(side)) for side in SIDES) == 2008 - 9


def test_farms_whose_rings_have_one_meaning_are_repaired_and_told(scene: Scene) -> None:
    repaired = set(scene.invalid) - set(scene.ambiguous)
    told = " ".join(text for warnings in scene.warnings.values() for text in warnings)
    assert len(repaired) == 7 and "修复" in told
    assert all(re.search(rf"(?<!\d){number}(?!\d)", told) for number in repaired)


def test_exact_duplicates_are_named(scene: Scene) -> None:
    """Of two farms with the same corners each names the other: on its own side, or on both."""
    everyone = [*scene.parcels("out"), *scene.parcels("in")]
    same_shape: dict[bytes, list[Parcel]] = {}
    for parcel in everyone:
        same_shape.setdefault(shapely.to_wkb(shapely.normalize(parcel.geometry)), []).append(parcel)
    repeated = [group for group in same_shape.values() if len(group) > 1]
    pairs = [pair for group in repeated for pair in permutations(group, 2)]
    assert len(pairs) == 2 * 69
    repeats, both = scene.findings("duplicate"), scene.findings("both-sides")
    for parcel, other in pairs:
        found = (repeats if other.direction == parcel.direction else both)[parcel.parcel_id]
        assert found.verdict == "fail"
        assert other.parcel_id in found.message or re.search(r" 等 \d+ 个", found.message)


@pytest.mark.parametrize("rule", ["duplicate", "both-sides"])
def test_overlapping_farms_fail(scene: Scene, rule: str) -> None:
    findings = scene.findings(rule)
    everyone = [*scene.parcels("out"), *scene.parcels("in")]
    land = np.array([parcel.geometry for parcel in everyone], dtype=object)
    first, second = shapely.STRtree(land).query(land, predicate="intersects")
    meets = shapely.area(shapely.intersection(land[first], land[second]))
    side = np.array([parcel.direction for parcel in everyone])
    wanted = (first != second) & ((side[first] == side[second]) == (rule == "duplicate"))
    total = np.bincount(first[wanted], weights=meets[wanted], minlength=len(land))
    largest = np.zeros(len(land))
    np.maximum.at(largest, first[wanted], meets[wanted])
    failed = np.array([findings[parcel.parcel_id].verdict == "fail" for parcel in everyone])
    assert failed[largest > TOLERANCE_M2 + 0.01].all() and failed.sum() > 500
    assert not failed[total < TOLERANCE_M2 - 0.01].any()


@pytest.mark.parametrize("side", SIDES)
def test_nothing_is_counted_twice(scene: Scene, side: str) -> None:
    """Counted: the union of the side's farms, as far as it is cropland (out) or not yet cropland
    (in)."""
    with Plan.open(scene.plan) as plan:
        cells = [cell for cell in plan.cells() if cell.direction == side]
    farms = np.array([parcel.geometry for parcel in scene.parcels(side)], dtype=object)
    union = shapely.union_all(farms)
    cropland = np.array([CLASSES[n % 6].startswith("01") for n in range(len(scene.land))])
    target = scene.land[cropland == (side == "out")]
    shapely.prepare(union)
    expected = float(shapely.area(shapely.intersection(target, union)).sum())
    counted = sum(cell.m2 for cell in cells if cell.status == "counted")
    rounding = len({cell.parcel_id for cell in cells})
    assert abs(counted - expected) <= rounding
    assert counted <= union.area
    everything = sum(cell.m2 for cell in cells)
    assert abs(everything - float(shapely.area(farms).sum())) <= rounding
    once = sum(cell.m2 for cell in cells if cell.status != "repeated")
    assert abs(once - union.area) <= rounding


def test_farms_in_towns_fail(scene: Scene) -> None:
    """One of the towns crosses itself in one point; there is one way to read it, so it is used and
    reported."""
    urban = polygons(URBAN)
    assert list(np.flatnonzero(~shapely.is_valid(urban))) == [0]
    with Plan.open(scene.plan) as plan:
        assert [(p.feature, p.usable) for p in plan.problems() if p.role == "CZKFBJ"] == [
            ("0", True)
        ]
    findings = scene.findings("in-ugb")
    towns = shapely.union_all(shapely.make_valid(urban))
    failed = {parcel_id for parcel_id, finding in findings.items() if finding.verdict == "fail"}
    assert failed == {
        parcel.parcel_id
        for parcel in scene.parcels("in")
        if shapely.area(shapely.intersection(parcel.geometry, towns)) > TOLERANCE_M2
    }
    assert failed and len(failed) < len(findings)
    assert {finding.verdict for finding in findings.values()} == {"fail", "pass"}


def test_reserves_in_degrees_and_slopes_are_judged(scene: Scene) -> None:
    reserves, slopes = scene.findings("in-reserve"), scene.findings("in-slope")
    assert {finding.verdict for finding in reserves.values()} == {"fail", "pass"}
    assert {"fail", "pass"} <= {finding.verdict for finding in slopes.values()}
    assert all("双线性重采样，Horn 算法" in finding.evidence for finding in slopes.values())


def test_package_of_a_part_opens(step: Step, scene: Scene, tmp_path: Path) -> None:
    plan = new_plan(step, tmp_path / "plan.gpkg", CRS=f"EPSG:{EPSG}")
    for side in SIDES:
        tag_side(step, plan, side, 0, 120)
    step("checkconstraints", PLAN=plan, DLTB=scene.survey, **ROLES)
    totals = step("balance", PLAN=plan)
    output = tmp_path / "output"
    step("exportpackage", PLAN=plan, FOLDER=str(output))
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["totals"]["out_ha"], manifest["totals"]["in_ha"]) == (
        totals["OUT_HA"],
        totals["IN_HA"],
    )
    kinds = set()
    for item in manifest["files"]:
        path = output / item["path"]
        kinds.add(path.suffix)
        if path.suffix == ".xlsx":
            assert all(sheet.max_row > 1 for sheet in load_workbook(path))
        elif path.suffix == ".docx":
            assert len(Document(str(path)).tables) > 10
        elif path.suffix == ".png":
            picture = QImage(str(path))
            assert (
                picture.width() > 2000
                and len({picture.pixel(x, picture.height() // 2) for x in range(2000)}) > 3
            )
        elif path.suffix in (".gpkg", ".shp"):
            assert ogr.Open(str(path)).GetLayerCount() >= 1
    assert {".xlsx", ".docx", ".png", ".pdf", ".gpkg", ".shp", ".txt"} <= kinds
