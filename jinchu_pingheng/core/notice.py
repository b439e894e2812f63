"""A notice (profile) as plain values: words, types, rules, balance test, deductions. Code knows kinds, never regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .model import OUT


@dataclass(frozen=True)
class ParcelType:
    """A case in which cropland may flow out or in; ``name`` is the official wording of the table template."""

    number: int
    name: str
    clause: str


@dataclass(frozen=True)
class When:
    """A rule applies only to parcels whose plan field holds one of the values (or a text that contains one)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule of the notice. ``direction``: 'out', 'in', 'both' or 'plan'; ``types``: empty means every type.

    ``params`` are validated against the rule kind's declaration (see core.rules).
    """

    id: str
    clause: str
    text: str
    kind: str
    severity: str
    direction: str
    types: tuple[int, ...]
    params: Mapping[str, Any]
    when: When | None = None


@dataclass(frozen=True)
class BalanceTest:
    """Inflow must reach ``ratio`` × (outflow − deductions) in each unit: 'county' or 'township'."""

    clause: str
    unit: str
    ratio: Decimal


@dataclass(frozen=True)
class Deduction:
    """Outflow that the notice leaves out of the balance, granted only with a document number."""

    code: str
    name: str
    clause: str


@dataclass(frozen=True)
class AreaMethod:
    """How printed areas are taken: ``surface`` is 'planar' or 'ellipsoidal'; ``ridge`` tells whether 田坎 is deducted."""

    surface: str
    ridge: bool
    clause: str

    @property
    def label(self) -> str:
        """Chinese note for tables, e.g. '平面面积，不扣除田坎'."""
        surface = "平面面积" if self.surface == "planar" else "椭球面积"
        return f"{surface}，{'已扣除田坎' if self.ridge else '不扣除田坎'}"


@dataclass(frozen=True)
class Deadline:
    """A date of the plan's year: ``when`` is the notice's wording."""

    what: str
    when: str
    clause: str


@dataclass(frozen=True)
class Notice:
    """A profile. Dates are 'YYYY-MM-DD' or '' when the notice leaves them open."""

    id: str
    title: str
    region: str
    issuer: str
    issued: str
    valid_from: str
    valid_to: str
    word_out: str
    word_in: str
    area: AreaMethod
    adjoin_m: Decimal
    types_out: tuple[ParcelType, ...]
    types_in: tuple[ParcelType, ...]
    balance: BalanceTest
    deductions: tuple[Deduction, ...]
    deadlines: tuple[Deadline, ...]
    legal_basis: tuple[str, ...]
    rules: tuple[Rule, ...]
    document: str

    def word(self, direction: str) -> str:
        """The notice's word for a direction, e.g. 流出 or 转出."""
        return self.word_out if direction == OUT else self.word_in

    def types(self, direction: str) -> tuple[ParcelType, ...]:
        """The types of one side in the notice's order."""
        return self.types_out if direction == OUT else self.types_in

    def type_name(self, direction: str, number: int) -> str:
        """Official name of a type; the number itself when the notice has no such type."""
        names = {item.number: item.name for item in self.types(direction)}
        return names.get(number, f"类型 {number}")
