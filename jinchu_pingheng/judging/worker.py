"""A child process: closes its room, makes its state, answers blocks until nobody asks any more.

It is started as a file, isolated from the working folder and the user's Python settings, so it can
import nothing of the plugin before it has been told where that is.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any


def main() -> None:
    """Serve the parent over standard input and output."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints must not mix with the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # a child lives for one job and makes no cycles worth collecting
    gc.disable()
    room = json.loads(source.readline())
    sys.addaudithook(_refuse_network)
    sys.path[:] = search_path(sys.path, room["folders"])
    workers = import_module(room["workers"])
    start = _function(*room["start"])
    name, arguments = workers.receive(source)
    work, state = _function(*name), start(*arguments)
    while True:
        try:
            block = workers.receive(source)
        except EOFError:
            return
        workers.send(target, _answer(workers, work, state, block))


def search_path(own: list[str], folders: list[str]) -> list[str]:
    """Python's own modules, the parent's libraries, what else is installed, last the plugin."""
    installed = [path for path in own if "site-packages" in path or "dist-packages" in path]
    *libraries, plugin = folders
    standard = [path for path in own if path not in installed]
    return [*dict.fromkeys([*standard, *libraries, *installed, plugin])]


def _answer(workers: Any, work: Any, state: Any, block: Any) -> tuple[bool, Any]:
    """(True, result), or (False, error) for the parent to raise: a PlanError, else a traceback."""
    try:
        return True, work(state, block)
    except workers.PlanError as error:
        return False, error
    except Exception:
        return False, traceback.format_exc()


def _function(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("a child process has no network")


if __name__ == "__main__":
    main()
