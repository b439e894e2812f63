"""Step 1 of judging a plan: everything beside its parcels that it is judged by, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import numpy as np

from ..core.batches import Batch
from ..core.declarations import Declaration, by_role
from ..core.geometry.layer import Layer, Problem
from ..core.indicators import NO_INDICATORS, Indicators
from ..core.land.adjoining import NEAR_STEPS_M
from ..core.law.reach import ON_PLAN, parcel_roles, reach_m, roles_of
from ..core.model import IN, Header, Parcel, RecordedException
from ..core.notice import Notice, Rule
from ..core.roles import BEFORE, SURVEY, is_raster
from ..survey.files.role_layers import AnySpec
from ..survey.files.source import RasterSource
from .blocks import boxes_of

TOWNS, HEIGHTS = "XZQ", "DEM"
MEASURING_ROLES = (SURVEY, BEFORE, TOWNS)
"""What measuring reads: the land, and the names of its townships."""

SpecOf = Callable[[str, Optional[np.ndarray]], Optional[AnySpec]]
"""How to read a role near boxes (n, 4), or all of it; None where there is no such layer."""


@dataclass(frozen=True)
class Layers:
    """The layers that a plan is judged by, wherever they come from."""

    spec: SpecOf
    heights: RasterSource | None = None


@dataclass(frozen=True)
class BlockSetup:
    """What blocks are judged by, as plain values that any process can be given.

    ``crs`` is the plan's authority id, ``today`` the day of the check. ``specs`` are the layers by
    role, ``declared`` the county's statements, ``batches`` those of the plan. ``surfaces``: areas
    on the ellipsoid are taken; ``draw``: conflicts get their polygons.
    """

    notice: Notice
    crs: str
    today: str
    specs: Mapping[str, AnySpec]
    dem: RasterSource | None
    towns: Mapping[str, str]
    declared: Mapping[str, Declaration] = field(default_factory=dict)
    batches: tuple[Batch, ...] = ()
    lost: frozenset[str] = frozenset()
    surfaces: bool = True
    draw: bool = True

    @property
    def lacking(self) -> tuple[Rule, ...]:
        """Rules on parcels for which no layer is given that could tell, and nothing is stated."""
        present = {*self.specs, *self.declared, *self.lost, *([HEIGHTS] if self.dem else [])}
        return tuple(
            rule
            for rule in self.notice.rules
            if rule.direction != ON_PLAN and roles_of(rule) and not present & set(roles_of(rule))
        )


@dataclass(frozen=True)
class Setup:
    """What a plan is judged by. ``layers`` are opened again where a rule has to look farther;
    ``indicators`` are the plan's credits and transfers; ``problems``: what is odd in layers that
    are read once for all blocks, by role.
    """

    header: Header
    block: BlockSetup
    layers: Layers
    exceptions: tuple[RecordedException, ...] = ()
    indicators: Indicators = NO_INDICATORS
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def notice(self) -> Notice:
        """The notice that the plan follows."""
        return self.block.notice


def setup_for(
    header: Header,
    notice: Notice,
    parcels: Sequence[Parcel],
    layers: Layers,
    *,
    exceptions: Iterable[RecordedException] = (),
    indicators: Indicators = NO_INDICATORS,
    declarations: Iterable[Declaration] = (),
    batches: Iterable[Batch] = (),
    lost: Iterable[str] = (),
    roles: Iterable[str] | None = None,
    today: str = "",
    surfaces: bool = True,
    draw: bool = True,
) -> Setup:
    """A setup for judging parcels by those layers of ``roles`` that are there.

    ``roles``: None means all that the notice's rules on parcels look at. ``today`` ('YYYY-MM-DD')
    counts where the plan has no day of its own. ``lost`` roles had a layer that is gone: each
    parcel that waits for it is told. Raises PlanError for a layer that cannot be used.
    """
    wanted = set(parcel_roles(notice) if roles is None else roles)
    around = _Around(notice, parcels)
    vectors = [role for role in sorted(wanted) if not is_raster(role)]
    found = {role: layers.spec(role, around.boxes(role)) for role in vectors}
    towns = _townships(layers)
    block = BlockSetup(
        notice=notice,
        crs=header.crs,
        today=header.compiled_on or today,
        specs={role: spec for role, spec in found.items() if spec is not None},
        dem=layers.heights if HEIGHTS in wanted else None,
        towns=town_names(towns) if towns is not None else {},
        declared=by_role(declarations),
        batches=tuple(batches),
        lost=frozenset(lost),
        surfaces=surfaces or notice.area.surface == "ellipsoidal",
        draw=draw,
    )
    return Setup(
        header=header,
        block=block,
        layers=layers,
        exceptions=tuple(exceptions),
        indicators=indicators,
        problems={TOWNS: tuple(p for p in towns.problems if p.warn)} if towns is not None else {},
    )


def _townships(layers: Layers) -> Layer | None:
    """The townships are read once for all blocks, whether or not a rule looks at them."""
    spec = layers.spec(TOWNS, None)
    return spec.open(None).all() if spec is not None else None


class _Around:
    """Where features of a role may matter to parcels."""

    def __init__(self, notice: Notice, parcels: Sequence[Parcel]) -> None:
        self._notice, self._boxes = notice, boxes_of(parcels)
        self._inflow = np.array([parcel.direction == IN for parcel in parcels], dtype=bool)

    def boxes(self, role: str) -> np.ndarray:
        """Boxes (n, 4); of the survey also where the nearest cropland is looked for, around
        inflow."""
        margin = np.full(len(self._boxes), reach_m(self._notice, role))
        if role == SURVEY:
            margin[self._inflow] = NEAR_STEPS_M[-1]
        return self._boxes + margin[:, None] * np.array([-1, -1, 1, 1])


def town_names(layer: Layer) -> dict[str, str]:
    """Township names by nine-digit code, from XZQ."""
    pairs: list[tuple[Any, Any]] = list(zip(layer.column("XZQDM"), layer.column("XZQMC")))
    return {str(code)[:9]: str(name) for code, name in pairs if code and name}
