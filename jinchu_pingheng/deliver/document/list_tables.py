"""Tables of the plan document on one side of the balance: the official lists, and sums by type,
township and class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable

from ...core.accounts.lists import ClassAreas, ListBlock, ListRow
from ...core.accounts.report import Report
from ...core.landclass import CROPLAND, class_name
from ...core.model import IN, OUT
from ...core.rounding import hectares
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .wording import LandUse, county_list, grade_text, town_lists

SUM, GRAND = "合计", "总计"


def area(m2: int) -> str:
    """Hectares; an empty cell where there is no area, as in the notice's template."""
    return hectares(m2) if m2 else ""


def _pairs(areas: ClassAreas) -> list[str]:
    """Area and 等别 of each cropland class."""
    return [
        text
        for cls in CROPLAND
        for text in (
            (area(areas.m2[cls]), grade_text(areas.grade[cls])) if areas.m2[cls] else ("", "")
        )
    ]


def _pair_columns() -> list[Column]:
    return [
        column
        for cls in CROPLAND
        for column in (
            Column("面积", 1.5, NUMBER, class_name(cls)),
            Column("等别", 0.8, MIDDLE, class_name(cls)),
        )
    ]


def out_list(report: Report, _: LandUse) -> Grid:
    """附件1 for the county."""
    columns = [
        Column("序号", 0.6, MIDDLE, merged=True), Column("类型", 3.3, merged=True),
        Column("项目名称", 3.7), *_pair_columns(), Column("位置", 5.1), Column("计划建设时间", 2.8),
        Column("备注", 4.6),
    ]  # fmt: skip
    return Grid(
        tuple(columns), _list_lines(report, OUT, lambda row: [row.location, row.time, row.note])
    )


def in_list(report: Report, _: LandUse) -> Grid:
    """附件2 for the county."""
    restored = f"计划{report.notice.words.restore}时间"
    columns = [
        Column("序号", 0.6, MIDDLE, merged=True), Column("类型", 2.6, merged=True),
        Column("地块名称", 4.6), *_pair_columns(), Column("位置", 2.8),
        Column("是否与用地主体签订协议", 1.6, MIDDLE), Column(restored, 2.7),
        Column("备注", 4.75),
    ]  # fmt: skip
    return Grid(
        tuple(columns),
        _list_lines(report, IN, lambda row: [row.location, row.agreement, row.time, row.note]),
    )


def _list_lines(
    report: Report, direction: str, tail: Callable[[ListRow], list[str]]
) -> tuple[Line, ...]:
    county = county_list(report, direction)
    lines: list[Line] = []

    def add(head: Iterable[str], areas: ClassAreas, rest: list[str], strong: bool = False) -> None:
        lines.append(Line((*head, *_pairs(areas), *rest), strong))

    empty: list[str] = []
    for block in county.blocks:
        number = str(block.number)
        for row in block.rows:
            rest = tail(row)
            empty = [""] * len(rest)
            add((number, block.type_name, row.name), row.areas, rest)
        add((number, block.type_name, SUM), block.total, empty, True)
    if lines:
        add(("", "", GRAND), county.total, empty, True)
    return tuple(lines)


def by_type(report: Report, direction: str) -> Grid:
    county = county_list(report, direction)
    columns = (
        Column("序号", 1.1, MIDDLE), Column("类型", 6.2), Column("数量", 1.2, MIDDLE),
        *_class_columns(), Column("合计", 2.0, NUMBER),
    )  # fmt: skip
    lines = [_type_line(block) for block in county.blocks]
    rows = str(sum(len(block.rows) for block in county.blocks))
    return with_total(columns, lines, ("", SUM, rows, *_classes_and_sum(county.total)))


def _type_line(block: ListBlock) -> Line:
    return Line(
        (str(block.number), block.type_name, str(len(block.rows)), *_classes_and_sum(block.total))
    )


def _class_columns() -> list[Column]:
    return [Column(class_name(cls), 2.0, NUMBER) for cls in CROPLAND]


def _classes_and_sum(areas: ClassAreas) -> list[str]:
    return [*(area(areas.m2[cls]) for cls in CROPLAND), hectares(areas.total_m2)]


def with_total(columns: Iterable[Column], lines: list[Line], total: Iterable[str]) -> Grid:
    return Grid(tuple(columns), (*lines, Line(tuple(total), True)) if lines else ())


def by_town(report: Report, direction: str) -> Grid:
    """Area and mean 等别 of each class in each township."""
    columns = (Column("乡镇", 3.0), *_pair_columns(), Column("合计", 1.8, NUMBER))
    lines = [
        Line((unit.unit_name, *_pairs(unit.total), hectares(unit.total.total_m2)))
        for unit in town_lists(report, direction)
    ]
    total = county_list(report, direction).total
    return with_total(columns, lines, (SUM, *_pairs(total), hectares(total.total_m2)))
