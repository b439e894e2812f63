"""Layers behind the gate, opened from a description that any process can be given."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.judging.workers import send
from jinchu_pingheng.survey.files import kept, ogr_file
from jinchu_pingheng.survey.files.reader import LayerSpec
from jinchu_pingheng.survey.files.source import FileSource
from tests.judging.wire import sent
from tests.survey.layers import BOTTOM, COLUMNS, GRID, LEFT, both, box, boxes, opened, write

ROOT = Path(__file__).resolve().parents[2]
HERE = boxes(box(210, 210, 250, 250))
BOW_TIE = shapely.Polygon(
    [
        (LEFT + 200, BOTTOM + 200),
        (LEFT + 280, BOTTOM + 280),
        (LEFT + 280, BOTTOM + 200),
        (LEFT + 200, BOTTOM + 250),
    ]
)
SPIKE = shapely.Polygon(
    [(LEFT + 200, BOTTOM + 200), (LEFT + 300, BOTTOM + 200), (LEFT + 900, BOTTOM + 200),
     (LEFT + 300, BOTTOM + 200), (LEFT + 300, BOTTOM + 300), (LEFT + 200, BOTTOM + 300)]
)  # fmt: skip


def spec(path: Path, data: object) -> LayerSpec:
    return LayerSpec("DLTB", path.stem, 400, "EPSG:4544", COLUMNS, False, None, data)  # type: ignore[arg-type]


def test_broken_features_are_problems_only_where_they_lie(tmp_path: Path) -> None:
    path = write(
        tmp_path / "DLTB.gpkg",
        [*GRID, (BOW_TIE, ("结", "0103", 1, 1)), (SPIKE, ("刺", "0103", 1, 1))],
    )
    for source in both(path):
        reader = opened(source)
        for _ in range(2):
            layer = reader.near(HERE)
            assert layer.ids.tolist() == ["图斑2-2", "刺"]
            assert [(problem.feature, problem.usable) for problem in layer.problems] == [
                ("结", False),
                ("刺", True),
            ]
            assert shapely.area(layer.geometry).tolist() == pytest.approx([10_000, 10_000])
        assert reader.near(boxes(box(0, 0, 50, 50))).problems == ()
        assert [problem.feature for problem in reader.all().problems] == ["结", "刺"]


def test_a_vertex_that_is_no_number_makes_only_its_surroundings_unknown(tmp_path: Path) -> None:
    """Such a feature is read where its other vertices lie: what is said of it must not depend on
    what else was asked."""
    ring = shapely.get_coordinates(box(200, 200, 300, 300)).copy()
    ring[2] = np.nan
    path = write(tmp_path / "DLTB.gpkg", [(shapely.Polygon(ring), ("坏", "0103", 1, 1))])
    for source in both(path):
        [problem] = opened(source).near(HERE).problems
        assert problem.geometry.bounds == box(200, 200, 300, 300).bounds and not problem.usable
        assert opened(source).near(boxes(box(900, 900, 950, 950))).problems == ()


def test_big_features_stay_parsed(tmp_path: Path) -> None:
    ring = shapely.Point(LEFT + 200, BOTTOM + 200).buffer(150, quad_segs=2000)
    path = write(tmp_path / "DLTB.gpkg", [*GRID, (ring, ("大", "0103", 1, 1))])
    for source in both(path):
        reader = opened(source)
        first, second = reader.near(HERE), reader.near(boxes(box(150, 150, 160, 160)))
        assert first.ids.tolist() == ["图斑2-2", "大"] and second.ids.tolist() == ["图斑1-1", "大"]
        assert first.geometry[1] is second.geometry[1]
        assert second.columns["BSM"].tolist() == ["图斑1-1", "大"]


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 100)
    values = kept.Kept()
    for fid in range(5):
        values.put(fid, str(fid), 40)
    assert [fid for fid in range(5) if fid in values] == [3, 4]
    assert values.get(3) == "3" and values.get(0) is None
    values.put(9, "9", 40)
    assert [fid in values for fid in (3, 4, 9)] == [True, False, True]


def test_a_table_travels(tmp_path: Path) -> None:
    path = write(tmp_path / "DLTB.gpkg")
    table = ogr_file.load(FileSource(str(path), "DLTB"), COLUMNS, HERE)
    made = spec(path, table)
    made.open().near(HERE)
    again = sent(made)
    layer, same = made.open().near(HERE), again.open().near(HERE)
    assert layer.ids.tolist() == same.ids.tolist() == ["图斑2-2"]
    assert shapely.equals_exact(layer.geometry, same.geometry).all()


def test_margin(tmp_path: Path) -> None:
    path = write(tmp_path / "DLTB.gpkg")
    for source in both(path):
        assert len(opened(source).near(HERE, 20.0)) == 4
        around = replace(spec(path, source), around=HERE + np.array([-20, -20, 20, 20]))
        assert len(around.open(HERE).near(HERE, 20.0)) == 4


CHILD = """
import sys
import jinchu_pingheng.survey.files.role_layers
from jinchu_pingheng.judging.workers import receive
spec, boxes = receive(sys.stdin.buffer)
layer = spec.open(boxes).near(boxes)
import jinchu_pingheng.survey.files.raster, jinchu_pingheng.survey.files.projection
banned = ("qgis", "PyQt5", "PyQt6")
print(",".join(layer.ids), *[name for name in sys.modules if name.split(".")[0] in banned])
"""


@pytest.mark.parametrize("indexed", [True, False])
def test_a_process_without_qgis(tmp_path: Path, indexed: bool) -> None:
    path = write(tmp_path / "DLTB.gpkg")
    given = BytesIO()
    send(given, (spec(path, FileSource(str(path), "DLTB", indexed=indexed)), HERE))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=given.getvalue(),
        capture_output=True,
        env=environment,
        check=True,
    )
    assert done.stdout.decode().strip() == "图斑2-2"


def test_the_state_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "DLTB.gpkg")
    source = FileSource(str(path), "DLTB")
    before = source.state()
    assert before == source.state() != replace(source, subset="GDDB = 1").state()
    os.utime(path, ns=(1, 1))
    assert source.state() != before
    assert FileSource(str(tmp_path / "none.gpkg"), "DLTB").state() is None


def test_land_classes_held_as_numbers_are_texts_and_whole_doubles_are_whole(
    tmp_path: Path,
) -> None:
    fields = {"BSM": float, "DLBM": float, "GDDB": float, "KCXS": float}
    rows = [(box(0, 0, 50, 50), (12.0, 1006.0, 9.0, 0.125))]
    for suffix, driver in (("gpkg", "GPKG"), ("shp", "ESRI Shapefile")):
        path = write(tmp_path / f"DLTB.{suffix}", rows, driver, ogr.wkbPolygon, fields=fields)
        layer = opened(FileSource(str(path), "DLTB", indexed=suffix == "gpkg")).all()
        assert layer.ids.tolist() == ["12"]
        assert layer.columns["DLBM"].tolist() == ["1006"]
        assert (str(layer.columns["GDDB"][0]), layer.columns["KCXS"][0]) == ("9", 0.125)


def test_a_character_that_cannot_be_read_is_a_problem_of_its_feature(tmp_path: Path) -> None:
    """The feature is used; the user is told of it."""
    rows = [
        (box(0, 0, 50, 50), ("好", "0103", 1, 0.0)),
        (box(0, 0, 9, 9), ("坏", "01\ufffd", 1, 0.0)),
    ]
    layer = opened(FileSource(str(write(tmp_path / "x.gpkg", rows)), "x", indexed=True)).all()
    [problem] = layer.problems
    assert (problem.feature, problem.usable, problem.warn) == ("坏", True, True)
    assert "字段 DLBM 的值“01\ufffd”有无法识别的字符" in problem.message and len(layer) == 2


def test_remarks_on_a_layer_are_its_problems_and_its_margin_widens_what_is_read(
    tmp_path: Path,
) -> None:
    """A square 150 m away is read for a layer that may lie 200 m off, and not for an exact one."""
    path = write(tmp_path / "x.gpkg", [(box(200, 0, 300, 100), ("1", "0103", 1, 0.0))])
    source, here = FileSource(str(path), "x", indexed=True), boxes(box(0, 0, 50, 50))
    exact = LayerSpec("X", "x", 1, "EPSG:4544", COLUMNS, False, None, source)
    off = replace(exact, uncertain_m=200.0, remarks=("位置可能偏差",))
    assert (len(exact.open(here).near(here)), len(off.open(here).near(here))) == (0, 1)
    layer = off.open(here).near(here)
    assert layer.uncertain_m == 200 and [p.message for p in layer.problems] == ["位置可能偏差"]
