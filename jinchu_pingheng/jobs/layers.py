"""The layers that a job computes from: given now, or recorded in the plan; and how they are
read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Union, cast

import numpy as np

from ..core.errors import PlanError, listed
from ..core.law.rules import columns_needed
from ..core.notice import Notice
from ..core.roles import (
    PROPOSED_FILTERS,
    WHOLE_LAYER_WARNINGS,
    Filter,
    is_raster,
    known_name,
    role_label,
)
from ..judging.feedback import Feedback
from ..judging.setup import HEIGHTS, Layers
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.fields import find_field
from ..survey.files.reader import LayerSpec
from ..survey.files.role_layers import (
    AnySpec,
    layers_of_role,
    require_filter_field,
    with_filter_field,
)
from ..survey.sources import (
    RasterSource,
    Source,
    file_of,
    from_layer,
    from_raster,
    open_layer,
    spec_of,
    state_encoding,
)
from ..survey.texts import FileTexts

__all__ = [
    "WHOLE",
    "AnySource",
    "Chosen",
    "FileTexts",
    "Records",
    "Filter",
    "Source",
    "Sources",
    "from_layer",
    "from_raster",
    "filtered",
    "layers_of",
    "names",
    "recorded_sources",
    "required",
    "resolve",
    "state_encoding",
    "with_usual_filters",
]

AnySource = Union[Source, RasterSource]


@dataclass(frozen=True)
class Chosen:
    """A layer that plays a role: what of it the filter takes, or the ``whole`` of it by the user's
    own word; else what is usual for layers of its name."""

    source: AnySource
    only: Filter | None = None
    whole: bool = False


Sources = Mapping[str, tuple[Chosen, ...]]
"""Layers by the role that they play."""


Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of the plan's record of layers, by role."""


def resolve(plan: Plan, given: Sources, roles: Iterable[str]) -> dict[str, tuple[Chosen, ...]]:
    """Sources by role: those given, else those recorded in the plan whose file can still be
    opened."""
    roles = list(roles)
    recorded = recorded_sources(
        plan.layers_by_role(), [role for role in roles if role not in given]
    )
    return {
        role: given.get(role) or recorded[role] for role in roles if role in {**given, **recorded}
    }


def recorded_sources(records: Records, roles: Iterable[str]) -> dict[str, tuple[Chosen, ...]]:
    """Sources by role of recorded layers whose file is still there."""
    found: dict[str, tuple[Chosen, ...]] = {}
    for role in roles:
        at_hand = [row for row in records.get(role, ()) if file_of(row["source"])]
        if at_hand:
            found[role] = tuple(_reopened(role, row) for row in at_hand)
    return found


def _reopened(role: str, record: Mapping[str, Any]) -> Chosen:
    if is_raster(role):
        return Chosen(RasterSource(record["name"], record["source"], record["feature_count"]))
    layer = open_layer(record["source"], record["name"], record["provider"] or "ogr")
    return Chosen(from_layer(layer, role), Filter.of(record["filter"] or ""), whole=True)


WHOLE = "全部"
"""What stands in the place of a filter when the whole layer plays the role."""


def filtered(sources: Sources, rows: Iterable[Sequence[Any]]) -> dict[str, tuple[Chosen, ...]]:
    """The sources with the filters of ``rows``: role, layer name (empty: every layer of the role),
    'field=value,value' or 全部.

    Raises PlanError for a row that names no layer of the sources, or whose filter is none.
    """
    found = dict(sources)
    for role, name, text in ([str(item or "").strip() for item in row] for row in rows):
        if not (role or name or text):
            continue
        playing = found.get(role, ())
        if not any(name in ("", item.source.name) for item in playing):
            what = f"没有可以筛选的图层：{role or '（未填角色）'} {name}".rstrip()
            raise PlanError(what, "图层筛选", "请核对角色和图层名，图层须在同一次运行中给出")
        only = None if text in ("", WHOLE) else Filter.of(text)
        found[role] = tuple(
            Chosen(item.source, only, whole=only is None)
            if name in ("", item.source.name)
            else item
            for item in playing
        )
    return found


def with_usual_filters(sources: Sources, feedback: Feedback) -> dict[str, tuple[Chosen, ...]]:
    """The sources, where nobody has said otherwise filtered as is usual for layers of such a name;
    the user is told."""
    return {
        role: tuple(_usual(role, chosen, feedback) for chosen in playing)
        for role, playing in sources.items()
    }


def _usual(role: str, chosen: Chosen, feedback: Feedback) -> Chosen:
    source = chosen.source
    if chosen.only or chosen.whole or not isinstance(source, Source):
        return chosen
    key = role, known_name(source.name, role)
    if key in WHOLE_LAYER_WARNINGS:
        feedback.warn(f"图层“{source.name}”（{role_label(role)}）：{WHOLE_LAYER_WARNINGS[key]}。")
    only = PROPOSED_FILTERS.get(key)
    if only is None or find_field(only.field, source.aliases, source.aliases) is None:
        return chosen
    feedback.warn(f"图层“{source.name}”（{role_label(role)}）只取 {only.text} 的要素。")
    return replace(chosen, only=only)


def required(sources: Sources, role: str) -> Source:
    """The vector source of a role. Raises PlanError when there is none."""
    source = sources[role][0].source if sources.get(role) else None
    if not isinstance(source, Source):
        raise PlanError(
            f"没有{role_label(role)}图层",
            "参数",
            f"请选择{role_label(role)}图层，或检查方案记录的数据是否还在原处",
        )
    return source


def names(sources: Sources, role: str) -> str:
    """Names of the layers that play a role."""
    return listed(chosen.source.name for chosen in sources[role])


def layers_of(crs: str, notice: Notice, sources: Sources) -> Layers:
    """How the sources are read: vector layers near boxes or whole, and the heights."""

    def spec(role: str, boxes: np.ndarray | None) -> AnySpec | None:
        playing = [item for item in sources.get(role, ()) if isinstance(item.source, Source)]
        wanted = columns_needed(notice, role)
        parts = [_spec(item, role, crs, wanted, boxes) for item in playing]
        return layers_of_role(parts, [item.only for item in playing])

    heights = sources[HEIGHTS][0].source if sources.get(HEIGHTS) else None
    return Layers(spec, heights if isinstance(heights, RasterSource) else None)


def _spec(
    chosen: Chosen, role: str, crs: str, wanted: Sequence[str], boxes: np.ndarray | None
) -> LayerSpec:
    source = cast("Source", chosen.source)
    columns = with_filter_field(wanted, chosen.only)
    return require_filter_field(spec_of(source, role, plan_crs(crs), columns, boxes), chosen.only)
