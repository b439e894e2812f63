"""A GeoPackage by its own R-tree: the same features as through GDAL, and none lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.survey.files import gpkg_index, kept
from jinchu_pingheng.survey.files.choice import file_source
from jinchu_pingheng.survey.files.geopackage import GeoPackageReader
from jinchu_pingheng.survey.files.source import FileSource
from tests.survey.layers import (
    BOTTOM,
    COLUMNS,
    GRID,
    LEFT,
    both,
    box,
    boxes,
    execute,
    opened,
    without_triggers,
    write,
)

HERE = boxes(box(210, 210, 250, 250), box(1510, 310, 1550, 320))
"""Two places, one square each; their common box holds 26 more."""
SQUARES = ["图斑15-3", "图斑2-2"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "DLTB.gpkg")


def found(path: Path, *, lines: bool = False) -> tuple[list[str], list[str]]:
    """Ids near HERE and 'id: message' of problems, alike through the R-tree and through GDAL."""
    answers = []
    for source in both(path):
        layer = opened(source, HERE, lines).near(HERE)
        problems = [
            f"{problem.feature}: {problem.message}"
            for problem in layer.problems
            if not problem.usable
        ]
        answers.append((sorted(layer.ids.tolist()), problems))
    assert answers[0] == answers[1]
    return answers[0]


def damage(path: Path, fid: int, blob: bytes | None) -> None:
    """Put something else where a geometry was."""
    without_triggers(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE DLTB SET geom = ? WHERE fid = ?", (blob, fid))
    connection.close()


def test_only_what_is_near_is_read(path: Path) -> None:
    assert found(path) == (SQUARES, [])
    reader = GeoPackageReader(str(path), "DLTB", COLUMNS)
    rows = reader.near(HERE)
    assert rows.fids.tolist() == sorted(rows.fids.tolist()) and rows.fids.dtype == np.int64
    assert reader.total == 400 and reader.extent == (LEFT, BOTTOM, LEFT + 2000, BOTTOM + 2000)
    assert len(reader.all()) == 400
    assert len(reader.near(boxes(box(-50, -50, -1, -1)))) == 0
    assert len(reader.near(np.empty((0, 4)))) == 0


@pytest.mark.parametrize("count", [0, 1, 40, 3000])
def test_nodes_say_what_questions_say(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trees of one to three levels: looked at node by node, and asked box by box."""
    rng = np.random.default_rng(count)
    corners = rng.random((count, 2)) * 5000
    rows = [
        (box(x, y, x + 60, y + 40), (str(i), "0103", 1, 1.0))
        for i, (x, y) in enumerate(corners.tolist())
    ]
    reader = GeoPackageReader(str(write(tmp_path / "DLTB.gpkg", rows)), "DLTB", COLUMNS)
    places = rng.random((300, 2)) * 5000 + (LEFT, BOTTOM)
    asked = np.hstack((places, places + rng.random((300, 2)) * 50))
    monkeypatch.setattr(gpkg_index, "_FEW", 0)
    by_nodes = reader.near(asked)
    monkeypatch.setattr(gpkg_index, "_FEW", 1000)
    by_questions = reader.near(asked)
    assert by_nodes.fids.tolist() == by_questions.fids.tolist()
    assert count < 3000 or 100 < len(by_nodes) < 3000


def test_columns(path: Path) -> None:
    rows = GeoPackageReader(str(path), "DLTB", COLUMNS).near(HERE[:1])
    assert {name: column.tolist() for name, column in rows.columns.items()} == {
        "BSM": ["图斑2-2"], "DLBM": ["0103"], "GDDB": [2], "KCXS": [0.25],
    }  # fmt: skip


def test_ids_without_codes(tmp_path: Path) -> None:
    rows = [(box(0, 0, 10, 10), (None, "01", 1, 1)), (box(0, 0, 10, 10), (" ", None, None, None))]
    path = write(tmp_path / "DLTB.gpkg", rows)
    for source in both(path):
        layer = opened(source).all()
        assert layer.ids.tolist() == ["1", "2"]
        assert layer.columns["GDDB"].tolist() == [1, None] and layer.columns["BSM"].tolist() == [
            None,
            "",
        ]


def test_features_without_a_place_come_always(tmp_path: Path) -> None:
    rows = [*GRID, (None, ("空1", "0103", 1, 1)), (shapely.Polygon(), ("空2", "0103", 1, 1))]
    ids, problems = found(write(tmp_path / "DLTB.gpkg", rows))
    assert (ids, problems) == (SQUARES, ["空1: 图形为空", "空2: 图形为空"])


@pytest.mark.parametrize("vertex", range(1, 4))
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("axis", [0, 1])
def test_coordinates_that_are_no_numbers(
    tmp_path: Path, vertex: int, bad: float, axis: int
) -> None:
    ring = shapely.get_coordinates(box(200, 200, 300, 300)).copy()
    ring[vertex, axis] = bad
    rows = [*GRID, (shapely.Polygon(ring), ("坏", "0103", 1, 1))]
    ids, problems = found(write(tmp_path / "DLTB.gpkg", rows))
    assert ids == SQUARES and problems == ["坏: 坐标不是有效数值，或不能换算到方案坐标系"]


def test_first_vertex_is_no_number(tmp_path: Path) -> None:
    """The R-tree keeps a NaN as 0: such a feature is found nowhere, and comes always."""
    blob = bytearray(shapely.to_wkb(box(1200, 1200, 1300, 1300)))
    blob[13:29] = blob[-16:] = np.array([np.nan, np.nan]).tobytes()
    ids, problems = found(
        write(tmp_path / "DLTB.gpkg", [*GRID, (bytes(blob), ("坏", "0103", 1, 1))])
    )
    assert ids == SQUARES and [problem.split(":")[0] for problem in problems] == ["坏"]


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"GP",
        b"no geometry at all, but long enough",
        b"GP\0\x01" + b"\0" * 40,
        b"GP\0\x0f" + b"\0" * 80,
    ],
)
def test_a_geometry_that_cannot_be_read(path: Path, blob: bytes) -> None:
    [row] = np.flatnonzero([values[0] == "图斑2-2 " for _, values in GRID])
    damage(path, int(row) + 1, blob)
    layer = opened(both(path)[0]).near(HERE)
    assert layer.ids.tolist() == ["图斑15-3"]
    assert [(p.feature, p.message, p.usable) for p in layer.problems] == [
        ("图斑2-2", "图形无法读取", False)
    ]
    assert shapely.box(*HERE[0]).intersects(layer.problems[0].geometry)
    assert opened(both(path)[0]).near(HERE[1:]).problems == ()


@pytest.mark.parametrize("parts", [1, 2])
@pytest.mark.parametrize(
    ("flags", "envelope"),
    [(0b0001, 0), (0b0000, 0), (0b0011, 4), (0b0010, 4), (0b0101, 6), (0b0111, 6), (0b1001, 8)],
)
def test_every_header(path: Path, flags: int, envelope: int, parts: int) -> None:
    """The header's own envelope is not looked at: here it holds nothing but nines."""
    square = GRID[42][0]
    shape = shapely.MultiPolygon([square, box(5000, 5000, 5001, 5001)][:parts])
    head = b"GP\0" + bytes([flags]) + b"\0" * 4 + np.full(envelope, 9.0).tobytes()
    damage(path, 43, head + shapely.to_wkb(shape))
    layer = opened(both(path)[0]).near(HERE[:1])
    assert layer.ids.tolist() == ["图斑2-2"] and shapely.equals(layer.geometry[0], shape)
    assert shapely.get_type_id(layer.geometry[0]) == (3 if parts == 1 else 6)


def test_a_geometry_in_the_wrong_column_type(path: Path) -> None:
    without_triggers(path)
    execute(path, "UPDATE DLTB SET geom = 'text' WHERE fid = 43")
    assert [p.message for p in opened(both(path)[0]).near(HERE).problems] == ["图形无法读取"]


def test_features_that_the_index_does_not_know(path: Path) -> None:
    """A program that writes past the triggers: the count tells, and the feature is found by its own
    box."""
    without_triggers(path)
    execute(
        path,
        "INSERT INTO DLTB (geom, BSM, DLBM) SELECT geom, '新' , '0103' FROM DLTB WHERE fid IN "
        "(43, 400)",
        "UPDATE gpkg_ogr_contents SET feature_count = 402",
    )
    reader = GeoPackageReader(str(path), "DLTB", COLUMNS)
    assert reader.near(HERE).ids.tolist() == ["图斑2-2", "图斑15-3", "新"]
    execute(path, "DROP TABLE gpkg_ogr_contents")
    assert reader.near(HERE).ids.tolist() == ["图斑2-2", "图斑15-3", "新"]
    assert reader.total == 402


def test_edited_while_open(path: Path) -> None:
    """What others commit is seen by the next request, also of features that were kept in mind."""
    ring = shapely.Point(LEFT + 230, BOTTOM + 230).buffer(10, quad_segs=2000)
    data = ogr.Open(str(path), 1)
    layer = data.GetLayer(0)
    feature = layer.GetFeature(43)
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(ring)))
    layer.SetFeature(feature)
    reader = opened(both(path)[0])
    before = reader.near(HERE[:1])
    assert reader.near(HERE[:1]).geometry[0] is before.geometry[0]  # big, hence kept
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(box(210, 210, 220, 220))))
    layer.SetFeature(feature)
    assert reader.near(HERE[:1]).geometry[0].area == 100
    feature.SetGeometry(None)
    layer.SetFeature(feature)
    layer.DeleteFeature(304)
    after = reader.near(HERE)
    assert after.ids.tolist() == [] and [p.message for p in after.problems] == ["图形为空"]


def test_a_feature_is_judged_again_when_it_changes(path: Path) -> None:
    """The cache of valid features belongs to one state of the file."""
    source = both(path)[0]
    assert opened(source).near(HERE[:1]).problems == ()
    tie = shapely.Polygon(
        [
            (LEFT + 200, BOTTOM + 200),
            (LEFT + 300, BOTTOM + 300),
            (LEFT + 300, BOTTOM + 200),
            (LEFT + 200, BOTTOM + 300),
        ]
    )
    data = ogr.Open(str(path), 1)
    feature = data.GetLayer(0).GetFeature(43)
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(tie)))
    reader = opened(source)
    assert reader.near(HERE[:1]).problems == ()
    data.GetLayer(0).SetFeature(feature)
    del feature, data
    assert len(reader.near(HERE[:1]).problems) == 1
    assert len(opened(source).near(HERE[:1]).problems) == 1


def test_nothing_is_judged_twice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    gate = kept.gate

    def counting(ids: np.ndarray, *rest: object) -> object:
        asked.append(len(ids))
        return gate(ids, *rest)

    monkeypatch.setattr(kept, "gate", counting)
    for _ in range(2):
        for here in (HERE[:1], HERE):
            assert opened(both(path)[0]).near(here).problems == ()
    assert asked == [1, 1]


def test_write_ahead_log(path: Path) -> None:
    without_triggers(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    reader = opened(both(path)[0])
    assert len(reader.near(HERE)) == 2
    connection.execute("UPDATE DLTB SET BSM = '改' WHERE fid = 43")
    connection.commit()
    assert reader.near(HERE[:1]).ids.tolist() == ["改"]
    connection.close()


def test_without_an_index(tmp_path: Path) -> None:
    path = write(tmp_path / "DLTB.gpkg", options=["SPATIAL_INDEX=NO"])
    source = file_source(str(path), "DLTB", None, "", "UTF-8", list(COLUMNS))
    assert source is not None and not source.indexed
    assert sorted(opened(source, HERE).near(HERE).ids.tolist()) == SQUARES
    with pytest.raises(PlanError, match="没有空间索引"):
        GeoPackageReader(str(path), "DLTB", COLUMNS)


def test_which_way(path: Path) -> None:
    def way(subset: str = "", fields: tuple[str, ...] = tuple(COLUMNS)) -> FileSource | None:
        return file_source(str(path), "", None, subset, "UTF-8", fields)

    assert way() == FileSource(str(path), "DLTB", indexed=True)
    filtered = way("GDDB = 2")
    assert filtered == FileSource(str(path), "DLTB", "GDDB = 2")
    assert opened(filtered, HERE).near(HERE).ids.tolist() == ["图斑2-2"]
    assert way("SELECT * FROM DLTB") is None
    assert way(fields=("NONE",)) is None


def test_an_empty_layer(tmp_path: Path) -> None:
    path = write(tmp_path / "DLTB.gpkg", [])
    for source in both(path):
        reader = opened(source, HERE)
        assert len(reader.near(HERE)) == len(reader.all()) == 0
    reader = GeoPackageReader(str(path), "DLTB", COLUMNS)
    assert reader.total == 0 and reader.extent is None


def test_near_the_origin(tmp_path: Path) -> None:
    """Boxes that rightly hold a coordinate 0 are no broken ones."""
    rows = [
        (shapely.box(x - 5, y - 5, x + 5, y + 5), (f"{x},{y}", "0103", 1, 1))
        for x in (0, 100)
        for y in (0, 100)
    ]
    path = write(tmp_path / "DLTB.gpkg", rows)
    here = np.array([[99.0, 99, 101, 101]])
    for source in both(path):
        assert opened(source, here).near(here).ids.tolist() == ["100,100"]


def test_lines_only_where_they_are_allowed(tmp_path: Path) -> None:
    line = shapely.LineString([(LEFT + 210, BOTTOM + 210), (LEFT + 300, BOTTOM + 300)])
    path = write(tmp_path / "DLTB.gpkg", [(line, ("线", "0103", 1, 1))])
    assert found(path) == ([], ["线: 图形不是面"])
    assert found(path, lines=True) == (["线"], [])


def test_zone_prefixed_eastings(tmp_path: Path) -> None:
    """The R-tree's 32-bit boxes are metres wide there; what is near is decided by the feature's own
    box."""
    rows = [
        (shapely.box(39_500_000 + x, 4e6, 39_500_000.9 + x, 4e6 + 1), (str(x), "0103", 1, 1))
        for x in range(50)
    ]
    path = write(tmp_path / "DLTB.gpkg", rows)
    here = np.array([[39_500_010.0, 4e6, 39_500_010.5, 4e6 + 1]])
    for source in both(path):
        reader = opened(source, here + np.array([-2, -2, 2, 2]))
        assert reader.near(here).ids.tolist() == ["10"]
        assert reader.near(here, 1.0).ids.tolist() == ["9", "10", "11"]


@pytest.mark.parametrize("content", [b"", b"text " * 1000, b"SQLite format 3\0" + b"\1" * 4000])
def test_no_geopackage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "DLTB.gpkg"
    path.write_bytes(content)
    with pytest.raises(PlanError, match="DLTB.gpkg"):
        GeoPackageReader(str(path), "DLTB", COLUMNS)
    assert file_source(str(path), "DLTB", None, "", "UTF-8", ()) is None


def test_a_damaged_page_is_said_so(path: Path) -> None:
    """Read to the end or not at all: half a layer would pass for the whole."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 3 // 4096 * 4096)
        file.write(b"\xff" * (size // 2 // 4096 * 4096))
    source = both(path)[0]
    with pytest.raises(PlanError, match="“DLTB.gpkg”：数据文件无法读取"):
        opened(source).near(boxes(box(0, 0, 2000, 2000)))


def test_text_that_is_no_utf8(path: Path) -> None:
    without_triggers(path)
    execute(path, "UPDATE DLTB SET BSM = CAST(X'D0C2' AS TEXT) WHERE fid = 43")
    for source in both(path):
        assert opened(source).near(HERE[:1]).ids.tolist() == ["��"]


def test_names_that_need_quotes(tmp_path: Path) -> None:
    path = write(
        tmp_path / '地"类 DLTB.gpkg', [(GRID[0][0], GRID[0][1][:1])], fields={'a"b c': str}
    )
    source = file_source(str(path), "", None, "", "UTF-8", ['a"b c'])
    assert source is not None and source.indexed
    reader = GeoPackageReader(str(path), source.layer, {"X": 'a"b c'})
    assert reader.near(boxes(box(0, 0, 10, 10))).columns["X"].tolist() == ["图斑0-0"]
