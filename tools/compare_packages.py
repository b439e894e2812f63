"""Compare two exported packages figure by figure: `python -m tools.compare_packages OLD NEW`.

Prints each cell, paragraph, total, attribute and vertex that differs; exits 1 when there is one.
Figures (附图) are compared by name only: a drawing is looked at, not read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import docx
import openpyxl
from docx.table import Table
from osgeo import ogr

Facts = dict[str, str]
"""Place -> what stands there, both as a person would say them."""

VOLATILE = (
    (r"[0-9a-f]{64}", "digest of a file or of its content"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id of the plan"),
    (r"方案 [0-9a-f]{8} 第 \d+ 版", "id and revision of the plan, as printed"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", "time of making"),
    (r"jinchu_pingheng \d+(\.\d+)+\w*", "version of the software"),
)
"""What may differ between two exports of the same figures, each with its name. A text that holds
nothing else is left out; of a longer text only the part that matches is."""

VOLATILE_NAMES = {"plan_id", "revision", "sha256", "software", "about"}
"""Keys of the manifest, fields and layers of the vectors that hold only such."""

VOLATILE_FILES = (".shp.xml",)
"""Endings of files that state only from which plan the file beside them was made."""


def workbook(path: Path) -> Iterator[tuple[str, str]]:
    """Every cell of every sheet by its address, with its number format; merged ranges."""
    for sheet in openpyxl.load_workbook(path):
        yield f"{sheet.title} merged", " ".join(sorted(map(str, sheet.merged_cells.ranges)))
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    shown = "" if isinstance(cell.value, str) else f" [{cell.number_format}]"
                    yield f"{sheet.title}!{cell.coordinate}", f"{cell.value}{shown}"


def document(path: Path) -> Iterator[tuple[str, str]]:
    """Paragraphs and cells of tables in the order of the text, then headers and footers."""
    content = docx.Document(str(path))
    paragraphs = tables = 0
    for item in content.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            for number, row in enumerate(item.rows, 1):
                for column, cell in enumerate(row.cells, 1):
                    yield f"table {tables} row {number} column {column}", cell.text
        elif item.text.strip():
            paragraphs += 1
            yield f"paragraph {paragraphs}", item.text
    for number, section in enumerate(content.sections, 1):
        for name, part in (("header", section.header), ("footer", section.footer)):
            yield f"{name} {number}", "\n".join(paragraph.text for paragraph in part.paragraphs)


def manifest(path: Path) -> Iterator[tuple[str, str]]:
    """Every value by its keys; an entry of a list by its path, its role or its number."""

    def walk(place: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for key, item in value.items():
                if key not in VOLATILE_NAMES:
                    yield from walk(f"{place}.{key}", item)
        elif isinstance(value, list):
            for number, item in enumerate(value, 1):
                known = isinstance(item, dict) and (item.get("path") or item.get("role"))
                yield from walk(f"{place}[{known or number}]", item)
        else:
            yield place.lstrip("."), json.dumps(value, ensure_ascii=False)

    return walk("", json.loads(path.read_text(encoding="utf-8")))


def vector(path: Path) -> Iterator[tuple[str, str]]:
    """Every attribute and geometry of every layer, features in the file's order."""
    source = ogr.Open(str(path))
    for layer in source:
        name, definition = layer.GetName(), layer.GetLayerDefn()
        if name in VOLATILE_NAMES:
            continue
        crs = layer.GetSpatialRef()
        yield f"{name} CRS", crs.GetName() if crs else ""
        fields = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
        for number, feature in enumerate(layer, 1):
            for index, field in enumerate(fields):
                if field.GetName() not in VOLATILE_NAMES:
                    text = feature.GetFieldAsString(index) if feature.IsFieldSet(index) else "NULL"
                    yield f"{name} feature {number} {field.GetName()}", text
            shape = feature.GetGeometryRef()
            yield f"{name} feature {number} geometry", shape.ExportToWkt() if shape else ""


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """A text file line by line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield f"line {number}", line


READERS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    ".xlsx": workbook,
    ".docx": document,
    ".json": manifest,
    ".gpkg": vector,
    ".shp": vector,
    ".zip": vector,
    ".txt": lines,
}


def facts(package: Path) -> dict[str, Facts]:
    """File, relative to the package -> what it says. Raises OSError when the folder is missing."""
    if not package.is_dir():
        raise NotADirectoryError(f"no folder {package}")
    return {
        path.relative_to(package).as_posix(): {
            place: text
            for place, raw in READERS.get(path.suffix, lambda _: iter(()))(path)
            if (text := without_volatile(raw)) or not raw
        }
        for path in sorted(package.rglob("*"))
        if path.is_file() and not path.name.endswith(VOLATILE_FILES)
    }


def without_volatile(text: str) -> str:
    """The text without what may differ, and the blanks before it."""
    return re.sub(r"\s*(?:" + "|".join(pattern for pattern, _ in VOLATILE) + ")", "", text)


def differences(old: Path, new: Path) -> Iterator[str]:
    """One line for each difference."""
    ours, theirs = facts(old), facts(new)
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            yield f"{name}: only in {'NEW' if name in theirs else 'OLD'}"
            continue
        one, two = ours[name], theirs[name]
        for place in [*one, *(place for place in two if place not in one)]:
            if one.get(place) != two.get(place):
                before, after = around_change(one.get(place), two.get(place))
                yield f"{name}: {place}: {before} -> {after}"


def around_change(before: str | None, after: str | None, width: int = 40) -> tuple[str, str]:
    """Both texts near the first character that differs; "nothing" for a place that is not there."""
    one, two = before or "", after or ""
    pairs = zip(one, two)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
    first = max(same - width // 2, 0)

    def cut(text: str | None) -> str:
        if text is None:
            return "nothing"
        return f"{'…' if first else ''}{text[first : first + width]!r}"

    return cut(before), cut(after)


def main() -> int:
    """Print the differences and their number; 0 when there are none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    arguments = parser.parse_args()
    count = 0
    for line in differences(arguments.old, arguments.new):
        print(line)
        count += 1
    print(f"{count} difference(s)")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
