"""Boxes (xmin, ymin, xmax, ymax) of features, and which of them are near. A box that is not finite may lie anywhere."""

from __future__ import annotations

import numpy as np
import shapely

_AT_ONCE = 30_000
"""Box pairs that are compared in one step: what a processor keeps at hand."""


def of(geometry: np.ndarray) -> np.ndarray:
    """Boxes (n, 4) of geometries (n,). NaN coordinates are passed over; a feature without any other has a box of NaN."""
    with np.errstate(invalid="ignore"):
        boxes = np.asarray(shapely.bounds(geometry), dtype=float).reshape(-1, 4)
    for index in np.flatnonzero(~placed(boxes)):
        coordinates = shapely.get_coordinates(geometry[index])
        if len(coordinates):
            boxes[index] = *np.fmin.reduce(coordinates), *np.fmax.reduce(coordinates)
    return boxes


def placed(boxes: np.ndarray) -> np.ndarray:
    """Mask (n,) of boxes that say where a feature is."""
    known: np.ndarray = np.isfinite(boxes).all(axis=1)
    return known


def grown(boxes: np.ndarray, margin: float) -> np.ndarray:
    """Boxes (m, 4) with a margin in their own unit on every side."""
    return np.asarray(boxes, dtype=float).reshape(-1, 4) + np.array([-margin, -margin, margin, margin])


def total(boxes: np.ndarray) -> tuple[float, float, float, float] | None:
    """The box around all boxes that say where they are; None without any."""
    boxes = boxes[placed(boxes)]
    if not len(boxes):
        return None
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def near(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Mask (n,) of boxes (n, 4) that meet any of the others (m, 4), or may lie anywhere."""
    if len(others) == 1:
        return _meets(boxes, others[0]) | ~placed(boxes)
    mask = ~placed(boxes)
    _mark(boxes, np.flatnonzero(~mask), others, mask)
    return mask


def _mark(boxes: np.ndarray, rows: np.ndarray, others: np.ndarray, mask: np.ndarray) -> None:
    """Set the mask where boxes[rows] meet others: halves of the others apart from each other meet few boxes each."""
    if not len(rows) or not len(others):
        return
    whole = np.concatenate((others[:, :2].min(axis=0), others[:, 2:].max(axis=0)))
    rows = rows[_meets(boxes[rows], whole)]
    rows = rows[~mask[rows]]
    if len(rows) * len(others) <= _AT_ONCE or len(others) == 1:
        mask[rows] = _any(boxes[rows], others)
        return
    axis = int(np.argmax(whole[2:] - whole[:2]))
    order = np.argsort(others[:, axis], kind="stable")
    half = len(others) // 2
    _mark(boxes, rows, others[order[:half]], mask)
    _mark(boxes, rows, others[order[half:]], mask)


def _meets(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    return (
        (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0]) & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])
    )


def _any(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    meets = boxes[:, 0] <= others[:, 2, None]
    meets &= boxes[:, 2] >= others[:, 0, None]
    meets &= boxes[:, 1] <= others[:, 3, None]
    meets &= boxes[:, 3] >= others[:, 1, None]
    hit: np.ndarray = meets.any(axis=0)
    return hit
