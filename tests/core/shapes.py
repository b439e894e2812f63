"""Random polygons for property tests: valid, wiggly, at eastings of real counties with and without
zone prefix."""

from __future__ import annotations

import math

import numpy as np
import shapely


def blob(
    rng: np.random.Generator, x: float, y: float, radius: float, points: int = 24
) -> shapely.Polygon:
    """A star-shaped polygon around (x, y), in metres."""
    angles = np.linspace(0, 2 * math.pi, points, endpoint=False)
    radii = radius * rng.uniform(0.4, 1.0, points)
    return shapely.Polygon(
        np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)])
    )


def blobs(
    rng: np.random.Generator, count: int, size: float, origin: tuple[float, float]
) -> np.ndarray:
    """``count`` blobs scattered over a square of ``size`` metres."""
    places = rng.uniform(0, size, (count, 2)) + origin
    return np.array([blob(rng, x, y, size / 6) for x, y in places], dtype=object)
