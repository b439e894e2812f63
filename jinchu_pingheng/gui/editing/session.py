"""An opened plan: its notice, its parcels layer in the project, and whether something is
unsaved."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsExpression,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.errors import PlanError
from ...jobs.open import OpenPlan
from ..map.styles import style_parcels
from ..portions import Portions
from .newcomers import Newcomers, Renamed
from .paired_undo import PairedUndo
from .parcel_form import dress_form
from .saving import Saving
from .tagging import edit_command

PROPERTY = "jinchu_pingheng/parcels"
"""Custom property that marks the parcels layer of a plan inside a QGIS project."""
RETRY_MS = 50
"""While another tool's edit command is open nothing can be written beside it."""
AT_ONCE = 500
"""So many features are read at one go."""


class PlanSession(QObject):
    """``changed``: the parcels or the saved state changed; ``edited`` tells before it which
    features, as they are now (fid -> QgsFeature, None where gone), ``replaced`` that all may have
    changed. ``ended``: the layer left the project. ``renamed``: features got other ids (list of
    Renamed). ``tags`` are given to what is drawn.

    Raises PlanError when the file is no plan, its notice is not known, or its layer cannot be
    opened.
    """

    changed = pyqtSignal()
    edited = pyqtSignal(object)
    replaced = pyqtSignal()
    ended = pyqtSignal()
    renamed = pyqtSignal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = OpenPlan(path)
        self.notice = self.plan.notice
        try:
            self.layer = parcels_layer(path) or self._add_layer()
            dress_form(self.layer, self.notice)
        except Exception:
            self.plan.close()
            raise
        if self.plan.read_only:
            self.layer.setReadOnly(True)
        self.tags: Callable[[], dict[str, Any]] = dict
        self._newcomers = Newcomers(self.layer, self.plan.numbering)
        self._pairs = PairedUndo(self.layer.undoStack(), self.tr("编号"), self)
        self.saving = Saving(self.plan, self.layer, self._settle, self)
        # one user action makes the layer speak several times; the panels are told once, when it has
        # finished
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        self._telling = Portions(self)
        self._touched: set[int] = set()
        self._gone: set[int] = set()
        self._touches = 0
        self._replaced = False
        for signal, slot in self._signals():
            signal.connect(slot)
        QgsProject.instance().layersWillBeRemoved.connect(self._end)

    @property
    def title(self) -> str:
        """County and year, and the scenario's name."""
        title = self.tr("{}{}年度").format(self.plan.header.county_name, self.plan.header.year)
        scenario = self.plan.plan.edition.scenario
        return self.tr("{}（情景 {}）").format(title, scenario) if scenario else title

    @property
    def unsaved(self) -> int:
        """Number of unsaved steps."""
        return self.saving.unsaved

    def save(self) -> None:
        """Write the unsaved edits into the plan. Raises PlanError, with the edits kept."""
        self.saving.save()

    def renumber(self) -> None:
        """Give new ids to parcels that have none, or the same as another."""
        self._write(*self._newcomers.renumber(self._newcomers.not_unique), self.tr("重新编号"))

    @property
    def ids_unique(self) -> bool:
        """Whether every parcel has an id of its own."""
        return not self._newcomers.not_unique

    def features_of(self, parcel_id: str) -> list[QgsFeature]:
        """The features that bear an id, as they are now."""
        wanted = QgsExpression.createFieldEqualityExpression("parcel_id", parcel_id)
        return list(self.layer.getFeatures(QgsFeatureRequest().setFilterExpression(wanted)))

    def discard(self) -> None:
        """Throw the unsaved edits away."""
        self.layer.rollBack()

    def close(self) -> None:
        """Take the layer out of the project and release the file."""
        self.release()
        QgsProject.instance().removeMapLayer(self.layer.id())

    def release(self) -> None:
        """Release the file; the layer stays in the project, with its unsaved edits."""
        self._timer.stop()
        self._telling.stop()
        self.saving.release()
        self._pairs.release()
        for signal, slot in self._signals():
            signal.disconnect(slot)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._end)
        self.plan.close()
        self.deleteLater()  # else the dock would hold every plan that it ever had

    def _add_layer(self) -> QgsVectorLayer:
        name = self.tr("{}地块").format(self.title)
        layer = QgsVectorLayer(self.plan.parcels_uri, name, "ogr")
        if not layer.isValid():
            raise PlanError("地块图层无法打开", str(self.plan.path), "请确认方案文件完好")
        layer.setCustomProperty(PROPERTY, True)
        style_parcels(layer, self.notice)
        project = QgsProject.instance()
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        return layer

    def _signals(self) -> list[tuple[Any, Any]]:
        layer = self.layer
        touching = (layer.featureAdded, layer.geometryChanged, layer.attributeValueChanged)
        losing = (layer.featureDeleted,)
        replacing = (layer.dataChanged, layer.subsetStringChanged, layer.dataSourceChanged)
        state = (
            layer.undoStack().indexChanged,
            layer.layerModified,
            layer.editingStarted,
            layer.editingStopped,
            layer.afterRollBack,
        )
        slots = (
            (touching, self._touch),
            (losing, self._lose),
            (replacing, self._replace),
            (state, self._schedule),
        )
        return [(signal, slot) for signals, slot in slots for signal in signals]

    def _touch(self, fid: int, *_: object) -> None:
        self._touched.add(fid)
        self._gone.discard(fid)
        self._touches += 1
        if not self._timer.isActive():
            self._schedule()

    def _lose(self, fid: int) -> None:
        self._touch(fid)
        self._gone.add(fid)

    def _replace(self) -> None:
        self._replaced = True
        self._schedule()

    def _schedule(self, *_: object) -> None:
        self._timer.start(0)

    def _tell(self) -> None:
        if self.layer.isEditCommandActive() or self._telling.busy:
            self._timer.start(RETRY_MS)
        else:
            self._telling.begin(self._tell_in_portions())

    def _settle(self) -> None:
        """Give ids and tags to what has appeared since, now."""
        self._telling.finish()
        if self._touched or self._replaced:
            deque(self._tell_in_portions(), maxlen=0)

    def _tell_in_portions(self) -> Iterator[None]:
        """What has appeared since gets ids and tags; the panels are told of all that has
        changed."""
        if self._replaced:
            self._tell_of_another()
            return
        changes: dict[int, QgsFeature | None] = {}
        begun = self._touches
        yield from self._read(self._touched, changes)
        if begun != self._touches:  # edited meanwhile: once more
            self._schedule()
            return
        self._touched, self._gone = set(), set()
        values, renamed = self._newcomers.settle(changes, self.tags())
        self._write(values, renamed, self.tr("编号"))
        for _ in self._read(values, changes):
            pass
        self._touched.difference_update(values)
        self._timer.stop()
        if changes:
            self.edited.emit(changes)
        self.changed.emit()

    def _tell_of_another(self) -> None:
        """The whole layer may be another."""
        self._touched, self._gone, self._replaced = set(), set(), False
        self._newcomers.read()
        mine = [fid for fid in self._newcomers.not_unique if fid < 0]
        self._write(*self._newcomers.renumber(mine), self.tr("编号"))
        self._touched = set()
        self._timer.stop()
        self.replaced.emit()
        self.changed.emit()

    def _read(self, fids: Collection[int], changes: dict[int, QgsFeature | None]) -> Iterator[None]:
        """Put features into ``changes`` as they are now."""
        changes.update(dict.fromkeys(fids))
        here = sorted(set(fids) - self._gone)
        buffer = self.layer.editBuffer()
        if buffer is not None and here and here[0] < 0:
            added = buffer.addedFeatures()
            changes.update({fid: added[fid] for fid in here if fid in added})
        saved = [fid for fid in here if fid >= 0]
        for first in range(0, len(saved), AT_ONCE):
            request = QgsFeatureRequest().setFilterFids(saved[first : first + AT_ONCE])
            changes.update({f.id(): f for f in self.layer.getFeatures(request)})
            yield

    def _write(self, values: dict[int, dict[str, Any]], renamed: list[Renamed], step: str) -> None:
        if values:
            place = self.layer.fields().indexOf
            with edit_command(self.layer, step):
                for fid, named in values.items():
                    new = {place(name): value for name, value in named.items()}
                    self.layer.changeAttributeValues(fid, new)
        if renamed:
            self.renamed.emit(renamed)

    def _end(self, layer_ids: list[str]) -> None:
        """The project tells before it deletes a layer; the layer itself only when Python can no
        longer use it."""
        if self.layer.id() in layer_ids:
            self.ended.emit()
            self.release()


def is_parcels_layer(layer: object) -> bool:
    """Whether a layer is the parcels layer of some plan."""
    return isinstance(layer, QgsVectorLayer) and bool(layer.customProperty(PROPERTY))


def plan_path(layer: QgsVectorLayer) -> Path:
    """The plan file behind a parcels layer."""
    return Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source())["path"])


def parcels_layer(path: Path | None = None) -> QgsVectorLayer | None:
    """The project's parcels layer of the plan at ``path``, or of any plan."""
    for layer in QgsProject.instance().mapLayers().values():
        if is_parcels_layer(layer) and layer.isValid() and path in (None, plan_path(layer)):
            return layer
    return None
