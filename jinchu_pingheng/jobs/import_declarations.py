"""What townships hand in becomes parcels of a plan: reviewed first, then written in one
transaction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.errors import listed
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..townships.handed import HandedIn
from ..townships.joining import join
from ..townships.reading import read_files
from ..townships.review import COLUMNS, REFUSED, STATES, Review
from ..townships.sorting import Sorting
from ..townships.targets import TITLES
from .tag import plan_row

__all__ = [
    "COLUMNS",
    "REFUSED",
    "STATES",
    "TITLES",
    "HandedIn",
    "Review",
    "import_declarations",
    "review_declarations",
]


def review_declarations(path: Path, handed: HandedIn, feedback: Feedback | None = None) -> Review:
    """What an import would take, change and refuse; nothing is written.

    Raises PlanError for a file that cannot be read at all.
    """
    with Plan.to_read(path) as plan:
        return _review(plan, handed, feedback or Feedback())


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
        found = _review(plan, handed, feedback)
        if found.count(REFUSED) and not partly:
            return replace(found, new=(), changed=())
        feedback.step(80, "写入方案")
        if found.written:
            new, changed = map(plan_row, found.new), map(plan_row, found.changed)
            plan.write_parcels(list(new), list(changed))
            names = listed(file.name for file in (*handed.workbooks, *handed.shapes))
            plan.log("导入乡镇申报", f"{names}：{found.summary}")
    feedback.step(100)
    return found


def _review(plan: Plan, handed: HandedIn, feedback: Feedback) -> Review:
    feedback.step(5, "读取申报表和图形")
    given = read_files(handed, plan.header)
    feedback.step(50, "核对")
    candidates = join(given.entries, given.shapes, handed.targets)
    notice = profiles.load(plan.header.profile)
    sorting = Sorting(plan.parcel_rows(), plan.numbering().last, notice, handed)
    sorting.sort(candidates)
    return Review(
        lines=tuple(sorting.lines),
        notes=(*given.notes, *sorting.notes),
        headers=given.headers,
        new=tuple(sorting.new),
        changed=tuple(sorting.changed),
    )
