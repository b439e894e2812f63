"""What of a layer plays a role, proposed by its name, its fields and their values."""

from __future__ import annotations

import re

from qgis.core import QgsMapLayer, QgsVectorLayer

from ..core.roles import LEVEL_FIELDS, LEVELS, PROPOSED_FILTERS, Filter, known_name
from ..survey.fields import find_field

_LEVEL = re.compile("[一二三]级|准保护区")
_MOST = 200
"""Values that a field may have, so that they can be offered."""


def proposed(layer: QgsMapLayer, role: str) -> str:
    """A filter as text; '' where the whole layer plays, or nothing is known.

    A filter by name is proposed where its field is there; one by level only where the field holds
    nothing but levels, so that none is left out by its spelling.
    """
    if not isinstance(layer, QgsVectorLayer):
        return ""
    usual = PROPOSED_FILTERS.get((role, known_name(layer.name(), role)))
    if usual is not None:
        field = find_field(usual.field, fields_of(layer), fields_of(layer))
        return Filter(field, usual.values).text if field else ""
    return _by_level(layer, LEVELS[role]) if role in LEVELS else ""


def _by_level(layer: QgsVectorLayer, level: str) -> str:
    for field, alias in fields_of(layer).items():
        if field.upper() in LEVEL_FIELDS or "级别" in field or "级别" in alias:
            values = values_of(layer, field)
            if all(_LEVEL.match(value) for value in values):
                taken = tuple(value for value in values if value.startswith(level))
                return Filter(field, taken).text if taken else ""
    return ""


def fields_of(layer: QgsVectorLayer) -> dict[str, str]:
    """Field -> alias ('' for none) of a layer, in its order."""
    return {field.name(): field.alias() for field in layer.fields()}


def values_of(layer: QgsVectorLayer, field: str) -> list[str]:
    """The texts that a field holds, the empty one left out; not all of very many."""
    index = layer.fields().lookupField(field)
    if index < 0:
        return []
    values = (str(value).strip() for value in layer.uniqueValues(index, _MOST) if value)
    return sorted({value for value in values if value and value != "NULL"})
