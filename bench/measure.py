"""A process measured from outside: wall clock, CPU, peak memory of it and its children."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_S = 0.05


@dataclass(frozen=True)
class Measured:
    """``wall`` and ``cpu`` in s, ``peak`` in bytes, ``failure`` the last words of a process that
    failed, else ''."""

    wall: float
    cpu: float
    peak: int
    failure: str = ""


def run(command: Sequence[str], folder: Path, give_up: float) -> Measured:
    """Run a process to its end, at most ``give_up`` seconds.

    Peak memory is the sum of what the process and its children have each held at most, as the
    kernel noted it: no less than what they held together. (`ru_maxrss` would not do: it begins with
    what the parent held before `exec`.)
    """
    environment = {**os.environ, "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryFile() as words:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=words, stderr=words, start_new_session=True
        )
        watch = _Watch(process.pid, give_up)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        wall = time.perf_counter() - begin
        watch.finish()
        process.returncode = os.waitstatus_to_exitcode(status)
        words.seek(0)
        said = words.read().decode(errors="replace").strip().splitlines()
    failure = ""
    if watch.gave_up:
        failure = f"gave up after {give_up:.0f} s"
    elif process.returncode:
        failure = said[-1] if said else f"exit code {process.returncode}"
    return Measured(wall, usage.ru_utime + usage.ru_stime, watch.peak, failure)


class _Watch(threading.Thread):
    """Samples the memory of a session of processes and ends it when it takes too long."""

    def __init__(self, leader: int, give_up: float) -> None:
        super().__init__(daemon=True)
        self.leader, self.deadline = leader, time.monotonic() + give_up
        self.peak, self.gave_up = 0, False
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._done.wait(SAMPLE_S):
            self.peak = max(self.peak, sum(_held_at_most(pid) for pid in family(self.leader)))
            if time.monotonic() > self.deadline:
                self.gave_up = True
                os.killpg(self.leader, signal.SIGKILL)
                return

    def finish(self) -> None:
        self._done.set()
        self.join()


def family(leader: int) -> list[int]:
    """A process and its descendants that live now."""
    found = [leader]
    for pid in found:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text().split()
                found += [int(child) for child in children]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def _held_at_most(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0
