"""The texts of a shapefile's attribute table as bytes, by record and field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

_SAMPLE = 20_000
"""Records, evenly spread, that are looked at to judge a table."""
_HEADER, _FIELD, _END = 32, 32, 0x0D


@dataclass(frozen=True)
class TextTable:
    """A dBASE table. ``fields``: type, start and width of each in a record; ``language``: its id.

    Nothing stays open: the records are mapped anew for each question.
    """

    path: Path
    language: int
    start: int
    record: int
    count: int
    fields: tuple[tuple[str, int, int], ...]

    def holds_texts(self, field: int) -> bool:
        """Whether a field is one of texts."""
        return 0 <= field < len(self.fields) and self.fields[field][0] == "C"

    def texts(self, fids: np.ndarray, field: int, meaning: Callable[[bytes], str]) -> np.ndarray:
        """Texts (n,) of a field in records ``fids`` (n,); None where it is empty or no record is
        there."""
        there = np.flatnonzero((fids >= 0) & (fids < self.count))
        raw = self._bytes(fids[there], field)
        known = {value: _understood(value, meaning) for value in set(raw)}
        found = np.empty(len(fids), dtype=object)
        found[there] = [known[value] for value in raw]
        return found

    def sample(self) -> list[bytes]:
        """Different values of text fields that are not plain ASCII, of records all over the
        table."""
        fids = np.unique(np.linspace(0, self.count - 1, min(self.count, _SAMPLE)).astype(np.int64))
        found: set[bytes] = set()
        for field, (kind, _, _) in enumerate(self.fields):
            if kind == "C":
                found.update(self._bytes(fids, field))
        return [_trimmed(value) for value in found if not value.isascii()]

    def _bytes(self, fids: np.ndarray, field: int) -> list[bytes]:
        _, at, width = self.fields[field]
        if not len(fids) or not width:  # some programs write fields of no width
            return [b""] * len(fids)
        # np.memmap cannot be closed by name: it goes with the last view of it, which is copied here
        records = np.memmap(self.path, np.uint8, "r", self.start, shape=(self.count, self.record))
        values = np.ascontiguousarray(records[fids, at : at + width]).view(f"S{width}")[:, 0]
        found: list[bytes] = values.tolist()
        return found


def _understood(raw: bytes, meaning: Callable[[bytes], str]) -> str | None:
    trimmed = _trimmed(raw)
    return meaning(trimmed).strip() if trimmed else None


def _trimmed(raw: bytes) -> bytes:
    return raw.split(b"\0", 1)[0].strip()


def open_table(shapefile: Path) -> TextTable | None:
    """The attribute table of a shapefile; None where there is none, or none that can be
    understood."""
    path = companion(shapefile, ".dbf")
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
            start, record = (int.from_bytes(head[at : at + 2], "little") for at in (8, 10))
            fields = _fields(file.read(max(start - _HEADER, 0)))
        there = max(path.stat().st_size - start, 0)
    except OSError:
        return None
    if len(head) < _HEADER or not record or sum(width for _, _, width in fields) >= record:
        return None
    count = min(int.from_bytes(head[4:8], "little"), there // record)
    if not count:
        return None
    return TextTable(
        path=path, language=head[29], start=start, record=record, count=count, fields=fields
    )


def _fields(raw: bytes) -> tuple[tuple[str, int, int], ...]:
    found, at = [], 1  # the first byte of a record marks it as deleted
    for begin in range(0, len(raw) - _FIELD + 1, _FIELD):
        if raw[begin] == _END:
            break
        kind, width = chr(raw[begin + 11]), raw[begin + 16]
        if kind == "C":
            width += 256 * raw[begin + 17]
        found.append((kind, at, width))
        at += width
    return tuple(found)


def companion(path: Path, suffix: str) -> Path | None:
    """The file beside another one that has its name and ``suffix``, in small or capital letters."""
    for spelled in (suffix, suffix.upper()):
        if path.with_suffix(spelled).exists():
            return path.with_suffix(spelled)
    return None
