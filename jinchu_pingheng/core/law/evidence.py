"""All that rules may look at for a block of parcels, with the overlaps that several rules share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..accounts.balance import Balance
from ..accounts.schedule import Month
from ..geometry.layer import Layer
from ..geometry.overlay import Cover
from ..geometry.slope import Dem, steep_areas
from ..land.ground import Ground
from ..land.survey import Survey
from ..model import (
    Parcel,
)
from ..notice import Notice

Selection = tuple[str, str, tuple[str, ...]]
"""Features of a role: all ('' for the column), or those whose column holds one of the values."""

_COVERING = ("overlap", "within")
"""Kinds of rules that hold parcels against whole layers."""


@dataclass(frozen=True)
class Evidence:
    """All that rules may look at. A role that is absent from ``layers`` is no evidence.

    ``parcels`` are the block that is judged; ``neighbours`` the plan's other parcels near it.
    ``today`` is the day of the check, 'YYYY-MM-DD', ``year`` the plan's year. ``draw``: conflicts get their polygons, which
    costs more than knowing their areas.
    """

    notice: Notice
    parcels: Sequence[Parcel]
    layers: Mapping[str, Layer] = field(default_factory=dict)
    survey: Survey | None = None
    dem: Dem | None = None
    balance: Balance | None = None
    months: Sequence[Month] = ()
    today: str = ""
    year: int = 0
    neighbours: Sequence[Parcel] = ()
    draw: bool = True
    _selected: dict[Selection, Layer] = field(default_factory=dict, repr=False)
    covered: dict[Selection, Cover] = field(default_factory=dict, repr=False)
    _steep: dict[float, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict, repr=False)

    @cached_property
    def ground(self) -> Ground:
        """The parcels on the survey."""
        return Ground(self.parcels, self.survey, float(self.notice.adjoin_m), self.neighbours)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of a parcel in ``parcels`` by its id."""
        return {parcel.parcel_id: row for row, parcel in enumerate(self.parcels)}

    def rows(self, parcels: Sequence[Parcel]) -> np.ndarray:
        """Rows of some of the parcels."""
        return np.array([self.row_of[parcel.parcel_id] for parcel in parcels], dtype=int)

    def selected(self, selection: Selection) -> Layer:
        """The features of a selection."""
        role, column, values = selection
        layer = self.layers[role]
        if not column:
            return layer
        if selection not in self._selected:
            wanted = np.array([str(value) in values for value in layer.column(column)], dtype=bool)
            self._selected[selection] = layer.take(wanted)
        return self._selected[selection]

    def cover(self, selection: Selection) -> Cover:
        """How much of each parcel the features of a selection cover; they count once."""
        if selection not in self.covered:
            wanted = [selection, *self._others_wanted(selection)]
            shapes = [self.selected(item).shapes for item in wanted]
            self.covered.update(zip(wanted, self.ground.covers(shapes)))
        return self.covered[selection]

    def _others_wanted(self, selection: Selection) -> list[Selection]:
        """Whole layers that other rules on parcels will ask for: the engine takes them in one
        run."""
        named: set[Selection] = {
            (rule.params["role"], "", ())
            for rule in self.notice.rules
            if rule.kind in _COVERING
            and not rule.params.get("column")
            and not rule.params.get("classes")
        }
        here = {item for item in named if item[0] in self.layers and not self.layers[item[0]].unfit}
        return sorted(here - {selection} - set(self.covered))

    def steep(self, limit_degrees: float) -> tuple[np.ndarray, np.ndarray]:
        """Per parcel: area steeper than a limit, and area without a known slope, m²; all of it
        without a DEM."""
        if self.dem is None:
            return np.zeros(len(self.parcels)), self.ground.land.area
        if limit_degrees not in self._steep:
            self._steep[limit_degrees] = steep_areas(
                self.ground.land.geometry, self.dem, limit_degrees
            )
        return self._steep[limit_degrees]
