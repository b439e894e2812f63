"""The survey polygons that may become cropland, while they are looked at type by type."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np

from ..core.accounts.pool import Source
from ..core.geometry.layer import Layer, Problem
from ..core.law.potential import may_be, recognisable
from ..core.model import IN, Parcel
from ..core.notice import Notice, ParcelType


class PoolLand:
    """The polygons that may be of a type; one that has entered the pool is not offered again.
    ``count``: polygons that were looked at; ``lost``: those that nobody can read."""

    def __init__(self, notice: Notice) -> None:
        self._notice, self._kinds = notice, recognisable(notice)
        self._found: dict[str, tuple[Any, Source, tuple[int, ...]]] = {}
        self._spent: set[str] = set()
        self.columns: set[str] = set()
        self.count, self.lost = 0, dict[Problem, None]()
        self.looked_at: Counter[int] = Counter()

    def add(self, dltb: Layer) -> None:
        """Take in polygons, each of them once."""
        self.columns |= set(dltb.columns)
        self.count += len(dltb)
        masks = np.array([may_be(self._notice, kind.number, dltb) for kind in self._kinds])
        for row in np.flatnonzero(masks.any(axis=0)) if len(self._kinds) else ():
            kinds = tuple(k.number for k, mask in zip(self._kinds, masks) if mask[row])
            mark = dltb.column("ZZSXDM")[row]
            source = Source(str(dltb.ids[row]), str(dltb.column("DLBM")[row]), str(mark or ""))
            self._found[f"Q{len(self._found) + 1:06d}"] = dltb.geometry[row], source, kinds

    def parcels(self, kind: ParcelType) -> list[Parcel]:
        """Polygons that may be of a type, as inflow."""
        mine = [
            Parcel(name, IN, kind.number, geometry, ridge_ratio=Decimal(0))
            for name, (geometry, _, kinds) in self._found.items()
            if kind.number in kinds and name not in self._spent
        ]
        self.looked_at[kind.number] = len(mine)
        return mine

    def source(self, name: str) -> Source:
        """The survey polygon of a candidate."""
        return self._found[name][1]

    def spend(self, name: str) -> None:
        """The polygon is in the pool."""
        self._spent.add(name)
