"""A plan checked while it is drawn: the parcels of an edit buffer, by the layers of a project.
Nothing is written.

``collect`` belongs on the main thread; a Preview belongs, whole, to one other thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import shapely
from qgis.core import QgsMapLayer, QgsRasterLayer, QgsVectorLayer, QgsVectorLayerFeatureSource

from ..core.accounts.balance import Balance
from ..core.batches import Batch
from ..core.declarations import Declaration
from ..core.errors import PlanError, listed
from ..core.indicators import Indicators
from ..core.law.reach import parcel_roles
from ..core.model import FAIL, IN, PASS, UNKNOWN, Cell, Finding, Header, Parcel, RecordedException
from ..core.notice import Notice
from ..judging.blocks import boxes_of
from ..judging.feedback import Feedback
from ..judging.judge_plan import judge_plan, with_exceptions
from ..judging.live import LivePlan
from ..judging.packs import BANNED, LACKING, Pack, Rows
from ..judging.setup import Setup, setup_for
from ..survey.sources import file_of
from .amend import Proposal, Wish, not_checked, proposed
from .edited import Changes, Edited
from .indicators import indicators_of
from .layers import (
    WHOLE,
    AnySource,
    Chosen,
    Filter,
    Sources,
    from_layer,
    from_raster,
    layers_of,
    resolve,
    with_usual_filters,
)
from .open import OpenPlan

ROOM_M = 1000.0
"""How far around the parcels layers are read that have no index of their own, so that there is room
to draw."""


Playing = Mapping[str, Sequence[tuple[QgsMapLayer, str]]]
"""Layers of the project by role; each with a filter as text, 全部, or '' for what is usual."""

FEW = 100
"""So many changed parcels are judged one by one, whatever the plan's size."""


@dataclass(frozen=True)
class Inputs:
    """Copied data: safe in any thread. ``parcels`` are the edit buffer's features."""

    header: Header
    notice: Notice
    exceptions: tuple[RecordedException, ...]
    indicators: Indicators
    declarations: tuple[Declaration, ...]
    batches: tuple[Batch, ...]
    lost: frozenset[str]
    parcels: QgsVectorLayerFeatureSource
    sources: Sources


_VERDICT = Finding._fields.index("verdict")
_TOWN, _CLASS, _AREA = map(
    [field.name for field in fields(Cell)].index, ("town_name", "dlbm", "m2")
)


def _by_area(cell_rows: Rows, column: int) -> tuple[str, ...]:
    """Values of a column of cells, that of the largest area first."""
    areas: Counter[str] = Counter()
    for row in cell_rows:
        areas[row[column]] += row[_AREA]
    return tuple(value for value, _ in areas.most_common() if value)


@dataclass(frozen=True)
class Verdict:
    """What the notice says of one parcel. ``worst`` and ``state``: as in judging.packs."""

    worst: str
    state: str
    _pack: Pack
    _exceptions: tuple[RecordedException, ...]

    @property
    def towns(self) -> tuple[str, ...]:
        """Names of the townships that the parcel lies in, the largest part first."""
        return _by_area(self._pack.cell_rows, _TOWN)

    @property
    def classes(self) -> tuple[str, ...]:
        """Codes of the land classes that the survey has there, the largest part first."""
        return _by_area(self._pack.cell_rows, _CLASS)

    def open_findings(self) -> list[Finding]:
        """Findings that something is to be done about: those that failed or are not decided."""
        rows = [row for row in self._pack.finding_rows if row[_VERDICT] in (FAIL, UNKNOWN)]
        found = [Finding._make(row) for row in rows]
        return list(with_exceptions(found, self._exceptions)) if self._exceptions else found

    def findings(self) -> dict[str, list[Finding]]:
        """Findings of the rules that apply, by FAIL, UNKNOWN and PASS, each in the order of the
        rules."""
        found = with_exceptions(self._pack.findings, self._exceptions)
        return {
            verdict: [f for f in found if f.verdict == verdict] for verdict in (FAIL, UNKNOWN, PASS)
        }


@dataclass(frozen=True)
class Answer:
    """What is new: verdicts by parcel id, and parcels that are ``gone``; the whole plan when
    ``whole``.

    ``balance`` is None without a usable parcel; ``banned``: how many parcels a blocking rule
    rejects, ``lacking``: how many others are not decided; ``aside`` tells which parcels cannot be
    judged now, and why.
    """

    verdicts: Mapping[str, Verdict]
    gone: frozenset[str]
    balance: Balance | None
    banned: int
    lacking: int
    aside: tuple[PlanError, ...]
    whole: bool = False


def roles_of(notice: Notice) -> set[str]:
    """Roles of the layers that a preview looks at."""
    return {*parcel_roles(notice), "XZQ"}


def recorded_layers(opened: OpenPlan) -> dict[str, str]:
    """Names by role of layers that the plan records and whose file is still there."""
    return {
        role: listed(names)
        for role, rows in opened.plan.layers_by_role().items()
        if (names := [row["name"] for row in rows if file_of(row["source"])])
    }


def collect(
    opened: OpenPlan,
    parcels_layer: QgsVectorLayer,
    playing: Playing,
    lost: Iterable[str] = (),
) -> Inputs:
    """Take what a preview needs, on the main thread; the layers that are ``playing``, else those
    that the plan records, but none for roles that have lost a layer.

    Raises PlanError for a layer that cannot be used.
    """
    given = given_layers(playing)
    return Inputs(
        header=opened.header,
        notice=opened.notice,
        exceptions=tuple(opened.plan.exceptions()),
        indicators=indicators_of(opened.plan, opened.notice),
        declarations=tuple(opened.plan.declarations()),
        batches=tuple(opened.plan.batches()),
        lost=frozenset(lost),
        parcels=QgsVectorLayerFeatureSource(parcels_layer),
        sources=resolve(
            opened.plan,
            with_usual_filters(given, Feedback()),
            sorted(roles_of(opened.notice) - set(lost)),
        ),
    )


def given_layers(playing: Playing) -> Sources:
    """Layers of the project by role, as a check takes them; on the main thread. Raises PlanError
    for a layer or a filter that cannot be used."""
    return {
        role: tuple(
            Chosen(
                _source(layer, role),
                None if only == WHOLE else Filter.of(only),
                whole=only == WHOLE,
            )
            for layer, only in chosen
        )
        for role, chosen in playing.items()
    }


def _source(layer: QgsMapLayer, role: str) -> AnySource:
    return (
        from_raster(layer, role) if isinstance(layer, QgsRasterLayer) else from_layer(layer, role)
    )


class Preview:
    """The parcels with their verdicts; ``update`` takes every change.

    A parcel that cannot be judged at the moment is set aside; the others go on.
    """

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._live: LivePlan | None = None
        self._edited = Edited(inputs.notice)
        self._edited.take({feature.id(): feature for feature in inputs.parcels.getFeatures()})

    @property
    def ready(self) -> bool:
        """Whether everything was judged once."""
        return self._live is not None

    def judge_all(self, feedback: Feedback) -> Answer:
        """Judge all parcels. Raises Cancelled, and PlanError as a full check does."""
        self.close()
        parcels = self._edited.parcels
        if not parcels:
            return Answer(
                verdicts={},
                gone=frozenset(),
                balance=None,
                banned=0,
                lacking=0,
                aside=self._edited.aside,
                whole=True,
            )
        setup, around = self._setup(parcels)
        judged = judge_plan(parcels, setup, feedback=feedback, apart=True)
        for name, error in judged.aside.items():
            self._edited.refuse(name, error)
        self._live = live = LivePlan(parcels, setup, judged, around)
        return replace(self._answer(live, live.packs, ()), whole=True)

    def update(self, changes: Changes, feedback: Feedback) -> Answer:
        """Judge what has changed; everything, where that was not done yet. Raises as
        ``judge_all``."""
        came, gone = self._edited.take(changes)
        live = self._live
        if live is None:
            return self.judge_all(feedback)
        changed = [parcel for parcel in came if parcel != live.parcel(parcel.parcel_id)]
        if self._nearly_all(len(changed) + len(gone)):
            return self.judge_all(feedback)
        try:
            if not live.reaches(changed):
                live.widen(*self._setup(self._edited.parcels))
            names = self._apply(live, changed, gone)
        except PlanError:
            self.close()
            raise
        return self._answer(live, names, gone)

    def _nearly_all(self, changed: int) -> bool:
        """A parcel by itself takes some ten times as long as one of many, so that a tenth of a plan
        takes as long as the whole."""
        return changed > max(FEW, len(self._edited.parcels) // 10)

    def conflict(self, parcel_id: str, rule_id: str) -> bytes | None:
        """WKB of the polygon in which a parcel breaks a rule; None where there is none."""
        polygon = self._live.conflict(parcel_id, rule_id) if self._live else None
        return None if polygon is None else bytes(shapely.to_wkb(polygon))

    def amended(self, wish: Wish) -> Proposal:
        """What a parcel would be, mended. Raises PlanError where that cannot be told."""
        if self._live is None:
            raise not_checked(wish)
        return proposed(wish, self._live.amended(wish))

    def close(self) -> None:
        """Let go of all files."""
        if self._live is not None:
            self._live.close()
        self._live = None

    def _setup(self, parcels: Sequence[Parcel]) -> tuple[Setup, np.ndarray]:
        """A setup with room to draw around the parcels, and the boxes of that room."""
        room = boxes_of(parcels) + np.array([-ROOM_M, -ROOM_M, ROOM_M, ROOM_M])
        drawn = [
            replace(parcel, direction=IN, geometry=shapely.box(*box))
            for parcel, box in zip(parcels, room)
        ]
        inputs = self._inputs
        setup = setup_for(
            inputs.header,
            inputs.notice,
            drawn,
            layers_of(inputs.header.crs, inputs.notice, inputs.sources),
            indicators=inputs.indicators,
            declarations=inputs.declarations,
            batches=inputs.batches,
            lost=inputs.lost,
            today=date.today().isoformat(),
            surfaces=False,
            draw=False,
        )
        return setup, room

    def _apply(self, live: LivePlan, changed: Sequence[Parcel], gone: set[str]) -> set[str]:
        """Ids with new findings; parcels that cannot be judged are set aside and join ``gone``."""
        try:
            return set(live.update(changed, gone))
        except PlanError:
            names = set(live.update([], gone))
        for parcel in changed:
            try:
                names.update(live.update([parcel]))
            except PlanError as error:
                self._edited.refuse(parcel.parcel_id, error)
                names.update(live.update([], [parcel.parcel_id]))
                gone.add(parcel.parcel_id)
        return names - gone

    def _answer(self, live: LivePlan, names: Iterable[str], gone: Iterable[str]) -> Answer:
        exceptions = self._inputs.exceptions
        verdicts = {name: _verdict(live.packs[name], exceptions) for name in names}
        states = Counter(pack.state for pack in live.packs.values())
        return Answer(
            verdicts=verdicts,
            gone=frozenset(gone),
            balance=live.balance(),
            banned=states[BANNED],
            lacking=states[LACKING],
            aside=self._edited.aside,
        )


def _verdict(pack: Pack, exceptions: tuple[RecordedException, ...]) -> Verdict:
    return Verdict(pack.worst, pack.state, pack, exceptions)
