"""The same plans on a real Dask cluster of separate processes, one of which is killed while it has
work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from jinchu_pingheng.batch.__main__ import examine_all, main
from jinchu_pingheng.batch.results import SUMMARY
from jinchu_pingheng.deliver.earlier import RECORD

from .counties import make_plan

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60.0


def wait_for(condition: Callable[[], Any]) -> Any:
    """The first answer of a condition that is true."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def _start(stack: ExitStack, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A Python of its own that finds the package, ended with the stack."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    running = stack.enter_context(
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    )
    stack.callback(running.kill)
    return running


class Cluster:
    """A scheduler and its workers, as their operator sees them."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"

    @contextmanager
    def running(self, workers: int) -> Iterator[Cluster]:
        """Start the scheduler, then the workers, each a process with one thread."""
        here = ("--host", "127.0.0.1")
        with ExitStack() as stack:
            start = partial(_start, stack)
            start("dask_scheduler", *here, "--port", "0", "--scheduler-file", str(self._file))
            self.address = json.loads(wait_for(self._contact))["address"]
            self.client = stack.enter_context(
                distributed.Client(self.address, set_as_default=False)
            )
            for number in range(1, workers + 1):
                options = (*here, "--nthreads", "1", "--no-nanny", "--name", f"worker-{number}")
                self.last = start("dask_worker", self.address, *options)
            wait_for(lambda: len(self.running_workers()) == workers)
            yield self

    def _contact(self) -> str:
        return self._file.read_text() if self._file.exists() else ""

    def running_workers(self) -> list[str]:
        """Names of the workers that the scheduler gives work to: one that has only registered gets
        none yet."""
        known = self.client.scheduler_info(n_workers=-1)["workers"].values()
        return sorted(worker["name"] for worker in known if worker["status"] == "running")

    def has_work(self, name: str) -> bool:
        """Whether a worker has been given a plan."""
        known = self.client.scheduler_info(n_workers=-1)["workers"]
        return any(
            tasks
            for address, tasks in self.client.processing().items()
            if known[address]["name"] == name
        )


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Eight counties of two cities."""
    folder = tmp_path_factory.mktemp("counties")
    codes = [f"64{city:02d}{county:02d}" for city in (1, 2) for county in (21, 22, 23, 24)]
    return [
        make_plan(folder / code, code, 60 + 10 * number, 100) for number, code in enumerate(codes)
    ]


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_worker_that_is_killed_changes_no_byte(tmp_path: Path, plans: list[Path]) -> None:
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no plan")
    examine_all([*plans, broken], tmp_path / "local")
    with Cluster(tmp_path).running(3) as cluster:
        # Stopped, the worker keeps what it is given: it dies with work in its hands, whatever the
        # others do.
        cluster.last.send_signal(signal.SIGSTOP)
        run = Thread(
            target=examine_all, args=([broken, *plans[::-1]], tmp_path / "cluster", cluster.address)
        )
        run.start()
        wait_for(lambda: cluster.has_work("worker-3"))
        cluster.last.kill()
        run.join(WAIT_SECONDS)
        assert not run.is_alive()
        assert cluster.running_workers() == ["worker-1", "worker-2"]
    found = files_of(tmp_path / "cluster")
    assert found == files_of(tmp_path / "local")
    assert len(found) == len((RECORD, SUMMARY)) + 3 * len(plans)


def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path,
    plans: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("jinchu_pingheng.batch.crew.WAIT_SECONDS", 1)
    options = [str(plans[0]), "--output", str(tmp_path / "out"), "--scheduler"]
    assert main([*options, "tcp://127.0.0.1:9"]) == 2
    assert "连不上调度器" in capsys.readouterr().err
    with Cluster(tmp_path).running(0) as cluster:
        assert main([*options, cluster.address]) == 2
    assert "调度器没有工作进程" in capsys.readouterr().err
    assert not files_of(tmp_path / "out")
