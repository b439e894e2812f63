"""What stands on the page of a figure, and which piece of ground its map shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsRectangle
from qgis.PyQt.QtCore import QRectF

from ...core.model import Edition, Header
from ..projection import projection
from ..wording import date_text
from .forms import Form
from .legend import Entry

MARGIN_MM = 3.0
"""Between what is shown and the edge of the map."""
_NEAT = (
    100, 110, 120, 125, 130, 140, 150, 160, 175, 180, 200, 220, 250, 280, 300, 350, 400, 450, 500,
    550, 600, 650, 700, 750, 800, 850, 900, 950,
)  # fmt: skip

Bounds = tuple[float, float, float, float]
"""West, south, east, north in the plan's CRS (metres)."""


@dataclass(frozen=True)
class View:
    """The ground on the map of a form; ``scale`` is the N of 1:N."""

    form: Form
    centre: tuple[float, float]
    scale: int

    @property
    def extent(self) -> QgsRectangle:
        """What the map shows."""
        (x, y), room = self.centre, self.form.map
        half_width, half_height = (
            size * self.scale / 2000 for size in (room.width(), room.height())
        )
        return QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height)

    @property
    def lettering(self) -> float:
        """How large letters on the map are, as a share of those on A3."""
        return min(1.0, max(0.7, self.form.map.width() / 298))


@dataclass(frozen=True)
class Overview:
    """The small map of where the large one lies: layers top first, and what it shows."""

    layers: tuple[QgsMapLayer, ...]
    extent: QgsRectangle


@dataclass(frozen=True)
class Sheet:
    """One page. ``layers`` top first; ``notes`` are printed in red; ``secrecy`` is the 密级, ''
    for none; ``more``: further words, by the id of their label."""

    title: str
    header: Header
    crs: QgsCoordinateReferenceSystem
    view: View
    layers: tuple[QgsMapLayer, ...]
    things: tuple[Entry, ...]
    classes: tuple[Entry, ...]
    remarks: tuple[str, ...]
    sources: str
    notes: tuple[str, ...]
    edition: Edition
    imprint: str
    software: str
    secrecy: str = ""
    overview: Overview | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """What is written, by the id of the label; '' where there is nothing to say."""
        header = self.header
        return {
            "title": self.title,
            "secrecy": self.secrecy,
            "scale": f"1:{self.view.scale:,}".replace(",", " "),
            "crs": f"{projection(header.crs).sentence}（{header.crs}）",
            "sources": self.sources,
            "office": header.office or "＿" * 12,
            "date": date_text(header.compiled_on, missing="＿＿＿＿年＿＿月＿＿日"),
            "imprint": self.imprint,
            "remarks": "\n".join(self.remarks),
            "notes": "\n".join(self.notes),
            "legend_title": "图  例" if self.things or self.classes else "",
        }


def view_of(bounds: Bounds, form: Form) -> View:
    """The view at the largest neat scale that shows ``bounds`` whole."""
    west, south, east, north = bounds
    centre = (west + east) / 2, (south + north) / 2
    return View(form, centre, neat_scale(east - west, north - south, form.map))


def neat_scale(width_m: float, height_m: float, room: QRectF) -> int:
    """The largest scale, as the neat N of 1:N, at which an area fits a map with a small margin."""
    width, height = room.width() - 2 * MARGIN_MM, room.height() - 2 * MARGIN_MM
    needed = 1000 * max(width_m / width, height_m / height, 0.5)
    power = 1
    while True:
        for step in _NEAT:
            if step * power >= needed:
                return step * power
        power *= 10


def neat_step(most: float) -> int:
    """The greatest of 1, 2 and 5 times a power of ten that is not above ``most``; at least 1."""
    power = 1
    while power * 10 <= most:
        power *= 10
    return max(step * power for step in (1, 2, 5) if step * power <= max(most, 1))
