"""A figure of the canvas, a parcel, a project or a township: files, words, only what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.deliver.figures.forms import PAPERS, form_of
from jinchu_pingheng.deliver.figures.sheet import view_of
from jinchu_pingheng.deliver.figures.shown_legend import entries_of
from jinchu_pingheng.jobs.canvas_figure import PARCEL, PROJECT, Wanted, draw_figure
from jinchu_pingheng.plan.store import Plan
from tests.plan.old_plans import old_plan
from tests.qgis.dock_window import X, Y, idle, save, tag
from tests.qgis.layers import survey as write_survey
from tests.qgis.pdf import pdf_words

pytestmark = pytest.mark.usefixtures("qgis_app")
CLASSES = (
    ("0103", "旱地", "#FFFBB1"),
    ("0404", "其他草地", "#C8E3A0"),
    ("0301", "乔木林地", "#31AD69"),
)


@pytest.fixture
def classed(survey: QgsVectorLayer) -> QgsVectorLayer:
    """The survey coloured by class; no polygon is of 0301."""
    categories = [
        QgsRendererCategory(code, QgsFillSymbol.createSimple({"color": color}), name)
        for code, name, color in CLASSES
    ]
    survey.setRenderer(QgsCategorizedSymbolRenderer("DLBM", categories))
    return survey


@pytest.fixture
def saved(dock: Any, classed: QgsVectorLayer) -> Any:
    """Two parcels out of one project and one in, saved."""
    dock.panels.tagging._name.setText("东山果园")
    tag(dock, classed, OUT, "0103")
    dock.panels.tagging._name.setText("")
    tag(dock, classed, IN, "0404")
    save(dock)
    idle(dock)
    return dock


def draw(dock: Any, folder: Path, wanted: Wanted, layers: list[Any], **extent: Any) -> list[Path]:
    written = draw_figure(dock.session.plan.path, folder, wanted, layers, **extent)
    return [path for _, path in written]


def millimetres(png: Path) -> tuple[float, float]:
    """The size of a picture of 300 dpi."""
    image = QImage(str(png))
    return image.width() / 300 * 25.4, image.height() / 300 * 25.4


def test_a_figure_of_a_parcel_has_real_words_and_300_dpi(
    saved: Any, classed: QgsVectorLayer, tmp_path: Path
) -> None:
    layers = [saved.session.layer, classed]
    pdf, png = draw(saved, tmp_path / "图", Wanted(PARCEL, "LC0001"), layers)
    assert pdf.name == "云川县2023年度耕地流出地块LC0001示意图.pdf"
    text = pdf_words(pdf)
    for expected in ("云川县2023年度耕地流出地块", "旱地", "流出地块", "比例尺", "DLTB"):
        assert expected in text
    assert text.count("图形面积1.0000公顷") == 1
    assert "乔木林地" not in text and "其他草地" not in text
    assert millimetres(png) == pytest.approx((420, 297), abs=0.1)


def test_a_project_shows_all_its_parcels_on_a4(
    saved: Any, classed: QgsVectorLayer, tmp_path: Path
) -> None:
    pdf, png = draw(saved, tmp_path, Wanted(PROJECT, "东山果园", paper="A4"), [classed])
    text = pdf_words(pdf)
    assert text.count("流出图形面积1.0000公顷") == 2 and "流入" not in text
    assert "云川县2023年度东山果园耕地进出平衡地块示意图" in text
    assert millimetres(png) == pytest.approx((297, 210), abs=0.1)


def test_the_canvas_is_drawn_as_it_is_seen(
    saved: Any, classed: QgsVectorLayer, tmp_path: Path
) -> None:
    layers = [saved.session.layer, classed]
    pdf, _ = draw(
        saved,
        tmp_path,
        Wanted(title="东山片区"),
        layers,
        extent=classed.extent(),
        crs=classed.crs(),
    )
    text = pdf_words(pdf)
    assert "东山片区" in text and "旱地" in text and "其他草地" in text and "乔木林地" not in text
    assert "未保存" not in text


def test_unsaved_edits_are_told_on_the_figure(
    saved: Any, classed: QgsVectorLayer, tmp_path: Path
) -> None:
    layer = saved.session.layer
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    pdf, _ = draw(saved, tmp_path, Wanted(), [layer], extent=classed.extent(), crs=classed.crs())
    assert "有未保存的修改" in pdf_words(pdf)


def test_a_name_that_nobody_bears_is_refused_with_those_that_there_are(
    saved: Any, tmp_path: Path
) -> None:
    with pytest.raises(PlanError, match="东山果园"):
        draw(saved, tmp_path / "x", Wanted(PROJECT, "西山果园"), [])
    assert not (tmp_path / "x").exists() or not list((tmp_path / "x").iterdir())


def test_without_an_extent_there_is_no_figure_of_the_canvas(saved: Any, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="没有可绘制的范围"):
        draw(saved, tmp_path, Wanted(), [])


def test_the_legend_has_only_classes_within_the_extent(classed: QgsVectorLayer) -> None:
    few, many = entries_of([classed], classed.extent(), classed.crs(), 1000)
    assert [entry.text for entry in few] == ["旱地", "其他草地"] and many == []


def test_an_outline_that_is_not_on_the_map_is_in_no_legend(classed: QgsVectorLayer) -> None:
    hollow = QgsFillSymbol.createSimple({"style": "no", "outline_width": "0.6"})
    classed.setRenderer(QgsSingleSymbolRenderer(hollow))
    inside, across = classed.extent(), classed.extent()
    inside.set(X + 20, Y + 20, X + 60, Y + 60)
    assert entries_of([classed], inside, classed.crs(), 1000) == ([], [])
    assert len(entries_of([classed], across, classed.crs(), 1000)[0]) == 1


def test_a_layer_out_of_its_scales_is_in_no_legend(classed: QgsVectorLayer) -> None:
    classed.setScaleBasedVisibility(True)
    classed.setMinimumScale(500)
    assert entries_of([classed], classed.extent(), classed.crs(), 1000) == ([], [])


@pytest.mark.parametrize("paper", PAPERS)
def test_the_neat_scale_shows_all_of_the_extent(paper: str) -> None:
    shown = view_of((0, 0, 3000, 1000), form_of(paper)).extent
    assert shown.width() >= 3000 and shown.height() >= 1000
    assert shown.width() < 1.3 * 3000


def test_the_algorithm_draws_the_layers_of_the_project(
    step: Any, saved: Any, classed: QgsVectorLayer, tmp_path: Path
) -> None:
    result = step(
        "canvasfigure",
        PLAN=str(saved.session.plan.path),
        SUBJECT="canvas",
        EXTENT=f"569900,570600,4149900,4150200 [{classed.crs().authid()}]",
        LAYERS=[classed],
        PAPER="A4",
        FOLDER=str(tmp_path / "out"),
    )
    assert [Path(file).suffix for file in result["FILES"]] == [".pdf", ".png"]
    assert "旱地" in pdf_words(Path(result["FILES"][0]))
    assert QgsProject.instance().mapLayer(classed.id()) is classed


def test_without_layers_a_parcel_lies_on_the_recorded_survey(
    step: Any, plan_file: Path, tmp_path: Path
) -> None:
    survey = write_survey(tmp_path / "DLTB.gpkg")
    step("tagparcels", PLAN=str(plan_file), INPUT=survey, DIRECTION=OUT, TYPE=1)
    step("checkconstraints", PLAN=str(plan_file), DLTB=survey)
    found = {"PLAN": str(plan_file), "SUBJECT": PARCEL, "NAME": "LC0001"}
    result = step("canvasfigure", **found, FOLDER=str(tmp_path / "out"))
    assert "旱地" in pdf_words(Path(result["FILES"][0]))


def test_a_figure_of_an_older_plan_leaves_it_as_it_was(tmp_path: Path, qgis_app: Any) -> None:
    """A figure is only drawn: the plan's file is not migrated for it."""
    path = old_plan(tmp_path / "旧方案.gpkg", 2)
    before = path.read_bytes()
    names = [parcel.parcel_id for parcel in _parcels_of(path)]
    draw_figure(path, tmp_path / "out", Wanted(PARCEL, names[0]), [])
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "旧方案.gpkg"]


def _parcels_of(path: Path) -> list[Any]:
    with Plan.to_read(path) as plan:
        return plan.parcels()
