"""Who works: the processes of this machine, or the workers of a Dask cluster. Answers come as they
are ready."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..core.errors import PlanError
from ..judging.workers import MOST_PROCESSES, python_executable, run
from .task import Done, Task, fault, perform

WAIT_SECONDS = 60
"""How long to wait for a cluster, and for its first worker."""


def here(task: Task, plans: Sequence[str]) -> Iterator[tuple[int, Done]]:
    """(index, result) of every plan, a process for each core; a plan that is alone may use them all
    itself."""
    cores = min(os.cpu_count() or 1, MOST_PROCESSES) if python_executable() else 1
    children = min(cores, len(plans)) - 1
    task = replace(task, children=0 if children else None)
    yield from run(_same, (task,), perform, plans, children)


def _same(task: Task) -> Task:
    return task


def on_dask(address: str, task: Task, plans: Sequence[str]) -> Iterator[tuple[int, Done]]:
    """(index, result) of every plan, computed by the workers of a scheduler; what a dying worker
    had goes to others, as often as the scheduler allows
    (``distributed.scheduler.allowed-failures``).

    Raises PlanError when there is no such scheduler or it has no worker.
    """
    distributed = _distributed()
    with _connected(distributed, address) as client:
        tasks = [client.submit(perform, task, plan, pure=False) for plan in plans]
        numbers = {future.key: number for number, future in enumerate(tasks)}
        for future in distributed.as_completed(tasks, loop=client.loop):
            number = numbers[future.key]
            yield number, _answer(distributed, future, plans[number])
            future.release()


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise PlanError(
            "没有安装 dask 和 distributed", "--scheduler", "请先运行 pip install dask distributed"
        ) from error
    return distributed


def _connected(distributed: Any, address: str) -> Any:
    try:
        client = distributed.Client(address, timeout=WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PlanError("连不上调度器", address, "请核对地址，并确认调度器已启动") from error
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise PlanError("调度器没有工作进程", address, "请先启动工作进程（dask worker）") from error
    return client


def _answer(distributed: Any, future: Any, plan: str) -> Done:
    try:
        done: Done = future.result()
    except distributed.KilledWorker:
        error = PlanError("检查该方案的工作进程多次中止", plan, "请检查工作进程的内存和日志")
        return Done(plan, str(error))
    except Exception as unforeseen:  # the scheduler is gone, or the workers have other software
        return Done(plan, str(fault(plan, unforeseen)))
    return done
