"""The tables that a template may ask for with ``[[table: …]]``, by name."""

from __future__ import annotations

from typing import Callable

from ...core.accounts.report import Report
from ...core.model import IN, OUT
from .balance_tables import (
    balance_by_class,
    balance_by_town,
    deductions,
    forecast,
    months,
    quality,
)
from .batch_tables import batches
from .check_tables import (
    consents_out,
    documents_in,
    documents_out,
    failures,
    inputs,
    land_use,
    plan_checks,
    rules,
)
from .grid import Grid
from .indicator_tables import credits, transfers
from .list_tables import by_town, by_type, in_list, out_list
from .notice_tables import deadlines
from .wording import LandUse

TABLES: dict[str, Callable[[Report, LandUse], Grid]] = {
    "out_list": out_list,
    "in_list": in_list,
    "out_by_type": lambda report, _: by_type(report, OUT),
    "in_by_type": lambda report, _: by_type(report, IN),
    "out_by_town": lambda report, _: by_town(report, OUT),
    "in_by_town": lambda report, _: by_town(report, IN),
    "out_rules": lambda report, _: rules(report, OUT),
    "in_rules": lambda report, _: rules(report, IN),
    "out_failures": lambda report, _: failures(report, OUT),
    "in_failures": lambda report, _: failures(report, IN),
    "plan_checks": plan_checks,
    "schedule": months,
    "balance_by_class": balance_by_class,
    "balance_by_town": balance_by_town,
    "quality": quality,
    "forecast": forecast,
    "deductions": deductions,
    "credits": credits,
    "transfers": transfers,
    "batches": batches,
    "deadlines": deadlines,
    "documents_out": documents_out,
    "consents_out": consents_out,
    "documents_in": documents_in,
    "inputs": inputs,
    "land_use": land_use,
}
