"""Looks up every class, enum, signal and function of Qt and QGIS that the plugin uses in the
declarations of Qt 6 and of today's QGIS: a QGIS 4 cannot be installed on Debian 12.

`python -m tools.check_qt6 [--qt 5]` runs in the environment of `requirements-types.txt`. It lays
out what is installed there as plugins import it (`qgis.core`, `qgis.PyQt.QtCore`), and mypy looks.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = Path(sysconfig.get_paths()["purelib"])
QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtXml", "sip")

MISSING = {
    "_core": """
class QgsException(Exception): ...
class QgsCsException(QgsException): ...
class QgsProcessingException(QgsException): ...
""",
}
"""Exceptions, which the generator of the stubs leaves out."""

CORRECTED = {
    # they have a length, which makes them iterable
    "qgis/_core.pyi": (
        r"^class QgsFields\(.*\):$",
        r"\g<0>\n    def __iter__(self) -> typing.Iterator[QgsField]: ...",
    ),
    # the documented second argument
    "PyQt6/QtCore.pyi": (
        r"def connect\(self, slot: ['\"]PYQT_SLOT['\"]\)",
        "def connect(self, slot: 'PYQT_SLOT', type: 'Qt.ConnectionType' = ...)",
    ),
    # a slot, which PyQt finds when it runs
    "PyQt6/QtWidgets.pyi": (
        r"^class QAbstractItemView\(.*\):$",
        r"\g<0>\n    def doItemsLayout(self) -> None: ...",
    ),
}
"""File: (what it says, what is true)."""

IGNORED = (
    "union-attr arg-type return-value override list-item assignment import-untyped import-not-found"
).split()
"""Whether None may come and which kind of mapping is taken. Here names are looked up."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qt", choices=("5", "6"), default="6")
    qt = parser.parse_args().qt
    folder = lay_out(ROOT / "build" / f"qt{qt}-types", qt)
    return subprocess.run(
        [sys.executable, "-m", "mypy", *options(folder), "jinchu_pingheng"],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(folder)},
    ).returncode


def options(folder: Path) -> list[str]:
    """What mypy is told, beside where the declarations are."""
    return [
        "--config-file=",
        f"--cache-dir={folder}-cache",
        "--python-version=3.11",
        "--no-site-packages",
        "--ignore-missing-imports",
        "--explicit-package-bases",
        "--check-untyped-defs",
        r"--exclude=/vendor/|resources_rc\.py$",
        *(f"--disable-error-code={code}" for code in IGNORED),
    ]


def lay_out(folder: Path, qt: str) -> Path:
    """The declarations as a plugin imports them. Raises FileNotFoundError without them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        INSTALLED / "qgis-stubs", folder / "qgis", ignore=shutil.ignore_patterns("__pycache__")
    )
    source = INSTALLED / ("PyQt6" if qt == "6" else "PyQt5-stubs")
    shutil.copytree(source, folder / f"PyQt{qt}", ignore=_all_but_declarations)
    for name, (wrong, right) in CORRECTED.items():
        path = folder / name.replace("PyQt6", f"PyQt{qt}")
        path.write_text(re.sub(wrong, right, path.read_text(), flags=re.MULTILINE))
    for name, text in MISSING.items():
        with (folder / "qgis" / f"{name}.pyi").open("a") as file:
            file.write(text)
    core = folder / "qgis" / "_core.pyi"
    core.write_text(with_old_members(core.read_text()))
    for path in folder.rglob("*.py*"):
        # their own faults are not ours
        path.write_text("# mypy: ignore-errors\n" + path.read_text().replace("PyQt5", f"PyQt{qt}"))
    (folder / "qgis" / "PyQt").mkdir()
    lines = [f"from PyQt{qt} import {module} as {module}\n" for module in QT_MODULES]
    (folder / "qgis" / "PyQt" / "__init__.pyi").write_text("".join(lines))
    for module in QT_MODULES:
        path = folder / "qgis" / "PyQt" / f"{module}.pyi"
        path.write_text(f"from PyQt{qt}.{module} import *\n")
    return folder


def _all_but_declarations(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if not n.endswith((".pyi", "py.typed"))]


def with_old_members(text: str) -> str:
    """Old names of enum members, inside their enums and nowhere else.

    Where QGIS 3 had `QgsUnitTypes.DistanceUnit.DistanceMeters`, today's has
    `Qgis.DistanceUnit.Meters`; when it is imported it adds the old name to the enum and, unscoped,
    to the class. The stubs tell of the class alone, where nobody should use it.
    """
    classes = [owner for owner in ast.parse(text).body if isinstance(owner, ast.ClassDef)]
    lines = text.splitlines(keepends=True)
    added: dict[str, set[str]] = {}
    for owner in classes:
        for home, member, line in _old_members(owner):
            added.setdefault(home, set()).add(member)
            lines[line - 1] = "\n"
    for enum in _enums_of_qgis(classes):
        names = added.get(f"Qgis.{enum.name}", set()) - _names(enum)
        lines[enum.lineno - 1] += "".join(
            f"        {name}: Qgis.{enum.name}\n" for name in sorted(names)
        )
    return "".join(lines)


def _old_members(owner: ast.ClassDef) -> Iterator[tuple[str, str, int]]:
    """(enum, member, line) of the names that a class has for the members of an enum of Qgis."""
    for line in owner.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            enum = ast.unparse(line.annotation)
            if enum.startswith("Qgis."):
                yield enum, line.target.id, line.lineno


def _enums_of_qgis(classes: Sequence[ast.ClassDef]) -> Iterator[ast.ClassDef]:
    for owner in classes:
        if owner.name == "Qgis":
            yield from (enum for enum in owner.body if isinstance(enum, ast.ClassDef))


def _names(enum: ast.ClassDef) -> set[str]:
    assigned = (line for line in enum.body if isinstance(line, ast.Assign))
    return {name.id for line in assigned for name in line.targets if isinstance(name, ast.Name)}


if __name__ == "__main__":
    sys.exit(main())
