"""修订情况表: what came, went and changed between two states of a plan, with areas before and after
(宁夏通知 二（三）: a changed plan is approved and filed again).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from ...core.accounts.balance_rows import TOTAL, BalanceRow
from ...core.accounts.comparison import KINDS, AreaChange, Comparison, ParcelChange
from ...core.accounts.lists import location
from ...core.model import IN, OUT
from ..wording import class_label, county_verdict, headed, side, surplus_formula
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "revision"


def write(found: Comparison, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook; returns (contract role, path)."""
    title = headed(found.after, "总体方案修订情况表")
    book = new_workbook(found.after, title)
    _areas(book, found, title)
    _parcels(book, found)
    _balances(book, found)
    return [(ROLE, save(book, folder, title))]


def _areas(book: Workbook, found: Comparison, title: str) -> None:
    table = Table(book, "修订情况", (14, 14, 18, 18, 18, 18, 18))
    notes = [
        f"修订前：{found.before.edition.text}    修订后：{found.after.edition.text}",
        "新增、取消的地块计其全部面积，调整的地块计调整后与调整前之差；"
        "修订前＋新增－取消＋调整＝修订后。面积为计入平衡的面积，按规定扣除的不含在内。",
        f"修订后进出平衡情况：{county_verdict(found.after.balance)}。",
    ]
    table.head(found.after, title, [*notes, *([f"{found.remark}。"] if found.remark else [])])
    table.header(("方向", "地类", "修订前", "新增", "取消", "调整", "修订后"))
    for item in found.areas:
        figures = _figures(item)
        values: list[Value] = [
            side(found.after.notice, item.direction), class_label(item.balance_class),
            *map(area, figures),
        ]  # fmt: skip
        if item.balance_class == TOTAL:
            table.total(values)
        elif any(figures):
            table.row(values)
    counts = "，".join(f"{word} {len(found.of(kind))} 块" for kind, word in KINDS.items())
    table.line(f"地块：{counts}。")


def _figures(item: AreaChange) -> tuple[int, ...]:
    return item.before_m2, item.came_m2, item.went_m2, item.changed_m2, item.after_m2


class _Line(NamedTuple):
    """A parcel on one side; one that went over to the other side has a line on each."""

    change: ParcelChange
    direction: str
    before_m2: int
    after_m2: int


def _parcels(book: Workbook, found: Comparison) -> None:
    table = Table(book, "地块变化", (6, 8, 12, 8, 8, 24, 30, 13, 13, 13, 46))
    table.head(found.after, headed(found.after, "地块变化表"))
    table.header(
        (
            "序号", "变化", "地块编号", "方向", "类型\n序号", "名称", "位置", "修订前\n面积",
            "修订后\n面积", "增减", "变化内容",
        )
    )  # fmt: skip
    where, numbers = _places(found), count(1)
    for kind, word in KINDS.items():
        for direction in (OUT, IN):
            lines = list(_lines(found.of(kind), direction))
            for line in lines:
                parcel = line.change.parcel
                table.row(
                    [
                        next(numbers), word, parcel.parcel_id, side(found.after.notice, direction),
                        parcel.type, parcel.name or parcel.project,
                        where.get(parcel.parcel_id, ""), *_before_after(line.before_m2,
                        line.after_m2), line.change.content,
                    ]
                )  # fmt: skip
            if lines:
                sums = (sum(each) for each in zip(*(line[2:] for line in lines)))
                label = f"{word}{side(found.after.notice, direction)}小计"
                table.total([label, *[None] * 6, *_before_after(*sums)], merge=7)
    if not found.changes:
        table.nothing("（没有变化）")


def _lines(changes: Iterable[ParcelChange], direction: str) -> Iterator[_Line]:
    for change in changes:
        areas = [
            sum(m2 for (way, _), m2 in held.items() if way == direction)
            for held in (change.before_areas, change.after_areas)
        ]
        sides = {parcel.direction for parcel in (change.before, change.after) if parcel}
        if direction in sides:
            yield _Line(change, direction, *areas)


def _before_after(before_m2: int, after_m2: int) -> list[Value]:
    return [area(before_m2), area(after_m2), area(after_m2 - before_m2)]


def _places(found: Comparison) -> dict[str, str]:
    """Township and village of each parcel, as it was last measured."""
    places: dict[str, dict[str, None]] = {}
    for report in (found.before, found.after):
        parcels = {parcel.parcel_id: parcel for parcel in report.parcels}
        fresh: dict[str, dict[str, None]] = {}
        for cell in report.cells:
            place = location(parcels[cell.parcel_id], cell)
            fresh.setdefault(cell.parcel_id, {})[place] = None
        places.update(fresh)
    return {name: "、".join(filter(None, texts)) for name, texts in places.items()}


def _balances(book: Workbook, found: Comparison) -> None:
    notice = found.after.notice
    table = Table(book, "平衡对照", (18, 10, *([14] * 9)))
    note = f"结余＝{surplus_formula(found.after.balance, notice)}。"
    table.head(found.after, headed(found.after, "修订前后平衡对照表"), [note])
    columns = (notice.word_out, f"需{notice.word_in}", notice.word_in, "结余")
    table.header(("单位", "地类", ("修订前", columns), ("修订后", columns), "结余增减"))
    for pair in found.balances:
        before, after = _balance(pair.before), _balance(pair.after)
        values: list[Value] = [
            pair.row.unit_name, class_label(pair.row.balance_class), *map(area, before),
            *map(area, after), area(after[-1] - before[-1]),
        ]  # fmt: skip
        if pair.row.is_total:
            table.total(values)
        else:
            table.row(values)
    if not found.balances:
        table.nothing()


def _balance(row: BalanceRow | None) -> tuple[int, int, int, int]:
    if row is None:
        return 0, 0, 0, 0
    return row.out_m2, row.required_m2, row.in_m2, row.surplus_m2
