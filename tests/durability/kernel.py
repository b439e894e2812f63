"""Does something in a child whose n-th system call of a kind kills it or fails, as a power cut or a
full disk would: strace watches the child from where it is told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Callable

CALLS = (
    "write pwrite64 ftruncate fsync fdatasync rename renameat2 link linkat unlink unlinkat mkdir "
    "rmdir"
).split()
"""Whatever changes a disk."""

SECONDS = 60
"""After which a child is given up."""

TOLD, RAW = 3, 4
"""How a child ends that was refused in a sentence, or by anything else."""


def calls_of(do: Callable[[], object], log: Path) -> Counter[str]:
    """How often each call is made."""
    ended = _watched(do, ["-o", str(log), "-e", f"trace={','.join(CALLS)}"])
    assert ended == 0, "what fails untroubled cannot be tried under trouble"
    return Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text(errors="replace"), re.MULTILINE))


def connections_of(do: Callable[[], object], log: Path) -> list[str]:
    """Calls that reach, or wait for, another machine."""
    _watched(do, ["-o", str(log), "-e", "trace=connect,bind,sendto,sendmsg"])
    return re.findall(r"^.*AF_INET.*$", log.read_text(errors="replace"), re.MULTILINE)


def killed(do: Callable[[], object], call: str, number: int) -> int:
    """Do it until its n-th call, at which it is killed; the wait status."""
    return _watched(do, [*_quiet(call), "-e", f"inject={call}:signal=KILL:when={number}"])


def failing(do: Callable[[], object], call: str, number: int, error: str) -> int:
    """Do it while every such call from the n-th on fails; the wait status."""
    return _watched(do, [*_quiet(call), "-e", f"inject={call}:error={error}:when={number}+"])


def _quiet(call: str) -> list[str]:
    return ["-o", os.devnull, "-e", f"trace={call}"]


def _watched(do: Callable[[], object], options: list[str]) -> int:
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        ended = RAW
        try:
            ended = _ended(do)
        finally:  # whatever fails, its own last words too: it must not go on as a second pytest
            os._exit(ended)
    os.waitpid(child, os.WUNTRACED)
    command = ["strace", "-f", "-qq", "-p", str(child), *options]
    try:
        watcher = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    except OSError:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    try:
        _wait_for_watcher(child)
        return _go_on(child)
    finally:
        watcher.wait(timeout=60)


def _go_on(child: int) -> int:
    """The wait status of a child that was stopped; told again and again, for a strace that is just
    coming may swallow it."""
    for _ in range(SECONDS * 10):
        os.kill(child, signal.SIGCONT)
        for _ in range(20):
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return status
            time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise TimeoutError("it takes too long")


def _ended(do: Callable[[], object]) -> int:
    from jinchu_pingheng.core.errors import PlanError

    try:
        do()
    except PlanError:
        return TOLD
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return RAW
    return 0


def _wait_for_watcher(child: int) -> None:
    for _ in range(2000):
        if not re.search(r"^TracerPid:\s0$", Path(f"/proc/{child}/status").read_text(), re.M):
            return
        time.sleep(0.005)
    raise TimeoutError("strace does not come")
