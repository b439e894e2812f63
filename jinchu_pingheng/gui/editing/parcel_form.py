"""QGIS's attribute form of the parcels layer: labels, value lists, ranges and dates by the table of
fields."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsEditorWidgetSetup, QgsFieldConstraints, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...core.parcel_field import DAY, MONTH, NUMBER, ParcelField
from ...core.parcel_fields import BY_NAME
from ...jobs.open import PARCEL_COLUMNS

NULL = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"
"""How a ValueMap writes null (QgsValueMapFieldFormatter.NULL_VALUE)."""
_LONG = 24
_PATTERNS = {MONTH: r"^\\d{4}-(0[1-9]|1[0-2])$", DAY: r"^\\d{4}-\\d{2}-\\d{2}$"}


def dress_form(layer: QgsVectorLayer, notice: Notice) -> None:
    """Give the layer's fields their labels, widgets and constraints.

    Constraints are soft: the form warns, the check sets the parcel aside, nothing drawn is lost.
    None asks for a unique id: QGIS would name a copy LC0001_1, where the dock numbers it.
    """
    fields, form = layer.fields(), layer.editFormConfig()
    for name, meaning in PARCEL_COLUMNS:
        index, field = fields.indexOf(name), BY_NAME.get(name)
        if field is None:
            layer.setFieldAlias(index, spoken(meaning))
            form.setReadOnly(index, True)
            continue
        layer.setFieldAlias(index, spoken(field.label))
        layer.setEditorWidgetSetup(index, _widget(field, notice))
        _constrain(layer, index, field, notice)
    layer.setEditFormConfig(form)


def _widget(field: ParcelField, notice: Notice) -> QgsEditorWidgetSetup:
    if field.choices(notice, OUT) is not None:
        return QgsEditorWidgetSetup("ValueMap", {"map": _value_map(field, notice)})
    if field.kind == NUMBER:
        return QgsEditorWidgetSetup("Range", _range(field))
    if field.kind in (MONTH, DAY):
        return QgsEditorWidgetSetup("DateTime", _calendar(field))
    return QgsEditorWidgetSetup("TextEdit", {})


def _value_map(field: ParcelField, notice: Notice) -> list[dict[str, Any]]:
    """Descriptions to values; a value that means another thing on either side has both names."""
    names: dict[Any, list[str]] = {}
    for side in (OUT, IN):
        for choice in field.choices(notice, side) or ():
            said = spoken(choice.title)
            if field.choices(notice, OUT) != field.choices(notice, IN):
                said = f"{spoken(notice.word(side))}：{_cut(spoken(choice.name))}"
            if said not in names.setdefault(choice.value, []):
                names[choice.value].append(said)
    numbered = {v: f"{v} {'｜'.join(n)}" if len(n) > 1 else n[0] for v, n in names.items()}
    empty = [] if field.required else [{_tr("（未填）"): NULL}]
    return empty + [{name: value} for value, name in numbered.items()]


def _cut(name: str) -> str:
    return name if len(name) <= _LONG else f"{name[:_LONG]}…"


def _range(field: ParcelField) -> dict[str, Any]:
    return {
        "AllowNull": True,
        "Min": float(field.low),
        "Max": float(field.high),
        "Step": 10.0**-field.decimals,
        "Precision": field.decimals,
        "Style": "SpinBox",
    }


def _calendar(field: ParcelField) -> dict[str, Any]:
    written = "yyyy-MM" if field.kind == MONTH else "yyyy-MM-dd"
    return {
        "allow_null": True,
        "calendar_popup": True,
        "display_format": written,
        "field_format": written,
        "field_iso_format": False,
    }


def _constrain(layer: QgsVectorLayer, index: int, field: ParcelField, notice: Notice) -> None:
    kinds, soft = (
        QgsFieldConstraints.Constraint,
        QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft,
    )
    if field.required:
        layer.setFieldConstraint(index, kinds.ConstraintNotNull, soft)
    expression = _expression(field, notice)
    if expression:
        layer.setConstraintExpression(index, expression, spoken(field.meaning))
        layer.setFieldConstraint(index, kinds.ConstraintExpression, soft)


def _expression(field: ParcelField, notice: Notice) -> str:
    """What a filled value must be, as QGIS writes it; '' for anything."""
    name = f'"{field.name}"'
    if field.kind == NUMBER:
        return f"{name} IS NULL OR {name} >= {field.low} AND {name} <= {field.high}"
    if field.kind in _PATTERNS:
        return f"{name} IS NULL OR regexp_match({name}, '{_PATTERNS[field.kind]}')"
    out, into = field.choices(notice, OUT), field.choices(notice, IN)
    if out != into:
        sides = ((OUT, out), (IN, into))
        tests = (f"\"direction\" = '{side}' AND {name} IN ({_values(c)})" for side, c in sides)
        return f"{name} IS NULL OR {' OR '.join(tests)}"
    return ""


def _values(choices: Any) -> str:
    return ", ".join(repr(choice.value) for choice in choices or ())


def _tr(text: str) -> str:
    return QCoreApplication.translate("parcel_form", text)
