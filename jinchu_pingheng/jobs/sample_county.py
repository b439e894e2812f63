"""Take the invented county that the zip brings out of the plugin, with a plan on it: a few parcels
on both sides, checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProviderRegistry, QgsRasterLayer

from ..core.errors import PlanError
from ..core.model import IN, OUT, Header
from ..core.roles import role_label
from ..judging.feedback import Feedback
from ..judging.setup import HEIGHTS
from ..plan.failures import failure
from ..survey.sources import open_layer
from .check import check_plan
from .create import create_plan
from .preview import given_layers
from .tag import Tag, tag_parcels

COUNTY = Path(__file__).parent.parent / "sample_county"
"""Made by tools/package.py; not in the sources."""
FILE, DEM = "county.gpkg", "DEM.tif"
HEADER = Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544", compiled_on="2023-03-20")
NAME = "示例县"


def require_sample() -> None:
    """Raise PlanError where the plugin has no county, as in its sources."""
    if not (COUNTY / FILE).is_file():
        do = (
            "请安装 make package 生成的 zip，或在源码目录运行 python -m sample.make_county --small "
            "--out jinchu_pingheng/sample_county"
        )
        raise PlanError("这份插件没有带示例县", str(COUNTY), do)


def make_sample(parent: Path, feedback: Feedback | None = None) -> Path:
    """Copy the county into a new folder inside ``parent`` and make its plan; returns the plan's
    file. Raises PlanError; nothing is left then."""
    require_sample()
    feedback = feedback or Feedback()
    folder = next(f for f in map(parent.joinpath, _names()) if not f.exists())
    try:
        shutil.copytree(COUNTY, folder)
        feedback.step(10, "标注地块")
        return _plan(folder, feedback)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise failure(error, folder, "无法写入示例县") from error
        raise


def sample_layers(folder: Path) -> dict[str, QgsMapLayer]:
    """The county's layers by role, opened on the calling thread; the survey comes first."""
    path = folder / FILE
    found = QgsProviderRegistry.instance().querySublayers(str(path))
    roles = [item.name() for item in found if item.name() not in (OUT, IN)]
    layers: dict[str, QgsMapLayer] = {
        role: open_layer(f"{path}|layername={role}", f"{role} {role_label(role)}") for role in roles
    }
    heights = f"{HEIGHTS} {role_label(HEIGHTS)}"
    return {**layers, HEIGHTS: QgsRasterLayer(str(folder / DEM), heights)}


def _names() -> Iterator[str]:
    """示例县, 示例县2, …"""
    yield NAME
    yield from (f"{NAME}{number}" for number in count(2))


def _plan(folder: Path, feedback: Feedback) -> Path:
    path = create_plan(folder / f"{HEADER.county_name}{HEADER.year}年度方案.gpkg", HEADER)
    for direction in (OUT, IN):
        layer = open_layer(f"{folder / FILE}|layername={direction}")
        tag = Tag(direction, 1)
        tag_parcels(path, layer.getFeatures(), layer.fields(), layer.crs(), NAME, tag)
    feedback.step(20, "检查")
    check_plan(path, given_layers({r: ((x, ""),) for r, x in sample_layers(folder).items()}))
    feedback.step(100)
    return path
