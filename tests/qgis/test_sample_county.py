"""载入示例县: one click and a folder give layers, a plan with its roles, parcels and findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QFileDialog

from jinchu_pingheng.core.model import BLOCK, FAIL
from jinchu_pingheng.jobs import sample_county
from sample.make_county import build
from sample.part import ROLES
from tests.qgis.dock_window import Interface, idle, marks, message, settle, wait_for


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tools/package.py puts into the zip."""
    folder = tmp_path_factory.mktemp("sample_county")
    build(folder, small=True)
    return folder


@pytest.fixture
def dock(iface: Interface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A dock without a plan; whoever is asked for a folder gives this test's."""
    from jinchu_pingheng.gui.dock import PlanDock

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dock = PlanDock(iface)
    yield dock
    dock.release()
    QgsProject.instance().clear()
    for widget in (dock.toolbar, dock.lists, dock):
        sip.delete(widget)


def click(dock: Any) -> None:
    [action] = [a for a in dock.toolbar.menu.actions() if a.text() == "载入示例县…"]
    action.trigger()
    settle()


def test_one_click_gives_a_plan_with_roles_parcels_and_findings(
    dock: Any, iface: Interface, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_county, "COUNTY", county)
    click(dock)
    wait_for(lambda: dock.session is not None, 60)
    idle(dock)
    plan = tmp_path / "示例县" / "云川县2023年度方案.gpkg"
    assert dock.session.plan.path == plan
    assert set(dock.panels.roles.layers()) == {*ROLES, "DEM"}
    group = QgsProject.instance().layerTreeRoot().findGroup("示例县")
    assert len(group.findLayers()) == len(ROLES) + 1
    sources = {layer.source().split("|")[0] for layer in dock.panels.roles.layers().values()}
    assert {Path(source).parent for source in sources} == {plan.parent}
    shown = marks(dock)
    assert {name[0] for name in shown} == {"L", "R"} and len(shown) == 13
    # the red line, basic farmland and the artificial lake are banned
    assert {name for name, mark in shown.items() if mark == "✗"} == {"L001", "L002", "R001"}
    parcels = dock.session.layer.extent()
    assert iface.canvas.extent().contains(parcels)
    banned = [
        f for f in dock.session.plan.plan.findings() if (f.severity, f.verdict) == (BLOCK, FAIL)
    ]
    assert {f.parcel_id for f in banned} == {"L001", "L002", "R001", ""}


def test_a_second_county_goes_beside_the_first(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qgis_app: Any
) -> None:
    monkeypatch.setattr(sample_county, "COUNTY", county)
    made = [sample_county.make_sample(tmp_path).parent.name for _ in range(2)]
    assert made == ["示例县", "示例县2"]


def test_sources_without_the_county_say_what_to_do(
    dock: Any, iface: Interface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_county, "COUNTY", tmp_path / "nowhere")
    click(dock)
    assert "这份插件没有带示例县" in message(iface) and "make package" in message(iface)
    assert dock.session is None and not any(tmp_path.iterdir())


def test_nothing_is_left_of_a_county_that_could_not_be_made(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qgis_app: Any
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sample_county, "COUNTY", county)
    monkeypatch.setattr(sample_county, "check_plan", full)
    with pytest.raises(sample_county.PlanError, match="空间"):
        sample_county.make_sample(tmp_path)
    assert not any(tmp_path.iterdir())
