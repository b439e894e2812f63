"""Which boxes in a row are not apart, found with a binary tree over each row.

Two boxes that are not next to each other have ancestors two or three places apart whose parents are
next to each other or the same. So it is enough to compare such pairs, on every level, and to halve
those that are not apart.

Rows of which very many boxes meet (a comb, a star) are given up: their pairs grow with the square.
"""

from __future__ import annotations

import numpy as np

from .overlay.ragged import rows_of

Pairs = tuple[np.ndarray, np.ndarray]
Boxes = tuple[np.ndarray, np.ndarray]
"""Lowest and highest x and y of boxes (m,): two arrays (2, m)."""

MOST_PAIRS = 16
"""Pairs of boxes for each box of a row, above which the row is given up: fields, farms and red
lines stay below 2, a spiral of twenty turns below 16."""


def close_pairs(
    boxes: Boxes, start: np.ndarray, count: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of boxes of a run that are neither apart nor next to each other, the earlier one first;
    and the runs that were given up, of which no pair is told.

    start, count: (k,) the runs, none empty, each followed by an empty box (from infinity to minus
    infinity).
    """
    depth = np.ceil(np.log2(count)).astype(np.int64)
    # the largest tree first, so that each starts at a multiple of its size
    order = (-depth).argsort(kind="stable")
    depth = depth.take(order)
    size = 1 << depth
    end = size.cumsum()
    tree = np.zeros(end[-1], np.int64)
    tree[end[:-1]] = 1
    tree = tree.cumsum(out=tree)
    place = np.arange(len(tree)) - (end - size).take(tree)
    # what is missing to a full tree repeats the empty box after the run
    leaf = start.take(order).take(tree) + np.minimum(place, count.take(order).take(tree))
    boxes = boxes[0].take(leaf, axis=1), boxes[1].take(leaf, axis=1)
    levels, pairs = [], []
    for level in range(int(depth[0]) - 1):
        nodes = int(size[depth > level + 1].sum()) >> level
        boxes = boxes[0][:, :nodes], boxes[1][:, :nodes]
        levels.append(boxes)
        pairs.append(_cousins(boxes, tree[:: 1 << level][:nodes]))
        boxes = joined(boxes)
    one = other = np.empty(0, np.int64)
    given_up = np.zeros(len(start), dtype=bool)
    for level, boxes, found in zip(range(len(levels))[::-1], reversed(levels), reversed(pairs)):
        one, other = halved(boxes, (one, other))
        one, other = np.concatenate([one, found[0]]), np.concatenate([other, found[1]])
        owner = tree[:: 1 << level]
        one, other = without_crowds((one, other), owner, size, given_up)
    return leaf.take(one), leaf.take(other), order[given_up]


def without_crowds(
    pairs: Pairs, owner: np.ndarray, size: np.ndarray, given_up: np.ndarray
) -> Pairs:
    """The pairs without those of rows that have more than ``MOST_PAIRS`` for each of their ``size``
    (k,) boxes; these rows are marked in ``given_up`` (k,), for good.

    owner: the row of each box.
    """
    if len(pairs[0]) > MOST_PAIRS * size.sum():
        given_up |= np.bincount(owner.take(pairs[0]), minlength=len(size)) > MOST_PAIRS * size
    if not given_up.any():
        return pairs
    keep = rows_of(~given_up.take(owner.take(pairs[0])))
    return pairs[0].take(keep), pairs[1].take(keep)


def joined(boxes: Boxes) -> Boxes:
    """The boxes of each two boxes in a row."""
    low, high = boxes
    return np.minimum(low[:, ::2], low[:, 1::2]), np.maximum(high[:, ::2], high[:, 1::2])


def _cousins(boxes: Boxes, tree: np.ndarray) -> Pairs:
    """Pairs of boxes two or three places apart in their tree that are not apart.

    Two that are three places apart have parents next to each other only if the first is its
    parent's first.
    """
    low, high = boxes
    found = []
    for gap, every in ((2, 1), (3, 2)):
        one, other = slice(0, len(tree) - gap, every), slice(gap, None, every)
        apart = low[:, other] > high[:, one]
        apart |= high[:, other] < low[:, one]
        found.append(rows_of(~(apart[0] | apart[1]) & (tree[one] == tree[other])) * every)
    return np.concatenate(found), np.concatenate([found[0] + 2, found[1] + 3])


def halved(boxes: Boxes, pairs: Pairs) -> Pairs:
    """Pairs of the halves of each pair of boxes, without those that are apart."""
    one, other = 2 * pairs[0], 2 * pairs[1]
    one, other = (
        np.concatenate([one, one, one + 1, one + 1]),
        np.concatenate([other, other + 1] * 2),
    )
    low, high = boxes
    apart = low.take(one, axis=1) > high.take(other, axis=1)
    apart |= high.take(one, axis=1) < low.take(other, axis=1)
    keep = rows_of(~(apart[0] | apart[1]))
    return one.take(keep), other.take(keep)
