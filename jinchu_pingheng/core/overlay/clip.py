"""What of a polygon lies in a box, as edges.

Edges are cut at the box. What is left or right of it or below it is dropped. What is above it is replaced by lids:
level edges on the upper side of the box where the polygon reaches beyond it. The edges above are not needed for that:
along the upper side, the sum of the signs above changes only where an edge crosses this side, so the sum at the left
corner and the crossings tell everything. For a polygon that covers the box a single lid is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .near import Window, edges_near, signs_above


@dataclass(frozen=True)
class Outline:
    """Edges (m,) inside boxes, from left to right, in metres from the lower left corner of the box ``box`` (m,)."""

    box: np.ndarray
    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray

    def take(self, index: np.ndarray) -> Outline:
        """The edges at ``index``."""
        return Outline(*(column.take(index) for column in vars(self).values()))

    def put(self, index: np.ndarray, ends: tuple[np.ndarray, ...]) -> None:
        """Move the ends (x0, y0, x1, y1) of the edges at ``index``."""
        for column, values in zip((self.x0, self.y0, self.x1, self.y1), ends):
            column[index] = values


def clipped(view: Window) -> Outline:
    """The outlines of shapes inside their boxes, box after box, and the lids of all boxes after them."""
    wide, high = view.boxes.right - view.boxes.left, view.boxes.top - view.boxes.low
    box, position = edges_near(view)
    corner = signs_above(view, box, position)
    box, position = _between_sides(view, box, position)
    edges, above = _not_beyond(view, box, position)
    _cut_at_sides(edges, wide)
    crossing = _cut_at_top(edges, high, corner)
    corner += np.bincount(box.take(above), view.tiles.edges.sign.take(position.take(above)), minlength=len(wide))
    _cut_at_floor(edges)
    left = (edges.x1 > edges.x0) & ((edges.y0 > 0) | (edges.y1 > 0))
    left &= np.minimum(edges.y0, edges.y1) < high.take(edges.box)
    return _joined(edges, np.flatnonzero(left), _lids(corner, crossing, wide, high))


def _between_sides(view: Window, box: np.ndarray, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges that are partly between the left and the right side of the box."""
    table, boxes = view.tiles.edges, view.boxes
    inside = table.x1.take(position) > boxes.left.take(box)
    inside &= table.x0.take(position) < boxes.right.take(box)
    rows = np.flatnonzero(inside)
    return box.take(rows), position.take(rows)


def _not_beyond(view: Window, box: np.ndarray, position: np.ndarray) -> tuple[Outline, np.ndarray]:
    """Edges that are partly between the lower and the upper side; and which edges are above the left corner."""
    table, boxes = view.tiles.edges, view.boxes
    y0, y1 = table.y0.take(position), table.y1.take(position)
    beyond = np.minimum(y0, y1) >= boxes.top.take(box)
    rows = np.flatnonzero((np.maximum(y0, y1) > boxes.low.take(box)) & ~beyond)
    above = np.flatnonzero(beyond)
    above = above.take(np.flatnonzero(table.x0.take(position.take(above)) <= boxes.left.take(box.take(above))))
    box, position = box.take(rows), position.take(rows)
    left, low = boxes.left.take(box), boxes.low.take(box)
    x0, x1 = table.x0.take(position) - left, table.x1.take(position) - left
    y0, y1 = y0.take(rows) - low, y1.take(rows) - low
    return Outline(box, x0, y0, x1, y1, table.sign.take(position).astype(float)), above


def _cut_at_sides(edges: Outline, wide: np.ndarray) -> None:
    """Move ends that are left or right of the box to its side."""
    cut = np.flatnonzero(edges.x0 < 0)
    part = edges.take(cut)
    edges.y0[cut] = part.y0 + (part.y1 - part.y0) * (-part.x0 / (part.x1 - part.x0))
    edges.x0[cut] = 0
    right = wide.take(edges.box)
    cut = np.flatnonzero(edges.x1 > right)
    part, right = edges.take(cut), right.take(cut)
    edges.y1[cut] = part.y0 + (part.y1 - part.y0) * ((right - part.x0) / (part.x1 - part.x0))
    edges.x1[cut] = right


def _cut_at_top(edges: Outline, high: np.ndarray, corner: np.ndarray) -> Outline:
    """Move ends above the box to its upper side; count what is above the left corner; return the crossings.

    A crossing has its place in ``x0`` and the change of the sum above in ``sign``.
    """
    top = high.take(edges.box)
    left_above = edges.y0 >= top
    cut = np.flatnonzero(left_above & (edges.x0 == 0))
    corner += np.bincount(edges.box.take(cut), edges.sign.take(cut), minlength=len(corner))
    cut = np.flatnonzero(left_above != (edges.y1 >= top))
    part, level = edges.take(cut), top.take(cut)
    falls = left_above.take(cut)
    x = _crossing(part, level)
    edges.put(cut, _shortened(part, falls, x, level))
    return Outline(part.box, x, level, x, level, np.where(falls, -part.sign, part.sign))


def _cut_at_floor(edges: Outline) -> None:
    """Move ends below the box to its lower side."""
    rises = edges.y0 < 0
    cut = np.flatnonzero(rises != (edges.y1 < 0))
    part, level = edges.take(cut), np.zeros(len(cut))
    edges.put(cut, _shortened(part, rises.take(cut), _crossing(part, level), level))


def _shortened(edges: Outline, left: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, ...]:
    """Ends of edges whose left or else right end is moved to (x, y)."""
    return (
        np.where(left, x, edges.x0),
        np.where(left, y, edges.y0),
        np.where(left, edges.x1, x),
        np.where(left, edges.y1, y),
    )


def _crossing(edges: Outline, level: np.ndarray) -> np.ndarray:
    """Where edges with one end on each side of a level cross it, x."""
    share = (level - edges.y0) / (edges.y1 - edges.y0)
    return np.clip(edges.x0 + (edges.x1 - edges.x0) * share, edges.x0, edges.x1)


def _lids(corner: np.ndarray, crossing: Outline, wide: np.ndarray, high: np.ndarray) -> Outline:
    """Level edges along the upper side of the boxes, from the sums at their left corner and their changes."""
    covered = np.flatnonzero(corner)
    box = np.append(covered, crossing.box)
    x = np.append(np.zeros(len(covered)), crossing.x0)
    order = np.lexsort((x, box))
    box, x = box.take(order), x.take(order)
    total = np.cumsum(np.append(corner.take(covered), crossing.sign).take(order))
    is_last = np.append(box[1:] != box[:-1], True)[: len(box)]
    before = np.append(0.0, total[is_last])
    sign = total - before.take(np.cumsum(is_last) - is_last)
    end = np.where(is_last, wide.take(box), np.append(x[1:], 0)[: len(box)])
    lid = np.flatnonzero((sign != 0) & (end > x))
    level = high.take(box.take(lid))
    return Outline(box.take(lid), x.take(lid), level, end.take(lid), level, sign.take(lid))


def _joined(one: Outline, rows: np.ndarray, two: Outline) -> Outline:
    """Some edges of one outline, all of another."""
    pairs = zip(vars(one).values(), vars(two).values())
    return Outline(*(np.concatenate([column.take(rows), other]) for column, other in pairs))
