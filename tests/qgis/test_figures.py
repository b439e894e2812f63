"""The five figures on a small invented county: files, words, scale, legend, what is missing,
nothing overlapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from osgeo import gdal, osr

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.landclass import LAND_CLASSES
from jinchu_pingheng.core.model import IN, OUT
from tests.deliver.example import HEADER, INPUTS, NOTICE, SOFTWARE, example_report

pytest.importorskip("qgis.core")

WEST, SOUTH, WIDTH, HEIGHT = 560000.0, 4150000.0, 12000.0, 10000.0
COUNTY = shapely.box(WEST, SOUTH, WEST + WIDTH, SOUTH + HEIGHT).buffer(800)
CODES = (
    "0102",
    "0103",
    "0201",
    "0301",
    "0305",
    "0404",
    "0702",
    "1006",
    "1104",
    "1107",
    "1202",
    "1206",
)
PLANS = ("010000", "020000", "030000", "040000", "060000", "070000", "120000", "170000")
TOWN_NAMES = ("青石镇", "柳泉镇", "白塔乡", "河湾乡")
ROLES = ("map_location", "map_out_landuse", "map_out_plan", "map_in_landuse", "map_in_landuse_plan")


def cells() -> list[Any]:
    """A Voronoi tessellation of the county with 400 cells."""
    spots = np.random.default_rng(7).uniform(
        (WEST - 800, SOUTH - 800), (WEST + WIDTH + 800, SOUTH + HEIGHT + 800), (400, 2)
    )
    found = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=COUNTY))
    return [cell for cell in shapely.intersection(found, COUNTY) if not cell.is_empty]


def towns() -> list[Any]:
    """Four towns that share their edges exactly."""
    x, y = WEST + 0.55 * WIDTH, SOUTH + 0.45 * HEIGHT
    far = 1e5
    quarters = [
        shapely.box(x - far, y, x, y + far),
        shapely.box(x, y, x + far, y + far),
        shapely.box(x - far, y - far, x, y),
        shapely.box(x, y - far, x + far, y),
    ]
    return [COUNTY.intersection(quarter) for quarter in quarters]


def vector(name: str, shapes: list[Any], **columns: list[Any]) -> Any:
    """A memory layer with text fields."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    fields = "".join(f"&field={key}:string(60)" for key in columns)
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4544{fields}", name, "memory")
    features = []
    for row, shape in enumerate(shapes):
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(shape.wkb)
        feature.setGeometry(geometry)
        feature.setAttributes([values[row] for values in columns.values()])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def image(path: Path) -> Any:
    """A noisy picture of the county, 20 m cells."""
    from qgis.core import QgsRasterLayer

    columns, rows = int(WIDTH / 20) + 120, int(HEIGHT / 20) + 120
    noise = np.random.default_rng(3).integers(90, 150, (rows, columns), dtype=np.uint8)
    file = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 3, gdal.GDT_Byte)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4544)
    file.SetProjection(reference.ExportToWkt())
    file.SetGeoTransform((WEST - 1200, 20, 0, SOUTH + HEIGHT + 1200, 0, -20))
    for band, offset in enumerate((0, 20, -30), 1):
        file.GetRasterBand(band).WriteArray((noise.astype(np.int16) + offset).astype(np.uint8))
    file.FlushCache()
    del file
    return QgsRasterLayer(str(path), "航片2022")


def county_report() -> Report:
    """The example plan with parcels on cells; the last of each side is 20 m across."""
    shapes = cells()
    example = example_report()
    out = [replace(p, geometry=shapes[5 + 17 * i]) for i, p in enumerate(example.parcels_of(OUT))]
    inflow = [
        replace(p, geometry=shapes[11 + 19 * i]) for i, p in enumerate(example.parcels_of(IN))
    ]
    for side in (out, inflow):
        side[-1] = replace(side[-1], geometry=side[-1].geometry.centroid.buffer(10))
    return build_report(
        HEADER, NOTICE, [*out, *inflow], example.cells, example.findings, INPUTS, SOFTWARE
    )


@pytest.fixture(scope="module")
def layers(qgis_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Every layer that the figures take."""
    shapes = cells()
    dlbm = [CODES[i % len(CODES)] for i in range(len(shapes))]
    plans = [PLANS[i % len(PLANS)] for i in range(len(shapes))]
    made = {
        "DLTB": vector(
            "DLTB",
            shapes,
            BSM=[str(i) for i in range(len(shapes))],
            DLBM=dlbm,
            SJNF=["2022"] * len(shapes),
        ),
        "XZQ": vector("XZQ", towns(), XZQDM=["1", "2", "3", "4"], XZQMC=list(TOWN_NAMES)),
        "GTGH": vector("GHYDYH", shapes, YDYHFLDM=plans),
        "TDYTGH": vector("TDYTGH", shapes, ydyhfldm=plans),
        "YX": image(tmp_path_factory.mktemp("image") / "yx.tif"),
    }
    yield made
    made.clear()  # while QGIS is still there


def composed(
    report: Report, layers: dict[str, Any], role: str, form: str = "A3"
) -> tuple[Any, Any, Any]:
    """(sheet, layout, project) of one figure; the project must outlive the layout."""
    from qgis.core import QgsProject

    from jinchu_pingheng.deliver.figures import county
    from jinchu_pingheng.deliver.figures.forms import form_of
    from jinchu_pingheng.deliver.figures.ground import Ground
    from jinchu_pingheng.deliver.figures.layout import compose

    drawing = next(item for item in county.drawings(Ground(report, layers)) if item.role == role)
    sheet = drawing.on(form_of(form))
    project = QgsProject()
    return sheet, compose(project, sheet), project


def words(layout: Any) -> list[str]:
    from qgis.core import QgsLayoutItemLabel

    return [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


def look(item: Any) -> tuple[float, str]:
    """Size in points and colour of a label."""
    if hasattr(item, "textFormat"):
        return item.textFormat().size(), item.textFormat().color().name()
    return item.font().pointSizeF(), item.fontColor().name()


def test_five_figures_as_pdf_and_png(layers: dict[str, Any], tmp_path: Path) -> None:
    from qgis.PyQt.QtGui import QImage

    from jinchu_pingheng.deliver import figures

    files = figures.draw(county_report(), layers, tmp_path, wanted=figures.IN_DOCUMENT)
    assert [role for role, _ in files] == [role for role in ROLES for _ in range(2)]
    assert [path.name for _, path in files][2:4] == [
        "附图2 云川县2023年度耕地流出地块土地利用现状图.pdf",
        "附图2 云川县2023年度耕地流出地块土地利用现状图.png",
    ]
    for _, path in files:
        assert path.parent == tmp_path
        if path.suffix == ".pdf":
            assert path.read_bytes().startswith(b"%PDF")
        else:
            picture = QImage(str(path))
            # the 24.6 cm that a landscape page of the document leaves, at 300 dpi
            assert (picture.width(), picture.dotsPerMeterX()) == (2905, 11811)


def test_in_the_document_a_figure_has_the_size_that_it_was_drawn_for(
    layers: dict[str, Any], tmp_path: Path
) -> None:
    """Else the scale that it states would be untrue there."""
    from docx import Document
    from docx.enum.shape import WD_INLINE_SHAPE

    from jinchu_pingheng.deliver import document
    from jinchu_pingheng.deliver.figures import county
    from jinchu_pingheng.deliver.figures.forms import DOCUMENT, form_of
    from jinchu_pingheng.deliver.figures.ground import Ground
    from jinchu_pingheng.deliver.figures.printing import to_png

    drawing = county.drawings(Ground(county_report(), layers))[1]
    png = to_png(drawing.on(form_of(DOCUMENT)), tmp_path / "图")
    _, path = document.write(county_report(), {drawing.role: png}, tmp_path)
    shapes = Document(str(path)).inline_shapes  # those of charts among them
    (shown,) = (shape for shape in shapes if shape.type == WD_INLINE_SHAPE.PICTURE)
    assert (shown.width.mm, shown.height.mm) == pytest.approx((246, 122), abs=0.1)


def test_figures_speak_the_words_of_the_notice(layers: dict[str, Any], tmp_path: Path) -> None:
    from jinchu_pingheng.deliver import figures
    from jinchu_pingheng.deliver.figures.specs import FIGURES

    report = replace(county_report(), notice=replace(NOTICE, word_out="转出", word_in="转进"))
    assert [
        path.stem for _, path in figures.draw(report, {}, tmp_path, wanted=figures.IN_DOCUMENT)[::2]
    ] == [
        "附图1 云川县2023年度耕地进出平衡地块位置示意图（影像图）",
        "附图2 云川县2023年度耕地转出地块土地利用现状图",
        "附图3 云川县2023年度耕地转出地块国土空间总体规划图",
        "附图4 云川县2023年度耕地转进地块土地利用现状图",
        "附图5 云川县2023年度耕地转进地块土地用途规划图（地类）",
    ]
    for figure in FIGURES:
        sheet, layout, _project = composed(report, layers, figure.role)
        text = "\n".join(words(layout))
        assert "流" not in text, text
        wanted = [f"{report.notice.word(side)}地块" for side in figure.directions]
        assert [
            entry.text for entry in sheet.things if entry.text in ("转出地块", "转进地块")
        ] == wanted
    _sheet, layout, _project = composed(
        replace(report, parcels=report.parcels_of(OUT)), layers, "map_in_landuse"
    )
    assert "方案中没有转进地块" in words(layout)


def test_layers_of_the_user_keep_their_style(layers: dict[str, Any]) -> None:
    before = layers["DLTB"].renderer().dump()
    composed(county_report(), layers, "map_out_landuse")
    assert layers["DLTB"].renderer().dump() == before


def test_every_element_of_a_map_is_there(layers: dict[str, Any]) -> None:
    from qgis.core import QgsLayoutItemMap, QgsLayoutItemPicture, QgsLayoutItemScaleBar

    sheet, layout, _project = composed(county_report(), layers, "map_out_landuse")
    text = "\n".join(words(layout))
    for wanted in (
        "云川县2023年度耕地流出地块土地利用现状图", "图  例", "比例尺  1:",
        "编制单位：云川县自然资源局", "编制日期：2023年3月20日",
        "2000国家大地坐标系，高斯-克吕格投影，3°分带，中央子午线105°（EPSG:4544）",
        "地类图斑（DLTB，数据年份2022）", "（盖章处）", "流出地块", "县级界", "乡镇级界",
    ):  # fmt: skip
        assert wanted in text
    assert "高程" not in text, "the header names no height system"
    kinds = [type(item) for item in layout.items()]
    assert kinds.count(QgsLayoutItemScaleBar) == kinds.count(QgsLayoutItemPicture) == 1
    assert kinds.count(QgsLayoutItemMap) == 2, "the map and where it lies"
    shown = layout.itemById("map")
    assert shown.scale() == pytest.approx(sheet.view.scale, rel=1e-3)
    west, south, east, north = COUNTY.bounds
    inside = shown.extent()
    assert (
        inside.xMinimum() < west
        and inside.xMaximum() > east
        and inside.yMinimum() < south
        and inside.yMaximum() > north
    )


def test_legend_lists_what_the_map_shows_and_nothing_else(layers: dict[str, Any]) -> None:
    sheet, _layout, _project = composed(county_report(), layers, "map_in_landuse")
    assert [entry.text for entry in sheet.classes] == [
        f"{code} {LAND_CLASSES[code].name}" for code in CODES
    ]
    assert [entry.text for entry in sheet.things] == [
        "流入地块", "流入地块（图上过小，仅示位置）", "县级界", "乡镇级界",
    ]  # fmt: skip
    sheet, _layout, _project = composed(county_report(), layers, "map_in_landuse_plan")
    assert [entry.text for entry in sheet.classes][:2] == ["01 耕地", "02 园地"] and len(
        sheet.classes
    ) == len(PLANS)
    sheet, _layout, _project = composed(county_report(), layers, "map_location")
    assert (
        sheet.classes == ()
        and sheet.things[0].text == "流出地块"
        and sheet.things[2].text == "流入地块"
    )


@pytest.mark.parametrize("form", ["A3", "A4", "document"])
def test_the_scale_that_is_printed_is_true_on_every_form(layers: dict[str, Any], form: str) -> None:
    sheet, layout, _project = composed(county_report(), layers, "map_out_landuse", form)
    shown = layout.itemById("map")
    metres = shown.extent().width()
    printed = next(text for text in words(layout) if text.startswith("比例尺"))
    stated = int(printed.split("1:")[1].replace(" ", ""))
    assert stated == sheet.view.scale
    assert metres / (shown.rect().width() / 1000) == pytest.approx(stated, rel=1e-3)


def test_the_secrecy_is_printed_where_one_is_given_and_no_empty_word_else(
    layers: dict[str, Any],
) -> None:
    from qgis.core import QgsProject

    from jinchu_pingheng.deliver.figures import county
    from jinchu_pingheng.deliver.figures.forms import form_of
    from jinchu_pingheng.deliver.figures.ground import Ground
    from jinchu_pingheng.deliver.figures.layout import compose

    for secrecy, wanted in (("", []), ("秘密", ["密级：秘密"])):
        ground, project = Ground(county_report(), layers, secrecy), QgsProject()
        layout = compose(project, county.drawings(ground)[0].on(form_of("A3")))
        assert [text for text in words(layout) if "密级" in text] == wanted


def test_the_grid_has_round_coordinates(layers: dict[str, Any]) -> None:
    _sheet, layout, _project = composed(county_report(), layers, "map_out_landuse")
    shown = layout.itemById("map")
    (grid,) = shown.grids().asList()
    lines = shown.extent().width() / grid.intervalX()
    assert grid.intervalX() == grid.intervalY() and 4 <= lines <= 10
    assert str(int(grid.intervalX())).rstrip("0") in ("1", "2", "5")
    assert grid.enabled() and grid.annotationEnabled()


def test_the_overview_frames_what_the_map_shows(layers: dict[str, Any]) -> None:
    _sheet, layout, _project = composed(county_report(), layers, "map_out_landuse")
    small = layout.itemById("inset")
    assert [frame.linkedMap() for frame in small.overviews().asList()] == [layout.itemById("map")]
    west, south, east, north = COUNTY.bounds
    inside = small.extent()
    assert inside.xMinimum() < west and inside.xMaximum() > east
    assert inside.yMinimum() < south and inside.yMaximum() > north


def test_without_boundaries_there_is_no_empty_overview(layers: dict[str, Any]) -> None:
    given = {role: layer for role, layer in layers.items() if role != "XZQ"}
    _sheet, layout, _project = composed(county_report(), given, "map_out_landuse")
    assert layout.itemById("inset") is None


def test_parcels_with_room_bear_their_number_over_their_area(qgis_app: Any) -> None:
    from jinchu_pingheng.deliver.figures.layers import fraction, parcel_ids

    parcel = example_report().parcels_of(OUT)[0]
    large, small = shapely.box(0, 0, 200, 100), shapely.box(0, 0, 30, 100)
    crs = vector("x", []).crs()
    texts = []
    for shape in (large, small):
        inside, beside = parcel_ids([replace(parcel, geometry=shape)], OUT, crs, 5000)
        texts.append([[f["text"] for f in layer.getFeatures()] for layer in (inside, beside)])
    # 200 m × 100 m are 2 ha and 40 mm × 20 mm at 1:5000; 30 m are 6 mm
    assert texts[0] == [[fraction(parcel.parcel_id, "2.0000")], []]
    assert texts[1] == [[], [parcel.parcel_id]]
    assert texts[0][0][0].split("\n")[::2] == [parcel.parcel_id, "2.0000"]


def test_a_class_outside_the_map_is_not_in_the_legend(layers: dict[str, Any]) -> None:
    from jinchu_pingheng.deliver.figures import styles
    from jinchu_pingheng.deliver.figures.legend import class_entries

    shapes = [
        shapely.box(0, 0, 10, 10),
        shapely.box(500, 0, 510, 10),
        shapely.Polygon([(0, 90), (90, 90), (90, 0)]),
    ]
    layer = vector("DLTB", shapes, DLBM=["0101", "0301", "0702"])
    from qgis.core import QgsRectangle

    entries = class_entries(
        layer, "DLBM", styles.LANDUSE, QgsRectangle(0, 0, 30, 30), layer.crs(), True
    )
    assert [entry.text for entry in entries] == ["0101 水田"]


def test_unknown_codes_are_hatched_and_named(layers: dict[str, Any]) -> None:
    shapes = cells()
    codes = [["0102", "9999", None][i % 3] for i in range(len(shapes))]
    given = {**layers, "DLTB": vector("DLTB", shapes, DLBM=codes)}
    sheet, _layout, _project = composed(county_report(), given, "map_out_landuse")
    assert [entry.text for entry in sheet.classes] == ["0102 水浇地", "未知编码：空值、9999"]


def test_missing_base_layer_is_said_in_red_and_told(layers: dict[str, Any]) -> None:
    from jinchu_pingheng.deliver import figures

    given = {role: layer for role, layer in layers.items() if role not in ("GTGH", "YX")}
    assert figures.missing(given) == [
        ("map_location", "未提供影像图层"), ("map_out_plan", "未提供国土空间总体规划图层"),
    ]  # fmt: skip
    assert figures.missing(layers) == []
    _sheet, layout, _project = composed(county_report(), given, "map_out_plan")
    note = next(
        item
        for item in layout.items()
        if getattr(item, "text", str)() == "未提供国土空间总体规划图层"
    )
    assert look(note)[1] == "#d00000"


def test_base_layer_without_the_class_field_is_told(layers: dict[str, Any]) -> None:
    from jinchu_pingheng.deliver import figures

    given = {**layers, "GTGH": vector("规划", cells()[:3], OTHER=["1", "2", "3"])}
    assert figures.missing(given) == [("map_out_plan", "国土空间总体规划图层缺少文本字段YDYHFLDM")]


def test_without_any_layer_parcels_are_still_drawn(qgis_app: Any, tmp_path: Path) -> None:
    from jinchu_pingheng.deliver import figures

    assert len(figures.draw(county_report(), {}, tmp_path)) == 12  # five and the check
    assert ("map_out_landuse", "未提供行政区图层") in figures.missing({})


def test_cancel_stops(layers: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsFeedback

    from jinchu_pingheng.deliver import figures

    feedback = QgsFeedback()
    feedback.cancel()
    assert figures.draw(county_report(), layers, tmp_path, feedback) == []
    assert list(tmp_path.iterdir()) == []


def test_degrees_are_refused(layers: dict[str, Any], tmp_path: Path) -> None:
    from jinchu_pingheng.deliver import figures

    report = replace(county_report(), header=replace(HEADER, crs="EPSG:4490"))
    with pytest.raises(PlanError, match="EPSG:4490.*投影坐标系"):
        figures.draw(report, layers, tmp_path)


def test_a_full_legend_overlaps_nothing_and_stays_inside(qgis_app: Any) -> None:
    """All 70 land classes on one map: every text stays in its box, every box in the side column,
    none overlap."""
    from qgis.core import QgsLayoutItemLabel
    from qgis.PyQt.QtCore import QRectF

    from jinchu_pingheng.deliver.figures.items import text_width

    side = QRectF(323, 29, 82, 242)  # the column beside the map in A3.qpt
    shapes, codes = cells(), list(LAND_CLASSES)
    classes = [codes[i % len(codes)] for i in range(len(shapes))]
    given = {
        "DLTB": vector("DLTB", shapes, DLBM=classes),
        "XZQ": vector("XZQ", towns(), XZQMC=list(TOWN_NAMES)),
    }
    sheet, layout, _project = composed(county_report(), given, "map_out_landuse")
    assert len(sheet.classes) == len(LAND_CLASSES)
    texts = [
        i
        for i in layout.items()
        if isinstance(i, QgsLayoutItemLabel) and side.contains(i.sceneBoundingRect().center())
    ]
    assert len(texts) >= len(sheet.classes) + len(sheet.things)
    boxes = []
    for item in texts:
        box = item.sceneBoundingRect().adjusted(0.2, 0.2, -0.2, -0.2)
        assert side.adjusted(-0.5, -0.5, 0.5, 0.5).contains(box), item.text()
        lines = item.text().split("\n")
        size = look(item)[0] * 25.4 / 72
        assert max(text_width(line) for line in lines) * size <= box.width() + 0.5, item.text()
        assert len(lines) * size <= box.height() + 0.5, item.text()
        assert not any(box.intersects(other) for other in boxes), item.text()
        boxes.append(box)


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [
        (25000, 20000, 85_000),
        (29600, 1000, 100_000),
        (300, 200, 1_000),
        (301, 200, 1_100),
        (1, 1, 500),
    ],
)
def test_scale_is_neat(qgis_app: Any, width: float, height: float, scale: int) -> None:
    from qgis.PyQt.QtCore import QRectF

    from jinchu_pingheng.deliver.figures.sheet import neat_scale

    assert neat_scale(width, height, QRectF(0, 0, 306, 246)) == scale


@pytest.mark.parametrize(("most", "step"), [(0.3, 1), (7, 5), (20, 20), (1999, 1000), (2000, 2000)])
def test_steps_are_neat(qgis_app: Any, most: float, step: int) -> None:
    from jinchu_pingheng.deliver.figures.sheet import neat_step

    assert neat_step(most) == step
