"""Features of a layer: those of one request, and those held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import shapely

from . import boxes as box
from .kept import Kept, big, size_of
from .wkb import parse

CODE = "BSM"
"""The column of 标识码, by which people know a feature."""

NOWHERE = shapely.box(np.inf, np.inf, np.inf, np.inf)
"""Stands for a polygon whose coordinates do not exist in the plan's CRS; the validity gate names
it."""


class Only(NamedTuple):
    """Features whose column holds one of the values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """Features as they were read, in the plan's CRS, not gated, by ascending number.

    ``fids``: (k,) int64; ``ids``: (k,) str, 标识码 where it is filled, else the number;
    ``geometry``: (k,) flat shapely
    objects, None for a null; ``unreadable``: (k,) mask of geometries that no reader understands
    (None as well);
    ``boxes``: (k, 4), not finite for a feature that may lie anywhere; ``columns``: name -> (k,)
    objects,
    None for a null, texts without padding.
    """

    fids: np.ndarray
    ids: np.ndarray
    geometry: np.ndarray
    unreadable: np.ndarray
    boxes: np.ndarray
    columns: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.fids)

    def take(self, index: np.ndarray) -> Rows:
        """The rows at ``index`` (integers or a mask)."""
        columns: dict[str, np.ndarray] = {
            name: values[index] for name, values in self.columns.items()
        }
        return Rows(
            fids=self.fids[index],
            ids=self.ids[index],
            geometry=self.geometry[index],
            unreadable=self.unreadable[index],
            boxes=self.boxes[index],
            columns=columns,
        )

    def plus(self, other: Rows) -> Rows:
        """These and other rows with the same columns, by ascending number."""
        columns = {
            name: np.concatenate((column, other.columns[name]))
            for name, column in self.columns.items()
        }
        both = Rows(
            fids=np.concatenate((self.fids, other.fids)),
            ids=np.concatenate((self.ids, other.ids)),
            geometry=np.concatenate((self.geometry, other.geometry)),
            unreadable=np.concatenate((self.unreadable, other.unreadable)),
            boxes=np.concatenate((self.boxes, other.boxes)),
            columns=columns,
        )
        return both.take(np.argsort(both.fids, kind="stable"))


@dataclass(frozen=True)
class Table:
    """Features in memory, in the plan's CRS, by ascending number; a plain value.

    ``fids``: (n,) int64; ``boxes``: (n, 4), not finite for a feature that may lie anywhere;
    ``wkb``: (n,) bytes or None;
    ``columns``: name -> (n,) objects. ``total`` counts the source's features, ``extent`` is their
    box (None: unknown).
    """

    fids: np.ndarray
    boxes: np.ndarray
    wkb: np.ndarray
    columns: Mapping[str, np.ndarray]
    total: int
    extent: tuple[float, float, float, float] | None
    _kept: Kept = field(default_factory=Kept, compare=False, repr=False)

    @property
    def version(self) -> int:
        """Features in memory do not change."""
        return 0

    def near(self, boxes: np.ndarray, only: Only | None = None) -> Rows:
        """Features whose box meets any of ``boxes`` (m, 4), and those that may lie anywhere;
        ``only`` those wanted."""
        near = np.flatnonzero(box.near(self.boxes, boxes))
        if only is not None and only.column in self.columns:
            near = near[
                [str(value).strip() in only.values for value in self.columns[only.column][near]]
            ]
        return self._rows(near)

    def all(self) -> Rows:
        """All features that were loaded."""
        return self._rows(np.arange(len(self.fids)))

    def close(self) -> None:
        """Nothing is open."""

    def _rows(self, index: np.ndarray) -> Rows:
        fids = self.fids[index]
        columns = {name: column[index] for name, column in self.columns.items()}
        wkb = self.wkb[index]
        held = {
            int(np.searchsorted(fids, fid)): self._kept.get(fid)
            for fid in self._kept.among(fids.tolist())
        }
        wkb[list(held)] = None
        geometry, unreadable = parse(wkb)
        for i, shape in held.items():
            geometry[i] = shape
        for i in big(wkb, unreadable):
            self._kept.put(int(fids[i]), geometry[i], size_of(geometry[i]))
        return Rows(
            fids=fids,
            ids=ids_of(fids, columns.get(CODE)),
            geometry=geometry,
            unreadable=unreadable,
            boxes=self.boxes[index],
            columns=columns,
        )


def ids_of(fids: np.ndarray, codes: np.ndarray | None) -> np.ndarray:
    """标识码 (n,) where it is filled, else the feature's number, as texts."""
    ids = np.empty(len(fids), dtype=object)
    if codes is None:
        ids[:] = [str(fid) for fid in fids.tolist()]
    else:
        ids[:] = [str(code or fid) for code, fid in zip(codes, fids.tolist())]
    return ids


def column_of(values: Any) -> np.ndarray:
    """A column (n,) of Python values; texts lose their padding, and doubles that are whole are the
    integers that they stand for."""
    column = np.empty(len(values), dtype=object)
    kinds = set(map(type, values))  # most columns are of texts only, or of none
    if str in kinds:
        values = [value.strip() if type(value) is str else value for value in values]
    if float in kinds:
        values = [
            int(value) if type(value) is float and value.is_integer() else value for value in values
        ]
    column[:] = values
    return column
