"""Which boxes meet."""

from __future__ import annotations

import numpy as np
import shapely

from .shapes import Shapes

FEW = 100_000
"""Up to so many pairs are compared one by one; more go through a tree."""


def candidates(
    parcels: Shapes, features: Shapes, margin: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) whose boxes are at most ``margin`` metres apart in x and in y,
    sorted."""
    wide = parcels.bounds + np.array([-margin, -margin, margin, margin])
    if len(parcels) * len(features) <= FEW:
        xmin, ymin, xmax, ymax = features.bounds.T
        meet = wide[:, :1] <= xmax
        meet &= wide[:, 1:2] <= ymax
        meet &= wide[:, 2:3] >= xmin
        meet &= wide[:, 3:] >= ymin
        parcel, feature = meet.nonzero()
        return parcel, feature
    tree = shapely.STRtree(shapely.box(*features.bounds.T))
    parcel, feature = tree.query(shapely.box(*wide.T))
    order = np.lexsort((feature, parcel))
    return parcel[order], feature[order]
