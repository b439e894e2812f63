"""Open a plan for a door: what the dock holds while it is open, and what a table of results
asks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsMapSettings

from ..core.errors import PlanError, listed
from ..core.history import IMPORTED
from ..core.model import Header
from ..core.parcel_ids import Numbering
from ..plan import profiles, schema
from ..plan.counting import copy_findings
from ..plan.store import Plan
from ..plan.watching import (
    GONE,
    HERE,
    READ_ONLY,
    REPLACED,
    News,
    PlanFile,
    copied_for_reading,
    writable,
)

__all__ = [
    "GONE",
    "HERE",
    "PARCEL_COLUMNS",
    "READ_ONLY",
    "REPLACED",
    "InDock",
    "News",
    "Numbering",
    "OpenPlan",
    "copy_findings",
    "crs_of",
    "in_dock",
    "parcels_uri",
]

PARCEL_COLUMNS = tuple((field.name, field.meaning) for field in schema.PARCELS.fields)
"""Columns of the parcels layer with what they mean."""


class OpenPlan:
    """A plan that stays open while it is edited, with its notice.

    Where the file cannot be written it can be looked at (``read_only``). Raises PlanError when the
    file is no plan or its notice is not known.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only = path.is_file() and not writable(path)
        self._held = ExitStack()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if self.read_only:  # SQLite wants to write beside a file that was left in WAL mode
            self._copy = copied_for_reading(path)
            path = Path(self._copy.name) / path.name
        try:
            self.plan = Plan.open(path)
        except Exception:
            self._forget_copy()
            raise
        try:
            self.notice = profiles.load(self.plan.header.profile)
            self.numbering = self.plan.numbering()
            self.file = PlanFile(path)
        except Exception:
            self.plan.close()
            self._forget_copy()
            raise

    @property
    def header(self) -> Header:
        """Head of the plan."""
        return self.plan.header

    @property
    def parcels_uri(self) -> str:
        """OGR URI of the parcels layer."""
        return parcels_uri(self.path)

    @property
    def locked(self) -> frozenset[str]:
        """Ids of the parcels that are locked, by whichever window."""
        return self.plan.locked()

    def lock(self, ids: Collection[str], wanted: bool) -> None:
        """Lock parcels, or let them go. Raises PlanError where the plan cannot be written."""
        self.require_writable()
        self.plan.lock(ids, wanted)

    def require_unlocked(self, ids: Collection[str]) -> None:
        """Raises PlanError where a parcel is locked."""
        held = sorted(self.locked & set(ids))
        if held:
            raise PlanError("地块已锁定，不能修改", f"地块 {listed(held)}", "请先解锁")

    def edited(self, steps: Sequence[str], features: Collection[int]) -> None:
        """The parcels were edited and saved through QGIS's edit buffer; ``steps``: what its undo
        steps are called, of which imports are told by name; ``features``: numbers of those that
        were changed or removed. In any thread; ``file.seen`` is to follow."""
        imports = (step for step in steps if step.startswith(IMPORTED))
        with Plan.open(self.path) as plan:
            with plan.transaction():
                plan.record_numbering(self.numbering)
                plan.parcels_changed()
                plan.log("编辑地块", "；".join([f"{len(steps)} 步", *imports]), edited=features)
            plan.empty_log()

    def edited_elsewhere(self) -> None:
        """Another program wrote into the parcels: what it did goes into the history under its own
        name, not with what is saved here next."""
        if not self.read_only:
            with suppress(PlanError):  # whoever holds the file tells of it when it is saved
                self.plan.notice_edits()

    def require_writable(self) -> None:
        """Raise PlanError when what would be saved now would be lost, or cannot be saved."""
        what = {
            GONE: "方案文件不在了，修改没有保存",
            REPLACED: "方案文件已被换成另一个文件，修改没有保存",
            READ_ONLY: "方案文件只读，修改没有保存",
        }.get(READ_ONLY if self.read_only else self.file.state())
        if what:
            do = "修改仍在；请用“方案”菜单的“另存为…”保存到别处，或恢复原文件后再保存"
            raise PlanError(what, str(self.path), do)

    def hold(self) -> None:
        """Let nobody write into the file until ``let_go``. SQLite itself keeps everybody from a
        file that has lost its name."""
        with suppress(PlanError):
            self._held.enter_context(self.plan.transaction())

    def let_go(self) -> None:
        """Others may write again."""
        self._held.close()

    def close(self) -> None:
        """Release the file."""
        self.let_go()
        self.file.close()
        self.plan.close()
        self._forget_copy()

    def _forget_copy(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()


@dataclass
class InDock:
    """What is open in the dock, for doors that take it as their default: the plan's path ('' for
    none), ids of layers by role, and their filters (role, layer name, filter). ``view``: what the
    map canvas shows at the moment; None without a canvas."""

    path: str = ""
    layers: Mapping[str, str] = field(default_factory=dict)
    filters: Sequence[Sequence[str]] = ()
    view: Callable[[], QgsMapSettings] | None = None


in_dock = InDock()
"""Written by the dock on the main thread."""


def parcels_uri(path: Path) -> str:
    """OGR URI of the parcels layer of a plan."""
    return f"{path}|layername={schema.PARCELS.name}"


def crs_of(path: Path) -> str:
    """Authority id of a plan's CRS."""
    with Plan.open(path) as plan:
        return plan.header.crs
