"""检查结果图, 乡镇分幅图, 地块位置图集 on the invented county of the figures."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsFeedback, QgsLayoutItemLabel, QgsProject

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.core.states import STATES, parcel_states
from jinchu_pingheng.deliver.figures import Wanted, atlas, check, draw, towns
from jinchu_pingheng.deliver.figures.boundary_points import points_of
from jinchu_pingheng.deliver.figures.forms import PARCEL, form_of
from jinchu_pingheng.deliver.figures.ground import Ground
from jinchu_pingheng.deliver.figures.parcel_page import pages_of
from jinchu_pingheng.deliver.vectors.facts import parcel_facts
from tests.qgis.test_figures import COUNTY, county_report, layers

__all__ = ["layers"]
pytestmark = pytest.mark.usefixtures("qgis_app")


def test_the_check_figure_counts_the_parcels_of_each_state(layers: dict[str, Any]) -> None:
    report = county_report()
    sides = {parcel.parcel_id: parcel.direction for parcel in report.parcels}
    counted = Counter(parcel_states(sides, report.findings, report.notice).values())
    (drawing,) = check.drawings(Ground(report, layers))
    sheet = drawing.on(form_of("A3"))
    assert [entry.text for entry in sheet.things if "（" in entry.text] == [
        f"{state}（{counted[state]} 个地块）" for state in STATES if counted[state]
    ]
    assert sum(counted.values()) == len(report.parcels)


def test_an_unchecked_plan_is_said_to_be_unchecked(layers: dict[str, Any]) -> None:
    report = replace(county_report(), findings=())
    (drawing,) = check.drawings(Ground(report, layers))
    sheet = drawing.on(form_of("A3"))
    assert "尚未检查" in sheet.notes
    assert sheet.things[0].text == f"无法判定（{len(report.parcels)} 个地块）"


def test_each_township_with_parcels_has_a_sheet_of_its_own_parcels(
    layers: dict[str, Any],
) -> None:
    report = county_report()
    drawings = towns.drawings(Ground(report, layers))
    names = {cell.town_name for cell in report.cells if cell.m2}
    assert len(drawings) == len(names)
    assert all(any(name in drawing.name for drawing in drawings) for name in names)
    for drawing in drawings:
        name = next(name for name in names if name in drawing.name)
        own = {cell.parcel_id for cell in report.cells if cell.town_name == name}
        sheet = drawing.on(form_of("A3"))
        drawn = {
            feature["text"]
            for layer in sheet.layers
            if layer.name() == "地块"
            for feature in layer.getFeatures()
        }
        assert drawn == own
        assert sheet.overview is not None


def test_a_township_s_sheet_shows_all_of_it(layers: dict[str, Any]) -> None:
    ground = Ground(county_report(), layers)
    assert ground.boundaries is not None
    for drawing in towns.drawings(ground):
        area = next(
            (area for name, area in ground.boundaries.towns.items() if name in drawing.name), None
        )
        if area is not None:
            extent = drawing.on(form_of("A4")).view.extent
            frame = shapely.box(
                extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
            )
            assert frame.contains(area) and not frame.contains(COUNTY)


def said_on(report: Any, facts: Any, layers: dict[str, Any]) -> list[tuple[str, bool]]:
    """Words of each page of a parcel, and whether it has a map; the project outlives the pages."""
    project = QgsProject()
    pages = pages_of(Ground(report, layers), facts, form_of(PARCEL), project)
    found = []
    for page in pages:
        found.append((_words(page), page.itemById("map") is not None))
        del page
    del pages
    return found


def _words(layout: Any) -> str:
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    return "\n".join(item.text() for item in labels)


def test_a_parcel_s_page_says_what_it_is_and_where_each_point_lies(layers: dict[str, Any]) -> None:
    report = county_report()
    facts = parcel_facts(report, OUT)[0]
    ((said, mapped),) = said_on(report, facts, layers)
    assert mapped
    assert f"地块编号：{facts.parcel.parcel_id}" in said and facts.type_name in said
    ring = list(facts.parcel.geometry.exterior.coords)[:-1]
    points = points_of(facts.parcel)
    assert {(point.east, point.north) for point in points} == set(ring)
    assert [point.name for point in points] == [f"J{n}" for n in range(1, len(ring) + 1)]
    for point in points:
        assert f"{point.north:.3f}" in said and f"{point.east:.3f}" in said


def test_points_without_room_go_on_further_pages_and_none_is_lost(layers: dict[str, Any]) -> None:
    report = county_report()
    facts = parcel_facts(report, OUT)[0]
    round_ = facts.parcel.geometry.centroid.buffer(60, quad_segs=40)
    facts = facts._replace(parcel=replace(facts.parcel, geometry=round_))
    pages = said_on(report, facts, layers)
    assert [mapped for _, mapped in pages] == [True, False], "160 points are too many for one page"
    lines = "\n".join(said for said, _ in pages).split("\n")
    assert [lines.count(point.name) for point in points_of(facts.parcel)] == [1] * 160


def test_the_atlas_has_a_page_for_each_parcel(layers: dict[str, Any], tmp_path: Path) -> None:
    report = county_report()
    few = replace(report, parcels=report.parcels[:3])
    ((role, path),) = draw(few, layers, tmp_path, wanted=Wanted(kinds=("parcels",)))
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
    assert role == "map_parcels" and "Pages:           3" in told.stdout


def test_a_cancelled_atlas_leaves_nothing(layers: dict[str, Any], tmp_path: Path) -> None:
    feedback = QgsFeedback()
    feedback.cancel()
    ground = Ground(county_report(), layers)
    assert atlas.write(ground, form_of(PARCEL), tmp_path, feedback) == []
    assert not list(tmp_path.iterdir())
