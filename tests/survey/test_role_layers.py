"""A role played by several layers, each whole or filtered by a field."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.roles import Filter
from jinchu_pingheng.survey.files.recorded import recorded_spec
from jinchu_pingheng.survey.files.role_layers import (
    RoleLayers,
    layers_of_role,
    require_filter_field,
    with_filter_field,
)
from tests.survey.layers import box, boxes, write

FIELDS = {"BSM": str, "JB": str}
EVERYWHERE = boxes(box(-10, -10, 1000, 1000))


def layer(folder: Path, name: str, *rows: tuple[float, str | None], only: Filter | None = None):
    """Squares of 10 m at some eastings, with their level."""
    path = folder / f"{name}.gpkg"
    squares = [(box(x, 0, x + 10, 10), (str(int(x)), level)) for x, level in rows]
    write(path, squares, fields=FIELDS)
    record = {
        "name": name,
        "source": str(path),
        "provider": "ogr",
        "feature_count": len(rows),
        "sha256": "",
    }
    columns = with_filter_field((), only)
    return recorded_spec("ZRBHD", record, "EPSG:4544", columns, [folder])


def test_features_of_all_layers_play_the_role(tmp_path: Path) -> None:
    parts = [
        layer(tmp_path, "ZRBHQ", (0, "国家级")),
        layer(tmp_path, "SLGY", (50, None), (90, None)),
    ]
    spec = layers_of_role(parts, [None, None])
    assert isinstance(spec, RoleLayers)
    found = spec.open().near(EVERYWHERE)
    assert (found.name, found.total, len(found)) == ("ZRBHQ、SLGY", 3, 3)
    assert list(found.ids) == ["ZRBHQ 0", "SLGY 50", "SLGY 90"]
    west, south, east, north = np.subtract(found.extent, (500_000, 4_200_000) * 2)
    assert (west, south, east, north) == (0, 0, 100, 10)
    assert list(spec.open().near(boxes(box(45, 0, 55, 10))).ids) == ["SLGY 50"]


def test_one_layer_that_plays_its_role_whole_is_read_as_it_is(tmp_path: Path) -> None:
    part = layer(tmp_path, "ZRBHQ", (0, "国家级"))
    assert layers_of_role([part], [None]) is part
    assert layers_of_role([], []) is None


def test_a_filter_takes_what_holds_its_values_or_begins_with_them(tmp_path: Path) -> None:
    only = Filter("JB", ("一级", "07"))
    part = layer(tmp_path, "水源", (0, "一级"), (20, "二级"), (40, " 0701"), only=only)
    found = layers_of_role([part], [only]).open().all()
    assert list(found.ids) == ["0", "40"] and not found.problems


def test_where_the_filters_field_is_empty_nobody_knows(tmp_path: Path) -> None:
    only = Filter("JB", ("一级",))
    part = layer(tmp_path, "水源", (0, "一级"), (20, None), (40, ""), only=only)
    found = layers_of_role([part], [only]).open().all()
    assert list(found.ids) == ["0"]
    assert [(problem.feature, problem.usable) for problem in found.problems] == [
        ("20", False),
        ("40", False),
    ]
    assert found.broken[0].geometry is not None and "JB" in found.broken[0].message


def test_a_filter_on_a_field_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    only = Filter("DJ", ("一级",))
    with pytest.raises(PlanError, match="水源.*DJ"):
        require_filter_field(layer(tmp_path, "水源", (0, "一级"), only=only), only)


@pytest.mark.parametrize("text", ["JB", "=一级", "JB=", "JB= , "])
def test_a_text_that_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="筛选"):
        Filter.of(text)


@pytest.mark.parametrize("text", ["YDYHFLDM=07,08", " YDYHFLDM ＝ 07，08 "])
def test_a_filter_is_read_as_people_type_it(text: str) -> None:
    assert Filter.of(text) == Filter("YDYHFLDM", ("07", "08"))
    assert Filter.of(Filter("YDYHFLDM", ("07", "08")).text) == Filter("YDYHFLDM", ("07", "08"))
    assert Filter.of("  ") is None
