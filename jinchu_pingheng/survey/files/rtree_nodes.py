"""The nodes of an SQLite R-tree, many at a time: for many boxes faster than a question for each.

A node is a blob of 2 bytes depth (in the root), 2 bytes count, then its cells: 8 bytes number (of a
row, above the leaves of a node) and four 32-bit numbers xmin, xmax, ymin, ymax, all big-endian
(rtree.c, "Database Format of R-Tree Tables").
"""

from __future__ import annotations

import sqlite3

import numpy as np

from . import boxes as box

_HEAD, _CELL = 4, 24
_FORMAT = np.dtype([("number", ">i8"), ("box", ">f4", (4,))])
_ROOT = 1
_AT_ONCE = 1000


def root(db: sqlite3.Connection, nodes: str) -> tuple[int, np.ndarray, np.ndarray]:
    """Levels below the root of the table ``nodes`` (quoted), and the root's cells: numbers (k,) and
    boxes (k, 4)."""
    blobs = _blobs(db, nodes, np.array([_ROOT]))
    depth = int.from_bytes(blobs[0][:2], "big") if blobs else 0
    return depth, *_cells(blobs)


def near(db: sqlite3.Connection, nodes: str, places: box.Places) -> np.ndarray:
    """Numbers (k,) of rows whose box in the R-tree meets any of the places."""
    depth, numbers, around = root(db, nodes)
    for _ in range(depth):
        numbers, around = _cells(_blobs(db, nodes, numbers[places.near(around)]))
    return numbers[places.near(around)]


def _blobs(db: sqlite3.Connection, nodes: str, numbers: np.ndarray) -> list[bytes]:
    found: list[bytes] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = ",".join(map(str, numbers[start : start + _AT_ONCE].tolist()))
        found += [
            blob for (blob,) in db.execute(f"SELECT data FROM {nodes} WHERE nodeno IN ({some})")
        ]
    return found


def _cells(blobs: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    if not blobs:
        return np.empty(0, dtype=np.int64), np.empty((0, 4))
    most = (len(blobs[0]) - _HEAD) // _CELL
    node = np.dtype(
        {
            "names": ["count", "cells"],
            "formats": [">u2", (_FORMAT, (most,))],
            "offsets": [2, _HEAD],
            "itemsize": len(blobs[0]),
        }
    )
    table = np.frombuffer(b"".join(blobs), dtype=node)
    cells = table["cells"][np.arange(most) < table["count"][:, None]]
    return cells["number"].astype(np.int64), cells["box"][:, [0, 2, 1, 3]].astype(float)
