"""Large geometries share one table of tiles, which grows, and goes when they go."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.overlay import Shapes, areas
from jinchu_pingheng.core.geometry.overlay.lasting import _tables, lasting_tiles
from tests.core.geometry.overlay.pairs import ring


@pytest.fixture
def rings() -> np.ndarray:
    """Large rings (6,) that overlap each other."""
    rng = np.random.default_rng(5)
    return np.array([shapely.Polygon(ring(rng, 3000, 500 + 40 * number)) for number in range(6)])


def measured(features: np.ndarray) -> list[float]:
    fields = np.array(
        [
            shapely.box(x, y, x + 90, y + 70)
            for x in range(-450, 450, 300)
            for y in range(-450, 450, 300)
        ]
    )
    found = areas(Shapes(fields), Shapes(features))
    expected = shapely.area(shapely.intersection(fields[found.parcel], features[found.feature]))
    np.testing.assert_allclose(found.area, expected, atol=1e-6)
    assert len(found.area)
    return found.area.tolist()


def test_a_table_that_grows_gives_the_same_areas(rings: np.ndarray) -> None:
    together = measured(rings)
    one_by_one = [shapely.from_wkb(shapely.to_wkb(shape)) for shape in rings]
    for number in range(len(rings)):
        measured(np.array(one_by_one[: number + 1], dtype=object))
    assert measured(np.array(one_by_one, dtype=object)) == together


def test_tiles_handed_out_stay_as_they_are_when_the_table_grows(rings: np.ndarray) -> None:
    tiles, numbers = lasting_tiles(rings[:1])
    before = [column.copy() for column in (tiles.start, tiles.above, tiles.edges.x0, tiles.origin)]
    lasting_tiles(rings)
    after = tiles.start, tiles.above, tiles.edges.x0, tiles.origin
    assert all((one == two).all() for one, two in zip(before, after))
    assert lasting_tiles(rings[:1])[1].tolist() == numbers.tolist()


def in_a_thread_of_its_own(work: Callable[[], list[int]]) -> list[int]:
    """What it finds with a table that nobody has used."""
    found: list[int] = []
    thread = Thread(target=lambda: found.extend(work()))
    thread.start()
    thread.join()
    return found


def test_a_table_goes_with_its_geometries() -> None:
    def work() -> list[int]:
        before = len(_tables)
        shapes = np.array(
            [shapely.Point(0, 0).buffer(100, 1000), shapely.Point(9, 9).buffer(100, 1000)]
        )
        lasting_tiles(shapes)
        during = len(_tables)
        del shapes
        return [during - before, len(_tables) - before]

    assert in_a_thread_of_its_own(work) == [1, 0]


def test_most_of_a_table_is_not_of_the_dead(rings: np.ndarray) -> None:
    def work() -> list[int]:
        sizes = []
        for _ in range(20):
            lasting_tiles(np.array([shapely.from_wkb(shapely.to_wkb(rings[0]))], dtype=object))
            sizes.append(len(lasting_tiles(rings[1:2])[0].first))
        return sizes

    sizes = in_a_thread_of_its_own(work)
    assert len(sizes) == 20 and max(sizes) <= 4
