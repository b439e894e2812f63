"""What a notice's rules look at: which roles, and how far around a parcel."""

from __future__ import annotations

from ..notice import Notice, Rule
from ..roles import BEFORE, ROLES, SURVEY
from .rules import KINDS
from .rules.kind import LIMITS, ROLE

ON_PLAN = "plan"

OF_SUMS = (
    "balance", "class_balance", "quality", "sequence", "township_balance", "county_balance",
    "county_pool", "entrust_cost", "credits", "transfers", "within_year",
)  # fmt: skip
"""Kinds that look at the plan's sums alone: balance, schedule, indicators."""


def roles_of(rule: Rule) -> tuple[str, ...]:
    """Layer roles that a rule looks at."""
    kind = KINDS[rule.kind]
    named = [rule.params[param.name] for param in kind.params if param.type == ROLE]
    return (*kind.roles, *(role for role in named if role))


def known_roles(notice: Notice) -> tuple[str, ...]:
    """All layer roles, the notice's own ones included."""
    return (*ROLES, *(role.id for role in notice.own_roles))


def parcel_roles(notice: Notice) -> set[str]:
    """Roles that judging a parcel looks at: those of rules on parcels, and the survey that it is
    measured on."""
    on_parcels = {
        role for rule in notice.rules if rule.direction != ON_PLAN for role in roles_of(rule)
    }
    return {*on_parcels, SURVEY, *([BEFORE] if notice.looks_before else [])}


def reach_m(notice: Notice, role: str) -> float:
    """How far from a parcel a feature of a role may matter, metres."""
    reach = float(notice.adjoin_m) if role in (SURVEY, BEFORE) else 0.0
    for rule in notice.rules:
        if role in roles_of(rule):
            for param in KINDS[rule.kind].params:
                if param.type == LIMITS:
                    limits = rule.params[param.name].values()
                    reach = max([reach, *(float(limit) for limit in limits)])
    return reach
