"""What the bytes of a shapefile's attribute table mean: judged by the bytes, value by value.

Deliveries of the survey are GBK or UTF-8, and their .cpg and language id are often missing, empty
or wrong. Another encoding (Big5, Windows-1251 …) is never guessed, only believed where it is stated
and fits.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from ..core.codes import UNREADABLE
from .files.dbf import companion, open_table

UTF8, GB = "UTF-8", "GB18030"
_BIG5, _LATIN, _OTHER = "BIG5", "ISO-8859-1", "other"
_SPELLED = {
    UTF8: ("UTF8", "65001", "CP65001"),
    GB: ("936", "CP936", "ANSI936", "MS936", "WINDOWS936", "GBK", "GB2312", "GB18030", "54936",
         "EUCCN"),
    _BIG5: ("BIG5", "950", "CP950", "ANSI950", "BIG5HKSCS"),
    _LATIN: ("ISO88591", "88591", "LATIN1", "1252", "CP1252", "ANSI1252", "WINDOWS1252"),
    "": ("", "OEM", "ANSI", "SYSTEM"),
}  # fmt: skip
_FAMILIES = {spelled: family for family, names in _SPELLED.items() for spelled in names}
_LANGUAGE_IDS = {0x4D: GB, 0x7A: GB, 0x4F: _BIG5, 0x78: _BIG5, 0x03: _LATIN, 0x57: _LATIN}
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MOSTLY = 0.9
_SHOWN = {GB: "GBK", UTF8: "UTF-8"}


class TableEncoding(NamedTuple):
    """``name``: UTF-8 or GB18030; '' where the table's own statement is left to stand. ``remark``:
    a Chinese sentence where that statement is wrong."""

    name: str = ""
    remark: str = ""


def family(encoding: str) -> str:
    """UTF-8, GB18030 or another name for all spellings of an encoding; '' for what says nothing."""
    return _FAMILIES.get(re.sub(r"[\s_-]", "", encoding.upper()), _OTHER)


def table_encoding(shapefile: Path) -> TableEncoding:
    """How the table of a shapefile must be read, by its bytes."""
    table = open_table(shapefile)
    values = table.sample() if table is not None else []
    if table is None or not values:
        return TableEncoding()
    cpg = companion(shapefile, ".cpg")
    text = cpg.read_bytes()[:99].decode("ascii", "ignore").strip("\0 \r\n\t") if cpg else None
    stated, words = family(text or ""), f".cpg 写的是“{text}”"
    if text is None:
        stated = _LANGUAGE_IDS.get(table.language, _OTHER) if table.language else ""
        words = f"语言标识为 0x{table.language:02X}"
    judged = _judged(values, stated)
    if judged not in (UTF8, GB):
        return TableEncoding()
    silent = text is None and not table.language
    lie = "" if silent or judged == stated else _remark(table.path.name, words, judged)
    return TableEncoding(judged, lie)


def _remark(name: str, words: str, judged: str) -> str:
    shown = _SHOWN[judged]
    return f"属性表“{name}”的{words}，与内容不符；内容是 {shown}，已按 {shown} 读取"


def _judged(values: Collection[bytes], stated: str) -> str:
    """The encoding of most values, none of them ASCII."""
    utf8 = sum(map(_surely_utf8, values))
    if 2 * utf8 > len(values) or (utf8 and stated == UTF8):
        return UTF8
    fits = stated == _OTHER or (stated == _BIG5 and all(_decodes(v, "big5") for v in values))
    if fits or (stated == _LATIN and not _looks_chinese(values)):
        return stated
    chinese = sum(_decodes(value, GB) or bool(_cut(value, GB)) for value in values)
    return GB if 2 * chinese > len(values) else (stated or UTF8)


def _looks_chinese(values: Collection[bytes]) -> bool:
    """Whether bytes above 127 come in pairs, as in GBK; western accents stand alone."""
    runs = [run for value in values for run in _HIGH_RUN.findall(value)]
    return sum(len(run) % 2 == 0 for run in runs) >= _MOSTLY * len(runs)


def meaning(raw: bytes, encoding: str) -> str:
    """What the bytes of one value mean in a table that is mostly in ``encoding`` (UTF-8, GB18030).

    A value cut inside a character keeps what is whole, and ends with U+FFFD.
    """
    if raw.isascii():
        return raw.decode("ascii")
    as_gb = encoding == GB and not _surely_utf8(raw)
    order = (GB, UTF8) if as_gb else (UTF8, GB)
    for name in order:
        if _decodes(raw, name):
            return raw.decode(name)
        if name == order[0] and _cut(raw, name):
            return _cut(raw, name)
    return raw.decode(encoding, "replace")


def _surely_utf8(raw: bytes) -> bool:
    """UTF-8 with a character of three bytes, as Chinese ones are: two bytes may well be GBK."""
    if max(raw) < 0xE0:
        return False
    return _decodes(raw, UTF8) or len(_cut(raw, UTF8)) > 2


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cut(raw: bytes, encoding: str) -> str:
    """The text before a last character that is not whole, and U+FFFD; '' where that is not it."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        at_end = error.end >= len(raw) and error.reason in _TRUNCATED and error.start
        return raw[: error.start].decode(encoding) + UNREADABLE if at_end else ""
    return ""


_TRUNCATED = ("unexpected end of data", "incomplete multibyte sequence")
