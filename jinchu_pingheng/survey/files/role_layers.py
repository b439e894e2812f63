"""A role played by several layers, each of them whole or filtered by a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Union

import numpy as np

from ...core.errors import PlanError
from ...core.geometry.layer import WHOLE_LAYER, Layer, Problem
from ...core.roles import Filter
from .reader import Extent, LayerReader, LayerSpec
from .table import Only

UNFILLED = "筛选字段 {field} 为空，不知是否属于该角色"


@dataclass(frozen=True)
class RoleLayers:
    """What ``LayerSpec`` is for one layer, for all layers of a role: a plain value, too.

    ``filters`` are as many as ``parts``, None for a layer that plays the role whole.
    """

    parts: tuple[LayerSpec, ...]
    filters: tuple[Filter | None, ...]

    @property
    def role(self) -> str:
        """The role that they play together."""
        return self.parts[0].role

    @property
    def name(self) -> str:
        """Names of all layers."""
        return "、".join(dict.fromkeys(part.name for part in self.parts))

    @property
    def total(self) -> int:
        """Features of all layers; a filter may leave fewer."""
        return sum(part.total for part in self.parts)

    @property
    def extent(self) -> Extent:
        """Box around all layers; None when nothing says where one of them is."""
        extents = [part.extent for part in self.parts]
        if any(extent is None for extent in extents):
            return None
        boxes = np.array(extents, dtype=float)
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return (*low.tolist(), *high.tolist())

    @property
    def indexed(self) -> bool:
        """All layers know by themselves what is near."""
        return all(part.indexed for part in self.parts)

    def open(self, boxes: np.ndarray | None = None) -> RoleReader:
        """A reader for one thread, as ``LayerSpec.open``."""
        return RoleReader(self, [part.open(boxes) for part in self.parts])


AnySpec = Union[LayerSpec, RoleLayers]


def layers_of_role(
    parts: Sequence[LayerSpec], filters: Sequence[Filter | None]
) -> LayerSpec | RoleLayers | None:
    """One layer that plays its role whole is read as it is; None where there is no layer."""
    if not parts:
        return None
    if len(parts) == 1 and filters[0] is None:
        return parts[0]
    return RoleLayers(tuple(parts), tuple(filters))


def with_filter_field(columns: Sequence[str], only: Filter | None) -> tuple[str, ...]:
    """The columns to read of a layer that a filter looks at."""
    return tuple(dict.fromkeys((*columns, *([only.field] if only else []))))


def require_filter_field(spec: LayerSpec, only: Filter | None) -> LayerSpec:
    """The spec. Raises PlanError when the layer lacks the filter's field."""
    if only is not None and only.field not in spec.columns:
        do = "请改选筛选字段，或取消对该图层的筛选"
        raise PlanError(f"没有筛选字段 {only.field}", f"图层“{spec.name}”", do)
    return spec


class RoleReader:
    """Features of all layers of a role, as one Layer."""

    def __init__(self, spec: RoleLayers, readers: Sequence[LayerReader]) -> None:
        self._spec, self._readers = spec, readers

    def near(self, boxes: np.ndarray, margin: float = 0.0, only: Only | None = None) -> Layer:
        """As ``LayerReader.near``."""
        return self._joined([reader.near(boxes, margin, only) for reader in self._readers])

    def all(self) -> Layer:
        """As ``LayerReader.all``."""
        return self._joined([reader.all() for reader in self._readers])

    def close(self) -> None:
        """Let go of all files."""
        for reader in self._readers:
            reader.close()

    def _joined(self, layers: Sequence[Layer]) -> Layer:
        kept = [
            filtered(layer, only) if only else layer
            for layer, only in zip(layers, self._spec.filters)
        ]
        if len(kept) == 1:
            return kept[0]
        named = [_with_names(layer) for layer in kept]
        columns = {name for layer in named for name in layer.columns}
        return Layer(
            role=self._spec.role,
            name=self._spec.name,
            ids=np.concatenate([layer.ids for layer in named]),
            geometry=np.concatenate([layer.geometry for layer in named]),
            columns={n: np.concatenate([layer.column(n) for layer in named]) for n in columns},
            problems=tuple(problem for layer in named for problem in layer.problems),
            total=sum(layer.total for layer in named),
            extent=self._spec.extent,
            unfit="；".join(layer.unfit for layer in named if layer.unfit),
            uncertain_m=max(layer.uncertain_m for layer in named),
        )


def filtered(layer: Layer, only: Filter) -> Layer:
    """The features whose field holds one of the filter's values; where the field is empty nobody
    knows, so that the feature is a problem, and no evidence."""
    column = layer.column(only.field)
    empty = np.array([value is None or not str(value).strip() for value in column], dtype=bool)
    wanted = np.array([only.takes(value) for value in column], dtype=bool)
    unknown = tuple(
        Problem(str(layer.ids[row]), UNFILLED.format(field=only.field), False, layer.geometry[row])
        for row in np.flatnonzero(empty)
    )
    kept = layer.take(wanted & ~empty)
    return replace(kept, problems=(*layer.problems, *unknown))


def _with_names(layer: Layer) -> Layer:
    """Ids that tell of which layer they are: two layers may number their features alike."""
    ids = np.array([f"{layer.name} {feature}" for feature in layer.ids], dtype=object)
    problems = tuple(_with_name(layer.name, problem) for problem in layer.problems)
    return replace(layer, ids=ids, problems=problems)


def _with_name(layer: str, problem: Problem) -> Problem:
    if problem.feature == WHOLE_LAYER:
        return replace(problem, message=f"图层“{layer}”{problem.message}")
    return replace(problem, feature=f"{layer} {problem.feature}")
