"""耕地进出平衡: compiles a county's yearly 耕地“进出平衡”总体方案 inside QGIS."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802  (QGIS calls this name)
    """Entry point of QGIS; ``iface`` is None inside qgis_process."""
    from .plugin import JinchuPlugin

    return JinchuPlugin(iface)
