"""What townships hand in becomes parcels of a plan: reviewed first, then written in one
transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..core.errors import listed
from ..core.history import IMPORTED
from ..core.model import Header
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..townships.handed import HandedIn
from ..townships.joining import join
from ..townships.reading import read_files
from ..townships.review import COLUMNS, LOCKED, REFUSED, STATES, Review
from ..townships.sorting import Sorting
from ..townships.targets import TITLES
from .tag import plan_row

__all__ = [
    "COLUMNS",
    "LOCKED",
    "REFUSED",
    "STATES",
    "TITLES",
    "HandedIn",
    "Review",
    "import_declarations",
    "review_declarations",
]


@dataclass(frozen=True)
class Standing:
    """What an import meets in a plan: rows of its parcels (fields and ``geom``), ids that are not
    given out again, and those of locked parcels."""

    header: Header
    parcels: Sequence[Mapping[str, Any]]
    given_out: Collection[str]
    locked: Collection[str]


def review_declarations(path: Path, handed: HandedIn, feedback: Feedback | None = None) -> Review:
    """What an import would take, change and refuse; nothing is written.

    Raises PlanError for a file that cannot be read at all.
    """
    with Plan.to_read(path) as plan:
        return review(handed, standing(plan), feedback or Feedback())


def import_declarations(
    path: Path, handed: HandedIn, partly: bool = False, feedback: Feedback | None = None
) -> Review:
    """Take in what townships declare: all of it or, where anything is refused, nothing (``partly``:
    the other parcels). One transaction.

    Raises PlanError as ``review_declarations`` does.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan, plan.transaction():
        plan.notice_edits()
        found = review(handed, standing(plan), feedback)
        if found.count(REFUSED) and not partly:
            return replace(found, new=(), changed=())
        feedback.step(80, "写入方案")
        if found.written:
            new, changed = map(plan_row, found.new), map(plan_row, found.changed)
            plan.write_parcels(list(new), list(changed))
            plan.log(IMPORTED, told(handed, found))
    feedback.step(100)
    return found


def told(handed: HandedIn, found: Review) -> str:
    """What the history says of an import: its files and what became of their lines."""
    names = listed(file.name for file in (*handed.workbooks, *handed.shapes))
    return f"{names}：{found.summary}"


def standing(plan: Plan) -> Standing:
    """A plan as it is saved."""
    return Standing(plan.header, plan.parcel_rows(), plan.numbering().last, plan.locked())


def review(handed: HandedIn, held: Standing, feedback: Feedback) -> Review:
    """What an import into ``held`` would take, change and refuse. Raises PlanError."""
    feedback.step(5, "读取申报表和图形")
    given = read_files(handed, held.header)
    feedback.step(50, "核对")
    candidates = join(given.entries, given.shapes, handed.targets)
    notice = profiles.load(held.header.profile)
    sorting = Sorting(held.parcels, held.given_out, held.locked, notice, handed)
    sorting.sort(candidates)
    return Review(
        lines=tuple(sorting.lines),
        notes=(*given.notes, *sorting.notes),
        headers=given.headers,
        new=tuple(sorting.new),
        changed=tuple(sorting.changed),
    )
