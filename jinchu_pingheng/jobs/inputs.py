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
)

__all__ = [
    "AnySource",
    "Records",
    "Sources",
    "from_layer",
    "from_raster",
    "required",
    "resolve",
    "state_encoding",
]

AnySource = Union[Source, RasterSource]
Sources = Mapping[str, AnySource]
Records = Mapping[str, Mapping[str, Any]]
"""Rows of the plan's record of layers, by role."""


def resolve(plan: Plan, given: Sources, roles: Iterable[str]) -> dict[str, AnySource]:
    """Sources by role: those given, else those recorded in the plan whose file can still be
    opened."""
    roles = list(roles)
    recorded = recorded_sources(plan.layer_roles(), [role for role in roles if role not in given])
    return {
        role: given.get(role) or recorded[role] for role in roles if role in {**given, **recorded}
    }


def recorded_sources(records: Records, roles: Iterable[str]) -> dict[str, AnySource]:
    """Sources by role of recorded layers whose file is still there."""
    at_hand = [role for role in roles if role in records and file_of(records[role]["source"])]
    return {role: reopen(role, records[role]) for role in at_hand}


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
