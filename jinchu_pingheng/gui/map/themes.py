"""Map themes made from the layers of the roles: 现状, 规划, 影像, each with the parcels and the
boundaries. They are ours by their names, and follow the roles."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsMapLayer, QgsMapThemeCollection, QgsProject
from qgis.PyQt.QtCore import QCoreApplication

BORDERS = "XZQ"


def make_themes(parcels: QgsMapLayer, layers: Mapping[str, QgsMapLayer]) -> list[str]:
    """Make, renew or remove each theme, as its layers are there; returns their names."""
    themes = QgsProject.instance().mapThemeCollection()
    made = []
    for name, bases in _bases().items():
        base = next((layers[role] for role in bases if role in layers), None)
        if base is None:
            themes.removeMapTheme(name)
            continue
        shown = [parcels, *([layers[BORDERS]] if BORDERS in layers else []), base]
        themes.insert(name, _record(shown))
        made.append(name)
    return made


def _bases() -> dict[str, tuple[str, ...]]:
    """Name of a theme -> roles of its base, the first that is there."""
    return {
        _tr("进出平衡 · 现状"): ("DLTB",),
        _tr("进出平衡 · 规划"): ("GTGH", "TDYTGH"),
        _tr("进出平衡 · 影像"): ("YX",),
    }


def _record(layers: list[QgsMapLayer]) -> QgsMapThemeCollection.MapThemeRecord:
    record = QgsMapThemeCollection.MapThemeRecord()
    for layer in layers:
        shown = QgsMapThemeCollection.MapThemeLayerRecord(layer)
        shown.isVisible = True
        shown.usingCurrentStyle = True
        shown.currentStyle = layer.styleManager().currentStyle()
        record.addLayerRecord(shown)
    return record


def _tr(text: str) -> str:
    return QCoreApplication.translate("themes", text)
