"""The days of a 公示: from its first to its last, both counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ...core.errors import PlanError
from ...core.model import Parcel
from ...core.notice import Notice


@dataclass(frozen=True)
class Days:
    """``first``, ``last``: 'YYYY-MM-DD', '' where nobody has said; ``count``: 0 where unknown."""

    first: str = ""
    last: str = ""
    count: int = 0


def least_days(notice: Notice) -> int:
    """How many days the notice demands (建宁 五: 不少于5日); 0 where it does not say."""
    return max(
        (int(r.params["min_days"]) for r in notice.rules if r.kind == "publicity"), default=0
    )


def days_of(notice: Notice, parcels: Sequence[Parcel], first: str, count: int) -> Days:
    """What was asked for; else what all the parcels record alike; else the notice's days from no
    day. Raises PlanError for fewer days than the notice demands."""
    least = least_days(notice)
    recorded = {(parcel.publicity_from, parcel.publicity_to) for parcel in parcels}
    if not first and not count and len(recorded) == 1 and all(next(iter(recorded))):
        begun, ended = map(date.fromisoformat, recorded.pop())
        found = Days(begun.isoformat(), ended.isoformat(), (ended - begun).days + 1)
    else:
        found = _counted(first, count or least)
    if found.count and found.count < least:
        what = f"公示 {found.count} 日，少于通知要求的 {least} 日"
        raise PlanError(what, "村级公示", "请改正公示的天数或起止日期")
    return found


def _counted(first: str, count: int) -> Days:
    if not first or not count:
        return Days(first, "", count)
    last = date.fromisoformat(first) + timedelta(days=count - 1)
    return Days(first, last.isoformat(), count)
