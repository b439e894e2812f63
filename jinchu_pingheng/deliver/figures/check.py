"""检查结果图: every parcel coloured by where it stands after the check."""

from __future__ import annotations

from functools import partial

from ...core.model import IN, OUT
from ...core.states import STATES, parcel_states
from . import layers as drawn
from . import styles
from .drawing import Drawing
from .forms import Form
from .ground import SMALLEST_MM, UNNUMBERED, Ground
from .legend import Entry
from .sheet import Sheet, view_of
from .specs import border_notes

ROLE = "map_check"


def drawings(ground: Ground) -> list[Drawing]:
    """One figure of the county."""
    title = _title(ground)
    return [Drawing(role=ROLE, name=title, on=partial(sheet, ground, title))]


def _title(ground: Ground) -> str:
    header, words = ground.report.header, ground.report.notice.words
    return f"{header.county_name}{header.year}年度耕地{words.regime}地块检查结果图"


def sheet(ground: Ground, title: str, form: Form) -> Sheet:
    """Parcels on the boundaries; the legend counts them."""
    report, view = ground.report, view_of(ground.bounds, form)
    sides = {parcel.parcel_id: parcel.direction for parcel in report.parcels}
    states = parcel_states(sides, report.findings, report.notice)
    smallest = SMALLEST_MM * view.scale / 1000
    names = [
        layer
        for side in (OUT, IN)
        for layer in drawn.parcel_ids(
            report.parcels_of(side), side, ground.crs, view.scale, styles.PLAIN_INK
        )
    ]
    areas, things = [], []
    for state in STATES:
        own = [parcel for parcel in report.parcels if states[parcel.parcel_id] == state]
        if own:
            fill = styles.state_fill(state)
            marker = styles.state_marker(state)
            areas += drawn.parcels_as(own, ground.crs, smallest, fill, marker)
            things.append(Entry(fill, f"{state}（{len(own)} 个地块）"))
    return ground.sheet(
        title=title,
        view=view,
        layers=ground.bordered(names, areas, view),
        things=[*things, *ground.border_entries(view)],
        remarks=["无法判定：缺少图层等依据；待补：地块的文件或字段未填。", UNNUMBERED],
        sources=f"{report.header.year}年度方案检查结论（{report.notice.id}）",
        notes=[*border_notes(ground.layers), *([] if report.findings else ["尚未检查"])],
    )
