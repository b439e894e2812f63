"""Blocks: every parcel once, neighbours known, near things together."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.model import Parcel
from jinchu_pingheng.judging.blocks import boxes_of, cut


def parcels(seed: int, number: int) -> list[Parcel]:
    rng = np.random.default_rng(seed)
    corners = rng.random((number, 2)) * (5000, 3000) + (480000, 4150000)
    return [
        Parcel(f"P{i:05d}", "out", 1, shapely.box(x, y, x + 60, y + 40))
        for i, (x, y) in enumerate(corners)
    ]


@given(seed=st.integers(0, 10**6), number=st.integers(1, 300), size=st.integers(1, 64))
@settings(max_examples=30, deadline=None)
def test_every_parcel_is_in_one_block(seed: int, number: int, size: int) -> None:
    everyone = parcels(seed, number)
    blocks = cut(everyone, size)
    named = [parcel.parcel_id for block in blocks for parcel in block.parcels]
    assert sorted(named) == [parcel.parcel_id for parcel in everyone]
    assert max(len(block.parcels) for block in blocks) <= size


def test_a_block_knows_the_parcels_that_its_own_may_meet() -> None:
    everyone = parcels(7, 400)
    for block in cut(everyone, 50):
        inside = {parcel.parcel_id for parcel in block.parcels}
        known = inside | {parcel.parcel_id for parcel in block.neighbours}
        tree = shapely.STRtree([parcel.geometry for parcel in everyone])
        for parcel in block.parcels:
            met = {
                everyone[i].parcel_id for i in tree.query(parcel.geometry, predicate="intersects")
            }
            assert met <= known
        assert not inside & {parcel.parcel_id for parcel in block.neighbours}


def test_blocks_are_compact() -> None:
    everyone = parcels(3, 2048)
    reach = [np.ptp(boxes_of(block.parcels), axis=0).max() for block in cut(everyone, 128)]
    assert np.median(reach) < 2500  # of a county of 5 × 3 km


def test_parcels_in_one_place_can_be_cut_too() -> None:
    same = [Parcel(f"P{i}", "in", 1, shapely.box(0, 0, 1, 1)) for i in range(5)]
    assert [len(block.parcels) for block in cut(same, 2)] == [2, 2, 1]
