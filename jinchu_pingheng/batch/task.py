"""Check and balance one plan, in whatever process: a pure function of the plan, its data and the
software."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.accounts.balance import BalanceRow
from ..core.errors import PlanError
from ..core.model import BLOCK, FAIL, UNKNOWN
from ..core.roles import role_label
from ..jobs.examine import Examination, examine
from ..version import software
from .tables import plan_tables

_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads; what the readers keep in a process must not be used by two at
once."""


@dataclass(frozen=True)
class Task:
    """What all plans have in common.

    ``today`` ('YYYY-MM-DD') is one day for all, also when a run lasts past midnight. ``base``: the
    folder from which relative paths are tried when nothing is found from the plan's own.
    ``profiles``: a folder with profiles of one's own. ``children`` is the number of processes that
    one plan may start (None: as many as are worth starting).
    """

    today: str
    base: str
    profiles: str | None = None
    software: str = ""
    children: int | None = 0


@dataclass(frozen=True)
class Done:
    """What is kept of a plan. ``error`` is why there is nothing more; the header is known where the
    file could be read.

    ``tables``: text by file name. ``total`` is the county's row over all classes, None without a
    survey; ``reached`` the notice's test. ``blocked`` counts findings that fail a blocking rule,
    ``unknown`` those that could not be judged. ``missing``: recorded layers that could not be read.
    """

    plan: str
    error: str = ""
    county_code: str = ""
    county_name: str = ""
    year: int = 0
    tables: Mapping[str, str] = field(default_factory=dict)
    total: BalanceRow | None = None
    reached: bool | None = None
    blocked: int = 0
    unknown: int = 0
    missing: tuple[str, ...] = ()


def perform(task: Task, plan: str) -> Done:
    """Examine the plan at a path; whatever is wrong with it is told in the result."""
    try:
        if task.software != software():
            raise PlanError(
                f"工作进程的软件版本是 {software()}，与本机的 {task.software} 不同",
                plan,
                "请装成同一版本",
            )
        with _ONE_AT_A_TIME:
            return _done(plan, _examine(task, Path(plan)))
    except PlanError as error:
        return Done(plan, str(error))
    except Exception as error:  # one plan must not stop the others
        return Done(plan, str(fault(plan, error)))


def fault(plan: str, error: BaseException) -> PlanError:
    """The sentence for an error that nobody foresaw."""
    return PlanError(
        f"程序出错（{type(error).__name__}：{error}）", plan, "请把方案和这句话发给开发者"
    )


def _examine(task: Task, plan: Path) -> Examination:
    return examine(plan, task.today, Path(task.base), task.profiles, children=task.children)


def _done(plan: str, found: Examination) -> Done:
    return Done(
        plan=plan,
        error="",
        county_code=found.header.county_code,
        county_name=found.header.county_name,
        year=found.header.year,
        tables=plan_tables(found),
        total=found.balance.total if found.balance else None,
        reached=found.balance.reached if found.balance else None,
        blocked=sum(f.severity == BLOCK and f.verdict == FAIL for f in found.findings),
        unknown=sum(f.verdict == UNKNOWN for f in found.findings),
        missing=tuple(
            f"{role_label(role)}：{found.missing[role].what}" for role in sorted(found.missing)
        ),
    )
