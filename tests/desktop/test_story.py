"""The whole story in a real QGIS, from the installed zip, by mouse and keys: sample county, 5 out
and 7 in, a ban, cut away, a township's workbook, balance, package. A picture of every step is kept
in build/screens/."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.plan.store import Plan
from tests.desktop.qgis_window import ROOT, drive, needs_screen, profile_of_zip
from tests.qgis.township_files import IN_HEAD, in_row, shapefile, workbook

SECONDS = 1200
SCREENS = ROOT / "build" / "screens"
ORCHARDS = {12285: "东果园", 12292: "西果园"}
"""Polygons of the survey that the township hands in (fid), with their names."""

pytestmark = [pytest.mark.slow, needs_screen]


@pytest.fixture(scope="module")
def story(county: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("story")
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    hand_in(county, folder)
    variables = {
        "JINCHU_COUNTY": str(county),
        "JINCHU_FOLDER": str(folder),
        "JINCHU_SCREENS": str(SCREENS),
    }
    profile = profile_of_zip(folder / "profile")
    seen = drive(profile, "story.py", folder / "result.json", variables, SECONDS)
    wrong = folder / "result.json.error.png"
    if wrong.exists():
        shutil.copy(wrong, SCREENS / "99-出错.png")
    return {**seen, "folder": folder}


def hand_in(county: Path, folder: Path) -> None:
    """A township's list and shapefile of two orchards."""
    source = ogr.Open(str(county / "DLTB.gpkg"))
    survey, shapes, rows = source.GetLayer(0), [], []
    for fid, name in ORCHARDS.items():
        feature = survey.GetFeature(fid)
        shape = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))
        shapes.append((shape, {"DKMC": name}))
        rows.append(in_row(name, round(shape.area / 10_000, 4)))
    workbook(folder / "沙岭镇.xlsx", "沙岭镇2023年度“耕地流入”计划列表", IN_HEAD, rows)
    shapefile(folder / "沙岭镇.shp", shapes)


def test_the_story_is_told_to_its_end(story: dict[str, Any]) -> None:
    assert story["error"] == ""
    assert story["code"] == 0, story["log"]


def test_it_is_told_by_the_installed_zip(story: dict[str, Any]) -> None:
    assert Path(story["installed"]).is_relative_to(story["folder"])


def test_five_flow_out_and_nine_in(story: dict[str, Any]) -> None:
    with Plan.open(story["folder"] / "云川县2023年度方案.gpkg") as plan:
        sides = [parcel.direction for parcel in plan.parcels()]
        names = {parcel.name for parcel in plan.parcels()}
        locked = plan.locked()
        actions = [action for _, action, _ in plan.history()]
    assert (sides.count(OUT), sides.count(IN)) == (5, 9)
    assert set(ORCHARDS.values()) <= names and "导出成果包" in actions
    assert locked == set(story["banned"])


def test_the_banned_part_was_cut_away(story: dict[str, Any]) -> None:
    assert len(story["banned"]) == 1
    before, after = story["cut"]
    assert 0 < after < before and "禁止 0" in story["chip"]


def test_the_package_proves_itself(story: dict[str, Any]) -> None:
    manifest = json.loads(Path(story["package"], "manifest.json").read_text(encoding="utf-8"))
    assert manifest["county"] == "云川县" and manifest["totals"]["out_ha"] != "0.0000"
    command = [sys.executable, "-m", "jinchu_pingheng.verify", story["package"]]
    proved = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert proved.returncode == 0, proved.stdout


def test_every_step_has_its_picture(story: dict[str, Any]) -> None:
    numbers = [path.name[:2] for path in sorted(SCREENS.glob("*.png"))]
    assert numbers == [f"{number:02d}" for number in range(1, 24)]
