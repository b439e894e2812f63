"""Compare two states of a plan: the plan as it is now, and any other file of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from ..core.accounts.comparison import KINDS, Comparison, ParcelChange, compare, require_comparable
from ..core.accounts.report import Report
from ..core.approvals import Approval
from ..core.errors import PlanError, listed
from ..core.model import Header
from ..core.rounding import hectares
from ..deliver.publishing import Written, publish_files
from ..deliver.wording import class_label
from ..judging.feedback import Feedback
from ..plan.copying import copied
from ..plan.freezing import frozen
from ..plan.store import Plan
from .results import INTEGER, TEXT, Columns, multipolygon_wkb
from .snapshot import signed, take_snapshot

__all__ = [
    "CHANGE_FIELDS", "KINDS", "Comparison", "change_rows", "compare_plans",
    "compare_with_approved", "write_table",
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
    """What made the plan at ``path`` of the one at ``other``; the other file is not written to.

    Parcels that have changed since they were measured are measured again. Raises PlanError for
    plans that cannot be compared, and where one cannot be measured.
    """
    if path.resolve() == other.resolve():
        raise PlanError("不能与方案自己比较", str(other), "请选择另一个方案文件")
    feedback = feedback or Feedback()
    return _compare(_now(path, feedback), other, copied(other), feedback)


def compare_with_approved(
    path: Path, revision: int | None = None, feedback: Feedback | None = None
) -> Comparison:
    """What has changed since a revision was approved, or since the last approval.

    Raises PlanError where there is no such approval, and where the frozen copy is gone or is not
    what it was.
    """
    feedback = feedback or Feedback()
    approval = _approval(path, revision)
    return since_approval(path, approval, _now(path, feedback), feedback)


def since_approval(path: Path, approval: Approval, after: Report, feedback: Feedback) -> Comparison:
    """What made ``after`` of the plan that was approved. Raises PlanError as
    ``compare_with_approved``."""
    other = path.with_name(approval.file)
    return _compare(after, other, frozen(path, approval), feedback)


def approvals_of(path: Path) -> list[Approval]:
    """The approvals of a plan, the last one at the end."""
    with Plan.open(path) as plan:
        return plan.approvals()


def _approval(path: Path, revision: int | None) -> Approval:
    approvals = approvals_of(path)
    if not approvals:
        do = "请先用“批准方案”登记，或选择另一个方案文件"
        raise PlanError("方案还没有登记过批准", str(path), do)
    found = [item for item in approvals if revision in (None, item.revision)]
    if not found:
        do = f"登记过的批准：{listed(item.words for item in approvals)}"
        raise PlanError(f"第 {revision} 版没有登记过批准", str(path), do)
    return found[-1]


def _now(path: Path, feedback: Feedback) -> Report:
    feedback.step(5, "读取方案")
    return signed(take_snapshot(path, feedback.between(5, 50)).report)


def _compare(
    after: Report, other: Path, opened: AbstractContextManager[Path], feedback: Feedback
) -> Comparison:
    feedback.step(50, "读取比较的方案")
    with opened as copy:
        before = _read(copy, other, after.header, feedback.between(50, 95))
    found = compare(before, after)
    if found.remark:
        feedback.warn(f"{found.remark}。")
    feedback.step(100)
    return found


def _read(copy: Path, path: Path, header: Header, feedback: Feedback) -> Report:
    """A plan's report from a copy, so that the file stays as it is."""
    try:
        with Plan.open(copy) as plan:
            require_comparable(plan.header, header)
        return take_snapshot(copy, feedback).report
    except PlanError as error:
        where = error.where.replace(str(copy), str(path))
        raise PlanError(error.what, where, error.do) from error


def write_table(found: Comparison, folder: Path) -> Written:
    """The 修订情况表 as a workbook in ``folder``."""
    from ..deliver.workbooks import revision_table

    return publish_files(folder, lambda stage: revision_table.write(found, stage))


def difference_wkb(change: ParcelChange) -> bytes:
    """The land by which both states of a parcel differ, as MultiPolygon WKB."""
    return multipolygon_wkb(change.difference)


def balance_texts(found: Comparison) -> list[list[str]]:
    """Unit, class, then outflow, inflow and surplus before and after, in hectares."""
    rows = []
    for pair in found.balances:
        texts = [pair.row.unit_name, class_label(pair.row.balance_class)]
        for name in ("out_m2", "in_m2", "surplus_m2"):
            for row in (pair.before, pair.after):
                texts.append(hectares(getattr(row, name)) if row else "—")
        rows.append(texts)
    return rows


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
            change.content,
        ]
