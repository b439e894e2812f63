"""Runs every folder of tests, on the screen that it needs, and closes with the coverage of core/
and judging/ and one line over all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tools.coverage_by_room import coverage_by_room

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "test"
DESKTOP = "desktop"  # the folder whose tests drive a real QGIS window
XVFB = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1600x1000x24"]
MEASURED = ("core", "deliver", "judging", "plan")
"""The folders whose tests run core/ and judging/ in their own process; watching costs them about
half as much again, so the others are left alone. Child processes are not watched."""
COUNTS = ("passed", "failed", "errors", "skipped")


def folders() -> list[str]:
    """The folders under tests/ that hold tests: the core's, quickest, first; the desktop's last."""
    found = {
        path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/*/**/test_*.py")
    }
    return sorted(found, key=lambda name: (name == DESKTOP, name != "core", name))


def run(folder: str) -> dict[str, int]:
    """Runs one folder; a run that breaks off without a failure in its report counts as an error."""
    desktop = folder == DESKTOP
    print(f"\n== tests/{folder}{' (Xvfb)' if desktop else ''} ==", flush=True)
    report = REPORTS / f"{folder}.xml"
    report.unlink(missing_ok=True)
    watch = ["-m", "coverage", "run", "--append"] if folder in MEASURED else []
    tests = ["-m", "pytest", "-q", f"--junitxml={report}", f"tests/{folder}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb" if desktop else "offscreen"}
    code = subprocess.run(
        [*(XVFB if desktop else []), sys.executable, *watch, *tests], cwd=ROOT, env=environment
    ).returncode
    counts = read(report) if report.exists() else dict.fromkeys(COUNTS, 0)
    if code and not counts["failed"] and not counts["errors"]:
        print(f"pytest ended with code {code}")
        counts["errors"] = 1
    return counts


def read(report: Path) -> dict[str, int]:
    """The counts of one JUnit report."""
    suite = ElementTree.parse(report).getroot()[0]
    failed, errors, skipped, tests = (
        int(suite.get(name, 0)) for name in ("failures", "errors", "skipped", "tests")
    )
    return {
        "passed": tests - failed - errors - skipped,
        "failed": failed,
        "errors": errors,
        "skipped": skipped,
    }


def main() -> None:
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / "coverage").unlink(missing_ok=True)
    begin = time.monotonic()
    results = [run(folder) for folder in folders()]
    totals = {name: sum(result[name] for result in results) for name in COUNTS}
    shown = [
        f"{count} {name}" for name, count in totals.items() if count or name in ("passed", "failed")
    ]
    print(f"\n{coverage_by_room()}")
    print(f"\n{', '.join(shown)} in {time.monotonic() - begin:.0f}s")
    sys.exit(bool(totals["failed"] or totals["errors"] or not totals["passed"]))


if __name__ == "__main__":
    main()
