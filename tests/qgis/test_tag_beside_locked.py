"""`tagparcels` leaves the land of locked parcels alone, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import Listener, Step, box, new_plan, parcels


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> str:
    """LC0001 is locked: the western hectare."""
    path = new_plan(step, tmp_path / "方案.gpkg", PROFILE="ningxia-2022")
    layer = parcels(tmp_path / "已定.gpkg")
    step("tagparcels", PLAN=path, INPUT=layer, DIRECTION="out", TYPE=1)
    with Plan.open(path) as opened:
        opened.lock(["LC0001"], True)
    return path


def areas(path: str) -> dict[str, int]:
    with Plan.open(path) as plan:
        return {parcel.parcel_id: round(parcel.area) for parcel in plan.parcels()}


def test_locked_land_is_cut_out_of_what_is_tagged(step: Step, plan: str, tmp_path: Path) -> None:
    shapes = [box(50, 0, 150, 100), box(200, 0, 300, 100), box(10, 10, 20, 20)]
    listener = Listener()
    layer = parcels(tmp_path / "新.gpkg", shapes)
    result = step("tagparcels", feedback=listener, PLAN=plan, INPUT=layer, DIRECTION="in", TYPE=1)
    assert result["COUNT"] == 2
    assert areas(plan) == {"LC0001": 10000, "LR0001": 5000, "LR0002": 10000}
    assert any("要素 1、3 与已锁定的地块重叠，重叠部分没有标注" in w for w in listener.warnings)


def test_nothing_is_tagged_where_all_is_locked(step: Step, plan: str, tmp_path: Path) -> None:
    layer = parcels(tmp_path / "新.gpkg", [box(10, 10, 20, 20)])
    with pytest.raises(QgsProcessingException, match="图形都在已锁定的地块上，没有标注"):
        step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=1)
    assert areas(plan) == {"LC0001": 10000}
