"""The balance of a plan."""

from __future__ import annotations

from pathlib import Path

from ..core.accounts.balance import Balance
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from .indicators import balance_of, indicators_of
from .snapshot import bring_up_to_date


def balance_plan(path: Path, feedback: Feedback | None = None) -> Balance:
    """Inflow against outflow; parcels are measured first when they have changed since.

    Raises PlanError when the plan was not measured and its survey layer is not at hand.
    """
    with Plan.open(path) as plan, plan.snapshot():
        bring_up_to_date(plan, feedback or Feedback())
        notice = profiles.load(plan.header.profile)
        return balance_of(plan, notice, indicators_of(plan, notice))
