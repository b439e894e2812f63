"""Names that come from elsewhere: a file of a package has a name that every system takes and lies
in its folder; a text is never a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.batch.tables import csv_text
from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.file_names import MOST_CHARACTERS, file_stem
from jinchu_pingheng.deliver.package import TABLES, write_tables
from jinchu_pingheng.deliver.stage import Stage
from tests.deliver.example import golden_report
from tests.soak import LONG

HOSTILE = (
    "../../../x", "..\\..\\x", "/etc/x", "C:\\x", "CON", "nul", "a/b县", "县" * 100, "a" * 255,
    "x\x00y", "x\x07y", "x\ufffey", "x\u202ey", "x\ud800y", "x\r\ny", " . ", "", "=1+1",
    "😀" * 70,
)  # fmt: skip
FORBIDDEN = set('\\/:*?"<>|') | {chr(code) for code in range(32)}
DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt1"}


def sound(stem: str) -> bool:
    """Whether Windows, Linux and macOS take it, with a suffix of ten characters."""
    encoded = stem.encode("utf-8")
    return (
        0 < len(stem) <= 61
        and len(encoded) <= 185
        and not FORBIDDEN & set(stem)
        and stem == stem.strip(" .")
        and stem.split(".")[0].lower() not in DEVICES
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_every_system_takes_the_name(name: str) -> None:
    assert sound(file_stem(name))


@given(st.text(max_size=400))
@settings(max_examples=20_000 if LONG else 300, deadline=None)
def test_every_system_takes_any_name(name: str) -> None:
    assert sound(file_stem(name))


def test_an_ordinary_name_stays_as_it_is() -> None:
    name = "云川县2023年度耕地“进出平衡”总体方案"
    assert file_stem(name) == name


def test_tables_of_one_long_named_county_keep_different_names() -> None:
    assert file_stem("县" * 100 + "流出表") != file_stem("县" * 100 + "流入表")


def named(name: str) -> Report:
    report = golden_report()
    return replace(report, header=replace(report.header, county_name=name, office=name))


@pytest.mark.parametrize("name", HOSTILE)
def test_tables_and_document_are_written_into_their_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "out"
    folder.mkdir(parents=True)
    written = [path for _, path in write_tables(named(name), folder)]
    written.append(document.write(named(name), {}, folder)[1])
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != folder]
    assert outside == []
    assert len({path.name for path in written}) == len(written) == len(list(folder.iterdir()))


def test_an_export_stays_below_200_characters_in_an_ordinary_folder(tmp_path: Path) -> None:
    """While files are made they lie in a stage beside the package, deeper than in the end."""
    package = PureWindowsPath(r"C:\Users\Administrator\Documents\耕地进出平衡\云川县2023年度成果包")
    with Stage(tmp_path / package.name) as stage:
        folder = stage.new / TABLES
        folder.mkdir()
        paths = [path for _, path in write_tables(named("县" * 100), folder)]
        paths.append(document.write(named("县" * 100), {}, stage.new)[1])
        longest = max(len(str(path.relative_to(tmp_path))) for path in paths)
    assert longest > len(TABLES) + MOST_CHARACTERS
    assert len(str(package.parent)) + 1 + longest < 200


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "@x", "-cmd", "\t=1+1", "\r=1+1", " =1+1", "%x"])
def test_a_text_is_no_formula_in_tables_of_either_kind(text: str, tmp_path: Path) -> None:
    row = next(csv.reader(io.StringIO(csv_text(("a",), [(text,)]), newline="").readlines()[1:]))
    assert row[0].startswith("'")
    report = golden_report()
    parcels = [replace(parcel, name=text, project=text, note=text) for parcel in report.parcels]
    for _, path in write_tables(replace(report, parcels=parcels), tmp_path):
        for sheet in openpyxl.load_workbook(path):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds


def test_an_amount_below_zero_stays_a_number() -> None:
    assert csv_text(("a",), [("-0.1900",)]) == "a\r\n-0.1900\r\n"
