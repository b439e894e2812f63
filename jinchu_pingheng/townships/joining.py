"""Entries and shapes brought together: by parcel id, by name, by project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ..core.errors import listed
from ..intake.reading import blank
from ..intake.values import half_width, text_of
from .entries import Entry
from .shapes import Shape
from .targets import AREA, HECTARES, NOTHING, proposed, square_metres, town_of, unit_of

_PAIRS = (
    ("parcel_id", "parcel_id", False),
    ("name", "name", False),
    ("project", "project", False),
    ("project", "name", True),
    ("project", "parcel_id", True),
    ("name", "parcel_id", True),
)
"""Key of an entry, key of a shape, and whether the entry's value stood for something else: the
lists print the name or the id of a parcel where it has no project."""
_Index = dict[str, dict[str, list[int]]]
_BRACKETS = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True)
class Candidate:
    """A parcel to be: the row's values before those of the shape, which come first where a row has
    several shapes, as a project's list row joins what its parcels have. ``together``: all shapes of
    the row, to which the declared area belongs. ``wrong``: why it cannot be."""

    where: str
    direction: str
    values: Mapping[str, Any]
    shape: Shape | None = None
    declared_m2: Decimal | None = None
    unit: str = ""
    together: tuple[Shape, ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)
    wrong: str = ""

    @property
    def label(self) -> str:
        """Row and shape, as a person finds them."""
        if self.shape is None or self.shape.where == self.where:
            return self.where
        return f"{self.where}（图形 {self.shape.where}）"


@dataclass(frozen=True)
class _Match:
    """Places of an entry's shapes; ``stood_for``: the key of the entry that was another name of the
    shape; ``wrong``: why there are no shapes."""

    places: tuple[int, ...] = ()
    stood_for: str = ""
    wrong: str = ""


def join(
    entries: Sequence[Entry], shapes: Sequence[Shape], chosen: Mapping[str, str]
) -> list[Candidate]:
    """A candidate for each shape of an entry, and for what stays alone. Without entries, shapes
    speak for themselves. ``chosen``: targets by header, before those of its words."""
    layouts = [tuple(shape.values) for shape in shapes]
    meant = {layout: proposed(layout, chosen) for layout in set(layouts)}
    own = [_values(shape, meant[layout]) for shape, layout in zip(shapes, layouts)]
    if not entries:
        each = zip(shapes, own, layouts)
        return [_alone(shape, values, meant[layout]) for shape, values, layout in each]
    index = _index(own)
    matches = [_match(entry, shapes, index) for entry in entries]
    claims: dict[int, list[Entry]] = defaultdict(list)
    for entry, match in zip(entries, matches):
        for place in match.places:
            claims[place].append(entry)
    found: list[Candidate] = []
    for entry, match in zip(entries, matches):
        found += _of_entry(entry, match, shapes, own, claims)
    alone = [place for place in range(len(shapes)) if place not in claims]
    wrong = "图形没有对应的申报表行"
    return found + [
        Candidate(shapes[at].where, "", own[at], shapes[at], wrong=wrong) for at in alone
    ]


def _of_entry(
    entry: Entry,
    match: _Match,
    shapes: Sequence[Shape],
    own: Sequence[Mapping[str, Any]],
    claims: Mapping[int, Sequence[Entry]],
) -> list[Candidate]:
    """The candidates of one entry. A shape that lies in several townships stands in the list of
    each: it is taken once, by the first, and no list's area is that of the whole."""
    shared = [at for at in match.places if len(claims[at]) > 1]
    doubtful = [at for at in shared if not _of_several_townships(claims[at])]
    wrong = entry.wrong or match.wrong or ("" if match.places else "没有对应的图形")
    if doubtful and not wrong:
        other = next(claim for claim in claims[doubtful[0]] if claim is not entry)
        wrong = f"与{other.where}对应同一图形"
    if wrong:
        return [_candidate(entry, None, {}, wrong=wrong)]
    kept = {key: value for key, value in entry.values.items() if key != match.stood_for}
    whole = () if shared else tuple(shapes[at] for at in match.places)
    return [
        _candidate(replace(entry, values=kept), shapes[at], own[at], match.places, whole)
        for at in match.places
        if claims[at][0] is entry
    ]


def _of_several_townships(claims: Sequence[Entry]) -> bool:
    return len({entry.township for entry in claims} - {""}) == len(claims)


def _values(shape: Shape, targets: Mapping[str, str]) -> dict[str, Any]:
    """Raw values of a shape by target; ``targets`` by column."""
    return {
        target: shape.values[column]
        for column, target in targets.items()
        if target != NOTHING and not blank(shape.values[column])
    }


def _alone(shape: Shape, values: Mapping[str, Any], targets: Mapping[str, str]) -> Candidate:
    declared, unit = _declared_by(shape, targets)
    return Candidate(
        where=shape.where,
        direction="",
        values={name: value for name, value in values.items() if name != AREA},
        shape=shape,
        declared_m2=declared,
        unit=unit,
        together=(shape,),
        others={column: v for column, v in shape.values.items() if not blank(v)},
    )


def _declared_by(shape: Shape, targets: Mapping[str, str]) -> tuple[Decimal | None, str]:
    """The area that a shape's own column states, where its unit is known."""
    column = next((column for column, target in targets.items() if target == AREA), "")
    in_hectares = shape.hectares or column in HECTARES
    unit = unit_of(column) or ("公顷" if in_hectares else "")
    return (square_metres(shape.values[column], unit) if unit else None), unit


def _candidate(
    entry: Entry,
    shape: Shape | None,
    own: Mapping[str, Any],
    places: Sequence[int] = (),
    together: tuple[Shape, ...] = (),
    wrong: str = "",
) -> Candidate:
    of_shape = {key: value for key, value in own.items() if key != AREA}
    several = len(places) > 1
    return Candidate(
        where=entry.where,
        direction=entry.direction,
        values={**entry.values, **of_shape} if several else {**of_shape, **entry.values},
        shape=shape,
        declared_m2=entry.declared_m2,
        unit=entry.unit,
        together=together,
        others={**(shape.values if shape else {}), **entry.others},
        wrong=wrong,
    )


def _index(own: Sequence[Mapping[str, Any]]) -> _Index:
    """Places of shapes by key and value."""
    found: _Index = {key: defaultdict(list) for _, key, _ in _PAIRS}
    for place, values in enumerate(own):
        for key, places in found.items():
            places[_plain(values.get(key))].append(place)
    return found


def _match(entry: Entry, shapes: Sequence[Shape], index: _Index) -> _Match:
    """The shapes that bear the entry's first key of which any is known."""
    for key, of_shape, stands_for in _PAIRS:
        given = _plain(entry.values.get(key))
        for wanted in filter(None, (given, _in_brackets(given) if stands_for else "")):
            places = _of_township(index[of_shape].get(wanted, []), shapes, entry.township)
            if len(places) > 1 and key != "project":
                where = listed(shapes[place].where for place in places)
                what = (
                    f"“{entry.values[key]}”对应 {len(places)} 个图形（{where}），请用地块编号区分"
                )
                return _Match(wrong=what)
            if places:
                return _Match(tuple(places), key if stands_for else "")
    return _Match()


def _of_township(places: list[int], shapes: Sequence[Shape], township: str) -> list[int]:
    """Those that say that they lie in a township, by a column or by the file's name; all where none
    does."""
    if not township:
        return places
    said = [at for at in places if township in town_of(shapes[at].values)]
    return said or [at for at in places if township in shapes[at].file] or places


def _in_brackets(text: str) -> str:
    """“东地(r01)” names parcel r01, as the lists do where parcels share a name."""
    found = _BRACKETS.search(text)
    return found[1] if found else ""


def _plain(value: Any) -> str:
    return "".join(half_width(text_of(value)).split()).casefold()
