"""A plan held in memory: one parcel changes, and its verdicts and the balance follow at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..core.accounts.balance import Balance, deducted_parcels
from ..core.accounts.running_balance import RunningBalance
from ..core.errors import PlanError
from ..core.geometry.amend import Amendment
from ..core.land.measure import require_ridge_ratios
from ..core.law.evidence import Evidence
from ..core.model import Parcel
from .amend import Wish, amended, conflict_of
from .block import Desk
from .blocks import Block, boxes_of, cut
from .judge_plan import Judged
from .live_parcels import LiveParcels
from .packs import Pack, judge_packed, pack
from .setup import Setup


class LivePlan:
    """The parcels of a plan with their findings and cells, for one thread.

    ``judged`` is what ``judge_plan`` has found; parcels that it set apart are not here. ``around``
    (n, 4) are boxes in which parcels may be drawn (only layers that are not read from a GeoPackage
    have to know: see ``reaches``).
    """

    def __init__(
        self, parcels: Sequence[Parcel], setup: Setup, judged: Judged, around: np.ndarray
    ) -> None:
        held = [parcel for parcel in parcels if parcel.parcel_id not in judged.aside]
        self._notice = setup.notice
        self._use(setup, around)
        self._parcels = LiveParcels(held)
        self.packs: dict[str, Pack] = pack(held, judged.findings, judged.cells)
        blocked = {name for name, found in self.packs.items() if found.blocked}
        self._sums = RunningBalance(
            setup.notice,
            setup.header.county_name,
            deducted_parcels(held, setup.notice),
            blocked,
            setup.indicators,
        )
        for cell in judged.cells:
            self._sums.add(cell)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """The parcel as it was judged last; None when it is not here."""
        return self._parcels.get(parcel_id)

    def change(self, parcel: Parcel) -> list[str]:
        """A parcel was drawn, moved or tagged anew. As ``update``."""
        return self.update([parcel])

    def remove(self, parcel_id: str) -> list[str]:
        """A parcel is gone. As ``update``."""
        return self.update([], [parcel_id])

    def update(self, changed: Sequence[Parcel], gone: Iterable[str] = ()) -> list[str]:
        """Judge changed parcels, and those that they, or parcels that are gone, overlap or
        overlapped, or lie beside as part of one belt or project.

        Returns the ids whose findings are new. Raises PlanError as a full check does; then nothing
        has changed.
        """
        names = {parcel.parcel_id for parcel in changed}
        gone = set(gone) - names
        found = {name: self._parcels.get(name) for name in (*names, *gone)}
        before = [parcel for parcel in found.values() if parcel is not None]
        others = self._parcels.concerned([*before, *changed])
        self._parcels.put(changed)
        self._parcels.take_out(gone)
        try:
            judged = self._judge([*changed, *others])
        except BaseException:
            self._parcels.take_out(names)
            self._parcels.put(before)
            raise
        for name in gone:
            self._take_out(name)
        for name, held in judged.items():
            self._enter(name, held)
        return sorted(judged)

    def conflict(self, parcel_id: str, rule_id: str) -> Any:
        """The polygon in which a parcel breaks a rule; None where there is none."""
        parcel = self._parcels.get(parcel_id)
        rule = next(rule for rule in self._notice.rules if rule.id == rule_id)
        return None if parcel is None else conflict_of(rule, parcel, self._around_one(parcel))

    def amended(self, wish: Wish) -> Amendment:
        """A parcel as it would be, mended. Raises PlanError where that cannot be told."""
        parcel = self._parcels.get(wish.parcel_id)
        if parcel is None:
            raise PlanError("地块现在不能检查", f"地块 {wish.parcel_id}", "请先按提示更正该地块")
        return amended(wish, parcel, self._around_one(parcel))

    def reaches(self, parcels: Sequence[Parcel]) -> bool:
        """Whether all layers know what is near ``parcels``; else hand over a setup that was made
        for them."""
        if all(spec.indexed for spec in self._desk.setup.specs.values()):
            return True
        low, high = self._around[:, :2], self._around[:, 2:]
        return all(
            bool(((low <= box[:2]) & (high >= box[2:])).all(axis=1).any())
            for box in boxes_of(parcels)
        )

    def widen(self, setup: Setup, around: np.ndarray) -> None:
        """Go on with the same layers, read for parcels in other boxes. Raises PlanError."""
        old = self._desk
        self._use(setup, around)
        old.close()

    def balance(self) -> Balance:
        """The balance as the parcels are now."""
        return self._sums.balance(checked=True)

    def close(self) -> None:
        """Let go of all files."""
        self._desk.close()

    def _use(self, setup: Setup, around: np.ndarray) -> None:
        self._setup, self._desk, self._around = setup, Desk(setup.block, around), around

    def _judge(self, parcels: Sequence[Parcel]) -> dict[str, Pack]:
        require_ridge_ratios(parcels, self._notice.area)
        packs: dict[str, Pack] = {}
        for block in cut(parcels):
            packs.update(judge_packed(self._desk, self._block(block.parcels), self._setup))
        return packs

    def _around_one(self, parcel: Parcel) -> Evidence:
        [(block, survey)] = self._desk.parts(self._block([parcel]))
        return self._desk.evidence(block, survey)

    def _block(self, parcels: Sequence[Parcel]) -> Block:
        mine = {parcel.parcel_id for parcel in parcels}
        near = self._parcels.near(boxes_of(parcels))
        return Block(
            tuple(parcels), tuple(parcel for parcel in near if parcel.parcel_id not in mine)
        )

    def _enter(self, name: str, held: Pack) -> None:
        self._take_out(name)
        self.packs[name] = held
        if held.blocked:
            self._sums.blocked.add(name)
        parcel = self._parcels.get(name)
        if parcel is not None and deducted_parcels([parcel], self._notice):
            self._sums.deducted.add(name)
        for cell in held.cells:
            self._sums.add(cell)

    def _take_out(self, name: str) -> None:
        held = self.packs.pop(name, None)
        for cell in held.cells if held else ():
            self._sums.remove(cell)
        self._sums.blocked.discard(name)
        self._sums.deducted.discard(name)
