"""Judge a plan by the layers that it records: no QGIS, and nothing is written into the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Callable, NamedTuple, TypeVar

import numpy as np

from ..core.accounts.balance import Balance
from ..core.batches import Batch
from ..core.declarations import Declaration
from ..core.errors import PlanError
from ..core.geometry.layer import Problem
from ..core.indicators import Credit, Transfer, sifted
from ..core.law.reach import parcel_roles
from ..core.law.rules import columns_needed
from ..core.model import Finding, Header, Parcel, RecordedException
from ..core.notice import Notice
from ..core.roles import Filter
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..judging.judge_plan import judge_plan
from ..judging.setup import HEIGHTS, Layers, setup_for
from ..plan import profiles
from ..plan.store import Plan
from ..survey.files.recorded import recorded_raster, recorded_spec
from ..survey.files.role_layers import (
    AnySpec,
    layers_of_role,
    require_filter_field,
    with_filter_field,
)
from ..survey.files.source import RasterSource

T = TypeVar("T")


@dataclass(frozen=True)
class Examination:
    """A plan with its findings and balance, from the layers that it records.

    ``balance`` is None without a survey. ``problems`` of layers by role; ``missing``: role -> why
    its recorded layer cannot be read, which leaves its rules unknown.
    """

    header: Header
    notice: Notice
    parcels: tuple[Parcel, ...]
    findings: Sequence[Finding]
    balance: Balance | None
    problems: Mapping[str, tuple[Problem, ...]]
    missing: Mapping[str, PlanError]


def examine(
    path: Path,
    today: str = "",
    base: Path | None = None,
    profile_folder: str | None = None,
    feedback: Feedback | None = None,
    children: int | None = None,
) -> Examination:
    """Judge a plan as check_plan does. ``today`` ('YYYY-MM-DD') counts where the plan has no day of
    its own.

    Conflicts get no polygons. Relative paths in the plan's record start where the plan lies, else
    at ``base``. ``children``: how many processes may be started; None leaves that to the number of
    parcels. Raises PlanError.
    """
    folders = [path.parent, *([base] if base else [])]
    said = _read(path)
    header = said.header
    notice = profiles.load(header.profile, profile_folder)
    parcels = sound(said.parcels, notice)
    recorded = _Recorded(said.layers, header.crs, notice, folders)
    setup = setup_for(
        header,
        notice,
        parcels,
        recorded.layers(),
        exceptions=said.exceptions,
        indicators=sifted(said.credits, said.transfers, notice, header.year),
        declarations=said.declarations,
        batches=said.batches,
        today=today or date.today().isoformat(),
        surfaces=False,
        draw=False,
    )
    judged = judge_plan(parcels, setup, feedback=feedback, crew=children)
    return Examination(
        header=header,
        notice=notice,
        parcels=tuple(parcels),
        findings=judged.findings,
        balance=judged.balance,
        problems=judged.problems,
        missing=recorded.missing,
    )


class _Recorded:
    """The layers that a plan records; ``missing`` tells why one that was asked for could not be
    read."""

    def __init__(
        self,
        records: Mapping[str, Sequence[Mapping[str, Any]]],
        crs: str,
        notice: Notice,
        folders: Sequence[Path],
    ) -> None:
        self.missing: dict[str, PlanError] = {}
        self._records, self._crs, self._notice, self._folders = records, crs, notice, folders

    def layers(self) -> Layers:
        """How they are read; heights only where the notice's rules look at them."""
        heights = self._heights() if HEIGHTS in parcel_roles(self._notice) else None
        return Layers(self._spec, heights)

    def _spec(self, role: str, boxes: np.ndarray | None) -> AnySpec | None:
        rows = self._records.get(role, [])
        return self._of(role, lambda: self._layers(role, rows, boxes))

    def _layers(
        self, role: str, rows: Sequence[Mapping[str, Any]], boxes: np.ndarray | None
    ) -> AnySpec | None:
        filters = [Filter.of(row["filter"] or "") for row in rows]
        needed = columns_needed(self._notice, role)
        parts = []
        for row, only in zip(rows, filters):
            columns = with_filter_field(needed, only)
            part = recorded_spec(role, row, self._crs, columns, self._folders, boxes)
            parts.append(require_filter_field(part, only))
        return layers_of_role(parts, filters)

    def _heights(self) -> RasterSource | None:
        rows = self._records.get(HEIGHTS, [])
        return self._of(HEIGHTS, lambda: recorded_raster(rows[0], self._folders) if rows else None)

    def _of(self, role: str, opened: Callable[[], T]) -> T | None:
        try:
            return opened()
        except PlanError as error:
            self.missing[role] = error
            return None


class _Said(NamedTuple):
    """All that a plan says."""

    header: Header
    parcels: list[Parcel]
    exceptions: list[RecordedException]
    declarations: list[Declaration]
    batches: list[Batch]
    layers: dict[str, list[dict[str, Any]]]
    credits: list[Credit]
    transfers: list[Transfer]


def _read(path: Path) -> _Said:
    """All that a plan says. A file with changes on the way would be completed, hence written, by
    being opened."""
    pending = [path.with_name(path.name + suffix) for suffix in ("-wal", "-journal")]
    if any(file.exists() and file.stat().st_size for file in pending):
        raise PlanError("方案文件有尚未写完的改动", str(path), "请先在打开它的程序中保存并关闭")
    with Plan.to_read(path) as plan, plan.snapshot():
        parcels = plan.parcels()
        if not parcels:
            raise PlanError("方案中没有地块", str(path), "请先标注地块")
        return _Said(
            header=plan.header,
            parcels=parcels,
            exceptions=plan.exceptions(),
            declarations=plan.declarations(),
            batches=plan.batches(),
            layers=plan.layers_by_role(),
            credits=plan.credits(),
            transfers=plan.transfers(),
        )
