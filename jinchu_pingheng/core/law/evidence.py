"""All that rules may look at for a block of parcels, with the overlaps that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..accounts.balance import Balance, deducted_parcels
from ..accounts.schedule import Month
from ..batches import Batch
from ..codes import understood
from ..declarations import Declaration
from ..geometry.layer import Layer
from ..geometry.overlay import Cover
from ..geometry.slope import Dem, steep_areas
from ..land.ground import Ground
from ..land.survey import Survey
from ..landclass import matches
from ..model import Parcel
from ..notice import Notice


class Selection(NamedTuple):
    """Features of a role: all (without a column), those whose column holds one of the values, or
    those whose column says nothing that can be understood (``unclear``)."""

    role: str
    column: str = ""
    values: tuple[str, ...] = ()
    unclear: bool = False


class Marks(NamedTuple):
    """Survey polygons (n,) by one attribute: it has one of the values, or nobody can read it."""

    hit: np.ndarray
    unclear: np.ndarray


@dataclass(frozen=True)
class Evidence:
    """All that rules may look at. A role that is absent from ``layers`` is no evidence.

    ``parcels`` are the block that is judged; ``neighbours`` the plan's other parcels near it.
    ``today`` is the day of the check, 'YYYY-MM-DD', ``year`` that of the plan (None: not known).
    ``declared``: statements of the county by role. ``batches``: those of the plan.
    ``draw``: conflicts get their polygons, which costs more than knowing their areas.
    """

    notice: Notice
    parcels: Sequence[Parcel]
    layers: Mapping[str, Layer] = field(default_factory=dict)
    survey: Survey | None = None
    dem: Dem | None = None
    balance: Balance | None = None
    months: Sequence[Month] = ()
    today: str = ""
    neighbours: Sequence[Parcel] = ()
    draw: bool = True
    year: int | None = None
    declared: Mapping[str, Declaration] = field(default_factory=dict)
    batches: Sequence[Batch] = ()
    covered: dict[Selection, Cover] = field(default_factory=dict, repr=False)
    _foreseen: set[Selection] = field(default_factory=set, repr=False)
    _selected: dict[Selection, Layer] = field(default_factory=dict, repr=False)
    _marks: dict[tuple[str, tuple[str, ...]], Marks] = field(default_factory=dict, repr=False)
    _steep: dict[float, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict, repr=False)

    @cached_property
    def ground(self) -> Ground:
        """The parcels on the survey."""
        return Ground(self.parcels, self.survey, float(self.notice.adjoin_m), self.neighbours)

    @cached_property
    def deducted(self) -> set[str]:
        """Ids of parcels whose outflow the notice leaves out, by a document."""
        return deducted_parcels(self.parcels, self.notice)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of a parcel in ``parcels`` by its id."""
        return {parcel.parcel_id: row for row, parcel in enumerate(self.parcels)}

    def rows(self, parcels: Sequence[Parcel]) -> np.ndarray:
        """Rows of some of the parcels."""
        return np.array([self.row_of[parcel.parcel_id] for parcel in parcels], dtype=int)

    def selected(self, selection: Selection) -> Layer:
        """The features of a selection."""
        layer = self.layers[selection.role]
        if not selection.column:
            return layer
        if selection not in self._selected:
            codes = self._codes(layer, selection)
            wanted = [
                code is None if selection.unclear else code is not None and _is(code, selection)
                for code in codes
            ]
            self._selected[selection] = layer.take(np.array(wanted, dtype=bool))
        return self._selected[selection]

    def _codes(self, layer: Layer, selection: Selection) -> list[str | None]:
        values = layer.column(selection.column)
        return [understood(selection.column, value, selection.role) for value in values]

    def cover(self, selection: Selection) -> Cover:
        """How much of each parcel the features of a selection cover; they count once."""
        if selection not in self.covered:
            wanted = [selection, *sorted(self._foreseen - {selection} - set(self.covered))]
            shapes = [self.selected(item).shapes for item in wanted]
            self.covered.update(zip(wanted, self.ground.covers(shapes)))
        return self.covered[selection]

    def foresee(self, selections: Iterable[Selection]) -> None:
        """Tell which selections rules will ask for: the engine takes them in one run."""
        if not self._foreseen:
            self._foreseen.update(item for item in selections if self._is_there(item))

    def _is_there(self, selection: Selection) -> bool:
        layer = self.layers.get(selection.role)
        known = layer is not None and not layer.unfit
        return known and (
            not selection.column or selection.column in self.layers[selection.role].columns
        )

    def marks(self, column: str, values: tuple[str, ...]) -> Marks:
        """The survey's polygons by one of their attributes; nobody is marked without a survey or
        the column."""
        if (column, values) not in self._marks:
            nobody = Marks(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
            found = marks_of(self.survey.dltb, column, values) if self.survey else nobody
            self._marks[column, values] = found
        return self._marks[column, values]

    def land_of(self, marked: np.ndarray) -> np.ndarray:
        """Land (n,) of each parcel in the survey polygons of a mask, m²; 0 without a survey."""
        pairs, size = self.ground.split.pairs, len(self.parcels)
        if not len(marked):
            return np.zeros(size)
        weights = np.where(marked[pairs.feature], pairs.area, 0.0)
        return np.bincount(pairs.parcel, weights=weights, minlength=size)

    @cached_property
    def surveyed(self) -> np.ndarray:
        """Land (n,) of each parcel that a survey polygon covers, m²."""
        size = len(self.survey.dltb) if self.survey else 0
        return self.land_of(np.ones(size, dtype=bool))

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


def marks_of(dltb: Layer, column: str, values: tuple[str, ...]) -> Marks:
    """Survey polygons by one of their attributes; nobody is marked without the column."""
    hit, unclear = np.zeros((2, len(dltb)), dtype=bool)
    if column in dltb.columns:
        codes = [understood(column, value) for value in dltb.columns[column]]
        hit[:] = [code is not None and matches(code, values) for code in codes]
        unclear[:] = [code is None for code in codes]
    return Marks(hit, unclear)


def _is(code: str, selection: Selection) -> bool:
    return matches(code, selection.values)
