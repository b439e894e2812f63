"""No garbage collection while a job fills the memory with plain values.

A collection walks through all of them, a tenth of a second and more without giving the interpreter
lock away: the interface would stand still. A job makes no cycles worth collecting.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STEP = 2_000


@contextmanager
def no_collection() -> Iterator[None]:
    """Switch automatic collection off, and on again if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back(values: list[Any]) -> None:
    """Empty a long list in steps: freeing all of it at once would not give the interpreter lock
    away either."""
    while values:
        del values[-STEP:]
