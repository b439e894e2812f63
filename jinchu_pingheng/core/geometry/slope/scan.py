"""How much of each parcel lies in the marked cells of a grid: exact, for all parcels at once.

Let F(u, v) be the marked length of row v west of u, in cells. By Green's theorem the marked area
inside a ring is the integral of F dv along the ring. Cut at the grid's lines, F is linear along
every piece of an edge, so the piece adds F at its middle times its dv: the inside of a parcel is
never visited, and the cost is that of its boundary.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

BATCH_PIECES = 60_000
"""Pieces of edges worked on at a time: some megabytes, whatever the number of parcels."""

Segments = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Start and end (k,) on one axis, then on the other, counted in cells from the grid's corner."""


@dataclass(frozen=True)
class Marked:
    """Marked cells of a grid: ``runs`` (rows, columns + 1) counts them west of each cell edge.

    Beyond the grid its outermost ring of cells goes on for ever. ``left`` and ``top`` are the outer
    corner of the first cell, ``dx`` and ``dy`` the cell sizes, all in metres.
    """

    runs: np.ndarray
    left: float
    top: float
    dx: float
    dy: float

    def across(self, x: np.ndarray) -> np.ndarray:
        """Eastings in cells from the corner; the corner is taken off first, so zone prefixes cost
        no precision."""
        return (x - self.left) / self.dx

    def down(self, y: np.ndarray) -> np.ndarray:
        """Northings in cells from the corner, growing southward."""
        return (self.top - y) / self.dy

    def columns(self, u: np.ndarray) -> np.ndarray:
        """The column at each position; the outermost beyond the grid."""
        return _cell(u, self.runs.shape[1] - 1)

    def rows(self, v: np.ndarray) -> np.ndarray:
        """The row at each position; the outermost beyond the grid."""
        return _cell(v, self.runs.shape[0])

    def west(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Marked length of the row at v west of u, in cells."""
        column = self.columns(u)
        place = self.rows(v) * self.runs.shape[1] + column
        before, after = self.runs.take(place), self.runs.take(place + 1)
        return before + (after - before) * (u - column)


def _cell(position: np.ndarray, count: int) -> np.ndarray:
    return np.minimum(np.maximum(position, 0), count - 1).astype(np.intp)


def marked_area(parcels: np.ndarray, marked: Marked) -> np.ndarray:
    """Area in m² (n,) of each valid polygon or multipolygon (n,) that lies in marked cells."""
    area = np.zeros(len(parcels))
    index = _near(parcels, marked)
    for start, end in _batches(parcels[index], marked):
        batch = index[start:end]
        area[batch] = _scan(parcels[batch], marked)
    return area


def _near(parcels: np.ndarray, marked: Marked) -> np.ndarray:
    """Index of the parcels that have a marked cell in their box."""
    xmin, ymin, xmax, ymax = np.nan_to_num(
        shapely.bounds(parcels)
    ).T  # NaN for an empty one: the scan finds 0 there
    west, east = marked.columns(marked.across(xmin)), marked.columns(marked.across(xmax))
    north, south = marked.rows(marked.down(ymax)), marked.rows(marked.down(ymin))
    box, line = _spread(south - north + 1)
    row = north[box] + line
    meets = marked.runs[row, east[box] + 1] > marked.runs[row, west[box]]
    return np.flatnonzero(np.bincount(box[meets], minlength=len(parcels)))


def _spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For counts (n,): each index repeated that often, and the repetitions numbered from 0."""
    index = np.repeat(np.arange(len(counts)), counts)
    return index, np.arange(len(index)) - (np.cumsum(counts) - counts)[index]


def _batches(parcels: np.ndarray, marked: Marked) -> list[tuple[int, int]]:
    """Slices of the parcels, cut where the expected number of pieces fills a batch."""
    lines = shapely.length(parcels) * (1 / marked.dx + 1 / marked.dy)
    batch = np.cumsum(shapely.get_num_coordinates(parcels) + lines) // BATCH_PIECES
    starts = np.flatnonzero(np.diff(batch, prepend=-1)).tolist()
    return list(zip(starts, [*starts[1:], len(parcels)]))


def _scan(parcels: np.ndarray, marked: Marked) -> np.ndarray:
    parts, parcel = shapely.get_parts(parcels, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    ring, (u0, u1, v0, v1) = _edges(rings, marked)
    row, (v0, v1, u0, u1) = _cut((v0, v1, u0, u1), marked.runs.shape[0])
    piece, (u0, u1, v0, v1) = _cut((u0, u1, v0, v1), marked.runs.shape[1] - 1)
    inside = marked.west((u0 + u1) / 2, (v0 + v1) / 2) * (v1 - v0)
    area = np.bincount(ring[row[piece]], inside, minlength=len(rings))
    shell = np.diff(part, prepend=-1) > 0
    # v grows southward, so a ring that is counter-clockwise on the map runs clockwise here.
    area = area * np.where(
        shapely.is_ccw(rings) == shell, -marked.dx * marked.dy, marked.dx * marked.dy
    )
    return np.bincount(parcel[part], area, minlength=len(parcels))


def _edges(rings: np.ndarray, marked: Marked) -> tuple[np.ndarray, Segments]:
    """Edges (k,) of rings with the ring's index; level edges have no dv and are left out."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    u, v = marked.across(points[:, 0]), marked.down(points[:, 1])
    start = np.flatnonzero((ring[1:] == ring[:-1]) & (v[1:] != v[:-1]))
    return ring[start], (u[start], u[start + 1], v[start], v[start + 1])


def _cut(segments: Segments, count: int) -> tuple[np.ndarray, Segments]:
    """Cut segments where their first axis passes a whole number between 0 and ``count``, the grid's
    inner lines.

    Returns the index of the segment of each piece and the pieces, in order along each segment.
    """
    a0, a1, b0, b1 = segments
    low = np.maximum(np.floor(np.minimum(a0, a1)) + 1, 1)
    high = np.minimum(np.ceil(np.maximum(a0, a1)) - 1, count - 1)
    cuts = np.maximum(high - low + 1, 0).astype(np.intp)
    cut, number = _spread(cuts)
    rising = a1[cut] > a0[cut]
    a = np.where(rising, low[cut] + number, high[cut] - number)
    b = b0[cut] + (a - a0[cut]) * ((b1[cut] - b0[cut]) / (a1[cut] - a0[cut]))
    index = np.repeat(np.arange(len(a0)), cuts + 1)
    ends = np.arange(len(cut)) + cut
    starts = ends + 1
    a0, a1, b0, b1 = a0[index], a1[index], b0[index], b1[index]
    a1[ends], b1[ends], a0[starts], b0[starts] = a, b, a, b
    return index, (a0, a1, b0, b1)
