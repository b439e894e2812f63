"""Outlines of shapes in boxes, or as a whole, a part of them at a time."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .clip import THIN, Outline, clipped
from .near import Boxes, Near, Window, near_boxes, window
from .ragged import rows_of, spread
from .shapes import Shapes


class Outlines(Protocol):
    """Outlines in boxes (k,); ``weight`` (k,) is how many edges each has to look at."""

    boxes: Boxes
    weight: np.ndarray

    def outlines(self, part: slice) -> Outline:
        """The outlines in the boxes in ``part``, numbered from its start."""


class Wholes:
    """Shapes as a whole, each in its own box."""

    def __init__(self, shapes: Shapes, shape: np.ndarray) -> None:
        """``shape`` (k,): which of ``shapes``."""
        self.boxes = Boxes(*np.ascontiguousarray(shapes.bounds.take(shape, axis=0).T))
        tile = shapes.edges.first.take(shape)
        self._edges, self._start = shapes.edges.edges, shapes.edges.start.take(tile)
        self.weight = self._edges.count.take(tile)

    def outlines(self, part: slice) -> Outline:
        """All edges of the shapes in ``part``, except vertical ones, which span no x."""
        box, place = spread(self._start[part], self.weight[part])
        x0, x1 = self._edges.x0.take(place), self._edges.x1.take(place)
        rows = rows_of(x1 > x0)
        box, place, x0, x1 = box.take(rows), place.take(rows), x0.take(rows), x1.take(rows)
        y0, sign = self._edges.y0.take(place), self._edges.sign.take(place).astype(float)
        slope = (self._edges.y1.take(place) - y0) / np.maximum(x1 - x0, THIN)
        left, low = self.boxes.left[part].take(box), self.boxes.low[part].take(box)
        return Outline(box=box, x0=x0 - left, x1=x1 - left, y0=y0 - low, slope=slope, sign=sign)


class Views:
    """Boxes (k,), each over one shape; ``weight`` (k,) is how many edges each has to look at."""

    def __init__(self, shapes: Shapes, shape: np.ndarray, boxes: Boxes) -> None:
        """``shape`` (k,): the shape in ``shapes`` that each box looks at."""
        self.boxes = boxes
        self.weight = np.zeros(len(shape), np.int64)
        self._windows: list[tuple[np.ndarray, Window]] = []
        for rows, tiles, number in shapes.sides(shape):
            view = window(tiles, number, boxes.take(rows))
            self.weight[rows] = view.weight
            self._windows.append((rows, view))

    def outlines(self, part: slice) -> Outline:
        """The outlines of the shapes in ``part`` inside their boxes."""
        wide, high = self.boxes.wide[part], self.boxes.high[part]
        return clipped(*self._near(part), wide, high)

    def _near(self, part: slice) -> tuple[Near, np.ndarray]:
        """The edges near the boxes in ``part``; the sum of the signs above all these."""
        if len(self._windows) == 1:
            return near_boxes(self._windows[0][1].part(part))
        found, above = [], np.zeros(part.stop - part.start)
        for rows, view in self._windows:
            start, stop = rows.searchsorted([part.start, part.stop])
            if stop > start:
                rows = rows[start:stop] - part.start
                near, above[rows] = near_boxes(view.part(slice(start, stop)))
                found.append(near._replace(box=rows.take(near.box)))
        return Near(*map(np.concatenate, zip(*found))), above
