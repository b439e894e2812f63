"""A real QGIS desktop with the plugin enabled in a profile of its own: opened, used, unloaded,
closed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.plan.store import Plan

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 180
SETTINGS = """[PythonPlugins]
jinchu_pingheng=true
processing=true

[locale]
overrideFlag=true
userLocale=zh-Hans

[qgis]
checkVersion=false
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("DISPLAY") or not shutil.which("qgis"), reason="needs QGIS and a screen"
    ),
]


def make_profile(folder: Path) -> Path:
    """A profile that runs the plugin from the sources; metadata.txt lies inside an installed
    plugin."""
    profile = folder / "profiles" / "default"
    plugin = profile / "python" / "plugins" / "jinchu_pingheng"
    plugin.mkdir(parents=True)
    for path in (*(ROOT / "jinchu_pingheng").iterdir(), ROOT / "metadata.txt"):
        if path.name != "__pycache__":
            (plugin / path.name).symlink_to(path)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the driver saw, the plan that it saved, and how QGIS ended."""
    folder = tmp_path_factory.mktemp("desktop")
    result, plan = folder / "result.json", folder / "方案.gpkg"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": sysconfig.get_path(
            "purelib"
        ),  # shapely 2, which an installed plugin carries along
        "JINCHU_RESULT": str(result),
        "JINCHU_PLAN": str(plan),
    }
    command = [
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(make_profile(folder / "profile")),
    ]
    driver = str(Path(__file__).with_name("drive.py"))
    try:
        ended = subprocess.run(
            [*command, "--code", driver],
            env=environment,
            timeout=SECONDS,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        pytest.fail("QGIS did not end; a dialog may be waiting")
    assert result.exists(), ended.stderr[-4000:]
    seen = json.loads(result.read_text(encoding="utf-8"))
    return {**seen, "plan": plan, "code": ended.returncode, "log": ended.stderr[-4000:]}


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


def test_unloading_leaves_only_the_users_layer(desktop: dict[str, Any]) -> None:
    assert desktop["toolbar gone"]
    assert desktop["provider gone"] and desktop["action gone"] and desktop["layer stays"]
