"""计划建设时间 and 计划恢复时间 of a row: one span over all its parcels, as 附件1 has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jinchu_pingheng.core.accounts.lists import time_of
from jinchu_pingheng.core.model import IN, OUT, Parcel

PARCEL = Parcel("L1", OUT, 1, None)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (
            [("2023-08", "2023-10"), ("2023-10", "2023-12"), ("2023-09", "2023-10")],
            "2023年8月-12月",
        ),
        ([("2023-08", "2024-02"), ("", "")], "2023年8月-2024年2月"),
        ([("2023-08", "2023-08")], "2023年8月"),
        ([("", "")], ""),
    ],
)
def test_a_project_of_several_parcels_has_one_span(spans: list[tuple[str, str]], said: str) -> None:
    parcels = [replace(PARCEL, start_month=start, end_month=end) for start, end in spans]
    assert time_of(parcels) == said


def test_inflow_is_restored_by_the_last_of_its_months() -> None:
    parcels = [replace(PARCEL, direction=IN, end_month=month) for month in ("2023-05", "2023-11")]
    assert time_of(parcels) == "2023年11月底前"
