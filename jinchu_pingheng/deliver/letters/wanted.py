"""What an office asks of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """``first`` ('YYYY-MM-DD' or '') and ``days`` (0: the notice's) of the publicity;
    ``households``: (parcel id, household); ``as_one``: all letters in one file; ``starter``: the
    shipped letter as a Word template, too."""

    first: str = ""
    days: int = 0
    households: Sequence[tuple[str, str]] = ()
    as_one: bool = False
    starter: bool = False
