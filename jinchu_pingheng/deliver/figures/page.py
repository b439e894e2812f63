"""The papers of a figure, landscape: where title, map, legend and notes stand. Millimetres from the
upper left."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF


@dataclass(frozen=True)
class Page:
    """``side`` is the column of legend, scale and seal, ``foot`` the line below the frame,
    ``below`` the one under it. ``text``: how large letters are, as a share of those of A3."""

    paper: str
    title: QRectF
    frame: QRectF
    map: QRectF
    side: QRectF
    foot: QRectF
    below: QRectF
    text: float = 1.0


A3 = Page(
    paper="A3",
    title=QRectF(12, 7, 396, 16),
    frame=QRectF(12, 25, 396, 250),
    map=QRectF(14.5, 27.5, 304, 245),
    side=QRectF(323, 29, 82, 242),
    foot=QRectF(12, 277.5, 396, 13),
    below=QRectF(12, 291, 396, 4),
)
A4 = Page(
    paper="A4",
    title=QRectF(9, 6, 279, 12),
    frame=QRectF(9, 19, 279, 174),
    map=QRectF(11, 21, 206, 170),
    side=QRectF(220, 22, 66, 168),
    foot=QRectF(9, 194.5, 279, 10),
    below=QRectF(9, 204.5, 279, 3.5),
    text=0.75,
)
PAGES = {page.paper: page for page in (A3, A4)}
