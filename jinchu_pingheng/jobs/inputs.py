"""The layers that a job computes from: given now, or recorded in the plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

import shapely

from ..core.errors import PlanError
from ..core.model import Layer, Parcel
from ..core.notice import Notice
from ..core.roles import is_raster, role_label
from ..core.rules import columns_needed
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.reader import read
from ..survey.sources import (
    RasterSource,
    Source,
    file_of,
    from_layer,
    from_raster,
    open_layer,
    sha256,
    state_encoding,
)

__all__ = [
    "AnySource",
    "Sources",
    "from_layer",
    "from_raster",
    "read_role",
    "record",
    "required",
    "resolve",
    "state_encoding",
]

AnySource = Union[Source, RasterSource]
Sources = Mapping[str, AnySource]


def resolve(plan: Plan, given: Sources, roles: Iterable[str]) -> dict[str, AnySource]:
    """Sources by role: those given, else those recorded in the plan whose file can still be opened."""
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
    return from_layer(open_layer(record["source"], record["name"], record["provider"] or "ogr"), role)


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


def read_role(
    plan: Plan, notice: Notice, sources: Sources, role: str, parcels: Sequence[Parcel] = ()
) -> Layer | None:
    """The layer of a role near the parcels (everywhere when none are given); None when there is no source."""
    source = sources.get(role)
    if not isinstance(source, Source):
        return None
    return read(source, role, plan_crs(plan.header.crs), parcels, columns_needed(notice, role))


def record(plan: Plan, sources: Sources, layers: Mapping[str, Layer]) -> None:
    """Write into the plan which data it was computed from."""
    rows: list[dict[str, Any]] = []
    for role, source in sources.items():
        file = file_of(source.uri)
        rows.append(
            {
                "role": role,
                "name": source.name,
                "source": source.uri,
                "provider": source.provider if isinstance(source, Source) else "gdal",
                "feature_count": source.count,
                "sha256": sha256(file) if file else _digest(layers.get(role)),
            }
        )
    plan.set_layer_roles(rows)
    for layer in layers.values():
        plan.set_problems(layer)


def _digest(layer: Layer | None) -> str:
    """Digest of a layer that has no file: its ids and geometries as they were read."""
    digest = hashlib.sha256()
    if layer is not None:
        for feature, wkb in zip(layer.ids, shapely.to_wkb(layer.geometry)):
            digest.update(str(feature).encode() + wkb)
    return digest.hexdigest()
