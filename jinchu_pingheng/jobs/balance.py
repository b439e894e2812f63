"""The balance of a plan."""

from __future__ import annotations

from pathlib import Path

from ..core.accounts.balance import Balance
from ..judging.feedback import Feedback
from .snapshot import take_snapshot


def balance_plan(path: Path, feedback: Feedback | None = None) -> Balance:
    """Inflow against outflow; parcels are measured first when they have changed since."""
    return take_snapshot(path, feedback).report.balance
