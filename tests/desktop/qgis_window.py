"""A real QGIS on a screen, with the plugin in a profile of its own, driven by a script that runs
inside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tools import package

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """[PythonPlugins]
jinchu_pingheng=true
processing=true

[locale]
overrideFlag=true
userLocale=zh-Hans

[qgis]
checkVersion=false

[app]
minTaskLengthForSystemNotification=3600
"""

needs_screen = pytest.mark.skipif(
    not os.environ.get("DISPLAY") or not shutil.which("qgis"), reason="needs QGIS and a screen"
)


def profile_of_sources(folder: Path) -> Path:
    """A folder of profiles that runs the plugin from the sources; metadata.txt lies inside an
    installed plugin."""
    plugin = _plugins(folder) / package.NAME
    plugin.mkdir()
    for path in (*(ROOT / package.NAME).iterdir(), ROOT / "metadata.txt"):
        if path.name != "__pycache__":
            (plugin / path.name).symlink_to(path)
    return folder


def profile_of_zip(folder: Path) -> Path:
    """A folder of profiles into which the plugin's zip was unpacked, with shapely beside it where
    QGIS's Python has none that is new enough (README)."""
    plugins, archive = _plugins(folder), folder / "plugin.zip"
    package.write_zip(package.stage(folder / "stage"), archive)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(plugins)
    if not package.system_shapely_suffices():
        package.unpack(package.fetch(["shapely"]), plugins / package.NAME / "vendor")
    return folder


def _plugins(folder: Path) -> Path:
    profile = folder / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
    return plugins


def drive(
    profile: Path, script: str, result: Path, variables: Mapping[str, str], seconds: float
) -> dict[str, Any]:
    """Run a script of this folder inside QGIS; returns what it saw, QGIS's exit code as ``code``
    and the end of what it printed as ``log``. ``seconds``: after them a dialog must be waiting."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), *filter(None, [variables.get("PYTHONPATH")])])
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "JINCHU_RESULT": str(result),
        **variables,
        "PYTHONPATH": path,
    }
    command = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profile)]
    try:
        ended = subprocess.run(
            [*command, "--code", str(here / script)],
            env=environment,
            timeout=seconds,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        pytest.fail("QGIS did not end; a dialog may be waiting")
    assert result.exists(), ended.stderr[-4000:]
    seen = json.loads(result.read_text(encoding="utf-8"))
    return {**seen, "code": ended.returncode, "log": ended.stderr[-4000:]}
