"""Which boxes meet."""

from __future__ import annotations

import numpy as np
import shapely

from .shapes import Shapes

FEW = 100_000
"""Up to so many pairs are compared one by one; more go through a tree."""


def candidates(parcels: Shapes, features: Shapes, margin: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) whose boxes are at most ``margin`` metres apart in x and in y, sorted."""
    one, two = parcels.bounds, features.bounds
    if len(one) * len(two) <= FEW:
        meet = (one[:, None, :2] - margin <= two[None, :, 2:]) & (one[:, None, 2:] + margin >= two[None, :, :2])
        parcel, feature = np.nonzero(meet.all(axis=2))
        return parcel, feature
    wide = one + np.array([-margin, -margin, margin, margin])
    tree = shapely.STRtree(shapely.box(*two.T))
    parcel, feature = tree.query(shapely.box(*wide.T))
    order = np.lexsort((feature, parcel))
    return parcel[order], feature[order]
