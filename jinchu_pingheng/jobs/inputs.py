"""The layers that a job computes from: given now, or recorded in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Union

from ..core.errors import PlanError
from ..core.roles import is_raster, role_label
from ..plan.store import Plan
from ..survey.sources import (
    RasterSource,
    Source,
    file_of,
    from_layer,
    from_raster,
    open_layer,
    state_encoding,
    texts_of,
)
from ..survey.texts import FileTexts

__all__ = [
    "AnySource",
    "FileTexts",
    "Sources",
    "from_layer",
    "from_raster",
    "required",
    "resolve",
    "state_encoding",
    "texts_of",
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
            found[role] = reopen(role, recorded[role])
    return found


def reopen(role: str, record: Mapping[str, Any]) -> AnySource:
    """The source of a recorded layer."""
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
