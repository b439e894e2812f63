"""Sums of cells: the balance, the official lists, the schedule, and the report that all is printed
from."""
