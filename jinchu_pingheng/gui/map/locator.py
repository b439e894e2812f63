"""QGIS's search box (Ctrl+K) finds parcels of the open plan by id, name, project or village."""

from __future__ import annotations

import json
from typing import Any, Callable, NamedTuple

from qgis.core import (
    QgsFeatureRequest,
    QgsFeedback,
    QgsLocatorContext,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

PREFIX = "jcph"
"""QGIS leaves shorter prefixes than three letters to itself."""
MOST = 50
FIELDS = ("parcel_id", "name", "project", "group_name")
VILLAGES = ("ZLDWMC", "QSDWMC")


class Found(NamedTuple):
    """A parcel as it is searched for."""

    parcel_id: str
    words: str


class ParcelLocator(QgsLocatorFilter):
    """``parcels`` gives the layer of the open plan, None without one; ``show`` is told the id of
    the parcel that the user wants."""

    def __init__(
        self, parcels: Callable[[], QgsVectorLayer | None], show: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._parcels, self._show = parcels, show
        self._known: list[Found] = []

    def name(self) -> str:
        """Stable id."""
        return "jinchu_pingheng_parcels"

    def displayName(self) -> str:  # noqa: N802
        """In the list of filters."""
        return QCoreApplication.translate("ParcelLocator", "进出平衡地块")

    def prefix(self) -> str:
        """Typed before the words."""
        return PREFIX

    def flags(self) -> QgsLocatorFilter.Flags:
        """Quick, so that QGIS asks it on the main thread."""
        return QgsLocatorFilter.Flag.FlagFast

    def clone(self) -> ParcelLocator:
        """QGIS asks a copy."""
        return ParcelLocator(self._parcels, self._show)

    def prepare(self, text: str, _: QgsLocatorContext) -> list[str]:
        """Learn the parcels as they are now."""
        layer = self._parcels()
        self._known = known_parcels(layer) if layer is not None else []
        return []

    def fetchResults(  # noqa: N802
        self, text: str, _: QgsLocatorContext, feedback: QgsFeedback
    ) -> None:
        """Parcels that hold every word."""
        wanted = text.lower().split()
        if not wanted:
            return
        hits = [item for item in self._known if all(word in item.words for word in wanted)]
        for item in hits[:MOST]:
            result = QgsLocatorResult(self, item.parcel_id)
            result.description = item.words
            self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:  # noqa: N802
        """Show the parcel."""
        self._show(result.displayString)


def known_parcels(layer: QgsVectorLayer) -> list[Found]:
    """Every parcel with the words that it is found by."""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([*FIELDS, "survey_attributes"], layer.fields())
    found = []
    for feature in layer.getFeatures(request):
        words = [feature[name] for name in FIELDS] + _villages(feature["survey_attributes"])
        texts = [word for word in words if isinstance(word, str) and word]
        found.append(Found(str(feature["parcel_id"]), " ".join(texts).lower()))
    return found


def _villages(attributes: Any) -> list[str]:
    """Names of villages among the survey's attributes of a parcel."""
    try:
        held = json.loads(attributes) if isinstance(attributes, str) else {}
    except ValueError:
        return []
    return [str(held[name]) for name in VILLAGES if held.get(name)] if held else []
