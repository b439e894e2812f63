"""What the tests share: the main job, run once for the session on the sample county; the algorithms
by name; a dock on a small plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsFeature, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt import sip

from jinchu_pingheng.core.model import Header
from jinchu_pingheng.jobs.create import create_plan
from sample.demo import run
from tests.qgis.audit import Audit
from tests.qgis.dock_window import Interface, rectangle, settle, survey_layer, wait_for
from tests.qgis.layers import Step, algorithms

SETTINGS = "jinchu_pingheng"  # all keys of the plugin begin so


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@dataclass
class MainJob:
    """A finished run: its folders, what the algorithms returned, and the county's files before it
    began."""

    county: Path
    plan: Path
    output: Path
    result: dict[str, Any]
    county_before: dict[str, str]

    @property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.output / "manifest.json").read_text(encoding="utf-8"))

    def files(self, role: str) -> list[Path]:
        return [
            self.output / item["path"] for item in self.manifest["files"] if item["role"] == role
        ]

    def file(self, role: str) -> Path:
        return self.files(role)[0]

    @property
    def geopackage(self) -> Path:
        return next(path for path in self.files("vector") if path.suffix == ".gpkg")


@pytest.fixture(scope="session")
def main_job(processing: Any, county: Path, tmp_path_factory: pytest.TempPathFactory) -> MainJob:
    folder = tmp_path_factory.mktemp("main_job")
    before = digests(county)
    plan, output = folder / "plan.gpkg", folder / "output"
    return MainJob(county, plan, output, run(county, plan, output), before)


@pytest.fixture(scope="session")
def audit(main_job: MainJob) -> Audit:
    return Audit(main_job.geopackage, main_job.county)


@pytest.fixture(scope="module")
def step(processing: Any) -> Iterator[Step]:
    """Runs an algorithm of the plugin by name."""
    with algorithms(processing) as run:
        yield run


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "方案.gpkg"
    create_plan(path, Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544"))
    return path


@pytest.fixture
def iface(qgis_app: Any) -> Iterator[Interface]:
    """An interface whose user has not used the plugin yet: its settings are empty."""
    QgsSettings().remove(SETTINGS)
    interface = Interface()
    yield interface
    wait_for(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    sip.delete(interface.canvas)  # widgets must not outlive the application
    sip.delete(interface.bar)


@pytest.fixture
def dock(iface: Interface, plan_file: Path) -> Iterator[Any]:
    from jinchu_pingheng.gui.dock import PlanDock

    dock = PlanDock(iface)
    dock.open_plan(plan_file)
    settle()
    yield dock
    dock.release()
    QgsProject.instance().clear()
    sip.delete(dock.toolbar)
    sip.delete(dock.lists)
    sip.delete(dock)


@pytest.fixture
def survey(dock: Any, iface: Interface) -> QgsVectorLayer:
    layer = survey_layer()
    QgsProject.instance().addMapLayer(layer)
    iface.activate(layer)
    return layer


@pytest.fixture
def red(dock: Any) -> QgsVectorLayer:
    """A red line over the western half of the square that flows in."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4544&field=BSM:string(5)", "生态保护红线", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(rectangle(400, 0, 450, 100))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer
