"""The plan as it was approved: a copy beside it, which nobody writes to any more."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from ..core.approvals import Approval
from ..core.errors import PlanError
from .approval_table import ApprovalTable
from .copying import copied, staged_copy
from .digest import content_digest
from .failures import failure


def freeze(plan: Path, approval: Approval) -> Approval:
    """Copy what a plan's file holds now; gives the approval with the copy's name and digest.

    Nothing that is there is replaced. Raises PlanError, and leaves nothing, when the copy cannot be
    written.
    """
    try:
        with staged_copy(plan, f".{plan.name}.approved.part") as staged:
            approval = replace(approval, file=_reserve(plan, approval.revision).name)
            try:
                return _in_place(staged, plan, approval)
            except BaseException:
                discard(plan, approval)
                raise
    except (OSError, sqlite3.Error) as error:
        raise failure(error, plan.parent, "无法留存批准的方案") from error


def _in_place(staged: Path, plan: Path, approval: Approval) -> Approval:
    """Move the copy to the name that was reserved for it; gives the approval with its digest."""
    target = plan.with_name(approval.file)
    _stamp(staged, approval)
    os.replace(staged, target)
    target.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
    return replace(approval, content=content_digest(target))


def _stamp(staged: Path, approval: Approval) -> None:
    """The copy itself says that it was approved."""
    with closing(sqlite3.connect(staged)) as file:
        file.execute("PRAGMA journal_mode = DELETE")  # a log would be written beside it
    with closing(ApprovalTable(staged)) as copy:
        copy.add_approval(approval)


def discard(plan: Path, approval: Approval) -> None:
    """Take a frozen copy away again, because its approval was not recorded."""
    with suppress(OSError):
        plan.with_name(approval.file).chmod(stat.S_IREAD | stat.S_IWRITE)
        plan.with_name(approval.file).unlink()


@contextmanager
def frozen(plan: Path, approval: Approval) -> Iterator[Path]:
    """What was approved, in a temporary copy. Raises PlanError where the frozen copy is gone or is
    not what it was."""
    path = plan.with_name(approval.file)
    if not path.is_file():
        what = f"批准时留存的副本不在了（{approval.words}）"
        raise PlanError(what, str(path), "请把副本放回方案旁边，不要改名")
    with copied(path) as copy:
        if content_digest(copy) != approval.content:
            what = f"批准时留存的副本被修改过（{approval.words}）"
            raise PlanError(what, str(path), "请用备份恢复它；现有的内容不能作为批准的方案")
        yield copy


def _reserve(plan: Path, revision: int) -> Path:
    """An empty file of a name that was free: 方案.第3版批准.gpkg, or with a number."""
    stem, number = f"{plan.stem}.第{revision}版批准", 1
    path = plan.with_name(f"{stem}{plan.suffix}")
    while path.exists():
        number += 1
        path = plan.with_name(f"{stem}（{number}）{plan.suffix}")
    path.touch(exist_ok=False)
    return path
