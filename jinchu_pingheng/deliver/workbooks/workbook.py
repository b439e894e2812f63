"""What every workbook says of itself: properties, small print, a file name that every system
takes."""

from __future__ import annotations

import errno
from pathlib import Path

from lxml.etree import SerialisationError
from openpyxl import Workbook

from ..file_names import file_stem
from ..headed import Headed
from ..texts import printable, property_text
from ..wording import date_text

HECTARES = "公顷（面积保留4位小数）"


def small_print(report: Headed, unit: str) -> tuple[str, str]:
    """What every table says: who, when, unit ('' where each column names its own), area method and
    the notice."""
    header, notice = report.header, report.notice
    compiled = (
        f"编制单位：{header.office or '（未填写）'}    编制日期：{date_text(header.compiled_on)}"
    )
    method = (
        f"{notice.area.label}（{notice.area.clause}）" if notice.area.clause else notice.area.label
    )
    return (
        f"{compiled}    单位：{unit}" if unit else compiled,
        f"面积计算方法：{method}    依据：{notice.issuer}《{notice.title}》",
    )


def new_workbook(report: Headed, title: str) -> Workbook:
    """An empty workbook with its properties set; its subject says which plan and revision it
    prints, as its pages' footers do."""
    book = Workbook()
    book.properties.title = property_text(title)
    book.properties.creator = property_text(report.header.office or report.software)
    book.properties.description = report.software
    book.properties.subject = report.edition.text or None
    book.properties.keywords = report.imprint or None
    book.properties.identifier = report.edition.plan_id or None
    book.properties.version = str(report.edition.revision) if report.edition.plan_id else None
    return book


def save(book: Workbook, folder: Path, stem: str) -> Path:
    """Save under ``<stem>.xlsx``, or what file_names.file_stem makes of it. Raises OSError when the
    disk does not take it."""
    path = folder / f"{file_stem(stem)}.xlsx"
    try:
        book.save(path)
    except SerialisationError as error:  # all that lxml says of a full disk
        raise OSError(errno.EIO, str(error), str(path)) from error
    return path


def sheet_name(text: str) -> str:
    """A name that Excel takes for a sheet: at most 31 characters, forbidden ones full-width."""
    wide = {ord(char): chr(ord(char) + 0xFEE0) for char in "\\/:*?[]'"}
    return printable(text).translate(wide)[:31]
