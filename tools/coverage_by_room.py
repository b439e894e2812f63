"""The coverage of core/ and judging/ as one block of lines: a room a line, then the modules that
are covered least."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LEAST = 5
"""How many modules are named."""
LOW_PERCENT = 90


def coverage_by_room() -> str:
    """The block for the data that `coverage run` has left; the reason when there is none."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "coverage.json"
        done = subprocess.run(
            [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(target)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            return f"no coverage: {(done.stdout + done.stderr).strip()}"
        files = json.loads(target.read_text(encoding="utf-8"))["files"]
    return block({name: file["summary"] for name, file in files.items()})


def block(summaries: Mapping[str, Mapping[str, Any]]) -> str:
    """The lines for ``summaries``: path of a module -> its ``num_statements`` and
    ``covered_lines``, as in coverage's JSON."""
    statements: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for name, summary in summaries.items():
        for room in (room_of(name), "together"):
            statements[room] += summary["num_statements"]
            covered[room] += summary["covered_lines"]
    lines = [
        f"  {room:<16}{percent(covered[room], statements[room]):>4} %"
        f"{statements[room] - covered[room]:>6} of {statements[room]} statements not run"
        for room in (*sorted(statements.keys() - {"together"}), "together")
        if statements[room]
    ]
    return "\n".join(["coverage by the tests without QGIS", *lines, *_least(summaries)])


def room_of(name: str) -> str:
    """'core/law' for jinchu_pingheng/core/law/rules/belt.py, 'core' for …/core/model.py."""
    folders = PurePosixPath(name.replace("\\", "/")).parts[1:-1]
    return "/".join(folders[:2])


def percent(covered: int, statements: int) -> int:
    """Rounded down: 100 means that nothing is left out."""
    return 100 * covered // statements


def _least(summaries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    shares = sorted(
        (percent(summary["covered_lines"], summary["num_statements"]), name)
        for name, summary in summaries.items()
        if summary["num_statements"]
    )
    low = [f"{name.partition('/')[2]} {share} %" for share, name in shares if share < LOW_PERCENT]
    if not low:
        return []
    more = f" and {len(low) - LEAST} more" if len(low) > LEAST else ""
    return [f"  below {LOW_PERCENT} %: {', '.join(low[:LEAST])}{more}"]
