"""Slabs of a host: their length decides about memory, and nothing else."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.overlay import Shapes, areas
from tests.core.geometry.overlay.pairs import ring, star


@pytest.mark.parametrize("most", [3_000, 500, 1])
def test_areas_are_the_same_to_the_last_digit_however_long_slabs_are(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    one, two = (
        Shapes(np.array([star(rng, int(corners)) for corners in rng.integers(5, 300, 30)]))
        for _ in range(2)
    )
    expected = areas(one, two)
    monkeypatch.setattr("jinchu_pingheng.core.geometry.overlay.slabs.MOST_LISTED", most)
    assert areas(one, two).area.tolist() == expected.area.tolist()


def test_a_parcel_of_thousands_of_spikes_is_measured_in_little_memory() -> None:
    """At any x, thousands of its edges are alive."""
    rng = np.random.default_rng(4)
    spiky = shapely.Polygon(ring(rng, 20_000, 500.0))
    fields = np.array([shapely.box(x, -40, x + 90, 50) for x in range(-450, 450, 100)])
    tracemalloc.start()
    found = areas(Shapes(np.array([spiky])), Shapes(fields))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    again = areas(Shapes(fields), Shapes(np.array([spiky])))
    np.testing.assert_allclose(found.area, again.area, atol=1e-6)
    assert len(found.area) == len(fields) and most < 150e6
