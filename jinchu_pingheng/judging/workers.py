"""Run blocks on all cores: in this thread, and in child Pythons that need no QGIS.

Threads would share the interpreter lock, and a prepared geometry that two threads share crashes the
interpreter.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Callable, cast

from ..core.errors import PlanError
from . import plain
from .room import WORKER, environment, folders

MOST_PROCESSES = 4
"""More of them would read the same file at the same time and crowd a laptop."""

_LENGTHS = struct.Struct("<QQ")

Work = Callable[[Any, Any], Any]
"""(state, block) -> result; ``start`` makes the state. Both are names of modules, so that children
find them.

A state with a method ``close`` is closed at the end.
"""


def send(stream: IO[bytes], value: Any) -> None:
    """Write one message of plain values."""
    text, buffers = plain.dump(value)
    stream.write(_LENGTHS.pack(len(text), sum(map(len, buffers))))
    stream.write(text)
    stream.writelines(buffers)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. Raises EOFError when the other side is gone."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        raise EOFError
    text, buffers = _LENGTHS.unpack(head)
    return plain.load(stream.read(text), stream.read(buffers))


def python_executable() -> str | None:
    """A Python that can run a child: inside QGIS on Windows ``sys.executable`` is QGIS itself."""
    folder = Path(sys.exec_prefix)
    candidates = [
        Path(sys.executable or ""),
        folder / "python.exe",
        folder / "python3.exe",
        folder / "bin" / "python3",
    ]
    for path in candidates:
        if path.stem.lower().startswith("python") and path.is_file():
            return str(path)
    return None


def children_for(blocks: int) -> int:
    """How many child processes pay: a child costs some tenths of a second to start."""
    if blocks < 3 or python_executable() is None:
        return 0
    return max(min(os.cpu_count() or 1, MOST_PROCESSES, blocks) - 1, 0)


class _Child:
    """A child process, which begins by importing the module of ``start``."""

    def __init__(self, start: Callable[..., Any]) -> None:
        self._process = subprocess.Popen(
            [str(python_executable()), "-I", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout)
        room = {"folders": folders(), "workers": __name__, "start": _name(start)}
        with suppress(OSError):  # whoever asks a dead child will see
            self._input.write(json.dumps(room).encode() + b"\n")
            self._input.flush()

    def begin(self, arguments: tuple[Any, ...], work: Work) -> None:
        """Hand over what the state is made from, and what to do."""
        send(self._input, (_name(work), arguments))

    def ask(self, block: Any) -> Any:
        """The result of one block, or the error that it raised."""
        send(self._input, block)
        answered, result = receive(self._output)
        return result if answered or isinstance(result, PlanError) else RuntimeError(result)

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._input, self._output):
            with suppress(OSError):  # what was on its way to a dead child is lost, as it should be
                stream.close()


class Crew:
    """Child processes for ``run``; hired before the work is known, they get ready meanwhile."""

    def __init__(self, number: int, start: Callable[..., Any]) -> None:
        if number:
            _require_module(start)
        self.children = [_Child(start) for _ in range(number)]

    def close(self) -> None:
        """End all of them."""
        while self.children:
            self.children.pop().kill()


def run(
    start: Callable[..., Any],
    arguments: tuple[Any, ...],
    work: Work,
    blocks: Sequence[Any],
    children: int | Crew = 0,
) -> Generator[tuple[int, Any], None, None]:
    """(index, result) of every block, in the order in which they are ready.

    An error of a block is raised here. A child that dies gives its block back, and the others go
    on. ``children``: how many to start, or a crew that was hired with the same ``start``; they have
    ended when the blocks have.
    """
    waiting = deque(enumerate(blocks))
    done: queue.Queue[tuple[int, Any]] = queue.Queue()
    if children:
        _require_module(work)
    crew = children if isinstance(children, Crew) else Crew(children, start)
    try:
        for child in crew.children:
            threading.Thread(
                target=_feed, args=(child, (arguments, work), waiting, done), daemon=True
            ).start()
        state = start(*arguments)
        try:
            for _ in range(len(blocks)):
                yield _next(state, work, waiting, done)
        finally:
            getattr(state, "close", _nothing)()
    finally:
        crew.close()


def _require_module(function: Callable[..., Any]) -> None:
    if function.__module__ == "__main__":
        raise ValueError(
            "a child cannot find the functions of a main program; put them in a module"
        )


def _name(function: Callable[..., Any]) -> list[str]:
    return [function.__module__, function.__qualname__]


def _nothing() -> None:
    """For states that hold nothing open."""


def _next(
    state: Any, work: Work, waiting: deque[tuple[int, Any]], done: queue.Queue[tuple[int, Any]]
) -> tuple[int, Any]:
    """The next result: one that a child has ready, else one made here, else one that is still being
    made."""
    while True:
        try:
            index, result = done.get_nowait()
        except queue.Empty:
            try:
                index, block = waiting.popleft()
            except IndexError:
                try:
                    index, result = done.get(timeout=0.1)
                except queue.Empty:
                    continue
            else:
                return index, work(state, block)
        if isinstance(result, BaseException):
            raise result
        return index, result


def _feed(
    child: _Child,
    task: tuple[Any, Work],
    waiting: deque[tuple[int, Any]],
    done: queue.Queue[tuple[int, Any]],
) -> None:
    """Give a child blocks from the far end until none is left or the child is gone."""
    index = block = None
    try:
        child.begin(*task)
        while True:
            index, block = waiting.pop()
            done.put((index, child.ask(block)))
            index = None
    except IndexError:
        return
    except (EOFError, OSError, ValueError):
        if index is not None:
            waiting.append((index, block))
    except TypeError as error:  # something that is no plain value: a fault of ours, never silent
        done.put((index or 0, error))
