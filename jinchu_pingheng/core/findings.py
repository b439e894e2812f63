"""Findings by column: a county has hundreds of thousands of them, and as objects every garbage
collection walks them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from .model import Finding

_COLUMN_OF = {name: place for place, name in enumerate(Finding._fields)}


class Findings(Sequence[Finding]):
    """Findings in order; each becomes an object when it is looked at."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        columns = tuple(map(list, zip(*findings)))
        self.columns: tuple[list[Any], ...] = columns or tuple([] for _ in Finding._fields)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """The findings by column; themselves where they are that already."""
        return findings if isinstance(findings, cls) else cls(findings)

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Finding]:
        return map(Finding._make, zip(*self.columns))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return self.take(range(len(self))[index])
        return Finding._make(column[index] for column in self.columns)

    def column(self, name: str) -> list[Any]:
        """Values of a field of all findings."""
        return self.columns[_COLUMN_OF[name]]

    def take(self, order: Sequence[int]) -> Findings:
        """The findings at some places, in that order."""
        taken = Findings()
        taken.columns = tuple(list(map(column.__getitem__, order)) for column in self.columns)
        return taken

    def extend(self, more: Iterable[Finding]) -> None:
        """Append findings."""
        for column, values in zip(self.columns, Findings.of(more).columns):
            column.extend(values)
