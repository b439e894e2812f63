"""Layers on which areas may be taken: they lie where they say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from ..core.errors import PlanError
from ..core.geometry.layer import Layer
from ..survey.crs import plan_crs
from ..survey.sources import Source, spec_of


def read_exact(source: Source, role: str, crs: str, columns: Sequence[str]) -> Layer:
    """All of a layer, in a plan's CRS. Raises PlanError for one of no exact place."""
    with closing(spec_of(source, role, plan_crs(crs), columns).open(None)) as reader:
        layer = reader.all()
    require_exact(layer)
    return layer


def require_exact(layer: Layer) -> None:
    """Raises PlanError for a layer whose place is not exact."""
    if layer.unfit or layer.uncertain_m:
        why = layer.unfit or "坐标系只能近似换算到方案坐标系"
        raise PlanError(why, f"图层“{layer.name}”", "请提供 CGCS2000 坐标系的面图层")
