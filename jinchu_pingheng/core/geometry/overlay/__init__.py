"""The overlay engine: areas, land that counts once, adjacency, and what is drawn.

Everything is planar, in one projected CRS with metre units, and expects valid polygons (see
``core.validity``).
"""

from __future__ import annotations

from .adjacency import beside
from .areas import SLIVER_M2, Pairs, areas, areas_of
from .boxes import candidates
from .cover import Cover, Split, cover, covers, covers_and_split, split
from .drawing import meet, polygonal
from .shapes import Shapes

__all__ = [
    "SLIVER_M2",
    "Cover",
    "Pairs",
    "Shapes",
    "Split",
    "areas",
    "areas_of",
    "beside",
    "candidates",
    "cover",
    "covers",
    "covers_and_split",
    "meet",
    "polygonal",
    "split",
]
