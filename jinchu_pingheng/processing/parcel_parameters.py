"""Parameters for the fields of a parcel: one for each, all optional, named after the field."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..core.english import spoken
from ..core.parcel_field import NUMBER, ParcelField
from ..core.parcel_fields import PARCEL_FIELDS
from .call import Call

_OWN = ("direction", "type")
"""DIRECTION and TYPE are parameters of the algorithm itself."""
FIELDS: tuple[ParcelField, ...] = tuple(f for f in PARCEL_FIELDS if f.name not in _OWN)


def add_fields(algorithm: QgsProcessingAlgorithm) -> None:
    """Declare a parameter for every field; one with fixed values offers them by code and name."""
    for field in FIELDS:
        algorithm.addParameter(_parameter(field))


def attributes(call: Call) -> dict[str, Any]:
    """What was given, by field name."""
    given: dict[str, Any] = {}
    for field in FIELDS:
        key = field.name.upper()
        if call.parameters.get(key) in (None, ""):
            continue
        if field.kind == NUMBER:
            given[field.name] = call.number(key)
        else:
            given[field.name] = call.text(key)
    return given


def _parameter(field: ParcelField) -> QgsProcessingParameterDefinition:
    name = field.name.upper()
    if field.kind == NUMBER:
        return QgsProcessingParameterNumber(
            name,
            spoken(field.meaning),
            type=QgsProcessingParameterNumber.Type.Double,
            optional=True,
            minValue=float(field.low),
            maxValue=float(field.high),
        )
    parameter = QgsProcessingParameterString(name, spoken(field.meaning), optional=True)
    if field.values:
        hints = [choice.title for choice in field.values]
        parameter.setMetadata({"widget_wrapper": {"value_hints": hints}})
    return parameter
