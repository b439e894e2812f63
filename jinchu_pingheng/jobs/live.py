"""A plan held in memory: one parcel changes, and its verdicts and the balance follow at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.balance import Balance, blocked_parcels, deducted_parcels
from ..core.ground import shapes_of
from ..core.ledger import Ledger
from ..core.measure import require_classes, require_ridge_ratios
from ..core.model import Cell, Finding, Header, Parcel
from ..core.overlay import areas
from .blocks import Block, boxes_of
from .judge import Desk, Setup, Verdicts, judge
from .run import Outcome


class LivePlan:
    """The parcels of a plan with their findings and cells, for one thread.

    ``outcome`` is what a full check of the parcels has found; ``around`` (n, 4) are boxes in which parcels may be
    drawn (only layers that are not read from a GeoPackage have to know).
    """

    def __init__(
        self, header: Header, setup: Setup, parcels: Sequence[Parcel], outcome: Outcome, around: np.ndarray
    ) -> None:
        self._notice = setup.notice
        self._desk = Desk(setup, around)
        self._parcels = {parcel.parcel_id: parcel for parcel in parcels}
        self._index()
        self.findings: dict[str, list[Finding]] = {}
        for finding in outcome.findings:
            self.findings.setdefault(finding.parcel_id, []).append(finding)
        self._cells: dict[str, list[Cell]] = {}
        for cell in outcome.cells:
            self._cells.setdefault(cell.parcel_id, []).append(cell)
        self._ledger = Ledger(
            setup.notice,
            header.county_name,
            deducted_parcels(parcels, setup.notice),
            blocked_parcels(outcome.findings),
        )
        for cell in outcome.cells:
            self._ledger.add(cell)

    def change(self, parcel: Parcel) -> list[str]:
        """A parcel was drawn, moved or tagged anew: judge it, and those that it overlaps or overlapped.

        Returns the ids whose findings are new. Raises PlanError as a full check does; then nothing has changed.
        """
        before = self._parcels.get(parcel.parcel_id)
        touched = self._overlapping([parcel, *([before] if before else [])])
        touched.pop(parcel.parcel_id, None)
        return self._judge([parcel, *touched.values()])

    def remove(self, parcel_id: str) -> list[str]:
        """A parcel is gone: judge those that it overlapped."""
        gone = self._parcels[parcel_id]
        touched = self._overlapping([gone])
        touched.pop(parcel_id, None)
        self._take_out(parcel_id)
        del self._parcels[parcel_id]
        self.findings.pop(parcel_id, None)
        self._index()
        return self._judge(list(touched.values())) if touched else []

    def close(self) -> None:
        """Let go of all files."""
        self._desk.close()

    def balance(self) -> Balance:
        """The balance as the parcels are now."""
        return self._ledger.balance(checked=True)

    def _judge(self, parcels: Sequence[Parcel]) -> list[str]:
        ids = {parcel.parcel_id for parcel in parcels}
        neighbours = tuple(p for p in self._near(boxes_of(parcels)) if p.parcel_id not in ids)
        require_ridge_ratios(parcels, self._notice.area)
        verdicts = judge(self._desk, Block(tuple(parcels), neighbours))
        require_classes(verdicts.cells)
        for parcel in parcels:
            self._put(parcel)
            self._enter(parcel, verdicts)
        return sorted(ids)

    def _enter(self, parcel: Parcel, verdicts: Verdicts) -> None:
        name = parcel.parcel_id
        self._take_out(name)
        self.findings[name] = [f for found in verdicts.findings.values() for f in found if f.parcel_id == name]
        self._cells[name] = [cell for cell in verdicts.cells if cell.parcel_id == name]
        _mark(self._ledger.blocked, name, bool(blocked_parcels(self.findings[name])))
        _mark(self._ledger.deducted, name, bool(deducted_parcels([parcel], self._notice)))
        for cell in self._cells[name]:
            self._ledger.add(cell)

    def _take_out(self, parcel_id: str) -> None:
        for cell in self._cells.pop(parcel_id, ()):
            self._ledger.remove(cell)

    def _put(self, parcel: Parcel) -> None:
        known = parcel.parcel_id in self._rows
        self._parcels[parcel.parcel_id] = parcel
        if known:
            self._boxes[self._rows[parcel.parcel_id]] = boxes_of([parcel])[0]
        else:
            self._index()

    def _index(self) -> None:
        self._rows = {parcel_id: row for row, parcel_id in enumerate(self._parcels)}
        self._ids = list(self._parcels)
        self._boxes = boxes_of(list(self._parcels.values()))

    def _near(self, boxes: np.ndarray) -> list[Parcel]:
        """Parcels whose boxes meet any of the boxes (m, 4)."""
        rows: set[int] = set()
        for box in boxes:
            meets = (self._boxes[:, :2] <= box[2:]).all(axis=1) & (self._boxes[:, 2:] >= box[:2]).all(axis=1)
            rows.update(np.flatnonzero(meets).tolist())
        return [self._parcels[self._ids[row]] for row in sorted(rows)]

    def _overlapping(self, parcels: Sequence[Parcel]) -> dict[str, Parcel]:
        near = self._near(boxes_of(parcels))
        met = areas(shapes_of(parcels), shapes_of(near)).feature if near else ()
        return {near[row].parcel_id: near[row] for row in sorted(set(np.asarray(met).tolist()))}


def _mark(names: set[str], name: str, wanted: bool) -> None:
    if wanted:
        names.add(name)
    else:
        names.discard(name)
