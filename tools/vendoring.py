"""What is taken of the bundled libraries: only modules that the plugin reaches, and nothing that
the plugin site refuses.

Bundled libraries come before QGIS's own, so nothing may lie there that other plugins need whole:
python-docx's few names of typing_extensions are put into python-docx.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

REPLACED = {
    "docx/**/*.py": {"from typing_extensions import": "from docx.typing_names import"},
    # the site takes the names for secrets
    "openpyxl/formula/tokenizer.py": {"TOKEN_ENDERS": "ENDERS"},
    "openpyxl/utils/protection.py": {"plaintext_password=''": "plaintext_password"},
}
"""File: text and what stands for it in the bundle."""

TYPING_NAMES = """# Added by jinchu_pingheng: what python-docx annotates types with.
from typing import Any, Protocol

Self = TypeAlias = Any
__all__ = ["Protocol", "Self", "TypeAlias"]
"""

UNUSED = "docx/templates/default-docx-template"
"""The blank document once more, unpacked."""


def trim(vendor: Path, plugin: Path) -> None:
    """Change what has to be changed, then drop every module that no import leads to.

    ``plugin``: the plugin's folder, whose imports count. Raises ValueError when a text to be
    replaced is not there, as after an update of a library.
    """
    for pattern, texts in REPLACED.items():
        for old, new in texts.items():
            _replace(sorted(vendor.glob(pattern)), old, new)
    (vendor / "docx" / "typing_names.py").write_text(TYPING_NAMES, encoding="utf-8")
    shutil.rmtree(vendor / UNUSED)
    kept = reached(vendor, [path for path in plugin.rglob("*.py") if vendor not in path.parents])
    for path in sorted(vendor.rglob("*.py")):
        if path not in kept:
            path.unlink()
    for folder in sorted((path for path in vendor.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _replace(paths: Iterable[Path], old: str, new: str) -> None:
    holding = [path for path in paths if old in path.read_text(encoding="utf-8")]
    if not holding:
        raise ValueError(f"{old!r} is not in the library any more")
    for path in holding:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")


def reached(vendor: Path, sources: Iterable[Path]) -> set[Path]:
    """Modules in ``vendor`` to which imports lead from ``sources``, late ones too."""
    found: set[Path] = set()
    waiting = list(sources)
    while waiting:
        source = waiting.pop()
        for name in _imports(source, vendor):
            for path in _files(vendor, name):
                if path not in found:
                    found.add(path)
                    waiting.append(path)
    return found


def _imports(source: Path, vendor: Path) -> Iterator[str]:
    """Full names of what a file imports; for ``from a import b`` also a.b, which may be a
    module."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, vendor, node)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _base(source: Path, vendor: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    if vendor not in source.parents:
        return ""
    package = source.relative_to(vendor).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def _files(vendor: Path, name: str) -> Iterator[Path]:
    """The module of that name, and the packages around it, which are run before it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = vendor.joinpath(*parts[:length])
        candidates = (place / "__init__.py", place.with_suffix(".py"))
        yield from (path for path in candidates if path.is_file())
