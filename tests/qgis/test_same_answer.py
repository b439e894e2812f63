"""One county, one answer: however the parcels are cut in blocks, in however many processes, with
QGIS or without."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest

from jinchu_pingheng.core.model import Finding
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.judging import gather as run
from jinchu_pingheng.judging.blocks import cut
from jinchu_pingheng.plan.store import Plan


def texts(findings: Iterable[Finding]) -> list[Any]:
    """Findings as they are printed, without their polygons."""
    return [finding._replace(geometry=None) for finding in findings]


@pytest.fixture(scope="module")
def checked(main_job: Any) -> list[Any]:
    with Plan.open(main_job.plan) as plan:
        return texts(plan.findings())


@pytest.mark.parametrize(("size", "children"), [(256, 0), (64, 1), (7, 2)])
def test_blocks_and_processes_change_nothing(
    main_job: Any, checked: list[Any], monkeypatch: pytest.MonkeyPatch, size: int, children: int
) -> None:
    monkeypatch.setattr(run, "cut", partial(cut, size=size))
    assert texts(examine(main_job.plan, children=children).findings) == checked


def test_parcels_alone_are_judged_as_in_the_crowd(
    main_job: Any, checked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "cut", partial(cut, size=1))
    assert texts(examine(main_job.plan, children=0).findings) == checked
