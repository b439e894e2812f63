"""操作记录: who did what when, and the values of parcels before and after."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...core.history import CHANGES, Event, worded
from ..headed import Headed
from ..wording import headed
from .sheets import Table
from .workbook import new_workbook, save

ROLE = "history"


def write(
    head: Headed, events: Iterable[tuple[str, Event]], folder: Path
) -> list[tuple[str, Path]]:
    """Write the workbook; ``events`` with their local times, oldest first. Returns (role, path)."""
    title = headed(head, "方案操作记录")
    book = new_workbook(head, title)
    table = Table(book, "操作记录", (19, 14, 20, 36, 12, 8, 44, 44))
    note = "每次操作一行，其下为有变化的地块；修改的地块只列有变化的字段。"
    table.head(head, title, [note], unit="")
    table.header(("时间", "操作人", "操作", "内容", "地块编号", "变化", "变化前", "变化后"))
    for at, event in events:
        table.row([at, event.who, event.action, event.detail], bold=bool(event.edits))
        for edit in event.edits:
            table.row(
                [
                    at, event.who, event.action, None, edit.parcel_id,
                    CHANGES.get(edit.change, edit.change), worded(edit.before), worded(edit.after),
                ]
            )  # fmt: skip
    return [(ROLE, save(book, folder, title))]
