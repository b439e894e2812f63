"""cProfile of the engine's process: which functions the time goes to."""

from __future__ import annotations

import io
import os
import pstats
import subprocess
from pathlib import Path

from bench.field import BUILD, ENGINE, FIELD, ROOT

TOP = 30


def profile(size: str, county: Path) -> Path:
    """Run the engine once under cProfile, in one process; write its dearest functions. Gives the
    text file.

    Raises CalledProcessError when the engine fails.
    """
    (engine,) = (one for one in FIELD if one.name == ENGINE)
    raw, text = BUILD / f"profile-{size}.prof", BUILD / f"profile-{size}.txt"
    python, *command = engine.command(county, BUILD / "results" / f"profile-{size}.npz")
    arguments = [python, "-m", "cProfile", "-o", str(raw), *command, "one"]
    subprocess.run(arguments, cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    words = io.StringIO()
    statistics = pstats.Stats(str(raw), stream=words)
    statistics.strip_dirs().sort_stats("tottime").print_stats(TOP)
    text.write_text(words.getvalue(), encoding="utf-8")
    return text
