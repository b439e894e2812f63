"""Check and balance one plan, or verify one package, in whatever process: a pure function of what
is given and the software."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.accounts.balance import BalanceRow
from ..core.errors import PlanError
from ..core.geometry.layer import Problem
from ..core.model import BLOCK, FAIL, UNKNOWN, LayerProblem
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
    """Examine the plan at a path, or verify the package in a folder; whatever is wrong with it is
    told in the result."""
    try:
        if task.software != software():
            raise PlanError(
                f"工作进程的软件版本是 {software()}，与本机的 {task.software} 不同",
                plan,
                "请装成同一版本",
            )
        with _ONE_AT_A_TIME:
            path = Path(plan)
            return _done(plan, _verified(path) if path.is_dir() else _examine(task, path))
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


def _verified(folder: Path) -> Examination:
    """What a package holds, once nothing in it differs from its own record. Raises PlanError."""
    from ..verify import verify_package  # documents are read for packages only

    found = verify_package(folder)
    wrong = [difference for difference in found.differences if not difference.by_hand]
    if wrong:
        what = f"成果包有 {len(wrong)} 处与自身的计算记录不一致（如 {wrong[0].text.rstrip('。')}）"
        raise PlanError(what, str(folder), "请用“核对成果包”逐处核对，退回更正后再汇总")
    report = found.report
    return Examination(
        header=report.header,
        notice=report.notice,
        parcels=report.parcels,
        findings=report.findings,
        balance=report.balance,
        problems=_problems(report.problems),
        missing={},
    )


def _problems(told: Iterable[LayerProblem]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for item in told:
        found[item.role].append(Problem(item.feature, item.message, item.usable))
    return {role: tuple(problems) for role, problems in found.items()}


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
