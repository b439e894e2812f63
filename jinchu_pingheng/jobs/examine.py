"""Check and balance a plan by the layers that it records: no QGIS, and nothing is written into the
plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Callable, TypeVar

import numpy as np

from ..core.accounts.balance import Balance, balance
from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.geometry.layer import Layer, Problem
from ..core.land.adjoining import NEAR_STEPS_M
from ..core.law.reach import parcel_roles, reach_m
from ..core.law.rules import columns_needed
from ..core.model import (
    FAIL,
    IN,
    Finding,
    Header,
    Parcel,
    RecordedException,
)
from ..core.notice import Notice
from ..core.roles import is_raster
from ..judging.block import Setup, judge
from ..judging.blocks import boxes_of
from ..judging.feedback import Feedback
from ..judging.gather import TOWNS, Outcome, SpecOf, run_blocks
from ..judging.whole_plan import conclude, plan_evidence
from ..judging.workers import Crew
from ..plan import profiles
from ..plan.store import Plan
from ..survey.files.reader import LayerSpec
from ..survey.files.recorded import recorded_raster, recorded_spec
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
    at ``base``.
    ``children``: how many processes may be started; None leaves that to the number of parcels.
    Raises PlanError.
    """
    folders = [path.parent, *([base] if base else [])]
    header, parcels, exceptions, records = _read(path)
    notice = profiles.load(header.profile, profile_folder)
    layers = _Recorded(records, header.crs, notice, folders)
    roles = parcel_roles(notice)
    dem = layers.dem() if "DEM" in roles else None
    day = header.compiled_on or today or date.today().isoformat()
    setup = setup_by(
        layers.spec, dem, notice, header.crs, parcels, roles, day, surfaces=False, draw=False
    )
    outcome, findings = verdicts(
        header, parcels, exceptions, setup, layers.spec, feedback or Feedback(), children
    )
    result = (
        balance(parcels, outcome.cells, findings, notice, header.county_name)
        if outcome.cells
        else None
    )
    missing = layers.missing
    return Examination(header, notice, tuple(parcels), findings, result, outcome.problems, missing)


def verdicts(
    header: Header,
    parcels: Sequence[Parcel],
    exceptions: Sequence[RecordedException],
    setup: Setup,
    spec_of: SpecOf,
    feedback: Feedback,
    children: int | Crew | None = None,
) -> tuple[Outcome, Findings]:
    """What every check of a whole plan computes, wherever its layers come from."""
    outcome = run_blocks(judge, setup, parcels, feedback, 5, 90, spec_of, children)
    evidence = plan_evidence(setup, spec_of)
    findings = conclude(header, setup.notice, parcels, outcome, evidence)
    return outcome, Findings(with_exceptions(findings, exceptions)) if exceptions else findings


def with_exceptions(
    findings: Sequence[Finding], exceptions: Sequence[RecordedException]
) -> list[Finding]:
    """A recorded exception is printed with the finding; its verdict stays 'fail'."""
    texts = {(item.parcel_id, item.rule_id): item.text for item in exceptions}
    return [
        f._replace(exception=texts.get((f.parcel_id, f.rule_id), "")) if f.verdict == FAIL else f
        for f in findings
    ]


def setup_by(
    spec_of: SpecOf,
    dem: RasterSource | None,
    notice: Notice,
    crs: str,
    parcels: Sequence[Parcel],
    roles: Iterable[str],
    today: str = "",
    surfaces: bool = True,
    draw: bool = True,
) -> Setup:
    """A setup for judging parcels by those layers of ``roles`` that ``spec_of`` knows."""
    boxes, inflow = (
        boxes_of(parcels),
        np.array([parcel.direction == IN for parcel in parcels], dtype=bool),
    )
    vectors = [role for role in sorted(roles) if not is_raster(role)]
    found = {role: spec_of(role, _around(notice, role, boxes, inflow)) for role in vectors}
    towns = spec_of(TOWNS, None)
    townships = towns.open(None).all() if towns is not None else None
    return Setup(
        notice,
        crs,
        today,
        {role: spec for role, spec in found.items() if spec is not None},
        dem,
        town_names(townships) if townships is not None else {},
        surfaces or notice.area.surface == "ellipsoidal",
        draw,
        tuple(p for p in townships.problems if p.warn) if townships is not None else (),
    )


def _around(notice: Notice, role: str, boxes: np.ndarray, inflow: np.ndarray) -> np.ndarray:
    """Boxes (n, 4) in which features of a role may matter to parcels with ``boxes``; the survey
    also where the nearest cropland is looked for, around ``inflow`` (n,) parcels.
    """
    margin = np.full(len(boxes), reach_m(notice, role))
    if role == "DLTB":
        margin[inflow] = NEAR_STEPS_M[-1]
    return boxes + margin[:, None] * np.array([-1, -1, 1, 1])


def town_names(layer: Layer) -> dict[str, str]:
    """Township names by nine-digit code, from XZQ."""
    pairs: list[tuple[Any, Any]] = list(zip(layer.column("XZQDM"), layer.column("XZQMC")))
    return {str(code)[:9]: str(name) for code, name in pairs if code and name}


class _Recorded:
    """The layers that a plan records; ``missing`` tells why one that was asked for could not be
    read."""

    def __init__(
        self,
        records: Mapping[str, Mapping[str, Any]],
        crs: str,
        notice: Notice,
        folders: Sequence[Path],
    ) -> None:
        self.missing: dict[str, PlanError] = {}
        self._records, self._crs, self._notice, self._folders = records, crs, notice, folders

    def spec(self, role: str, boxes: np.ndarray | None) -> LayerSpec | None:
        """How to read a role near boxes (n, 4), or all of it."""
        columns = columns_needed(self._notice, role)
        return self._of(
            role, lambda row: recorded_spec(role, row, self._crs, columns, self._folders, boxes)
        )

    def dem(self) -> RasterSource | None:
        """The heights."""
        return self._of("DEM", lambda row: recorded_raster(row, self._folders))

    def _of(self, role: str, open_row: Callable[[Mapping[str, Any]], T]) -> T | None:
        if role not in self._records:
            return None
        try:
            return open_row(self._records[role])
        except PlanError as error:
            self.missing[role] = error
            return None


def _read(
    path: Path,
) -> tuple[Header, list[Parcel], list[RecordedException], dict[str, dict[str, Any]]]:
    """All that a plan says. A file with changes on the way would be completed, hence written, by
    being opened."""
    pending = [path.with_name(path.name + suffix) for suffix in ("-wal", "-journal")]
    if any(file.exists() and file.stat().st_size for file in pending):
        raise PlanError("方案文件有尚未写完的改动", str(path), "请先在打开它的程序中保存并关闭")
    with Plan.open(path) as plan:
        parcels = plan.parcels()
        if not parcels:
            raise PlanError("方案中没有地块", str(path), "请先标注流出、流入地块")
        return plan.header, parcels, plan.exceptions(), plan.layer_roles()
