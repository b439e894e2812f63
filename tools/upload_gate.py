"""Does with the built zip what the plugin site does with an upload, and fails where the site would.

`python -m tools.upload_gate ZIP [--release]` runs in the environment of `requirements-gate.txt`.
The rules are the site's (QGIS-Plugins-Website: validator.py, security_scanner.py and
bandit_rules.json, as of 2026-11). With `--release`, addresses that nobody can reach are refused.
"""

from __future__ import annotations

import argparse
import configparser
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

NAME = "jinchu_pingheng"

MANDATORY = (
    "B102 B103 B105 B106 B107 B111 B201 B202 B301 B302 B304 B305 B306 B307 B312 B321 B323 B401 "
    "B402 B412 B413 B501 B502 B503 B505 B506 B507 B601 B602 B604 B605 B609 B610 B611 B612 B613 "
    "B615 B701"
).split()
"""Critical: no upload with a finding of these."""

ACCEPTED = {
    "B101": "assert in bundled openpyxl and python-docx; ours has none (ruff S101)",
    "B324": "SHA-1 by which python-docx tells equal pictures; nothing is secured by it",
    "B405": "xml.etree writes; where openpyxl reads, expat resolves no external entities",
    "B603": "child Pythons: a list of arguments, no shell, isolated (judging/room.py)",
    "B608": "names of tables and columns are constants or quoted, values are bound",
}
"""Warnings that whoever uploads marks on the site as seen, and why."""

OTHERS = (
    "B104 B108 B110 B112 B113 B303 B308 B310 B311 B313 B314 B315 B316 B317 B318 B319 B320 B403 "
    "B406 B407 B408 B409 B504 B508 B509 B606 B607 B614 B702 B703 B704"
).split()
"""Warnings of which there is none, and which nobody has looked at."""

DEMANDED = "name description version qgisMinimumVersion author email about tracker repository"
BINARIES = ".exe .dll .so .dylib .bat .sh .ps1 .cmd .pyc .pyd .jar .bin"
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
MOST_BYTES = 20_000_000
LONGEST_PATH = 110
"""Characters inside the zip: the folder of plugins takes 89 on Windows for a user of 20 characters,
and a path stays below 200."""

NOBODY = ("example.org", "example.com", "example.net", "localhost", ".invalid", ".test")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", type=Path)
    parser.add_argument("--release", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(arguments.zip) as archive:
        archive.extractall(folder)
        found = [
            *of_size(arguments.zip),
            *of_files(archive),
            *of_metadata(metadata_of(archive), arguments.release),
            *of_bandit(Path(folder)),
            *of_secrets(Path(folder)),
        ]
    for line in found:
        print(line)
    print(f"upload gate: {len(found)} finding(s) that the plugin site would block")
    return 1 if found else 0


def of_size(path: Path) -> Iterator[str]:
    """Whether the site would take a zip of this size."""
    if path.stat().st_size > MOST_BYTES:
        yield f"{path.name}: larger than {MOST_BYTES} bytes"


def of_files(archive: zipfile.ZipFile) -> Iterator[str]:
    """Names and kinds of files: one folder, a licence, nothing hidden or compiled."""
    names = [PurePosixPath(name) for name in archive.namelist()]
    if {name.parts[0] for name in names} != {NAME}:
        yield f"there is more than the folder {NAME}"
    if PurePosixPath(NAME, "LICENSE") not in names:
        yield "no LICENSE"
    for name in names:
        if ".." in name.parts or name.is_absolute() or "\\" in str(name) or ":" in str(name):
            yield f"{name}: leads out of the folder"
        if name.suffix.lower() in BINARIES.split() or FORBIDDEN_FOLDERS & set(name.parts):
            yield f"{name}: compiled or executable"
        if name.name.startswith("."):
            yield f"{name}: hidden"
        if len(str(name)) > LONGEST_PATH:
            yield f"{name}: a path too long for Windows"
        if archive.getinfo(str(name)).external_attr >> 16 & 0o111:
            yield f"{name}: executable"


def metadata_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The fields of metadata.txt; none when there is no such file."""
    read = configparser.ConfigParser(interpolation=None)
    try:
        read.read_file(io.StringIO(archive.read(f"{NAME}/metadata.txt").decode("utf-8")))
    except KeyError:
        return {}
    fields = read["general"]
    # names keep no case in the parser
    return {name: fields[name] for name in fields}


def of_metadata(fields: dict[str, str], release: bool) -> Iterator[str]:
    """What is missing in metadata.txt; for a release also addresses that only hold a place."""
    for name in DEMANDED.split():
        if not fields.get(name.lower(), "").strip():
            yield f"metadata.txt: no {name}"
    for name in ("homepage", "tracker", "repository"):
        if not fields.get(name, "").startswith("https://"):
            yield f"metadata.txt: {name} is no https address"
    if release:
        for name in ("email", "homepage", "tracker", "repository"):
            if any(part in fields.get(name, "") for part in NOBODY):
                yield f"metadata.txt: {name} is a placeholder; make release ADDRESS='https://… m@…'"


def of_bandit(folder: Path) -> Iterator[str]:
    """Findings of bandit by the site's rules. No file of settings goes into the zip: one that skips
    what the site selects makes bandit fail there, which the site takes for a pass."""
    tests = ",".join([*MANDATORY, *OTHERS])
    found = _json("bandit", "-r", str(folder), "-f", "json", "--quiet", "-t", tests)
    for error in found["errors"]:
        yield f"bandit: {error['filename']}: {error['reason']}"
    for one in found["results"]:
        where = Path(one["filename"]).relative_to(folder)
        yield f"{where}:{one['line_number']}: {one['test_id']} {one['issue_text']}"


def of_secrets(folder: Path) -> Iterator[str]:
    """Findings of detect-secrets."""
    found = _json(
        "detect_secrets",
        "scan",
        "--all-files",
        "--exclude-files",
        r"metadata\.txt",
        ".",
        cwd=folder,
    )
    for name, secrets in found["results"].items():
        for secret in secrets:
            yield f"{name}:{secret['line_number']}: {secret['type']}"


def _json(module: str, *arguments: str, cwd: Path | None = None) -> dict[str, Any]:
    """What a scanner says. Raises ValueError when it does not run: silence is no pass."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=cwd, capture_output=True, text=True
    )
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise ValueError(f"{module} did not run: {done.stderr}") from error
    return answer


if __name__ == "__main__":
    sys.exit(main())
