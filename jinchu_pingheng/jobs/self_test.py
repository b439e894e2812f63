"""A small plan from beginning to end, on this machine: what a technician's first day would find."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from osgeo import gdal, ogr, osr
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from ..core.errors import PlanError
from ..core.model import IN, OUT, Header
from ..core.roles import SURVEY
from ..judging.feedback import Feedback
from ..plan.store import Plan
from ..survey.sources import open_layer
from .balance import balance_plan
from .check import check_plan
from .create import create_plan
from .examine import examine
from .export import export_package
from .layers import Chosen, from_layer
from .tag import Tag, tag_parcels
from .verify_package import verify

OnMain = Callable[[Callable[[], Any]], Any]

EPSG = 4544
_X, _Y = 500_000, 4_200_000
_FIELDS = ("BSM", "DLBM", "ZLDWDM", "ZLDWMC", "GDDB")
_LAND = (
    ((0, 200), ("1", "0103", "640999001001", "甲村", "9")),
    ((200, 400), ("2", "0301", "640999002001", "乙村", "0")),
)
"""200 m of dry land in the west, 200 m of forest in the east; 200 m from south to north."""
_OUT, _IN = (10, 10, 110, 110), (210, 10, 310, 110)
_HECTARE = 10_000


class Step(NamedTuple):
    """``fault`` is a sentence, '' where the step has given what it must. A step that was not
    reached is no line."""

    name: str
    seconds: float
    fault: str


class _Trial:
    """The steps share a folder, and what earlier ones have left in it."""

    def __init__(self, folder: Path, on_main: OnMain) -> None:
        self.survey, self.plan = folder / "DLTB.shp", folder / "自检.gpkg"
        self.package = folder / "成果包"
        self.on_main = on_main

    def read(self) -> None:
        """Write a shapefile in GBK, and read its Chinese as QGIS would."""
        _write_survey(self.survey)
        names = self.on_main(lambda: _villages(self.survey))
        _expect(names, ["甲村", "乙村"], "GBK 编码的村名")

    def tag(self) -> None:
        """A plan with a hectare on each side."""
        create_plan(self.plan, Header("640999", "自检县", 2023, "ningxia-2022", f"EPSG:{EPSG}"))
        for direction, bounds in ((OUT, _OUT), (IN, _IN)):
            self.on_main(partial(_tag, self.plan, direction, bounds))

    def check(self) -> None:
        """Judge it by the survey; the areas are a hectare each."""
        given = self.on_main(lambda: {SURVEY: (Chosen(from_layer(_opened(self.survey), SURVEY)),)})
        check_plan(self.plan, given)
        with Plan.open(self.plan) as plan:
            cells = plan.cells()
        sums = [sum(cell.m2 for cell in cells if cell.direction == side) for side in (OUT, IN)]
        _expect(sums, [_HECTARE, _HECTARE], "流出、流入面积（平方米）")

    def compare(self) -> None:
        """A child process says the same as this one."""
        with Plan.open(self.plan) as plan:
            here = [finding[:8] for finding in plan.findings()]
        there = [finding[:8] for finding in examine(self.plan, children=1).findings]
        _expect(there, here, "后台进程的检查结论")

    def balance(self) -> None:
        """The balance holds."""
        _expect(balance_plan(self.plan).total.surplus_m2, 0, "结余（平方米）")

    def export(self) -> None:
        """Write the whole package."""
        reason = "环境自检"
        export_package(self.plan, self.package, None, self.on_main, reason)

    def verify(self) -> None:
        """The package proves itself."""
        found = verify(self.package)
        _expect([difference.text for difference in found.differences], [], "成果包不一致之处")


_STEPS: Sequence[tuple[str, Callable[[_Trial], None]]] = (
    ("读写 GBK 编码的 shapefile", _Trial.read),
    ("新建方案并标注地块", _Trial.tag),
    ("量算面积并检查", _Trial.check),
    ("后台进程检查", _Trial.compare),
    ("进出平衡", _Trial.balance),
    ("导出成果包（表格、附图、总体方案、矢量）", _Trial.export),
    ("核对成果包", _Trial.verify),
)


def self_test(feedback: Feedback | None = None, on_main: OnMain | None = None) -> list[Step]:
    """Run the steps in a temporary folder until one fails; each with its time, the last perhaps
    with its fault. ``on_main`` calls a function on the main thread; None: this is it. Raises
    Cancelled."""
    folder = Path(tempfile.mkdtemp(prefix="jinchu_pingheng"))
    try:
        return _run(_Trial(folder, on_main or (lambda job: job())), feedback or Feedback())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(trial: _Trial, feedback: Feedback) -> list[Step]:
    done: list[Step] = []
    for number, (name, step) in enumerate(_STEPS):
        feedback.step(100 * number / len(_STEPS), name)
        begin, fault = time.monotonic(), ""
        try:
            step(trial)
        except Exception as error:  # whatever it is, it is what was looked for
            fault = str(error) if isinstance(error, PlanError) else _place(error)
        done.append(Step(name, time.monotonic() - begin, fault))
        if fault:
            break
    feedback.step(100)
    return done


def _place(error: Exception) -> str:
    """What a maintainer can go by."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name} 第 {last.lineno} 行"
    return f"{type(error).__name__}（{where}）：{error}。"


def _expect(found: object, right: object, what: str) -> None:
    if found != right:
        do = "请把环境检查的全文发给维护者"
        raise PlanError(f"{what}不对：应为 {right}，得到 {found}", "自检", do)


def _write_survey(path: Path) -> None:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    driver = gdal.GetDriverByName("ESRI Shapefile")
    source = driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    options = ["ENCODING=GBK"]
    layer = source.CreateLayer(path.stem, reference, ogr.wkbPolygon, options)
    for name in _FIELDS:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for (west, east), values in _LAND:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in zip(_FIELDS, values):
            feature.SetField(name, value)
        land = shapely.box(_X + west, _Y, _X + east, _Y + 200)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(land)))
        layer.CreateFeature(feature)


def _opened(path: Path) -> QgsVectorLayer:
    return open_layer(str(path))


def _villages(path: Path) -> list[str]:
    return [feature["ZLDWMC"] for feature in _opened(path).getFeatures()]


def _tag(plan: Path, direction: str, bounds: tuple[int, int, int, int]) -> None:
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:{EPSG}", "自检地块", "memory")
    west, south, east, north = bounds
    feature = QgsFeature()
    ring = f"{_X + west} {_Y + south}, {_X + west} {_Y + north}, {_X + east} {_Y + north}, "
    ring += f"{_X + east} {_Y + south}, {_X + west} {_Y + south}"
    feature.setGeometry(QgsGeometry.fromWkt(f"Polygon(({ring}))"))
    layer.dataProvider().addFeatures([feature])
    tag_parcels(
        plan, layer.getFeatures(), layer.fields(), layer.crs(), layer.name(), Tag(direction, 1, {})
    )
