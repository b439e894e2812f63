"""Saving the parcels of an open plan: never into a file that is not the plan any more, never over
what somebody else has saved."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from qgis.core import QgsVectorLayer, QgsVectorLayerEditBuffer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.errors import PlanError, listed
from ...jobs.open import GONE, News, OpenPlan, parcels_uri
from ..patience import patiently
from .file_watch import FileWatch

MANY = 1000
"""To keep the books of more parcels takes time that the user would notice."""


class Saving(QObject):
    """Stands guard whoever asks QGIS to save, and keeps the plan's books afterwards.

    ``refused``: QGIS's own save was kept from saving (PlanError). ``written``: others wrote into
    the plan (News, ids of parcels that are edited here too). ``prepare`` is called before anything
    is saved.
    """

    refused = pyqtSignal(object)
    written = pyqtSignal(object, object)

    def __init__(
        self, plan: OpenPlan, layer: QgsVectorLayer, prepare: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._plan, self._layer, self._prepare = plan, layer, prepare
        self._contested: dict[int, str] = {}
        self._steps, self._edited = list[str](), set[int]()
        self._unrecorded: list[tuple[list[str], set[int]]] = []
        self.watch = FileWatch(plan, self)
        self.watch.written.connect(self._take_news)
        # from now on edits stand in SQLite's log: only who has read it once can read on when the
        # file has lost its name
        layer.editingStarted.connect(self.watch.look)
        layer.beforeCommitChanges.connect(self._before)
        layer.afterCommitChanges.connect(self._after)
        layer.afterRollBack.connect(self._contested.clear)

    @property
    def unsaved(self) -> int:
        """Number of unsaved steps."""
        return max(len(self._names()), 1) if self._layer.isModified() else 0

    def save(self) -> None:
        """Commit the edit buffer. Raises PlanError, with the edits kept, when that must not be, or
        QGIS cannot write them."""
        self._require_savable()
        if not self._layer.commitChanges():
            raise PlanError(
                f"修改没有保存（{_reasons(self._layer)}）",
                str(self._plan.path),
                "请确认文件可写后再保存，修改仍在",
            )
        self._record()

    def save_elsewhere(self, target: Path) -> None:
        """Write the plan with the unsaved edits to another file; this one stays as it is.

        Raises PlanError.
        """
        if target.resolve() == self._plan.path.resolve() and self._plan.file.state() != GONE:
            raise PlanError("不能另存到方案自己", str(target), "请换一个文件名")
        self._prepare()
        self._plan.file.save_copy(target)
        buffer = self._layer.editBuffer()
        if buffer is not None:
            copy = QgsVectorLayer(parcels_uri(target), "", "ogr")
            copy.startEditing()
            _repeat(buffer, copy)
            if not copy.commitChanges():
                raise PlanError(
                    f"方案没有另存（{_reasons(copy)}）", str(target), "请另选位置后重试，修改仍在"
                )

    def release(self) -> None:
        """Guard no more."""
        self._record()
        self.watch.release()
        self._layer.editingStarted.disconnect(self.watch.look)
        self._layer.beforeCommitChanges.disconnect(self._before)
        self._layer.afterCommitChanges.disconnect(self._after)
        self._layer.afterRollBack.disconnect(self._contested.clear)

    def _take_news(self, news: News) -> None:
        """Others wrote into the plan: show it, and remember what cannot be saved over it."""
        theirs, buffer = {**news.changed, **news.gone}, self._layer.editBuffer()
        mine = _edited(buffer) if buffer else set()
        self._contested.update({fid: theirs[fid] for fid in mine & theirs.keys()})
        self._plan.edited_elsewhere()
        self._layer.reload()
        self.written.emit(news, sorted(self._contested.values()))

    def _before(self, *_: object) -> None:
        """QGIS is about to save, for whoever asked it to. It cannot be told no; but it does not get
        to write while the plan is held."""
        self._steps = self._names()
        buffer = self._layer.editBuffer()
        self._edited = _edited(buffer) if buffer else set()
        try:
            self._require_savable()
            self._prepare()
        except PlanError as error:
            self._plan.hold()
            QTimer.singleShot(0, self._plan.let_go)
            self.refused.emit(error)

    def _names(self) -> list[str]:
        """What the undo steps are called that were taken since the last saving."""
        stack = self._layer.undoStack()
        return [stack.text(place) for place in range(stack.index())]

    def _require_savable(self) -> None:
        self._plan.require_writable()
        self.watch.look()
        if self._contested:
            names = listed(sorted(self._contested.values()))
            raise PlanError(
                "别处也修改了这些地块并已保存；为不覆盖别人的修改，没有保存",
                f"地块 {names}",
                "请用“方案”菜单的“另存为…”保存您的修改，或撤销后重新修改",
            )

    def _after(self) -> None:
        """QGIS has saved, and is not done yet: very many parcels are recorded when it is."""
        self._contested.clear()
        self._unrecorded.append((self._steps, self._edited))
        if self._layer.featureCount() > MANY:
            QTimer.singleShot(0, self._record)
        else:
            self._record()

    def _record(self) -> None:
        """What was saved goes into the plan's history."""
        unrecorded, self._unrecorded = self._unrecorded, []
        if not unrecorded:
            return
        steps = [step for steps, _ in unrecorded for step in steps]
        edited = set().union(*(edited for _, edited in unrecorded))
        self.watch.own_writing = True
        try:
            self._plan.require_writable()
            if self._layer.featureCount() > MANY:
                title = self.tr("记录修改")
                patiently(title, lambda _: self._plan.edited(steps, edited), None, may_cancel=False)
            else:
                self._plan.edited(steps, edited)
            self._plan.file.seen()
        except PlanError as error:
            self.refused.emit(error)
        finally:
            self.watch.own_writing = False


def _edited(buffer: QgsVectorLayerEditBuffer) -> set[int]:
    """Saved features that the buffer changes or deletes."""
    changed = {*buffer.changedAttributeValues(), *buffer.changedGeometries()}
    return changed | set(buffer.deletedFeatureIds())


def _repeat(buffer: QgsVectorLayerEditBuffer, copy: QgsVectorLayer) -> None:
    """The edits of a buffer once more, in a layer with the same features."""
    copy.deleteFeatures(list(buffer.deletedFeatureIds()))
    for fid, values in buffer.changedAttributeValues().items():
        copy.changeAttributeValues(fid, values)
    for fid, geometry in buffer.changedGeometries().items():
        copy.changeGeometry(fid, geometry)
    copy.addFeatures(list(buffer.addedFeatures().values()))


def _reasons(layer: QgsVectorLayer) -> str:
    return "；".join(layer.commitErrors())
