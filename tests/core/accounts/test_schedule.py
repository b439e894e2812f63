"""Month by month: no outflow leans on inflow that a blocking rule rejects."""

from __future__ import annotations

from jinchu_pingheng.core.accounts.schedule import schedule
from jinchu_pingheng.core.model import IN, OUT
from tests.core.notices import notice
from tests.deliver.example import JIA, cell, parcel

PARCELS = (
    parcel("C1", OUT, 1, 300, start_month="2023-06"),
    parcel("R1", IN, 1, 200, end_month="2023-03"),
    parcel("R2", IN, 1, 400, end_month="2023-05"),
)
CELLS = [cell(p, "0103", "0103", m2, 9, JIA, "一村") for p, m2 in zip(PARCELS, (300, 200, 400))]


def test_lawful_inflow_alone_says_whether_outflow_is_ahead() -> None:
    months = {m.month: m for m in schedule(PARCELS, CELLS, notice(), 2023, {"R2"})}
    may, june = months["2023-05"], months["2023-06"]
    assert (may.in_m2, may.blocked_in_m2, may.surplus_m2, may.lawful_surplus_m2) == (
        400, 400, 600, 200
    )  # fmt: skip
    assert (june.cumulative_in_m2, june.cumulative_blocked_in_m2) == (600, 400)
    assert (june.surplus_m2, june.lawful_surplus_m2, june.ahead) == (300, -100, True)


def test_without_rejected_inflow_all_of_it_counts() -> None:
    june = schedule(PARCELS, CELLS, notice(), 2023, set())[5]
    assert (june.month, june.lawful_surplus_m2, june.ahead) == ("2023-06", 300, False)
