"""Candidates against the plan: what is new, what changes, what is refused and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from ..core.errors import listed
from ..core.model import IN, OUT
from ..core.notice import Notice
from ..core.parcel_fields import BY_NAME
from ..core.rounding import exact
from ..intake.faults import Fault
from ..intake.parcels import sort_in
from ..intake.reading import Reader, blank
from ..intake.rows import Incoming, Rows, Tag
from ..intake.values import text_of
from .handed import HandedIn
from .joining import Candidate
from .review import CHANGED, LOCKED, NEW, REFUSED, SAME, Line, area_remark, differences
from .shapes import Shape

_SAME_PLACE_M2 = 0.01
"""A drawn parcel that differs by less is the same."""
_MOST = 0.5
_SLIVER_M2 = 1.0
_LAYER = "乡镇申报"

Held = Mapping[str, Any]
"""A parcel of the plan: its fields, source_layer, source_fid and geom."""


class Sorting:
    """``held``: the parcels of the plan; ``known_ids``: ids that are not given out again;
    ``locked``: ids of parcels that stay as they are."""

    def __init__(
        self,
        held: Sequence[Held],
        known_ids: Collection[str],
        locked: Collection[str],
        notice: Notice,
        handed: HandedIn,
    ) -> None:
        self._notice, self._handed, self._locked = notice, handed, locked
        self._reader = Reader(notice, OUT)
        self._by_id = {str(row["parcel_id"]): row for row in held if row["parcel_id"]}
        self._known = [*known_ids, *self._by_id]
        self._held = [row for row in held if shapely.is_valid(row["geom"])]
        self._tree = shapely.STRtree([row["geom"] for row in self._held])
        self._means: dict[int, Held | None] = {}
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.new: list[Incoming] = []
        self.changed: list[Incoming] = []

    def sort(self, candidates: Sequence[Candidate]) -> None:
        """Fill lines, new and changed."""
        sides = [self._side(candidate) for candidate in candidates]
        for direction in (OUT, IN, ""):
            mine = [c for c, side in zip(candidates, sides) if side == direction]
            sound = [candidate for candidate in mine if not self._refuse(candidate, direction)]
            for candidate, item in self._take(sound, direction) if sound else ():
                self._enter(candidate, item)
        self._tell_missing(candidates)

    def _tell_missing(self, candidates: Sequence[Candidate]) -> None:
        """Parcels that came from one of the files before, and stand in none now; they stay."""
        files = {candidate.shape.file for candidate in candidates if candidate.shape}
        meant = {str(row["parcel_id"]) for row in self._means.values() if row}
        came = [key for key, row in self._by_id.items() if row["source_layer"] in files]
        gone = [key for key in came if key not in meant]
        if gone:
            told = f"方案中先前由这些文件导入、这次没有的地块仍保留：{listed(gone)}"
            self.notes.append(f"{told}；不再需要的请移除。")

    def _side(self, candidate: Candidate) -> str:
        """The side as the row, the form, the plan or the user says."""
        given = candidate.values.get("direction")
        said = "" if blank(given) else self._reader.read(BY_NAME["direction"], given)[0] or ""
        held = self._match(candidate)
        known = str(held["direction"]) if held else ""
        return said or candidate.direction or known or self._handed.direction

    def _match(self, candidate: Candidate) -> Held | None:
        """The parcel of the plan that is meant: the one with its id, else one that came from the
        same file and holds most of the same land."""
        key = id(candidate)
        if key not in self._means:
            own = text_of(candidate.values.get("parcel_id"))
            self._means[key] = self._by_id.get(own) if own else self._on_the_same_land(candidate)
        return self._means[key]

    def _on_the_same_land(self, candidate: Candidate) -> Held | None:
        shape = candidate.shape
        if shape is None:
            return None
        for row, shared in self._shared(shape):
            most = _MOST * max(shapely.area(row["geom"]), shapely.area(shape.geometry))
            if row["source_layer"] == shape.file and shared > most:
                return row
        return None

    def _shared(self, shape: Shape | None) -> list[tuple[Held, float]]:
        """Parcels of the plan that share land with a shape, with the area, most first."""
        if shape is None or shape.geometry is None or not shapely.is_valid(shape.geometry):
            return []
        rows = [self._held[place] for place in self._tree.query(shape.geometry, "intersects")]
        shared = [(row, float(shapely.area(row["geom"] & shape.geometry))) for row in rows]
        return sorted(shared, key=lambda item: -item[1])

    def _refuse(self, candidate: Candidate, direction: str) -> bool:
        """Whether a candidate cannot be taken as it is; it then has its line."""
        wrong = candidate.wrong
        held = self._match(candidate)
        if not wrong and not direction:
            wrong = "看不出是流出还是流入；请选择方向，或在表名中写明"
        if not wrong and held is not None:
            wrong = _not_the_same(held, candidate, direction, self._notice)
        no_type = blank(candidate.values.get("type")) and not (held or self._handed.type)
        if not wrong and no_type:
            wrong = "没有类型；请在表中填写，或选择默认类型"
        if wrong:
            self._refused(candidate, direction, wrong)
        return bool(wrong)

    def _take(
        self, candidates: Sequence[Candidate], direction: str
    ) -> list[tuple[Candidate, Incoming]]:
        """Those that pass the gate; the others have their line."""
        labels = [candidate.label for candidate in candidates]
        raw = [self._raw(candidate) for candidate in candidates]
        names = [name for name in BY_NAME if name != "direction"]
        geometry = np.empty(len(candidates), dtype=object)
        geometry[:] = [c.shape.geometry if c.shape else None for c in candidates]
        rows = Rows(
            layer=_LAYER,
            features=labels,
            titles=dict.fromkeys(names, ""),
            columns={name: [values.get(name) for values in raw] for name in names},
            geometry=geometry,
        )
        default = self._handed.type or self._notice.types(direction)[0].number
        taken, faults = sort_in(rows, Tag(direction, default), self._notice, self._known)
        self.notes += taken.notes
        by_label = dict(zip(labels, candidates))
        refused: dict[str, list[Fault]] = defaultdict(list)
        for fault in faults:
            refused[fault.feature].append(fault)
        for label, wrong in refused.items():
            told = "；".join(dict.fromkeys(f"{fault.what}（{fault.do}）" for fault in wrong))
            self._refused(by_label[label], direction, told)
        return [(by_label[item.feature], item) for item in taken.incoming]

    def _raw(self, candidate: Candidate) -> dict[str, Any]:
        """Raw values: an empty one leaves what the plan holds."""
        held = self._match(candidate)
        own = {name: raw for name, raw in candidate.values.items() if not blank(raw)}
        return {**({name: held[name] for name in BY_NAME} if held else {}), **own}

    def _enter(self, candidate: Candidate, item: Incoming) -> None:
        kept = json.dumps(candidate.others, ensure_ascii=False, default=str)
        item = item._replace(attributes=kept)
        if candidate.shape is not None:
            item = item._replace(layer=candidate.shape.file, feature=candidate.shape.feature)
        held = self._match(candidate)
        if held is None:
            state, told = NEW, self._overlaps(candidate, item.parcel.direction)
            self.new.append(item)
        else:
            told = differences(held, vars(item.parcel)) + _moved(held["geom"], item.parcel.geometry)
            state = CHANGED if told else SAME
            if told and held["parcel_id"] in self._locked:
                state, told = LOCKED, [f"地块已锁定，没有改动（{'，'.join(told)}）"]
            elif told:
                self.changed.append(item)
        remark = self._area_remark(candidate)
        message = "；".join([*told, *([remark] if remark else [])])
        self._line(state, candidate, item.parcel.direction, item.parcel.parcel_id, message)

    def _overlaps(self, candidate: Candidate, direction: str) -> list[str]:
        """Parcels of the plan on which a new one would lie."""
        return [
            f"与方案地块 {row['parcel_id']} 重叠 {shared / 10_000:.4f} 公顷"
            for row, shared in self._shared(candidate.shape)
            if shared > _SLIVER_M2 and row["direction"] == direction
        ]

    def _area_remark(self, candidate: Candidate) -> str:
        """Said once for an entry, of all its shapes together."""
        if candidate.together[:1] != (candidate.shape,):
            return ""
        drawn = sum((_drawn(shape.geometry) for shape in candidate.together), Decimal(0))
        tolerance = self._handed.tolerance
        return area_remark(candidate.declared_m2, drawn, candidate.unit, tolerance)

    def _refused(self, candidate: Candidate, direction: str, wrong: str) -> None:
        own = text_of(candidate.values.get("parcel_id"))
        self._line(REFUSED, candidate, direction, own, wrong)

    def _line(
        self, state: str, candidate: Candidate, direction: str, parcel_id: str, message: str
    ) -> None:
        values, shape = candidate.values, candidate.shape
        drawn = None
        if shape is not None and shape.geometry is not None:
            drawn = _drawn(shape.geometry)
        self.lines.append(
            Line(
                state=state,
                direction=self._notice.word(direction) if direction else "",
                parcel_id=parcel_id,
                name=text_of(values.get("name") or values.get("project")),
                source=candidate.where,
                shape=shape.where if shape else "",
                declared_m2=candidate.declared_m2,
                drawn_m2=drawn,
                message=message,
            )
        )


def _not_the_same(held: Held, candidate: Candidate, direction: str, notice: Notice) -> str:
    """Why a parcel of the plan with that id cannot be the one that is meant; '' where it can."""
    if held["direction"] != direction:
        return f"编号 {held['parcel_id']} 在方案中是{notice.word(str(held['direction']))}地块"
    shape = candidate.shape.geometry if candidate.shape else None
    apart = shape is not None and bool(shapely.disjoint(held["geom"], shape))
    return f"编号 {held['parcel_id']} 在方案中是另一处的地块，图形不相交" if apart else ""


def _moved(before: Any, after: Any) -> list[str]:
    if not shapely.is_valid(before):
        return ["图形：方案中的图形无效，改为新的"]
    differ = float(shapely.area(shapely.symmetric_difference(before, after)))
    if differ < _SAME_PLACE_M2:
        return []
    areas = [f"{shapely.area(shape) / 10_000:.4f}" for shape in (before, after)]
    return [f"图形：{areas[0]}→{areas[1]} 公顷（不同部分 {differ:.0f} 平方米）"]


def _drawn(geometry: Any) -> Decimal:
    area = float(shapely.area(geometry))
    return exact(area) if np.isfinite(area) else Decimal(0)
