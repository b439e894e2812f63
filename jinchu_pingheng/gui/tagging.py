"""Edits of the parcels layer: one user action is one undo step, and nothing is committed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Callable

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import PlanError
from ..core.notice import Notice
from ..jobs.layers import FileTexts, state_encoding
from ..jobs.open import Numbering
from ..jobs.overlaps import Overlap, cut_out, overlap_of
from ..jobs.tag import Tag, tagged_features

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
    notice: Notice,
    tag: Tag,
    numbering: Numbering,
    ask: Ask,
) -> tuple[int, list[str]]:
    """Copy the selected features of ``source`` into ``parcels`` as parcels of one side; returns
    their number and what the user should know.

    ``source`` is only read. ``ask`` decides where parcels are there already. Raises PlanError, with
    nothing tagged, when a selected geometry or a value cannot be used.
    """
    transform = None
    if source.crs() != parcels.crs():
        transform = QgsCoordinateTransform(source.crs(), parcels.crs(), QgsProject.instance())
    features, remarks = _as_written(source)
    made, notes = tagged_features(
        features,
        source.fields(),
        transform,
        parcels.fields(),
        notice,
        tag,
        parcel_ids(parcels),
        numbering,
        source.name(),
    )
    made, replaced = _beside(made, parcels, ask)
    if not made:
        return 0, []
    text = _tr("标为{}（{} 个地块）").format(notice.word(tag.direction), len(made))
    with edit_command(parcels, text):
        parcels.deleteFeatures(replaced)
        if not parcels.addFeatures(made):
            raise PlanError("地块没有加入方案", parcels.name(), "请确认方案文件完好后重试")
    return len(made), [*remarks, *notes]


def _as_written(source: QgsVectorLayer) -> tuple[list[QgsFeature], list[str]]:
    """The selected features, the texts of a shapefile as its bytes mean; and what the user should
    know of its encoding."""
    remark = state_encoding(source)
    features, texts = list(source.selectedFeatures()), FileTexts.of(source)
    if texts is not None:
        texts.mend(features, source.fields())
    return features, [f"{source.name()}：{remark}。"] if remark else []


def _beside(
    made: list[QgsFeature], parcels: QgsVectorLayer, ask: Ask
) -> tuple[list[QgsFeature], list[int]]:
    """What is to be added, and which parcels it replaces, as the user decides."""
    box = QgsRectangle()
    for feature in made:
        box.combineExtentWith(feature.geometry().boundingBox())
    near = list(parcels.getFeatures(QgsFeatureRequest().setFilterRect(box)))
    overlap = overlap_of(made, near)
    if overlap is None:
        return made, []
    answer = ask(overlap)
    if answer == CUT:
        left = cut_out(made, near)
        if not left:
            raise PlanError("所选图形全部已经标注", "标注", "请另选图形，或选择“替换”")
        return left, []
    return (made, list(overlap.fids)) if answer == REPLACE else ([], [])


def remove_parcels(parcels: QgsVectorLayer, fids: Sequence[int]) -> None:
    """Take parcels out of the plan, as one undo step."""
    with edit_command(parcels, _tr("移除 {} 个地块").format(len(fids))):
        if not parcels.deleteFeatures(list(fids)):
            raise PlanError("地块没有移除", parcels.name(), "请确认方案文件完好后重试")


def parcel_ids(parcels: QgsVectorLayer) -> set[str]:
    """Ids of the parcels in the layer, unsaved ones included."""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(["parcel_id"], parcels.fields())
    return {str(feature["parcel_id"]) for feature in parcels.getFeatures(request)}


def _tr(text: str) -> str:
    return QCoreApplication.translate("tagging", text)
