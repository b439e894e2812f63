"""The project's own checks find what they are there to find."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import check_translations
from tools.check_translations import Reader, Text, compare, helper_contexts, shown_attributes

ROOT = Path(__file__).resolve().parents[2]


def read(source: str) -> Reader:
    tree = ast.parse(source)
    helpers = helper_contexts(tree)
    reader = Reader(helpers, shown_attributes(tree, helpers))
    reader.visit(tree)
    return reader


def test_every_spelling_of_a_translated_text_is_found() -> None:
    reader = read("""
def _tr(text):
    return QCoreApplication.translate("Edits", text)
class Dock(QDockWidget):
    title = _tr("甲")
    def show(self):
        self.tr("乙").format(QCoreApplication.translate("Units", "丙" "丁"))
""")
    assert list(reader.texts) == [("Edits", "甲"), ("Dock", "乙"), ("Units", "丙丁")]
    assert reader.faults == []


def test_a_title_that_is_shown_later_is_found() -> None:
    reader = read("""
_CONTEXT = "Processing"
def tr(text):
    return QCoreApplication.translate(_CONTEXT, text)
class Balance:
    id, title = "balance", "进出平衡"
    def displayName(self):
        return tr(self.title)
""")
    assert list(reader.texts) == [("Processing", "进出平衡")]
    assert reader.faults == []


@pytest.mark.parametrize(
    "source",
    [
        'tr(f"共{n}块")',
        'tr("共{}块".format(n))',
        'tr("共" + n)',
        'label.setText("地块")',
        'tr("地块")',
    ],
)
def test_a_text_that_cannot_be_translated_is_a_fault(source: str) -> None:
    assert len(read(source).faults) == 1


def test_docstrings_and_error_sentences_are_left_alone() -> None:
    assert read('"""说明"""\nraise PlanError("甲", "乙", "丙")').faults == []


COUNT = Text("Dock", "共{count}块")


@pytest.mark.parametrize(
    ("translations", "faults"),
    [
        ({COUNT: "{count} parcels"}, 0),
        ({}, 1),
        ({COUNT: ""}, 1),
        ({COUNT: "{number} parcels"}, 1),
        ({COUNT: "{count} parcels", Text("Dock", "旧"): "old"}, 1),
    ],
)
def test_the_catalogue_is_complete_or_it_is_said(
    translations: dict[Text, str], faults: int
) -> None:
    assert len(list(compare({COUNT: "dock.py:1"}, translations))) == faults


def test_a_written_catalogue_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_translations, "CATALOGUE", tmp_path / "en.ts")
    written = {
        COUNT: "{count} parcels",
        Text("Units", "<亩> & 公顷"): "",
        Text("Dock", "编号"): "No.",
    }
    check_translations.write_catalogue(written)
    assert check_translations.read_catalogue() == written


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("core/areas_of_today.py", "import qgis.core", "core: numpy"),
        ("core/door.py", "from jinchu_pingheng import jobs", "one direction"),
        ("gui/shortcut.py", "from jinchu_pingheng import survey", "two thin doors"),
        ("deliver/table.py", "import qgis.core", "only in the figures"),
        ("judging/shortcut.py", "from jinchu_pingheng import plan", "judging: pure"),
        ("judging/drawn.py", "def late():\n    import qgis.core", "judging: pure"),
    ],
)
def test_an_import_against_the_table_of_rooms_is_caught(
    tmp_path: Path, module: str, line: str, broken: str
) -> None:
    copy = tmp_path / "jinchu_pingheng"
    shutil.copytree(
        ROOT / "jinchu_pingheng", copy, ignore=shutil.ignore_patterns("__pycache__", "vendor")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (copy / module).write_text(line + "\n", encoding="utf-8")
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert [row for row in done.stdout.splitlines() if broken in row and row.endswith("BROKEN")]


def test_nothing_is_installed_that_is_there_already() -> None:
    done = subprocess.run(
        [ROOT / "tools" / "apt_install", "make", "qgis"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
