"""One optional layer parameter for each role, and the sources that they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
)

from ..core.errors import PlanError
from ..core.roles import ROLES, is_raster, role_by_name, role_label
from ..jobs.layers import AnySource, Chosen, filtered, from_layer, from_raster
from ..jobs.open import in_dock
from .base import tr


def add_layer(algorithm: QgsProcessingAlgorithm, name: str, label: str, optional: bool) -> None:
    """Declare a layer parameter that is no role of the dock."""
    types = [QgsProcessing.SourceType.TypeVectorPolygon]
    algorithm.addParameter(QgsProcessingParameterVectorLayer(name, label, types, optional=optional))


def layer_for(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    name: str,
    role: str,
) -> dict[str, tuple[Chosen, ...]]:
    """The layer of such a parameter in a role; nothing when it was not given. Call as
    ``sources``."""
    if not parameters.get(name):
        return {}
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    if layer is None:
        raise _missing(role, parameters[name])
    return {role: (Chosen(from_layer(layer, role)),)}


def add_roles(
    algorithm: QgsProcessingAlgorithm, roles: Iterable[str], required: Iterable[str] = ()
) -> None:
    """Declare a layer parameter for each role; by default the layer that plays it in the dock."""
    for role in roles:
        label, optional = tr(ROLES[role].label), role not in required
        played = in_dock.layers.get(role)
        if is_raster(role):
            algorithm.addParameter(QgsProcessingParameterRasterLayer(role, label, played, optional))
        else:
            types = [QgsProcessing.SourceType.TypeVectorAnyGeometry]
            algorithm.addParameter(
                QgsProcessingParameterVectorLayer(role, label, types, played, optional)
            )


def add_all_roles(algorithm: QgsProcessingAlgorithm) -> None:
    """Declare the layers of all roles, further ones by their name, and what of each plays it."""
    add_roles(algorithm, ROLES)
    own = tr("其他图层：按图层名对应角色（如 SLGY、FJMSQ，或配置另行声明的图层）")
    any_vector = QgsProcessing.SourceType.TypeVectorAnyGeometry
    algorithm.addParameter(
        QgsProcessingParameterMultipleLayers("OTHER", own, any_vector, optional=True)
    )
    headers = [tr("角色"), tr("图层名（空为该角色的全部图层）"), tr("字段=值,值；或 全部")]
    filters = [text for row in in_dock.filters for text in row]
    algorithm.addParameter(
        QgsProcessingParameterMatrix(
            "FILTERS", tr("图层筛选"), 0, False, headers, filters, optional=True
        )
    )


def sources(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    roles: Iterable[str],
) -> dict[str, tuple[Chosen, ...]]:
    """The layers that were given. Call within ``attempt`` from prepareAlgorithm: layers
    belong to the main thread. Raises PlanError."""
    given: dict[str, tuple[Chosen, ...]] = {}
    for role in roles:
        if parameters.get(role):
            given[role] = (Chosen(_source(algorithm, parameters, context, role)),)
    return given


def all_sources(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> dict[str, tuple[Chosen, ...]]:
    """The layers of all roles: those of a parameter of its own, further ones by their name, each
    with its filter. Call as ``sources``."""
    given = sources(algorithm, parameters, context, ROLES)
    for layer in algorithm.parameterAsLayerList(parameters, "OTHER", context):
        role = role_by_name(layer.name()) or layer.name()
        given[role] = (*given.get(role, ()), Chosen(from_layer(layer, role)))
    rows = algorithm.parameterAsMatrix(parameters, "FILTERS", context)
    return filtered(given, [rows[i : i + 3] for i in range(0, len(rows), 3)])


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
    return PlanError("图层无法打开", f"{role_label(role)}“{value}”", "请检查路径和文件是否完整")
