"""The five figures of the notice, each of the whole county."""

from __future__ import annotations

from functools import partial

from .drawing import Drawing
from .forms import Form
from .ground import UNNUMBERED, Ground
from .sheet import Sheet, view_of
from .specs import FIGURES, Figure, notes, title


def drawings(ground: Ground) -> list[Drawing]:
    """附图1 to 附图5."""
    return [
        Drawing(
            role=figure.role,
            name=f"附图{number} {title(ground.report, figure)}",
            on=partial(sheet, ground, figure),
        )
        for number, figure in enumerate(FIGURES, 1)
    ]


def sheet(ground: Ground, figure: Figure, form: Form) -> Sheet:
    """Layers, legend and words of one figure."""
    report, view = ground.report, view_of(ground.bounds, form)
    sides = ground.sides(report.parcels, figure.directions)
    empty = [report.notice.word(side) for side in figure.directions if side not in sides]
    solid = figure.palette is None
    base, classes = ground.base(figure, view)
    return ground.sheet(
        title=title(report, figure),
        view=view,
        layers=[*ground.overlay(sides, view, solid), *base],
        things=ground.things(sides, view, solid),
        classes=classes,
        remarks=[UNNUMBERED] if sides else [],
        sources=ground.sources(figure),
        notes=[*notes(figure, ground.layers), *(f"方案中没有{word}地块" for word in empty)],
    )
