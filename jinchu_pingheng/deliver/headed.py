"""What is printed at the head and foot of every file, whatever it reports."""

from __future__ import annotations

from typing import Protocol

from ..core.model import Edition, Header
from ..core.notice import Notice


class Headed(Protocol):
    """What titles and small print are made from: the report of a plan, or of its year's end."""

    @property
    def header(self) -> Header:
        """Head of the plan."""

    @property
    def notice(self) -> Notice:
        """Its notice."""

    @property
    def software(self) -> str:
        """Name and version of the program."""

    @property
    def edition(self) -> Edition:
        """Which saved state of the plan it is."""

    @property
    def imprint(self) -> str:
        """Where it comes from, in one line; '' without a plan file."""
