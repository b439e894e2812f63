"""Work for child processes: functions of a module, so that a child finds them."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

from jinchu_pingheng.core.errors import PlanError


class Desk:
    """A state that tells where it was made, and when it was closed."""

    def __init__(self, parent: int, note: str) -> None:
        self.child = os.getpid() != parent
        self.note = Path(note)

    def close(self) -> None:
        self.note.write_text("closed", encoding="utf-8")


def double(desk: Desk, block: int) -> tuple[int, bool]:
    time.sleep(0.02)
    return 2 * block, desk.child


def die_in_child(desk: Desk, block: int) -> tuple[int, bool]:
    """A child that is killed in the middle of its work."""
    if desk.child and block % 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(desk, block)


def refuse(desk: Desk, block: int) -> tuple[int, bool]:
    if block == 3:
        raise PlanError("地类编码 99 不在三调地类中", "图斑 3", "请更正")
    return double(desk, block)


def slow(desk: Desk, block: int) -> int:
    time.sleep(30 if desk.child else 0.01)
    return block


def surroundings(desk: Desk, block: int) -> tuple[bool, list[str], dict[str, str]]:
    """Where modules are searched for, and the variables that are known."""
    time.sleep(0.02)
    return desk.child, list(sys.path), dict(os.environ)


def call_home(desk: Desk, block: int) -> bool | None:
    """Whether a connection is refused before it is tried; None here, outside the children."""
    time.sleep(0.02)
    if not desk.child:
        return None
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except PermissionError:
        return True
    except OSError:
        return False
    return False
