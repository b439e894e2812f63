"""Features beside parcels."""

from __future__ import annotations

import numpy as np
import shapely

from .areas import areas_of
from .boxes import candidates
from .shapes import Shapes


def beside(parcels: Shapes, features: Shapes, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Index pairs (parcel, feature) at most ``distance`` metres apart, sorted; touching and overlapping are at 0."""
    parcel, feature = candidates(parcels, features, distance)
    near = areas_of(parcels, parcel, features, feature) > 0
    open_ = np.flatnonzero(~near)
    near[open_] = _within(parcels.geometry, parcel[open_], features.geometry, feature[open_], distance)
    return parcel[near], feature[near]


def _within(
    parcels: np.ndarray, parcel: np.ndarray, features: np.ndarray, feature: np.ndarray, distance: float
) -> np.ndarray:
    """Whether index pairs (k,) are at most ``distance`` apart, by GEOS, with the larger side prepared."""
    swap = shapely.get_num_coordinates(features)[feature] > shapely.get_num_coordinates(parcels)[parcel]
    near = np.zeros(len(parcel), dtype=bool)
    for rows, hosts, guests in (
        (~swap, (parcels, parcel), (features, feature)),
        (swap, (features, feature), (parcels, parcel)),
    ):
        hosts_used = hosts[0][np.unique(hosts[1][rows])]
        shapely.prepare(hosts_used)
        try:
            near[rows] = shapely.dwithin(hosts[0][hosts[1][rows]], guests[0][guests[1][rows]], distance)
        finally:
            shapely.destroy_prepared(hosts_used)
    return near
