"""Which boxes are near others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.survey.files import boxes

NAN, INF = np.nan, np.inf


def some(rng: np.random.Generator, count: int, size: float) -> np.ndarray:
    corner = rng.random((count, 2)) * 1000
    return np.hstack((corner, corner + rng.random((count, 2)) * size))


@pytest.mark.parametrize(
    ("count", "others"), [(0, 5), (5, 0), (1, 1), (700, 1), (3000, 900), (50, 4000)]
)
def test_near_is_what_each_pair_says(count: int, others: int) -> None:
    rng = np.random.default_rng(count + others)
    one, two = some(rng, count, 30), some(rng, others, 20)
    meets = (one[:, None, :2] <= two[None, :, 2:]).all(axis=2) & (
        one[:, None, 2:] >= two[None, :, :2]
    ).all(axis=2)
    assert (boxes.near(one, two) == meets.any(axis=1)).all()


def test_places_of_every_size_at_once() -> None:
    """Some as large as the land, so that neighbours' common boxes say little; one that is nowhere;
    asked twice."""
    rng = np.random.default_rng(7)
    places = np.vstack(
        (some(rng, 600, 3), some(rng, 5, 900), np.full((1, 4), NAN), [[-INF, 20, INF, 21]])
    )
    looked_near = boxes.Places(places)
    for count in (4000, 10, 4000):
        one = some(rng, count, 2)
        meets = (one[:, None, :2] <= places[None, :, 2:]).all(axis=2) & (
            one[:, None, 2:] >= places[None, :, :2]
        ).all(axis=2)
        found = looked_near.near(one)
        assert (found == meets.any(axis=1)).all() and 0 < found.sum() < count
    assert not boxes.Places(np.empty((0, 4))).near(one).any()


def test_a_box_that_is_not_finite_may_lie_anywhere() -> None:
    odd = np.array([[NAN, NAN, NAN, NAN], [0, 0, INF, 1], [INF, INF, INF, INF], [0, 0, 1, 1]])
    for others in (
        np.array([[50.0, 50, 60, 60]]),
        np.array([[50.0, 50, 60, 60], [70, 70, 80, 80]]),
    ):
        assert boxes.near(odd, others).tolist() == [True, True, True, False]
    assert boxes.total(odd) == (0, 0, 1, 1)
    assert boxes.total(odd[:3]) is None


def test_boxes_pass_over_what_is_no_number() -> None:
    shapes = np.array(
        [
            shapely.LineString([(NAN, NAN), (2, 0), (2, 2), (0, 2)]),
            shapely.Polygon([(0, 0), (2, 0), (NAN, 5), (0, 2)]),
            shapely.LineString([(NAN, NAN), (NAN, NAN)]),
            shapely.Polygon(),
            None,
            shapely.box(1, 2, 3, 4),
        ],
        dtype=object,
    )
    found = boxes.of(shapes)
    assert found[0].tolist() == [0, 0, 2, 2]
    assert found[1, [0, 2]].tolist() == [0, 2]
    assert boxes.placed(found).tolist() == [True, True, False, False, False, True]
    assert found[5].tolist() == [1, 2, 3, 4]


def test_margin() -> None:
    assert boxes.grown(np.array([0.0, 0, 1, 1]), 2).tolist() == [[-2, -2, 3, 3]]
