"""A child process: makes its state, then answers blocks until nobody asks any more."""

from __future__ import annotations

import gc
import os
import sys

from .workers import receive, send


def main() -> None:
    """Serve the parent over standard input and output."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints must not mix with the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # a child lives for one job and makes no cycles worth collecting
    gc.disable()
    start = receive(source)
    arguments, work = receive(source)
    state = start(*arguments)
    while True:
        try:
            block = receive(source)
        except EOFError:
            return
        try:
            answer = work(state, block)
        except Exception as error:  # the parent raises it
            answer = error
        send(target, answer)


if __name__ == "__main__":
    main()
