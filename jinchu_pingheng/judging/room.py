"""The room of a child process: what it may import, and what it is told of its surroundings.

Neither the folder that QGIS was started in nor those of plan and data are searched for modules.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORKER = Path(__file__).with_name("worker.py")
"""What a child runs. It is started as a file, isolated (``python -I``)."""

_PLUGINS = Path(__file__).resolve().parents[2]
_LIBRARIES = ("shapely", "numpy", "osgeo", "yaml")

_KEPT = frozenset(
    """
    PATH SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC TEMP TMP TMPDIR LANG LC_ALL LC_CTYPE LD_LIBRARY_PATH
    OSGEO4W_ROOT GDAL_DATA GDAL_DRIVER_PATH PROJ_DATA PROJ_LIB JINCHU_PINGHENG_PROFILES
    OMP_NUM_THREADS OPENBLAS_NUM_THREADS
    """.split()
)


def environment() -> dict[str, str]:
    """Variables without which a child would not find libraries, their data or its language."""
    return {name: value for name, value in os.environ.items() if name.upper() in _KEPT}


def folders() -> list[str]:
    """Where this process has found the libraries, in its own order, and the plugin itself last."""
    files = [getattr(sys.modules.get(name), "__file__", None) for name in _LIBRARIES]
    held = {Path(file).parent.parent for file in files if file}
    found = [path for path in sys.path if path and Path(path) in held]
    return [*dict.fromkeys(found), str(_PLUGINS)]
