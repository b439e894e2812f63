"""Forms of figures (.qpt): the shipped ones, an office's own, those that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QRectF

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver.figures import Wanted, draw
from jinchu_pingheng.deliver.figures.forms import FOLDER_VARIABLE, NAMES, SHIPPED, form_of
from jinchu_pingheng.deliver.figures.layout import compose
from jinchu_pingheng.deliver.figures.sheet import Sheet, view_of
from tests.deliver.example import HEADER, example_report
from tests.qgis.pdf import pdf_words

pytestmark = pytest.mark.usefixtures("qgis_app")


def office_form(path: Path, map_id: str = "map") -> Path:
    """An office's layout as its designer saves it: A4 upright, its own words."""
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize("A4")
    shown = QgsLayoutItemMap(layout)
    shown.setId(map_id)
    shown.attemptSetSceneRect(QRectF(20, 40, 170, 180))
    shown.zoomToExtent(QgsRectangle(0, 0, 170, 180))
    layout.addLayoutItem(shown)
    for number, (name, text) in enumerate(
        [("title", ""), ("office", "绘图：{}"), ("", "本局统一版式")]
    ):
        label = QgsLayoutItemLabel(layout)
        label.setId(name)
        label.setText(text)
        label.attemptSetSceneRect(QRectF(20, 10 + 8 * number, 170, 8))
        layout.addLayoutItem(label)
    box = QgsLayoutItemShape(layout)
    box.setId("legend")
    box.attemptSetSceneRect(QRectF(20, 225, 80, 60))
    layout.addLayoutItem(box)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert layout.saveAsTemplate(str(path), QgsReadWriteContext())
    return path


def sheet_on(form: Any) -> Sheet:
    """A page about nothing."""
    report = example_report()
    crs = QgsProject().crs()
    return Sheet(
        title="图名",
        header=HEADER,
        crs=crs,
        view=view_of((0, 0, 1000, 1000), form),
        layers=(),
        things=(),
        classes=(),
        remarks=("说明一", "说明二"),
        sources="来源",
        notes=(),
        edition=report.edition,
        imprint="",
        software="",
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_form_has_the_items_that_the_readme_names(name: str) -> None:
    layout = form_of(name).layout(QgsProject())
    told = (SHIPPED / "README.md").read_text(encoding="utf-8")
    ids = {item.id() for item in layout.items() if hasattr(item, "id") and item.id()}
    assert {"map", "title", "legend", "scale", "scale_bar", "north", "inset", "secrecy"} <= ids
    assert {"crs", "sources", "office", "date", "imprint", "notes"} <= ids
    assert all(f"`{name}`" in told for name in ids)


@pytest.mark.parametrize("name", NAMES)
def test_the_stamp_of_the_plan_stands_outside_the_frame(name: str) -> None:
    layout = form_of(name).layout(QgsProject())
    frame, stamp = layout.itemById("frame"), layout.itemById("imprint")
    assert not frame.sceneBoundingRect().intersects(stamp.sceneBoundingRect())
    page = layout.pageCollection().page(0).sceneBoundingRect()
    assert page.contains(stamp.sceneBoundingRect())


def test_an_office_s_form_replaces_the_shipped_one(tmp_path: Path) -> None:
    office_form(tmp_path / "A3.qpt")
    drawn = draw(example_report(), {}, tmp_path, wanted=Wanted(paper="A3", forms=tmp_path))
    text = pdf_words(next(path for _, path in drawn if path.suffix == ".pdf"))
    assert "本局统一版式" in text and f"绘图:{HEADER.office}" in text  # as NFKC has it
    assert "盖章处" not in text, "that is of the shipped form"


def test_a_form_in_the_folder_of_templates_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    own = office_form(tmp_path / "figures" / "A4.qpt")
    assert form_of("A4").path == own
    assert form_of("A3").path == SHIPPED / "figures" / "A3.qpt"


def test_labels_are_filled_by_id_and_others_left_alone(tmp_path: Path) -> None:
    office_form(tmp_path / "A3.qpt")
    project = QgsProject()
    layout = compose(project, sheet_on(form_of("A3", tmp_path)))
    texts = [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert sorted(texts) == sorted(["图名", f"绘图：{HEADER.office}", "本局统一版式"])


def test_the_bar_keeps_its_middle_and_has_round_segments() -> None:
    form = form_of("A3")
    project = QgsProject()
    fresh = form.layout(project)
    before = fresh.itemById("scale_bar").positionWithUnits()
    layout = compose(project, sheet_on(form))
    bar = layout.itemById("scale_bar")
    assert isinstance(bar, QgsLayoutItemScaleBar)
    assert bar.positionWithUnits() == before
    assert str(int(bar.unitsPerSegment())).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize("content", ["", "not xml", "<a/>", "<Layout>", "\0", "<Layout/>"])
def test_a_broken_form_is_one_sentence_and_nothing_is_written(tmp_path: Path, content: str) -> None:
    forms, out = tmp_path / "forms", tmp_path / "out"
    forms.mkdir()
    out.mkdir()
    (forms / "A3.qpt").write_text(content, encoding="utf-8")
    with pytest.raises(PlanError, match=r"A3\.qpt：附图版式(不能读取|没有地图项目)；"):
        draw(example_report(), {}, out, wanted=Wanted(forms=forms))
    assert not list(out.iterdir())


def test_a_form_without_a_map_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    office_form(tmp_path / "forms" / "A3.qpt", map_id="地图 1")
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(PlanError, match="A3.qpt：附图版式没有地图项目；.*项目 ID 改为 map"):
        draw(example_report(), {}, out, wanted=Wanted(forms=tmp_path / "forms"))
    assert not list(out.iterdir())


def test_a_chosen_folder_without_forms_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="文件夹中没有附图版式.*A3.qpt"):
        form_of("A3", tmp_path)
