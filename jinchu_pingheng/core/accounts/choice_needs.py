"""What a plan's balance still needs, and what each option of the pool would give to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from ..landclass import CROPLAND, class_name
from ..model import BLOCK, IN, Cell
from ..notice import Notice, Rule
from .balance import Balance, counted
from .choice import Need

AREA, QUALITY = 0, 1
"""Ranks: no area may be missing for a better 等别."""
TENTHS = 10
"""等别 have one decimal."""


@dataclass
class Option:
    """What an option gives, whole m² by township and class, from the cells that the balance would
    count; ``graded``: 等别 × m² (None where one is not known)."""

    id: str
    areas: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    graded: Decimal | None = Decimal(0)

    @property
    def m2(self) -> int:
        """All that it gives."""
        return sum(self.areas.values())

    def of(self, *, town: str = "", classes: Sequence[str] = CROPLAND) -> int:
        """What it gives of some classes, in one township or anywhere."""
        return sum(
            m2
            for (code, cls), m2 in self.areas.items()
            if cls in classes and (not town or code == town)
        )


def options_of(ids: Sequence[str], cells: Iterable[Cell]) -> list[Option]:
    """Options in the order of ``ids``, from their cells."""
    found = {name: Option(name) for name in ids}
    for cell in counted(cells, IN):
        option = found[cell.parcel_id]
        option.areas[cell.town_code, cell.balance_class] += cell.m2
        if option.graded is not None:
            known, grade = option.graded, cell.grade
            option.graded = None if grade is None else known + grade * cell.m2
    return list(found.values())


def needs_of(
    balance: Balance, notice: Notice, inflow: Iterable[Cell], options: Sequence[Option]
) -> tuple[Need, ...]:
    """Needs by the notice's own tests: the total, classes, townships where a ban or the balance's
    unit says so, and the mean 等别. ``inflow``: cells of the plan's own inflow."""
    rules = {rule.kind: rule for rule in notice.rules}
    needs = [*_total(balance, notice, options), *_classes(balance, rules, options)]
    needs += _townships(balance, notice, rules, options)
    needs += _quality(balance, rules, inflow, options)
    return tuple(needs)


def _area(name: str, clause: str, lacks: int, gives: Iterable[int]) -> list[Need]:
    if lacks <= 0:
        return []
    return [Need(name, clause, AREA, lacks, np.fromiter(gives, dtype=np.int64))]


def _total(balance: Balance, notice: Notice, options: Sequence[Option]) -> list[Need]:
    lacks = -balance.total.lawful_surplus_m2
    return _area("全县合计", notice.balance.clause, lacks, (option.m2 for option in options))


def _classes(
    balance: Balance, rules: Mapping[str, Rule], options: Sequence[Option]
) -> Iterable[Need]:
    """Class by class; where better classes count, each class with all better ones."""
    rule = rules.get("class_balance")
    rows = {row.balance_class: row.lawful_surplus_m2 for row in balance.county}
    for number, cls in enumerate(CROPLAND if rule else ()):
        together = rule is not None and rule.params["better"] == "counts"
        classes = CROPLAND[: number + 1] if together else (cls,)
        lacks = -sum(rows.get(one, 0) for one in classes)
        name = f"{class_name(cls)}{'及更好的地类' if len(classes) > 1 else ''}"
        clause = rule.clause if rule else ""
        yield from _area(name, clause, lacks, (o.of(classes=classes) for o in options))


def _townships(
    balance: Balance, notice: Notice, rules: Mapping[str, Rule], options: Sequence[Option]
) -> Iterable[Need]:
    rule = rules.get("township_balance")
    if balance.unit != "township" and (rule is None or rule.severity != BLOCK):
        return
    clause = rule.clause if rule else notice.balance.clause
    for row in balance.short_townships:
        lacks = -row.lawful_surplus_m2
        yield from _area(row.unit_name, clause, lacks, (o.of(town=row.unit_code) for o in options))


def _quality(
    balance: Balance, rules: Mapping[str, Rule], inflow: Iterable[Cell], options: Sequence[Option]
) -> Iterable[Need]:
    """The mean 等别 of inflow is no worse than that of outflow as it is printed: the sum of
    (outflow's − inflow's) × m² is not below zero. Where any 等别 is not known nobody can tell."""
    rule, total = rules.get("quality"), balance.total
    cells = counted(inflow, IN)
    if rule is None or total.out_grade is None or balance.indicators.credits:
        return
    if any(cell.grade is None for cell in cells):
        return
    target = total.out_grade
    own = sum(((target - (c.grade or 0)) * c.m2 for c in cells), Decimal(0))
    gives = (
        int(TENTHS * (target * option.m2 - option.graded)) if option.graded is not None else 0
        for option in options
    )
    least = -int(TENTHS * own)
    yield Need("平均等别", rule.clause, QUALITY, least, np.fromiter(gives, dtype=np.int64))
