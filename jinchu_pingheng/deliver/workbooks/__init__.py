"""Excel: the official lists, the schedule, the balance, the check report and the check lists."""

from __future__ import annotations

from . import annexes, balance_tables, check_report, checklists, county_lists, schedule_table

WORKBOOKS = (annexes, county_lists, schedule_table, balance_tables, check_report, checklists)
"""Modules with ``write(report, folder)``, in the order of the package."""
