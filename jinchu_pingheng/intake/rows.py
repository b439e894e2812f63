"""What comes in, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ..core.model import Parcel


@dataclass(frozen=True)
class Rows:
    """Rows of a layer or table: ``features`` (n,) are their names there, ``columns`` the raw plain
    values (n,) by column, ``titles`` the alias of each column or '', ``geometry`` (n,) shapely
    objects or None in the plan's CRS.
    """

    layer: str
    features: Sequence[str]
    titles: Mapping[str, str]
    columns: Mapping[str, Sequence[Any]]
    geometry: np.ndarray


@dataclass(frozen=True)
class Tag:
    """What the user chose: side, type, and raw values that hold where a row has none of its own
    (plan field -> value)."""

    direction: str
    type: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


class Incoming(NamedTuple):
    """A parcel with where it came from; ``attributes``: the row's other values as JSON."""

    parcel: Parcel
    layer: str
    feature: str
    attributes: str


@dataclass(frozen=True)
class Taken:
    """Parcels, ids of rows left out because of their geometry, and what the user should know."""

    incoming: list[Incoming]
    skipped: list[str]
    notes: list[str]
