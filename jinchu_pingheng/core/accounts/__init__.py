"""Sums of cells: the balance, the official lists, the schedule, and the report from which
everything is printed."""
