"""Where features that are about to be tagged meet parcels that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from qgis.core import QgsFeature, QgsGeometry

from ..core.geometry.overlay.drawing import polygonal
from ..survey.features import value

SLIVER_M2 = 1.0
"""Less common land than this is noise of digitising."""


@dataclass(frozen=True)
class Overlap:
    """``fids`` and ``names`` of parcels that new features meet, ``new`` how many features do, and
    their common land in m²."""

    fids: tuple[int, ...]
    names: tuple[str, ...]
    new: int
    m2: float


def overlap_of(new: Sequence[QgsFeature], parcels: Sequence[QgsFeature]) -> Overlap | None:
    """What the new features have in common with parcels; None for nothing worth a question."""
    if not parcels:
        return None
    pairs, m2 = _met(_shapes(new), _shapes(parcels))
    if not len(m2):
        return None
    rows = sorted(set(pairs[1].tolist()))
    return Overlap(
        fids=tuple(parcels[row].id() for row in rows),
        names=tuple(sorted(str(value(parcels[row]["parcel_id"]) or "?") for row in rows)),
        new=len(set(pairs[0].tolist())),
        m2=float(m2.sum()),
    )


def cut_out(new: Sequence[QgsFeature], parcels: Sequence[QgsFeature]) -> list[QgsFeature]:
    """The new features without the land of parcels; those of which nothing is left are left out."""
    shapes, kept = _shapes(new), []
    for feature, shape, rest in zip(new, shapes, remains(shapes, _shapes(parcels))):
        if rest is None:
            continue
        if rest is not shape:
            geometry = QgsGeometry()
            geometry.fromWkb(shapely.to_wkb(rest))
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
        kept.append(feature)
    return kept


def remains(shapes: np.ndarray, held: np.ndarray) -> list[Any]:
    """What is left of each shape without the land of those that are held: the shape itself where it
    meets none of them, None where nothing is left."""
    pairs, _ = _met(shapes, held)
    left = []
    for place, shape in enumerate(shapes):
        others = held[pairs[1][pairs[0] == place]]
        rest = shape
        if len(others):
            rest = polygonal(shapely.difference(shape, shapely.union_all(others)))
        left.append(None if len(others) and shapely.area(rest) <= SLIVER_M2 else rest)
    return left


def _met(shapes: np.ndarray, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (2, n) of rows that share land, and how much (n,), m²."""
    pairs = shapely.STRtree(held).query(shapes, predicate="intersects")
    m2 = shapely.area(shapely.intersection(shapes[pairs[0]], held[pairs[1]]))
    return pairs[:, m2 > SLIVER_M2], m2[m2 > SLIVER_M2]


def _shapes(features: Sequence[QgsFeature]) -> np.ndarray:
    """Usable polygons; a broken one meets nothing here, it is named elsewhere."""
    wkb = [feature.geometry().asWkb().data() or None for feature in features]
    found = np.atleast_1d(shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore"))
    found[~shapely.is_valid(found)] = None
    return found
