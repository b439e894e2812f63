"""Rings to polygons and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.polygon import orient


def rings_of(geometry: Any) -> Iterator[np.ndarray]:
    """Closed rings (n, 2) of each part: the shell clockwise, then its holes the other way."""
    for part in shapely.get_parts(geometry):
        turned = orient(shapely.force_2d(part), sign=-1.0)
        for ring in (turned.exterior, *turned.interiors):
            yield np.asarray(ring.coords)


def polygon_of(rings: Sequence[np.ndarray]) -> Any:
    """The polygon or multipolygon of closed rings (n, 2): a ring inside another is its hole, one
    inside a hole is land again. Rings that cross make an invalid polygon, which intake/ refuses."""
    shells = [shapely.Polygon(ring) for ring in rings]
    order = sorted(range(len(rings)), key=lambda place: -shells[place].area)
    around: dict[int, list[int]] = {
        place: [other for other in order[:rank] if _inside(rings[place], shells[other])]
        for rank, place in enumerate(order)
    }
    parts = []
    for place in range(len(rings)):
        if len(around[place]) % 2:
            continue
        own = [hole for hole in order if around[hole][-1:] == [place] and len(around[hole]) % 2]
        parts.append(shapely.Polygon(rings[place], [rings[hole] for hole in sorted(own)]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _inside(ring: np.ndarray, shell: Any) -> bool:
    return bool(shapely.intersects_xy(shell, ring[:, 0], ring[:, 1]).all())
