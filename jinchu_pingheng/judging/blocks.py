"""Parcels in blocks: neighbours in space together, so that a job reads, judges and forgets a piece
of county at a time.

A block is small enough that progress is even, cancel is quick and memory flat, and large enough
that numpy pays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ..core.model import Parcel

BLOCK_SIZE = 256

NEAR_M = 1.0
"""Parcels side by side, less than this apart, may be judged together (belts along one road, the
parcels of one project); rules' own distances are no larger."""


@dataclass(frozen=True)
class Block:
    """Parcels to be judged together, and the plan's other parcels whose boxes lie within
    NEAR_M of theirs."""

    parcels: tuple[Parcel, ...]
    neighbours: tuple[Parcel, ...] = ()


def boxes_of(parcels: Sequence[Parcel]) -> np.ndarray:
    """Boxes (n, 4) of parcels: xmin, ymin, xmax, ymax."""
    land = np.empty(len(parcels), dtype=object)
    land[:] = [parcel.geometry for parcel in parcels]
    return np.asarray(shapely.bounds(land), dtype=float).reshape(-1, 4)


def grown(boxes: np.ndarray) -> np.ndarray:
    """Boxes (n, 4) that meet where the land in them may lie within NEAR_M of each other."""
    half = NEAR_M / 2
    return boxes + (-half, -half, half, half)


def cut(parcels: Sequence[Parcel], size: int = BLOCK_SIZE) -> list[Block]:
    """Blocks of at most ``size`` parcels along a curve that keeps neighbours together."""
    if len(parcels) <= size:
        return [Block(tuple(parcels))] if parcels else []
    boxes = boxes_of(parcels)
    order = _along_curve((boxes[:, :2] + boxes[:, 2:]) / 2)
    near = _meeting_boxes(grown(boxes))
    blocks = []
    for start in range(0, len(order), size):
        members = order[start : start + size].tolist()
        mine = set(members)
        others = sorted({other for member in members for other in near[member]} - mine)
        blocks.append(Block(tuple(parcels[i] for i in members), tuple(parcels[i] for i in others)))
    return blocks


def number_of_blocks(parcels: int) -> int:
    """How many blocks so many parcels make."""
    return -(-parcels // BLOCK_SIZE)


def _along_curve(points: np.ndarray) -> np.ndarray:
    """Order (n,) of points (n, 2) along Hilbert's curve over 2¹⁶ × 2¹⁶ squares: it makes no
    jumps."""
    low = points.min(axis=0)
    side = max(float((points.max(axis=0) - low).max()), 1.0)
    x, y = ((points - low) / side * 65535).astype(np.int64).T
    along = np.zeros(len(points), dtype=np.int64)
    half = 1 << 15
    while half:
        right, upper = (x & half) > 0, (y & half) > 0
        along += half * half * ((3 * right) ^ upper)
        turned = ~upper
        flipped = turned & right
        x, y = np.where(flipped, half - 1 - x, x), np.where(flipped, half - 1 - y, y)
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        half >>= 1
    return np.argsort(along, kind="stable")


def _meeting_boxes(boxes: np.ndarray) -> dict[int, list[int]]:
    squares = shapely.box(*boxes.T)
    near: dict[int, list[int]] = defaultdict(list)
    for one, two in zip(*(side.tolist() for side in shapely.STRtree(squares).query(squares))):
        if one != two:
            near[one].append(two)
    return near
