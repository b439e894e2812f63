"""Layers behind the gate, opened from a description that any process can be given."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from jinchu_pingheng.survey.files import kept, ogr_file
from jinchu_pingheng.survey.files.reader import LayerSpec
from jinchu_pingheng.survey.files.source import FileSource
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
    again = pickle.loads(pickle.dumps(made))
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
import pickle, sys
spec, boxes = pickle.loads(sys.stdin.buffer.read())
layer = spec.open(boxes).near(boxes)
import jinchu_pingheng.survey.files.raster, jinchu_pingheng.survey.files.projection
banned = ("qgis", "PyQt5", "PyQt6")
print(",".join(layer.ids), *[name for name in sys.modules if name.split(".")[0] in banned])
"""


@pytest.mark.parametrize("indexed", [True, False])
def test_a_process_without_qgis(tmp_path: Path, indexed: bool) -> None:
    path = write(tmp_path / "DLTB.gpkg")
    given = pickle.dumps((spec(path, FileSource(str(path), "DLTB", indexed=indexed)), HERE))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=given, capture_output=True, env=environment, check=True
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
