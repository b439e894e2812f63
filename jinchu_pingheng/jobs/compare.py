"""Compare two states of a plan: the plan as it is now, and any other file of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..core.accounts.comparison import KINDS, Comparison, compare, require_comparable
from ..core.accounts.report import Report
from ..core.errors import PlanError
from ..core.model import Header
from ..core.rounding import hectares
from ..deliver.publishing import Written, publish_files
from ..deliver.workbooks import revision_table
from ..judging.feedback import Feedback
from ..plan.copying import copied
from ..plan.store import Plan
from .results import INTEGER, TEXT, Columns
from .snapshot import signed, take_snapshot

__all__ = [
    "CHANGE_FIELDS", "KINDS", "Comparison", "change_rows", "compare_plans", "write_table"
]  # fmt: skip

CHANGE_FIELDS: Columns = (
    ("change", TEXT),
    ("parcel_id", TEXT),
    ("direction", TEXT),
    ("type", INTEGER),
    ("project", TEXT),
    ("name", TEXT),
    ("before_ha", TEXT),
    ("after_ha", TEXT),
    ("difference_ha", TEXT),
    ("reshaped", INTEGER),
    ("content", TEXT),
)


def compare_plans(path: Path, other: Path, feedback: Feedback | None = None) -> Comparison:
    """What made the plan at ``path`` of the one at ``other``; neither the other file nor its
    results are written to.

    Parcels that have changed since they were measured are measured again. Raises PlanError for
    plans that cannot be compared, and where one cannot be measured.
    """
    feedback = feedback or Feedback()
    if path.resolve() == other.resolve():
        raise PlanError("不能与方案自己比较", str(other), "请选择另一个方案文件")
    with Plan.open(path) as plan:
        header = plan.header
    feedback.step(5, "读取比较的方案")
    before = _read_apart(other, header, feedback.between(5, 45))
    feedback.step(45, "读取方案")
    after = signed(take_snapshot(path, feedback.between(45, 90)).report)
    found = compare(before, after)
    feedback.step(100)
    return found


def _read_apart(path: Path, header: Header, feedback: Feedback) -> Report:
    """A plan's report from a copy, so that the file stays as it is."""
    with copied(path) as copy:
        try:
            with Plan.open(copy) as plan:
                require_comparable(plan.header, header)
            return take_snapshot(copy, feedback).report
        except PlanError as error:
            where = error.where.replace(str(copy), str(path))
            raise PlanError(error.what, where, error.do) from error


def write_table(found: Comparison, folder: Path) -> Written:
    """The 修订情况表 as a workbook in ``folder``."""
    return publish_files(folder, lambda stage: revision_table.write(found, stage))


def change_rows(found: Comparison) -> Iterator[list[object]]:
    """Changes in the order of CHANGE_FIELDS."""
    for change in found.changes:
        parcel = change.parcel
        yield [
            change.kind,
            parcel.parcel_id,
            parcel.direction,
            parcel.type,
            parcel.project,
            parcel.name,
            hectares(change.before_m2),
            hectares(change.after_m2),
            hectares(change.after_m2 - change.before_m2),
            int(change.reshaped),
            revision_table.content_of(change),
        ]
