"""Features that appear in the parcels layer, whatever made them: each gets an id of its own, and
the tags that a parcel cannot be without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ...core.model import IN, OUT
from ...jobs.open import Numbering


class Renamed(NamedTuple):
    """A feature that got the id ``given``; ``before`` is '' where it had none."""

    before: str
    given: str


class Newcomers:
    """Knows which feature bears which id. ``settle`` is told of every change of the layer."""

    def __init__(self, layer: QgsVectorLayer, numbering: Numbering) -> None:
        self._layer, self._numbering = layer, numbering
        self.read()

    def read(self) -> None:
        """Learn the ids of the layer anew."""
        self._id_of: dict[int, str] = {}
        self._bearers: dict[str, set[int]] = defaultdict(set)
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes(["parcel_id"], self._layer.fields())
        for feature in self._layer.getFeatures(request):
            self._enter(feature.id(), text_of(feature["parcel_id"]))

    @property
    def not_unique(self) -> list[int]:
        """Features without an id, and all but the first that bear the same."""
        later = [sorted(fids, key=_age)[1:] for name, fids in self._bearers.items() if name]
        return [*self._bearers.get("", ()), *(fid for fids in later for fid in fids)]

    def settle(
        self, changes: Mapping[int, QgsFeature | None], tags: Mapping[str, Any]
    ) -> tuple[dict[int, dict[str, Any]], list[Renamed]]:
        """What must be written into features (field -> value, by number), and who gets which id.

        ``changes``: features as they are now, None where gone; ``tags``: for features without them.
        A feature that took the id of another gets its own back, or a new one.
        """
        before = {fid: self._leave(fid) for fid in changes}
        values: dict[int, dict[str, Any]] = {}
        renamed: list[Renamed] = []
        came = [feature for feature in changes.values() if feature is not None]
        for feature in sorted(came, key=lambda feature: _age(feature.id())):
            fid, name, known = feature.id(), text_of(feature["parcel_id"]), before[feature.id()]
            wanted = missing_tags(feature, tags) if known is None and fid < 0 else {}
            given = self._own_id(name, known, wanted.get("direction") or feature["direction"])
            if given != name:
                renamed.append(Renamed(name, given))
                wanted["parcel_id"] = given
            if wanted:
                values[fid] = wanted
            self._enter(fid, given)
        return values, renamed

    def renumber(self, fids: Iterable[int]) -> tuple[dict[int, dict[str, Any]], list[Renamed]]:
        """New ids for features; returned as by ``settle``."""
        request = QgsFeatureRequest().setFilterFids(list(fids))
        values: dict[int, dict[str, Any]] = {}
        renamed: list[Renamed] = []
        for feature in self._layer.getFeatures(request):
            given = self._new_id(feature["direction"])
            renamed.append(Renamed(self._leave(feature.id()) or "", given))
            values[feature.id()] = {"parcel_id": given}
            self._enter(feature.id(), given)
        return values, renamed

    def _own_id(self, name: str, known: str | None, direction: Any) -> str:
        if name and not self._bearers.get(name):
            return name
        return known if known and not self._bearers.get(known) else self._new_id(direction)

    def _new_id(self, direction: Any) -> str:
        while True:
            name = self._numbering.next(OUT if direction == OUT else IN)
            if not self._bearers.get(name):
                return name

    def _enter(self, fid: int, name: str) -> None:
        self._id_of[fid] = name
        self._bearers[name].add(fid)
        self._numbering.enter(name)

    def _leave(self, fid: int) -> str | None:
        name = self._id_of.pop(fid, None)
        if name is not None:
            self._bearers[name].discard(fid)
            if not self._bearers[name]:
                del self._bearers[name]
        return name


def missing_tags(feature: QgsFeature, tags: Mapping[str, Any]) -> dict[str, Any]:
    """The tags of ``tags`` that a feature lacks. One that has a side and a type is a parcel already
    (copied, imported); tags of the other side are not meant for it."""
    side = feature["direction"]
    if side in (OUT, IN) and (filled(feature["type"]) or side != tags.get("direction")):
        return {}
    return {name: tag for name, tag in tags.items() if tag != "" and not filled(feature[name])}


def filled(value: Any) -> bool:
    """Whether a field holds something."""
    return value not in (None, NULL, "")


def text_of(value: Any) -> str:
    """A text field, '' where it is empty."""
    return value if isinstance(value, str) else ""


def _age(fid: int) -> tuple[bool, int]:
    """Saved features are older than unsaved ones, whose numbers go down."""
    return fid < 0, abs(fid)
