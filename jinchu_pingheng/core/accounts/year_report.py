"""The closed year as it is printed: the account and its verdict, with the plan they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..model import NO_EDITION, Edition, Header, LayerProblem
from ..notice import PLANAR, Notice
from .report import imprint
from .year_end import YearAccount
from .year_end_verdict import Verdict


@dataclass(frozen=True)
class YearReport:
    """``surveys``: names of last year's and this year's survey; ``problems``: their features that
    were repaired or set aside; ``towns``: names by code."""

    header: Header
    account: YearAccount
    verdict: Verdict
    surveys: tuple[str, str]
    towns: Mapping[str, str]
    problems: tuple[LayerProblem, ...]
    software: str
    edition: Edition = NO_EDITION

    @property
    def notice(self) -> Notice:
        """The notice of the plan, with the method by which areas are compared: as they lie in the
        two surveys."""
        return replace(self.account.notice, area=PLANAR)

    @property
    def imprint(self) -> str:
        """Where it comes from, in one line."""
        return imprint(self.edition, self.notice)

    def town_name(self, code: str) -> str:
        """A township's name, its code in brackets where nobody has named it."""
        return self.towns.get(code) or (f"（{code}）" if code else "")
