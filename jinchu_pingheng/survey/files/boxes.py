"""Boxes (xmin, ymin, xmax, ymax) of features, and which of them are near. A box that is not finite
may lie anywhere."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

_AT_ONCE = 30_000
"""Pairs of boxes that are compared in one step: what a processor keeps at hand."""
_STRIPS, _PARTS = 4, 16


def of(geometry: np.ndarray) -> np.ndarray:
    """Boxes (n, 4) of geometries (n,). NaN coordinates are passed over; a feature without any other
    has a box of NaN."""
    with np.errstate(invalid="ignore"):
        boxes = np.asarray(shapely.bounds(geometry), dtype=float).reshape(-1, 4)
    for index in np.flatnonzero(~placed(boxes)):
        coordinates = shapely.get_coordinates(geometry[index])
        if len(coordinates):
            boxes[index] = *np.fmin.reduce(coordinates), *np.fmax.reduce(coordinates)
    return boxes


def placed(boxes: np.ndarray) -> np.ndarray:
    """Mask (n,) of boxes that say where a feature is."""
    xmin, ymin, xmax, ymax = np.isfinite(boxes).T
    known: np.ndarray = xmin & ymin & xmax & ymax
    return known


def grown(boxes: np.ndarray, margin: float) -> np.ndarray:
    """Boxes (m, 4) with a margin in their own unit on every side."""
    return np.asarray(boxes, dtype=float).reshape(-1, 4) + np.array(
        [-margin, -margin, margin, margin]
    )


def total(boxes: np.ndarray) -> tuple[float, float, float, float] | None:
    """The box around all boxes that say where they are; None without any."""
    boxes = boxes[placed(boxes)]
    if not len(boxes):
        return None
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def near(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Mask (n,) of boxes (n, 4) that meet any of the others (m, 4), or may lie anywhere."""
    return Places(others).near(boxes)


class Places:
    """Boxes (m, 4) that features are looked for near: many of them in parts of neighbours, which
    have parts in turn."""

    def __init__(self, boxes: np.ndarray) -> None:
        self.boxes = np.asarray(boxes, dtype=float).reshape(-1, 4)

    def near(self, boxes: np.ndarray) -> np.ndarray:
        """Mask (n,) of boxes (n, 4) that meet any of these, or may lie anywhere."""
        known = placed(boxes)
        mask = ~known
        if len(boxes) * len(self.boxes) > _AT_ONCE:
            known &= _meet(self._whole, boxes.T)[0]
        rows = np.flatnonzero(known)
        self._mark(np.ascontiguousarray(boxes[rows].T), rows, mask)
        return mask

    def _mark(self, sides: np.ndarray, rows: np.ndarray, mask: np.ndarray) -> None:
        """Set the mask at ``rows`` (k,) where boxes with these ``sides`` (4, k) meet any."""
        if len(self.boxes) <= _PARTS or len(self.boxes) * len(rows) <= _AT_ONCE:
            mask[rows] |= _meet(self.boxes, sides).any(axis=0)
            return
        parts, around = self._parts
        for part, meet in zip(parts, _meet(around, sides)):
            some = np.flatnonzero(meet)
            part._mark(sides.take(some, axis=1), rows[some], mask)

    @cached_property
    def _whole(self) -> np.ndarray:
        return _around(self.boxes, np.zeros(1, dtype=np.int64))

    @cached_property
    def _parts(self) -> tuple[list[Places], np.ndarray]:
        """Neighbours together, and the box around each part."""
        count = len(self.boxes)
        rank = np.empty(count, dtype=np.int64)
        rank[np.argsort(self.boxes[:, 0])] = np.arange(count)
        boxes = self.boxes[np.lexsort((self.boxes[:, 1], rank * _STRIPS // count))]
        starts = np.arange(_PARTS) * count // _PARTS
        return [Places(part) for part in np.split(boxes, starts[1:])], _around(boxes, starts)


def _around(boxes: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The box around each part (p, 4) of boxes (m, 4); a part reaches from its start (p,) to the
    next."""
    return np.hstack(
        (np.fmin.reduceat(boxes[:, :2], starts), np.fmax.reduceat(boxes[:, 2:], starts))
    )


def _meet(boxes: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Which boxes (m, 4) meet which of those with ``sides`` (4, k): (m, k)."""
    xmin, ymin, xmax, ymax = boxes.T[..., None]
    meet: np.ndarray = xmin <= sides[2]
    meet &= xmax >= sides[0]
    meet &= ymin <= sides[3]
    meet &= ymax >= sides[1]
    return meet
