"""Sheets of a workbook as plain values. Formulas are not evaluated: what Excel has last computed is
read."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import PlanError
from ..intake.reading import blank

MOST_BYTES, MOST_UNPACKED = 30_000_000, 300_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200


@dataclass(frozen=True)
class Sheet:
    """``rows``: values from the first row on, each as wide as it is filled."""

    book: str
    name: str
    rows: list[tuple[Any, ...]]


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets that hold anything; ``name`` is what the user knows the file by.

    Raises PlanError for what is no workbook, or too big.
    """
    from openpyxl import load_workbook

    _require_small(path, name)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets errors of zip, XML and its own through
        raise _unreadable(name) from error
    try:
        found = [Sheet(name, sheet.title, _rows(name, sheet)) for sheet in book.worksheets]
    except (ValueError, KeyError, zipfile.BadZipFile, SyntaxError) as error:
        raise _unreadable(name) from error
    finally:
        book.close()
    return [sheet for sheet in found if sheet.rows]


def _require_small(path: Path, name: str) -> None:
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(name) from error
    if size > MOST_BYTES or unpacked > MOST_UNPACKED:
        what = f"工作簿超过 {MOST_BYTES // 1_000_000} MB"
        raise PlanError(what, name, "请删去图片和无关的工作表，或按乡镇拆分")


def _unreadable(name: str) -> PlanError:
    do = "请用 Excel 或 WPS 打开后另存为不加密的 .xlsx 再导入"
    return PlanError("工作簿无法读取", name, do)


def _rows(name: str, sheet: Any) -> list[tuple[Any, ...]]:
    sheet.reset_dimensions()  # programs write wrong ones
    rows: list[tuple[Any, ...]] = []
    for values in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        if len(rows) >= MOST_ROWS:
            where = f"{name}“{sheet.title}”"
            raise PlanError(f"工作表超过 {MOST_ROWS} 行", where, "请删去多余的行，或按乡镇拆分")
        rows.append(tuple(v.strip() if isinstance(v, str) else v for v in values))
    while rows and all(map(blank, rows[-1])):
        rows.pop()
    return rows
