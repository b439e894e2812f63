"""Ids of parcels: those given must be new, the others are numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ..core.parcel_fields import BY_NAME
from ..core.parcel_ids import Numbering
from .faults import REPEATED, Fault


def repeated(ids: Sequence[str], taken: Collection[str]) -> list[Fault]:
    """A fault for each id that is given twice, or that a parcel of the plan has."""
    times = Counter(name for name in ids if name)
    wrong = sorted(name for name, many in times.items() if many > 1 or name in taken)
    do = "请改为不同的编号，或清空后由软件编号"
    field = BY_NAME["parcel_id"]
    return [Fault(REPEATED, do, parcel=name, field=field, value=name) for name in wrong]


def numbered(ids: Sequence[str], direction: str, known: Iterable[str]) -> list[str]:
    """The ids, with a new one where there is none: of a number above all that are ``known``."""
    numbering = Numbering([*known, *ids])
    return [name or numbering.next(direction) for name in ids]
