"""One optional layer parameter for each role, and the sources that they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
)

from ..core.errors import PlanError
from ..core.roles import ROLES, is_raster
from ..jobs.layers import AnySource, from_layer, from_raster
from .base import tr


def add_roles(
    algorithm: QgsProcessingAlgorithm, roles: Iterable[str], required: Iterable[str] = ()
) -> None:
    """Declare a layer parameter for each role."""
    for role in roles:
        label, optional = tr(ROLES[role].label), role not in required
        if is_raster(role):
            algorithm.addParameter(
                QgsProcessingParameterRasterLayer(role, label, optional=optional)
            )
        else:
            types = [QgsProcessing.SourceType.TypeVectorAnyGeometry]
            algorithm.addParameter(
                QgsProcessingParameterVectorLayer(role, label, types, optional=optional)
            )


def sources(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    roles: Iterable[str],
) -> dict[str, AnySource]:
    """The layers that were given. Call from prepareAlgorithm: layers belong to the main thread."""
    given: dict[str, AnySource] = {}
    for role in roles:
        if not parameters.get(role):
            continue
        try:
            given[role] = _source(algorithm, parameters, context, role)
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
    return given


def other_sources(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> dict[str, AnySource]:
    """Layers for roles that the profile adds, by their layer name."""
    try:
        layers = algorithm.parameterAsLayerList(parameters, "OTHER", context)
        return {layer.name(): from_layer(layer) for layer in layers}
    except PlanError as error:
        raise QgsProcessingException(str(error)) from error


def _source(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    role: str,
) -> AnySource:
    if is_raster(role):
        raster = algorithm.parameterAsRasterLayer(parameters, role, context)
        if raster is None:
            raise _missing(role, parameters[role])
        return from_raster(raster, role)
    layer = algorithm.parameterAsVectorLayer(parameters, role, context)
    if layer is None:
        raise _missing(role, parameters[role])
    return from_layer(layer, role)


def _missing(role: str, value: Any) -> PlanError:
    return PlanError("图层无法打开", f"{ROLES[role].label}“{value}”", "请检查路径和文件是否完整")
