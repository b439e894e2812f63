"""How parcels look on the map, and what expressions, themes and the search box know of them."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorResult,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.gui.map.locator import known_parcels
from tests.qgis.dock_window import X, Y, idle, inflow, settle, tag, wait_for

pytestmark = pytest.mark.usefixtures("qgis_app")
SPITEFUL = "[% 1+1 %] <b>果园</b> 'a' \"b\" {x}"


def value(text: str, layer: QgsVectorLayer, feature: QgsFeature) -> Any:
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    expression = QgsExpression(text)
    found = expression.evaluate(context)
    assert not expression.hasEvalError(), expression.evalErrorString()
    return found


def parcel(dock: Any, name: str) -> QgsFeature:
    return next(f for f in dock.session.layer.getFeatures() if f["parcel_id"] == name)


def tip(dock: Any, feature: QgsFeature) -> str:
    layer = dock.session.layer
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def picture(dock: Any) -> QImage:
    """The squares of the survey as the canvas draws them, 2 px a metre."""
    layer, settings = dock.session.layer, QgsMapSettings()
    scope = dock._iface.mapCanvas().expressionContextScope()
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextScope(scope))
    settings.setExpressionContext(context)
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(X - 20, Y - 20, X + 520, Y + 120))
    settings.setOutputSize(QSize(1080, 280))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colors(image: QImage, east: float, north: float) -> set[str]:
    """Colours within 3 px of a place."""
    x, y = round(2 * (east + 20)), round(2 * (120 - north))
    return {image.pixelColor(x + dx, y + dy).name() for dx in range(-3, 4) for dy in range(-3, 4)}


def test_expressions_know_areas_verdicts_and_states(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    feature = inflow(dock, survey)
    layer = dock.session.layer
    assert value("jp_area_ha($geometry)", layer, feature) == "1.0000"
    assert value('jp_verdict("parcel_id")', layer, feature) == "禁止"
    assert value('jp_state("parcel_id")', layer, feature) == "禁止"
    assert value('jp_findings("parcel_id")', layer, feature).startswith(
        "一（四）4、三（一） 与生态保护红线重叠"
    )
    assert value("jp_class_name('0103')", layer, feature) == "旱地"
    assert value("jp_class_name('9999')", layer, feature) is None
    assert value("jp_state('LC9999')", layer, feature) == ""


def test_areas_are_rounded_once_and_half_up(dock: Any) -> None:
    half = QgsFeature()
    half.setGeometry(QgsGeometry.fromWkt("Polygon((0 0, 5 0, 5 2.1, 0 2.1, 0 0))"))  # 10.5 m²
    assert value("jp_area_ha($geometry)", dock.session.layer, half) == "0.0011"


def test_every_function_has_help_in_its_group(dock: Any) -> None:
    mine = [
        function
        for function in QgsExpression.Functions()
        if "耕地进出平衡" in function.groups() and function.name().startswith("jp_")
    ]
    assert len(mine) == 6
    assert all(function.name() in function.helpText() for function in mine)


def test_the_tip_tells_bans_first(dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer) -> None:
    text = tip(dock, inflow(dock, survey))
    first, second = text.split("<br>")[:2]
    assert first == "<b>LR0001</b> 禁止" and "✗ 禁止" in second and "生态保护红线" in text


def test_names_are_inert_in_tips_and_labels(dock: Any, survey: QgsVectorLayer) -> None:
    feature = inflow(dock, survey)
    layer = dock.session.layer
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("parcel_id"), SPITEFUL)
    settle()
    [spiteful] = [f for f in layer.getFeatures() if f.id() == feature.id()]
    text = tip(dock, spiteful)
    assert text.startswith("<b>[% 1+1 %] &lt;b&gt;果园&lt;/b&gt;")
    label = value(layer.labeling().settings().fieldName, layer, spiteful)
    assert label == f"{SPITEFUL}\n1.0000 公顷"


def test_the_outline_tells_the_state_and_the_fill_the_side(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    inflow(dock, survey)
    dock.session.layer.setLabelsEnabled(False)
    wait_for(lambda: not dock.map._timer.isActive())
    image = picture(dock)
    assert "#c92a2a" in colors(image, 400, 50)  # banned
    assert "#6741d9" in {
        color for east in range(0, 100, 4) for color in colors(image, east, 100)
    }  # dashes of what is not decided yet


def test_a_parcel_without_a_side_is_seen(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    layer = dock.session.layer
    feature = parcel(dock, "LC0001")
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("direction"), None)
    layer.setLabelsEnabled(False)
    image = picture(dock)
    assert "#ae3ec9" in {color for east in range(0, 300, 4) for color in colors(image, east, 100)}


def test_themes_follow_the_layers_of_the_roles(
    dock: Any, survey: QgsVectorLayer, county: Any
) -> None:
    themes = QgsProject.instance().mapThemeCollection()
    assert themes.mapThemes() == ["进出平衡 · 现状"]
    shown = themes.mapThemeVisibleLayers("进出平衡 · 现状")
    assert {layer.name() for layer in shown} == {dock.session.layer.name(), "DLTB"}
    image = QgsRasterLayer(str(county / "YX.tif"), "YX")
    QgsProject.instance().addMapLayer(image)
    dock.panels.roles.choose("YX", image)
    assert themes.mapThemes() == ["进出平衡 · 影像", "进出平衡 · 现状"]
    dock.panels.roles.choose("DLTB", None)
    assert themes.mapThemes() == ["进出平衡 · 影像"]


def search(dock: Any, text: str) -> list[str]:
    """What QGIS's search box finds."""
    found: list[str] = []
    locator = QgsLocator()
    locator.registerFilter(dock.map.locator())
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    locator.fetchResults(text, QgsLocatorContext())
    wait_for(lambda: not locator.isRunning())
    settle()
    return found


def test_the_search_box_finds_parcels_by_id_project_and_village(
    dock: Any, survey: QgsVectorLayer
) -> None:
    dock.panels.tagging._name.setText("东山果园")
    tag(dock, survey, OUT, "0103")
    tag(dock, survey, IN, "0404")
    assert search(dock, "jcph lr0") == ["LR0001"]
    assert search(dock, "jcph 东山果园 LC0002") == ["LC0002"]
    assert search(dock, "jcph 东村") == ["LC0001", "LC0002", "LR0001"]
    assert search(dock, "jcph 西村") == []
    assert len(known_parcels(dock.session.layer)) == 3
    idle(dock)


def test_what_was_found_is_selected_on_the_map(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    dock.map.locator().triggerResult(QgsLocatorResult(None, "LC0002"))
    [chosen] = dock.session.layer.selectedFeatures()
    assert chosen["parcel_id"] == "LC0002"
    assert dock._iface.mapCanvas().extent().contains(chosen.geometry().boundingBox())
    idle(dock)
