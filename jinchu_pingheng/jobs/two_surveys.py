"""Read two surveys tile by tile, so that memory stays flat however large the county is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from ..core.errors import PlanError
from ..core.geometry.layer import Layer, Problem
from ..core.land.survey import check_survey
from ..core.land.survey_changes import Box
from ..core.roles import BEFORE, SURVEY, role_label
from ..judging.block import by_id
from ..judging.setup import Layers
from ..survey.files.role_layers import AnySpec
from .exact_layers import require_exact

TILE = 8_000
"""Polygons of one survey that are held at once, about."""
FAR = 1e12


class TwoSurveys:
    """Last year's and this year's survey, open for reading; ``problems`` of each grow while tiles
    are read. Raises PlanError for a layer that is missing or cannot be measured on."""

    def __init__(self, layers: Layers) -> None:
        self._specs = [spec_of_role(layers, role) for role in (BEFORE, SURVEY)]
        self._readers = [spec.open(None) for spec in self._specs]
        self.problems: tuple[dict[Problem, None], dict[Problem, None]] = ({}, {})

    @property
    def names(self) -> tuple[str, str]:
        """Names of the layers."""
        return self._specs[0].name, self._specs[1].name

    def read(self, boxes: np.ndarray) -> tuple[Layer, Layer]:
        """The polygons whose boxes meet boxes (m, 4), in the order of their ids."""
        one, two = (by_id(reader.near(boxes)) for reader in self._readers)
        for layer, found in zip((one, two), self.problems):
            require_exact(layer)
            check_survey(layer)
            found.update(dict.fromkeys(layer.problems))
        return one, two

    def tiles(self) -> list[Box]:
        """Squares that own every polygon of both surveys once."""
        return tiles_of(self._specs)

    def close(self) -> None:
        """Let go of the files."""
        for reader in self._readers:
            reader.close()


def tiles_of(specs: Sequence[AnySpec]) -> list[Box]:
    """Squares that own every polygon of the layers once."""
    extents = [spec.extent for spec in specs]
    if any(extent is None for extent in extents):
        return [Box(-FAR, -FAR, FAR, FAR)]
    across = max(1, math.ceil(math.sqrt(max(spec.total for spec in specs) / TILE)))
    boxes = np.array(extents, dtype=float)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    x, y = (_cuts(*ends, across) for ends in zip(low.tolist(), high.tolist()))
    return [
        Box(left, bottom, right, top)
        for bottom, top in zip(y, y[1:])
        for left, right in zip(x, x[1:])
    ]


def _cuts(low: float, high: float, parts: int) -> list[float]:
    return [-FAR, *(low + (high - low) * i / parts for i in range(1, parts)), FAR]


def spec_of_role(layers: Layers, role: str) -> AnySpec:
    """How to read all of a role. Raises PlanError where nobody plays it."""
    spec = layers.spec(role, None)
    if spec is None:
        label = role_label(role)
        raise PlanError(f"没有{label}图层", "参数", f"请选择{label}图层")
    return spec


def unusable(problems: Iterable[Problem]) -> list[Problem]:
    """Features that the validity gate has set aside."""
    return [problem for problem in problems if not problem.usable]
