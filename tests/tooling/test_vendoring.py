"""What is left of the bundled libraries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.vendoring import reached


@pytest.fixture()
def vendor(tmp_path: Path) -> Path:
    """A library of five modules, two of which nothing leads to."""
    folder = tmp_path / "vendor"
    texts = {
        "lib/__init__.py": "",
        "lib/used.py": "def late():\n    from .inner import deep\n",
        "lib/inner/__init__.py": "",
        "lib/inner/deep.py": "from ..shared import name\n",
        "lib/shared.py": "name = 1\n",
        "lib/unused.py": "import lib.alone\n",
        "lib/alone.py": "",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "line", ["import lib.used", "from lib import used", "from lib.used import late"]
)
def test_modules_that_imports_lead_to_are_kept(vendor: Path, tmp_path: Path, line: str) -> None:
    source = tmp_path / "own.py"
    source.write_text(line, encoding="utf-8")
    kept = {path.relative_to(vendor).as_posix() for path in reached(vendor, [source])}
    assert kept == {
        "lib/__init__.py", "lib/used.py", "lib/inner/__init__.py", "lib/inner/deep.py",
        "lib/shared.py",
    }  # fmt: skip
