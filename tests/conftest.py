"""What every test may lean on: one QGIS for the session, in a profile of its own, started by the
first test that asks."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.soak import FIGURES

if TYPE_CHECKING:
    from qgis.core import QgsApplication

PREFIX = os.environ.get("QGIS_PREFIX_PATH", "/usr")
READY_COUNTY = Path(__file__).resolve().parents[1] / "build" / "demo" / "county"


@pytest.fixture(scope="session")
def qgis_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QgsApplication]:
    """A running QgsApplication without a main window; the user's own profile is neither read nor
    written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(tmp_path_factory.mktemp("profile"))
    from qgis.core import QgsApplication, QgsProject

    QgsApplication.setPrefixPath(PREFIX, True)
    app = QgsApplication([], True)
    app.initQgis()
    yield app
    QgsProject.instance().clear()
    gc.collect()  # a layer that outlives its providers' registry ends the process with a crash
    app.exitQgis()


@pytest.fixture(scope="session")
def processing(qgis_app: QgsApplication) -> Any:
    """QGIS's `processing` module, with the native algorithms registered."""
    sys.path.append(str(Path(PREFIX) / "share" / "qgis" / "python" / "plugins"))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    return processing


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county that `make demo` left, else one of this session's own."""
    if (READY_COUNTY / "ready").exists():
        return READY_COUNTY
    from sample.make_county import build

    folder = tmp_path_factory.mktemp("county")
    build(folder)
    return folder


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Figures of what was tried (tests.soak)."""
    for line in FIGURES:
        terminalreporter.write_line(line)
