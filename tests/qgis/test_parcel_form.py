"""QGIS's form of the parcels layer: labels, value lists, ranges, dates; and tagging in the dock."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsAttributeForm, QgsGui

from jinchu_pingheng.core.landclass import LAND_CLASSES
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.core.parcel_fields import BY_NAME, PARCEL_FIELDS
from tests.qgis.dock_window import Interface, X, Y, settle, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def setup(layer: QgsVectorLayer, name: str) -> Any:
    return layer.editorWidgetSetup(layer.fields().indexOf(name))


def choices(layer: QgsVectorLayer, name: str) -> dict[str, Any]:
    entries = setup(layer, name).config()["map"]
    return {label: value for entry in entries for label, value in entry.items()}


def test_every_field_bears_its_label(dock: Any) -> None:
    layer = dock.session.layer
    aliases = {field.name(): field.alias() for field in layer.fields()}
    assert {name: aliases[name] for name in BY_NAME} == {f.name: f.label for f in PARCEL_FIELDS}
    assert aliases["source_layer"] == "来源图层"
    assert layer.editFormConfig().readOnly(layer.fields().indexOf("survey_attributes"))


def test_value_lists_hold_what_the_notice_and_the_standard_allow(dock: Any) -> None:
    layer = dock.session.layer
    assert list(choices(layer, "direction").values()) == [OUT, IN]
    assert choices(layer, "direction")["out 流出"] == OUT
    planned = choices(layer, "planned_class")
    assert list(planned)[1:] == ["0101 水田", "0102 水浇地", "0103 旱地"]
    assert list(planned)[0] == "（未填）"
    assert set(choices(layer, "target_class").values()) >= set(LAND_CLASSES)
    types = choices(layer, "type")
    assert sorted(types.values()) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    [third] = [text for text, value in types.items() if value == 3]
    assert "流出：经批准建设的农田防护林占用耕地的" in third and "流入：已纳入耕地后备资源" in third
    assert list(choices(layer, "agreement"))[1:] == ["是", "否", "不涉及"]
    assert "ecological 国家安排的生态退耕" in choices(layer, "deduction")


def test_numbers_have_ranges_and_times_have_calendars(dock: Any) -> None:
    layer = dock.session.layer
    grade = setup(layer, "grade")
    assert grade.type() == "Range"
    assert (grade.config()["Min"], grade.config()["Max"]) == (1.0, 15.0)
    assert setup(layer, "start_month").config()["field_format"] == "yyyy-MM"
    assert setup(layer, "publicity_to").config()["field_format"] == "yyyy-MM-dd"


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"direction": "out", "type": 7}, True),
        ({"direction": "in", "type": 7}, False),
        ({"direction": "in", "type": 5, "grade": 15, "start_month": "2023-12"}, True),
        ({"grade": 15.5}, False),
        ({"start_month": "2023年4月"}, False),
        ({"publicity_to": "2023-4-5"}, False),
        ({"ridge_ratio": 1}, False),
    ],
)
def test_constraints_tell_what_the_check_would_refuse(
    dock: Any,
    values: dict[str, Any],
    holds: bool,
) -> None:
    layer = dock.session.layer
    feature = QgsFeature(layer.fields())
    for name, value in values.items():
        feature.setAttribute(name, value)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    results = []
    for index in range(layer.fields().count()):
        text = layer.constraintExpression(index)
        if text:
            expression = QgsExpression(text)
            assert not expression.hasParserError(), text
            results.append(bool(expression.evaluate(context)))
    assert all(results) is holds and len(results) >= 6


def test_the_form_shows_and_gives_back_what_a_parcel_holds(dock: Any, survey: Any) -> None:
    QgsGui.editorWidgetRegistry().initEditors()
    tag(dock, survey, IN, "0404")
    layer = dock.session.layer
    [feature] = list(layer.getFeatures())
    given = {"planned_class": "0102", "start_month": "2023-04", "publicity_to": "2023-02-28",
             "grade": 8.5, "agreement": "否", "type": 2}  # fmt: skip
    for name, value in given.items():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), value)
    dock.session.save()
    layer.startEditing()
    [feature] = list(layer.getFeatures())
    form = QgsAttributeForm(layer, feature)
    form.changeAttribute("note", "改")  # else the form sees nothing to save
    assert form.save()
    [after] = list(layer.getFeatures())
    assert {name: after[name] for name in given} == given and after["note"] == "改"
    empty = ("end_month", "deduction", "ridge_ratio")
    assert [after[name] for name in empty] == [feature[name] for name in empty]


def test_a_parcel_that_is_split_gets_an_id_of_its_own(dock: Any, survey: Any) -> None:
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    layer.startEditing()
    line = [QgsPointXY(X + 50, Y - 10), QgsPointXY(X + 50, Y + 110)]
    layer.splitFeatures(line)
    settle()
    ids = [feature["parcel_id"] for feature in layer.getFeatures()]
    assert sorted(ids) == ["LC0001", "LC0002", "LC0003"]
    [copied] = [f for f in layer.getFeatures() if f["parcel_id"] == "LC0002"]
    pasted = QgsVectorLayerUtils.createFeature(
        layer, copied.geometry(), dict(enumerate(copied.attributes()))
    )
    layer.addFeature(pasted)
    settle()
    after = sorted(feature["parcel_id"] for feature in layer.getFeatures())
    assert after == ["LC0001", "LC0002", "LC0003", "LC0004"]


def test_the_labels_of_the_tag_panel_are_those_of_the_fields(dock: Any) -> None:
    panel = dock.panels.tagging
    for side, names in ((OUT, ("target_class", "project")), (IN, ("planned_class", "name"))):
        panel.choose(side)
        shown = (panel._class_label.text(), panel._name_label.text())
        assert shown == tuple(BY_NAME[name].label for name in names)


def test_the_dock_tags_a_foreign_layer_and_says_what_it_left(dock: Any, iface: Interface) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4544&field=type:string", "foreign", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["residential"])
    ring = f"{X} {Y}, {X} {Y + 9}, {X + 9} {Y + 9}, {X + 9} {Y}, {X} {Y}"
    feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({ring}))"))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    iface.activate(layer)
    layer.selectAll()
    dock.panels.tagging.choose(OUT)
    dock.panels.tagging.wanted.emit()
    settle()
    [made] = list(dock.session.layer.getFeatures())
    assert made["type"] == 1
    assert any("residential" in item.text() for item in iface.bar.items())
