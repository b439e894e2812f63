"""A QGIS without a window, with its Processing algorithms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PREFIX = os.environ.get("QGIS_PREFIX_PATH", "/usr")


@contextmanager
def session(gui: bool = False) -> Iterator[Any]:
    """Start QGIS; gives the module `processing`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath(PREFIX, True)
    sys.path.append(str(Path(PREFIX) / "share" / "qgis" / "python" / "plugins"))
    application = QgsApplication([], gui)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    yield processing
    application.exitQgis()


def versions() -> dict[str, str]:
    """QGIS and what it stands on."""
    from osgeo import gdal
    from qgis.core import Qgis

    return {
        "QGIS": Qgis.QGIS_VERSION.split("-")[0],
        "GEOS": Qgis.geosVersion().split("-")[0],
        "GDAL": gdal.__version__,
    }
