"""A survey layer behind the validity gate, read where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
import shapely

from ...core.codes import UNREADABLE
from ...core.geometry.layer import WHOLE_LAYER, Layer, Problem
from . import boxes as box
from .geopackage import GeoPackageReader
from .kept import Judged, judged
from .source import FileSource
from .table import Only, Rows, Table, column_of

Extent = Optional[tuple]
"""(xmin, ymin, xmax, ymax) in the plan's CRS; None when nothing says where the layer is."""


@dataclass(frozen=True)
class LayerSpec:
    """All that a process has to know to read a layer, as a plain value.

    ``columns``: name -> field of the source. ``data`` is a file in the plan's CRS, or features read
    before. ``lines``: a line is as good as a polygon. ``around``: boxes (m, 4) in which the
    features were said to matter; features read before are those near them. ``unfit`` says why the
    layer as a whole is no evidence. ``uncertain_m`` as in ``Layer``; ``remarks`` are what the user
    must be told of the layer.
    """

    role: str
    name: str
    total: int
    crs: str
    columns: Mapping[str, str]
    lines: bool
    extent: Extent
    data: FileSource | Table
    around: np.ndarray | None = field(default=None, compare=False)
    unfit: str = ""
    uncertain_m: float = 0.0
    remarks: tuple[str, ...] = ()

    @property
    def indexed(self) -> bool:
        """The layer knows by itself what is near; else it was read, or will be, near some boxes."""
        return isinstance(self.data, FileSource) and self.data.indexed

    def open(self, boxes: np.ndarray | None = None) -> LayerReader:
        """A reader for one thread. ``boxes`` (m, 4): all that it will be asked for beside
        ``around`` (None: anything); a GeoPackage is read when it is asked, other files now.

        Raises PlanError when the file cannot be read.
        """
        if isinstance(self.data, Table):
            return LayerReader(self, self.data, Judged())
        state = self.data.state()
        memory = judged((state, self.lines) if state else None)
        if self.data.indexed:
            return LayerReader(
                self, GeoPackageReader(self.data.path, self.data.layer, self.columns), memory
            )
        from . import ogr_file

        if boxes is not None and self.around is not None:
            boxes = np.vstack((box.grown(self.around, 0.0), box.grown(boxes, 0.0)))
        return LayerReader(self, ogr_file.load(self.data, self.columns, boxes), memory)


class LayerReader:
    """Features near boxes, as a Layer: what is valid or could be repaired; the rest are its
    problems."""

    def __init__(self, spec: LayerSpec, rows: GeoPackageReader | Table, memory: Judged) -> None:
        self.role, self.name = spec.role, spec.name
        self.total, self.extent, self._unfit = spec.total, spec.extent, spec.unfit
        self._uncertain_m = spec.uncertain_m
        self._remarks = tuple(Problem(WHOLE_LAYER, text, True, warn=True) for text in spec.remarks)
        self._rows, self._lines = rows, spec.lines
        self._memory, self._version = memory, rows.version

    def near(self, boxes: np.ndarray, margin: float = 0.0, only: Only | None = None) -> Layer:
        """Features whose box is within ``margin`` m of any of ``boxes`` (m, 4), and those that no
        box can place.

        Raises PlanError when the file cannot be read.
        """
        return self._layer(self._rows.near(box.grown(boxes, margin + self._uncertain_m), only))

    def all(self) -> Layer:
        """All features. Raises PlanError when the file cannot be read."""
        return self._layer(self._rows.all())

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    def _layer(self, rows: Rows) -> Layer:
        problems = (*self._remarks, *garbled(rows))
        if rows.unreadable.any():
            problems += tuple(_unread(rows.take(rows.unreadable)))
            rows = rows.take(~rows.unreadable)
        self._forget_what_changed()
        shapes, usable, found = self._memory.judge(rows.fids, rows.ids, rows.geometry, self._lines)
        problems += found
        if not usable.all():
            rows, shapes = rows.take(usable), shapes[usable]
        return Layer(
            role=self.role,
            name=self.name,
            ids=rows.ids,
            geometry=shapes,
            columns=_codes(rows.columns),
            problems=problems,
            total=self.total,
            extent=self.extent,
            unfit=self._unfit,
            uncertain_m=self._uncertain_m,
        )

    def _forget_what_changed(self) -> None:
        if self._version != self._rows.version:
            self._memory, self._version = Judged(), self._rows.version


def _unread(rows: Rows) -> Iterator[Problem]:
    for feature, placed, own in zip(rows.ids, box.placed(rows.boxes), rows.boxes):
        yield Problem(str(feature), "图形无法读取", False, shapely.box(*own) if placed else None)


def garbled(rows: Rows) -> Iterator[Problem]:
    """Values in which a character could not be read: they are named wherever they come from."""
    for name, column in rows.columns.items():
        if UNREADABLE not in _together(column.tolist()):
            continue
        for feature, value in zip(rows.ids, column):
            if _is_text(value) and UNREADABLE in value:
                text = f"字段 {name} 的值“{value}”有无法识别的字符，请核对数据的编码"
                yield Problem(str(feature), text, True, warn=True)


def _together(values: list) -> str:
    """All texts in one: looked through at once, as every block asks for this."""
    try:
        return "".join(values)
    except TypeError:
        return "".join([value for value in set(values) if type(value) is str])


def _is_text(value: object) -> bool:
    return type(value) is str


def _codes(columns: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """The columns with land classes as texts, where a table holds them as numbers."""
    classes = columns.get("DLBM")
    if classes is None or int not in set(map(type, classes.tolist())):
        return columns
    texts = [str(value) if type(value) is int else value for value in classes]
    return {**columns, "DLBM": column_of(texts)}
