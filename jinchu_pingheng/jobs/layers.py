"""The layers that a job computes from: given now, or recorded in the plan; and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Union

import numpy as np

from ..core.errors import PlanError
from ..core.law.rules import columns_needed
from ..core.notice import Notice
from ..core.roles import is_raster, role_label
from ..judging.setup import HEIGHTS, Layers
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.files.reader import LayerSpec
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

__all__ = [
    "AnySource",
    "Sources",
    "from_layer",
    "from_raster",
    "layers_of",
    "required",
    "resolve",
    "state_encoding",
]

AnySource = Union[Source, RasterSource]
Sources = Mapping[str, AnySource]


def resolve(plan: Plan, given: Sources, roles: Iterable[str]) -> dict[str, AnySource]:
    """Sources by role: those given, else those recorded in the plan whose file can still be
    opened."""
    recorded = plan.layer_roles()
    found: dict[str, AnySource] = {}
    for role in roles:
        if role in given:
            found[role] = given[role]
        elif role in recorded and file_of(recorded[role]["source"]):
            found[role] = _reopened(role, recorded[role])
    return found


def _reopened(role: str, record: Mapping[str, Any]) -> AnySource:
    if is_raster(role):
        return RasterSource(record["name"], record["source"], record["feature_count"])
    return from_layer(
        open_layer(record["source"], record["name"], record["provider"] or "ogr"), role
    )


def required(sources: Sources, role: str) -> Source:
    """The vector source of a role. Raises PlanError when there is none."""
    source = sources.get(role)
    if not isinstance(source, Source):
        raise PlanError(
            f"没有{role_label(role)}图层",
            "参数",
            f"请选择{role_label(role)}图层，或检查方案记录的数据是否还在原处",
        )
    return source


def layers_of(crs: str, notice: Notice, sources: Sources) -> Layers:
    """How the sources are read: vector layers near boxes or whole, and the heights."""

    def spec(role: str, boxes: np.ndarray | None) -> LayerSpec | None:
        source = sources.get(role)
        if not isinstance(source, Source):
            return None
        return spec_of(source, role, plan_crs(crs), columns_needed(notice, role), boxes)

    heights = sources.get(HEIGHTS)
    return Layers(spec, heights if isinstance(heights, RasterSource) else None)
