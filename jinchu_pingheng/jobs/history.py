"""The history of a plan: as lines for a list, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..core.accounts.report import imprint
from ..core.history import CHANGES, Event
from ..core.model import Edition, Header
from ..core.notice import Notice
from ..deliver.publishing import Written, publish_files
from ..plan import profiles
from ..plan.store import Plan
from ..plan.who import use_name, who
from ..version import software

__all__ = ["export_history", "history_lines", "use_name", "who"]


@dataclass(frozen=True)
class _Head:
    """What the workbook says of its plan."""

    header: Header
    notice: Notice
    edition: Edition
    software: str

    @property
    def imprint(self) -> str:
        """Where it comes from."""
        return imprint(self.edition, self.notice)


def history_lines(plan: Plan, most: int) -> list[list[str]]:
    """Time, who, action, parcel, change and content, the newest first; at most ``most`` edits of
    parcels."""
    return [line for event in reversed(plan.events(most)) for line in _lines(event)]


def export_history(path: Path, folder: Path) -> Written:
    """The whole history as a workbook in ``folder``. Raises PlanError."""
    from ..deliver.workbooks import history_table

    with Plan.open(path) as plan, plan.transaction():
        plan.notice_edits()
        head = _Head(plan.header, profiles.load(plan.header.profile), plan.edition, software())
        events = [(local_time(event.at), event) for event in plan.events()]
    return publish_files(folder, lambda stage: history_table.write(head, events, stage))


def _lines(event: Event) -> Iterator[list[str]]:
    head = [local_time(event.at), event.who, event.action]
    yield [*head, "", "", event.detail]
    for edit in event.edits:
        yield [*head, edit.parcel_id, CHANGES.get(edit.change, edit.change), edit.content]


def local_time(at: str) -> str:
    """A time as clocks here show it: '2023-03-20 09:15:00'."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return at
