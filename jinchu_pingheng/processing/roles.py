"""One optional layer parameter for each role, and the sources that they give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
)

from ..core.english import spoken
from ..core.errors import PlanError
from ..core.roles import ROLES, is_raster, role_by_name, role_label
from ..jobs.layers import AnySource, Chosen, Source, filtered, from_layer, from_raster
from ..jobs.open import in_dock
from .base import Algorithm
from .call import Call, tr


def add_layer(algorithm: QgsProcessingAlgorithm, name: str, label: str, optional: bool) -> None:
    """Declare a layer parameter that is no role of the dock."""
    types = [QgsProcessing.SourceType.TypeVectorPolygon]
    algorithm.addParameter(QgsProcessingParameterVectorLayer(name, label, types, optional=optional))


def layer_for(call: Call, name: str, role: str) -> dict[str, tuple[Chosen, ...]]:
    """The layer of such a parameter in a role; nothing when it was not given. Raises PlanError."""
    if not call.parameters.get(name):
        return {}
    return {role: (Chosen(_vector(call, name, role)),)}


def add_roles(
    algorithm: QgsProcessingAlgorithm, roles: Iterable[str], required: Iterable[str] = ()
) -> None:
    """Declare a layer parameter for each role; by default the layer that plays it in the dock."""
    for role in roles:
        label, optional = spoken(ROLES[role].label), role not in required
        played = in_dock.layers.get(role)
        if is_raster(role):
            algorithm.addParameter(QgsProcessingParameterRasterLayer(role, label, played, optional))
        else:
            types = [QgsProcessing.SourceType.TypeVectorAnyGeometry]
            algorithm.addParameter(
                QgsProcessingParameterVectorLayer(role, label, types, played, optional)
            )


def add_all_roles(algorithm: Algorithm) -> None:
    """Declare the layers of all roles, further ones by their name, and what of each plays it."""
    add_roles(algorithm, ROLES)
    own = tr("其他图层：按图层名对应角色（如 SLGY、FJMSQ，或配置另行声明的图层）")
    any_vector = QgsProcessing.SourceType.TypeVectorAnyGeometry
    algorithm.addParameter(
        QgsProcessingParameterMultipleLayers("OTHER", own, any_vector, optional=True)
    )
    headers = [tr("角色"), tr("图层名（空为该角色的全部图层）"), tr("字段=值,值；或 全部")]
    filters = [text for row in in_dock.filters for text in row]
    algorithm.add_rows("FILTERS", tr("图层筛选"), headers, filters)


def sources_of(call: Call, roles: Iterable[str]) -> dict[str, tuple[Chosen, ...]]:
    """The layers that were given. Raises PlanError."""
    return {role: (Chosen(_source(call, role)),) for role in roles if call.parameters.get(role)}


def all_sources(call: Call) -> dict[str, tuple[Chosen, ...]]:
    """The layers of all roles: those of a parameter of its own, further ones by their name, each
    with its filter. Raises PlanError."""
    given = sources_of(call, ROLES)
    for layer in call.algorithm.parameterAsLayerList(call.parameters, "OTHER", call.context):
        role = role_by_name(layer.name()) or layer.name()
        given[role] = (*given.get(role, ()), Chosen(from_layer(layer, role)))
    return filtered(given, call.rows("FILTERS", 3))


def _source(call: Call, role: str) -> AnySource:
    if not is_raster(role):
        return _vector(call, role, role)
    raster = call.algorithm.parameterAsRasterLayer(call.parameters, role, call.context)
    if raster is None:
        raise _missing(role, call.parameters[role])
    return from_raster(raster, role)


def _vector(call: Call, name: str, role: str) -> Source:
    layer = call.algorithm.parameterAsVectorLayer(call.parameters, name, call.context)
    if layer is None:
        raise _missing(role, call.parameters[name])
    return from_layer(layer, role)


def _missing(role: str, value: Any) -> PlanError:
    return PlanError("图层无法打开", f"{role_label(role)}“{value}”", "请检查路径和文件是否完整")
