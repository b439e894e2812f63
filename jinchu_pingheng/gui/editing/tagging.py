"""Edits of the parcels layer: one user action is one undo step, and nothing is committed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Callable

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs.open import OpenPlan
from ...jobs.overlaps import Overlap, cut_out
from ...jobs.tag import Tag
from ...jobs.tag_selected import Ready, Selection
from ..patience import in_portions, patiently

CUT, REPLACE, STAY = "cut", "replace", "stay"
Ask = Callable[[Overlap], str]
"""What becomes of land that is tagged already: CUT it out of the new parcels, REPLACE the old ones,
or STAY."""


@contextmanager
def edit_command(layer: QgsVectorLayer, text: str) -> Iterator[None]:
    """Group the edits of the block into one undo step named ``text``; any exception takes them all
    back.

    Editing that was begun for the block ends with it when it fails. Raises PlanError when the layer
    cannot be edited.
    """
    began = not layer.isEditable()
    if layer.isEditCommandActive():
        raise PlanError("上一步编辑尚未结束", layer.name(), "请完成该编辑后重试")
    if began and not layer.startEditing():
        raise PlanError("图层不能编辑", layer.name(), "请确认方案文件可写且未被其他程序占用")
    layer.beginEditCommand(text)
    try:
        yield
    except BaseException:
        layer.destroyEditCommand()
        if began:
            layer.rollBack()
        raise
    layer.endEditCommand()
    layer.triggerRepaint()


def tag_selection(
    source: QgsVectorLayer,
    parcels: QgsVectorLayer,
    plan: OpenPlan,
    tag: Tag,
    ask: Ask,
    parent: QWidget | None = None,
    fids: Collection[int] | None = None,
) -> tuple[int, list[str]]:
    """Copy the selected features of ``source``, or those of ``fids``, into ``parcels`` as parcels
    of one side; returns their number and what the user should know.

    ``source`` is only read. ``ask`` decides where parcels are there already; locked ones are never
    replaced. Raises PlanError, with nothing tagged, when a selected geometry
    or a value cannot be used; Cancelled.
    """
    selection = Selection(source, parcels, fids)
    ready = patiently(
        _tr("读取所选图形"),
        lambda feedback: selection.prepare(
            notice=plan.notice, tag=tag, numbering=plan.numbering, feedback=feedback
        ),
        parent,
    )
    made, replaced = _as_decided(ready, ask, plan.locked, parent)
    if not made:
        return 0, []
    text = _tr("标为{}（{} 个地块）").format(spoken(plan.notice.word(tag.direction)), len(made))
    with edit_command(parcels, text):
        parcels.deleteFeatures(replaced)
        add_features(made, parcels, parent)
    return len(made), ready.notes


def _as_decided(
    ready: Ready, ask: Ask, held: frozenset[str], parent: QWidget | None
) -> tuple[list[QgsFeature], list[int]]:
    """What is to be added, and which parcels it replaces, as the user decides."""
    if ready.overlap is None:
        return ready.made, []
    answer = ask(ready.overlap)
    if answer == STAY:
        return [], []
    kept = [f for f in ready.near if answer == CUT or f["parcel_id"] in held]
    left = ready.made
    if kept:
        left = patiently(_tr("裁去已标注的部分"), lambda _: cut_out(ready.made, kept), parent)
    if not left:
        raise PlanError("所选图形全部已经标注", "标注", "请另选图形，或选择“替换”")
    staying = {feature.id() for feature in kept}
    return left, [fid for fid in ready.overlap.fids if fid not in staying]


def add_features(
    made: Sequence[QgsFeature], parcels: QgsVectorLayer, parent: QWidget | None = None
) -> None:
    """In portions. Raises PlanError, Cancelled."""
    for portion in in_portions(_tr("加入地块"), made, parent):
        if not parcels.addFeatures(list(portion)):
            raise PlanError("地块没有加入方案", parcels.name(), "请确认方案文件完好后重试")


def remove_parcels(parcels: QgsVectorLayer, fids: Sequence[int]) -> None:
    """Take parcels out of the plan, as one undo step."""
    with edit_command(parcels, _tr("移除 {} 个地块").format(len(fids))):
        if not parcels.deleteFeatures(list(fids)):
            raise PlanError("地块没有移除", parcels.name(), "请确认方案文件完好后重试")


def _tr(text: str) -> str:
    return QCoreApplication.translate("tagging", text)
