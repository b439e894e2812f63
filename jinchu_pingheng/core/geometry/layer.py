"""A layer of survey data as a table, and the features of it that cannot be used as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from .overlay import Shapes


@dataclass(frozen=True)
class Problem:
    """A feature of a layer that cannot be used as it is; ``geometry`` may be None (null geometry).

    ``usable`` tells whether it was repaired without ambiguity. ``warn``: the user must be told at
    once, since no verdict will say so (a wrong encoding, a doubtful datum).
    """

    feature: str
    message: str
    usable: bool
    geometry: Any = None
    warn: bool = False


WHOLE_LAYER = "（整个图层）"
"""The feature of a problem that is one of the layer as a whole."""


@dataclass(frozen=True)
class Layer:
    """A survey layer as a table: ids, geometries (valid, plan CRS) and columns of equal length n.

    ``ids``: (n,) str; ``geometry``: (n,) shapely objects; ``columns``: name -> (n,) objects (str,
    int, float, None).
    ``problems`` are features that were repaired or set aside by the validity gate. ``total`` is the
    number of features
    of the whole source, of which these are the ones near the parcels; ``extent`` is its (xmin,
    ymin, xmax, ymax).
    ``unfit`` says why the layer as a whole is no evidence. ``uncertain_m``: the whole layer may lie
    this far from its true place, as its datum is another one (0: as exact as its survey).
    """

    role: str
    name: str
    ids: np.ndarray
    geometry: np.ndarray
    columns: Mapping[str, np.ndarray] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    total: int = 0
    extent: tuple[float, float, float, float] | None = None
    unfit: str = ""
    uncertain_m: float = 0.0

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def shapes(self) -> Shapes:
        """The geometries as the overlay engine takes them."""
        return Shapes(self.geometry)

    @cached_property
    def broken(self) -> tuple[Problem, ...]:
        """Features set aside by the validity gate; their geometry holds all that they may mean,
        None is anywhere."""
        return tuple(problem for problem in self.problems if not problem.usable)

    def unsure(self, land: np.ndarray) -> np.ndarray:
        """Mask (k,) of polygons so near to the boundary of a feature that nobody knows on which
        side they lie."""
        unsure = np.zeros(len(land), dtype=bool)
        if self.uncertain_m and len(self):
            boundaries = shapely.boundary(self.geometry)
            tree = shapely.STRtree(boundaries)
            unsure[tree.query(land, predicate="dwithin", distance=self.uncertain_m)[0]] = True
        return unsure

    def column(self, name: str) -> np.ndarray:
        """Values of a column, None where the layer has no such column."""
        if name in self.columns:
            return self.columns[name]
        return np.full(len(self.ids), None, dtype=object)

    def take(self, index: np.ndarray) -> Layer:
        """The rows at ``index`` (integers or a boolean mask)."""
        columns: dict[str, np.ndarray] = {
            name: values[index] for name, values in self.columns.items()
        }
        return replace(self, ids=self.ids[index], geometry=self.geometry[index], columns=columns)
