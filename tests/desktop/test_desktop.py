"""A real QGIS desktop with the plugin enabled in a profile of its own: opened, used, unloaded,
closed."""

from __future__ import annotations

import sysconfig
from typing import Any

import pytest

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.plan.store import Plan
from tests.desktop.qgis_window import drive, needs_screen, profile_of_sources

SECONDS = 600

pytestmark = [pytest.mark.slow, needs_screen]


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the driver saw, the plan that it saved, and how QGIS ended."""
    folder = tmp_path_factory.mktemp("desktop")
    plan = folder / "方案.gpkg"
    variables = {
        # shapely 2, which an installed plugin carries along
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "JINCHU_PLAN": str(plan),
    }
    profile = profile_of_sources(folder / "profile")
    seen = drive(profile, "drive.py", folder / "result.json", variables, SECONDS)
    return {**seen, "plan": plan}


def test_nothing_went_wrong(desktop: dict[str, Any]) -> None:
    assert desktop["error"] == ""
    assert desktop["code"] == 0, desktop["log"]


def test_the_plugin_is_at_hand(desktop: dict[str, Any]) -> None:
    assert desktop["toolbar"] and desktop["icon"] and desktop["hidden at first"]
    assert {"createplan", "tagparcels", "checkconstraints", "balance", "exportpackage"} <= set(
        desktop["algorithms"]
    )


def test_a_plan_is_made_tagged_and_balanced(desktop: dict[str, Any]) -> None:
    assert desktop["title"] == "云川县2023年度"
    assert desktop["legend"] == ["流出", "流入", "未标方向"]
    assert desktop["cells"][-1] == ["合计", "2.0000", "1.0000", "-1.0000"]
    assert desktop["verdict"] == "未平衡：结余 -1.0000 公顷"
    assert desktop["chip"].startswith("✗ 流出 2.00 · 流入 1.00 · 结余 -1.00 · 禁止 0 · 待补 ")
    assert desktop["marks"] == 3 and "地块" in desktop["summary"]


def test_keyboard_removal_is_one_undo_and_saving_writes_the_plan(desktop: dict[str, Any]) -> None:
    assert desktop["selected"] == 3
    with Plan.open(desktop["plan"]) as plan:
        assert [parcel.direction for parcel in plan.parcels()] == [OUT, OUT, IN]
    assert desktop["survey untouched"]


def test_a_split_is_numbered_and_a_lost_layer_is_told(desktop: dict[str, Any]) -> None:
    assert desktop["split"] == ["LC0001", "LC0002", "LC0003", "LR0001"]
    assert desktop["lost"] == {"DLTB": "DLTB"}


def test_two_squares_are_painted_by_the_mouse(desktop: dict[str, Any]) -> None:
    assert desktop["painted"] == [10000, 10000]


def test_what_another_window_saved_is_told_and_not_saved_over(desktop: dict[str, Any]) -> None:
    assert "LC0001" in desktop["another window"]
    assert "别处也修改了这些地块" in desktop["both changed"]


def test_what_was_edited_when_the_file_vanished_is_saved_elsewhere(
    desktop: dict[str, Any],
) -> None:
    assert "方案文件不在了，修改没有保存" in desktop["vanished"] and desktop["kept"] == 1
    with Plan.open(f"{desktop['plan']}.elsewhere.gpkg") as plan:
        assert [parcel.note for parcel in plan.parcels()] == ["别处", "未丢", ""]


def test_another_project_closes_the_plan_which_can_be_opened_again(
    desktop: dict[str, Any],
) -> None:
    assert desktop["without a plan"] == [False, 0]


def test_unloading_leaves_only_the_users_layer(desktop: dict[str, Any]) -> None:
    assert desktop["toolbar gone"]
    assert desktop["provider gone"] and desktop["action gone"] and desktop["layer stays"]
