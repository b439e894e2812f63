"""Tables of the Word document: merged cells over pages."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml.ns import qn

from jinchu_pingheng.deliver.document.grid import MIDDLE, TEXT, Column, Grid, Line, add_grid
from jinchu_pingheng.deliver.document.styles import new_document

COLUMNS = (Column("序号", 1, MIDDLE, merged=True), Column("名称", 2, TEXT))


def rows_of(*blocks: int) -> list[tuple[str, bool]]:
    """The text that begins each row below the header, '' where a merged cell goes on, and whether
    the row stays with the next; ``blocks``: lines of each number."""
    lines = [Line((str(n), "x")) for n, count in enumerate(blocks, 1) for _ in range(count)]
    table = add_grid(new_document(), Grid(COLUMNS, tuple(lines)), 10)
    return [(first_text(row), kept(row)) for row in table._tbl.tr_lst[1:]]


def first_text(row: Any) -> str:
    return "".join(text.text or "" for text in row.tc_lst[0].iter(qn("w:t")))


def kept(row: Any) -> bool:
    return row.find(".//" + qn("w:keepNext")) is not None


def test_a_merged_cell_begins_again_after_eight_lines_that_stay_together() -> None:
    eight = [("1", True), *[("", True)] * 6, ("", False)]
    assert rows_of(18, 5)[:18] == [*eight, *eight, ("1", True), ("", False)]


def test_a_merged_cell_goes_over_fewer_rows_where_these_are_high() -> None:
    # 30 characters of 9 points are 9.5 cm: two lines in a column of 10 × 2 / 3 cm
    lines = [Line(("1", "字" * 30))] * 15
    table = add_grid(new_document(), Grid(COLUMNS, tuple(lines)), 10)
    begins = [bool(first_text(row)) for row in table._tbl.tr_lst[1:]]
    assert begins == ([True, False, False, False] * 4)[:15]


@pytest.mark.parametrize("blocks", [(20,), (1, 19), (3, 4, 5, 6), (9, 9)])
def test_no_page_can_begin_inside_a_merged_cell(blocks: tuple[int, ...]) -> None:
    rows = rows_of(*blocks)
    assert all(kept for (_, kept), (text, _) in zip(rows, rows[1:]) if not text)
    assert [n for n, count in enumerate(blocks, 1) for _ in range(-(-count // 8))] == [
        int(text) for text, _ in rows if text
    ]


def test_a_sum_stays_with_the_lines_above_it() -> None:
    lines = [Line(("1", "x"), strong=n == 9) for n in range(1, 10)] * 3
    table = add_grid(new_document(), Grid(COLUMNS, tuple(lines)), 10)
    rows = [(first_text(row), kept(row)) for row in table._tbl.tr_lst[1:]]
    assert rows == [("1", True), *[("", True)] * 7, ("", False)] * 3


def test_the_last_line_of_a_long_table_does_not_stand_alone() -> None:
    rows = rows_of(*[1] * 30)
    assert [kept for _, kept in rows] == [*[False] * 28, True, False]


def test_a_short_table_stays_whole() -> None:
    assert [kept for _, kept in rows_of(2, 3)] == [True] * 4 + [False]
