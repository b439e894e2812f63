"""A notice (profile) as plain values: words, types, rules, balance test, deductions. Code knows
kinds, never regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .model import OUT
from .roles import ROLES


@dataclass(frozen=True)
class ParcelType:
    """A case in which cropland may flow out or in; ``name`` is the official wording of the table
    template.

    ``before``: the land has changed already, so that it is measured on a survey from before.
    """

    number: int
    name: str
    clause: str
    before: bool = False


@dataclass(frozen=True)
class When:
    """A parcel's plan field means one of the values; without values: it is filled in."""

    field: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule of the notice. ``direction``: 'out', 'in', 'both' or 'plan'; ``types``: empty means
    every type;
    ``when``: one of these holds (none: always).

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
    when: tuple[When, ...] = ()


@dataclass(frozen=True)
class BalanceTest:
    """Inflow must reach ``ratio`` × (outflow − deductions) in each unit: 'county' or 'township'."""

    clause: str
    unit: str
    ratio: Decimal


@dataclass(frozen=True)
class YearEndTest:
    """How the year's end is judged on the change survey, with the clause. ``layout``: inflow must
    lie reasonably, too, which an authority says; ``construction``: built-on cropland counts, one
    account holding all losses."""

    clause: str
    layout: bool = False
    construction: bool = False


@dataclass(frozen=True)
class Deduction:
    """Outflow that the notice leaves out of the balance, granted only with a document number."""

    code: str
    name: str
    clause: str


@dataclass(frozen=True)
class IndicatorClause:
    """A kind of credit or of transfer (core.indicators) that the notice provides for, and where."""

    kind: str
    clause: str


@dataclass(frozen=True)
class BatchClause:
    """A kind of batch in which a year's plan may come. ``due`` ('MM-DD' or ''): the last day of
    handing it in; ``most``: how many of it a year may have (None: any number)."""

    code: str
    name: str
    clause: str
    due: str = ""
    most: int | None = None


@dataclass(frozen=True)
class StageClause:
    """A stage through which parcels of one side pass, in the notice's order. ``counts``: from here
    on the land stands in the account; ``sample``: share of the parcels that is looked at on the
    ground for it (宁夏 二（五）: 不低于30%), None for all or none by the notice."""

    code: str
    name: str
    clause: str
    side: str
    counts: bool = False
    sample: Decimal | None = None


@dataclass(frozen=True)
class AreaMethod:
    """How printed areas are taken: ``surface`` is 'planar' or 'ellipsoidal'; ``ridge`` tells
    whether 田坎 is deducted."""

    surface: str
    ridge: bool
    clause: str

    @property
    def label(self) -> str:
        """Chinese note for tables, e.g. '平面面积，不扣除田坎'."""
        surface = "平面面积" if self.surface == "planar" else "椭球面积"
        return f"{surface}，{'已扣除田坎' if self.ridge else '不扣除田坎'}"


PLANAR = AreaMethod("planar", False, "")
"""How areas are compared with those of a layer as it is drawn, whatever a notice prints."""


@dataclass(frozen=True)
class Deadline:
    """Something due in the plan's year: ``when`` is the notice's wording, ``due`` the day as
    'MM-DD' or ''. ``year``: the only year in which it is due (None: every year)."""

    what: str
    when: str
    clause: str
    due: str = ""
    year: int | None = None


@dataclass(frozen=True)
class OwnRole:
    """A layer role that a profile adds; ``columns`` are the attributes that its rules look at."""

    id: str
    label: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriorityPart:
    """One part of a priority score: ``kind`` of core.priority with its parameters, and its weight
    in points."""

    name: str
    clause: str
    kind: str
    weight: Decimal
    params: Mapping[str, Any]


@dataclass(frozen=True)
class ListTitle:
    """Head of an official list: ``label`` such as 附件1, ``title`` with {unit}, {year} and {word};
    ``total``: has 总计."""

    label: str
    title: str
    total: bool


@dataclass(frozen=True)
class Ledger:
    """A 台账 of all parcels that the notice demands, and where."""

    title: str
    clause: str


@dataclass(frozen=True)
class Words:
    """What a notice calls the plan and its parts, as the deliverables print it.

    ``plan_name`` may hold {regime}, ``definition`` {out} and {in}. ``restore`` is the verb for
    making cropland, ``sequence`` the notice's name for its rule on sequence.
    """

    regime: str = "进出平衡"
    plan_name: str = "耕地“{regime}”总体方案"
    definition: str = (
        "一般耕地转为其他农用地及农业设施建设用地（耕地{out}）的，"
        "应当补足同等数量、质量的可以长期稳定利用的耕地（耕地{in}）"
    )
    restore: str = "恢复"
    sequence: str = "先进后出"

    @property
    def movement(self) -> str:
        """The regime without the word 平衡: 进出 of 进出平衡."""
        return self.regime.removesuffix("平衡")


_PAPERS = ("通知", "实施方案", "工作方案", "实施意见", "办法", "细则")


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
    own_roles: tuple[OwnRole, ...] = ()
    priorities_out: tuple[PriorityPart, ...] = ()
    priorities_in: tuple[PriorityPart, ...] = ()
    list_out: ListTitle = ListTitle("附件1", "{unit}{year}年度“耕地{word}”项目列表", False)
    list_in: ListTitle = ListTitle("附件2", "{unit}{year}年度“耕地{word}”计划列表", True)
    words: Words = Words()
    credits: tuple[IndicatorClause, ...] = ()
    transfers: tuple[IndicatorClause, ...] = ()
    year_end: YearEndTest | None = None
    batches: tuple[BatchClause, ...] = ()
    ledger: Ledger | None = None
    stages: tuple[StageClause, ...] = ()

    def stages_of(self, side: str) -> list[StageClause]:
        """The stages of one side, in their order."""
        return [stage for stage in self.stages if stage.side == side]

    def word(self, direction: str) -> str:
        """The notice's word for a direction, e.g. 流出 or 转出."""
        return self.word_out if direction == OUT else self.word_in

    @property
    def paper(self) -> str:
        """What the notice is called for short: the last word of its title, e.g. 实施方案."""
        title = self.title.rstrip("》").removesuffix("（试行）")
        return next((word for word in _PAPERS if title.endswith(word)), _PAPERS[0])

    @property
    def sequenced(self) -> bool:
        """Whether the notice demands that inflow comes before outflow."""
        return any(rule.kind == "sequence" for rule in self.rules)

    @property
    def plan_name(self) -> str:
        """What the plan is called after county and year, e.g. 耕地“进出平衡”总体方案."""
        return self.words.plan_name.format(regime=self.words.regime)

    def list_title(self, direction: str) -> ListTitle:
        """Head of one side's official list."""
        return self.list_out if direction == OUT else self.list_in

    @property
    def rule_texts(self) -> dict[str, str]:
        """The text of each rule, by its id."""
        return {rule.id: rule.text for rule in self.rules}

    def priorities(self, direction: str) -> tuple[PriorityPart, ...]:
        """Parts of one side's priority score."""
        return self.priorities_out if direction == OUT else self.priorities_in

    def role_label(self, role: str) -> str:
        """Chinese name of a role, the profile's own ones included."""
        own = {item.id: item.label for item in self.own_roles}
        return own.get(role) or ROLES[role].label

    def types(self, direction: str) -> tuple[ParcelType, ...]:
        """The types of one side in the notice's order."""
        return self.types_out if direction == OUT else self.types_in

    def changed_already(self, direction: str, number: int) -> bool:
        """Whether land of a type is measured on the survey from before its change."""
        return any(item.before for item in self.types(direction) if item.number == number)

    @property
    def looks_before(self) -> bool:
        """Whether any type is measured on the survey from before the change."""
        return any(item.before for item in (*self.types_out, *self.types_in))

    def type_name(self, direction: str, number: int) -> str:
        """Official name of a type; the number itself when the notice has no such type."""
        names = {item.number: item.name for item in self.types(direction)}
        return names.get(number, f"类型 {number}")
