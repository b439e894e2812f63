"""The bare engine, without QGIS: reading what is near, the validity gate, areas; blocks on all
cores."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import shapely

from bench.entry import Stages, main
from bench.results import BESIDE, CONSTRAINTS, Results
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.geometry.overlay import Pairs, Shapes, beside, covers_and_split
from jinchu_pingheng.core.model import (
    Parcel,
)
from jinchu_pingheng.judging.blocks import Block, boxes_of, cut
from jinchu_pingheng.judging.workers import Crew, children_for, run
from jinchu_pingheng.survey.files.reader import LayerReader, LayerSpec
from jinchu_pingheng.survey.files.source import FileSource

CRS, BESIDE_M = "EPSG:4547", 1.0
MANY_BLOCKS = 100
Areas = tuple[str, list[int], np.ndarray]  # measure or class, pids, m2


def layer(county: Path, name: str, *columns: str) -> LayerReader:
    """A layer of the county, behind the validity gate."""
    source = FileSource(str(county / f"{name}.gpkg"), name, indexed=True)
    return LayerSpec(
        name, name, 0, CRS, {column: column for column in columns}, False, None, source
    ).open()


class Desk:
    """The county's layers, opened in one process."""

    def __init__(self, county: Path) -> None:
        self.constraints = {name: layer(county, name) for name in CONSTRAINTS}
        self.survey = layer(county, "dltb", "DLBM")


def work(desk: Desk, block: Block) -> tuple[list[Areas], list[Areas], dict[str, float]]:
    """Areas of one block by measure, by class, and the seconds they took by stage."""
    stage = Stages()
    pid = np.array([int(parcel.parcel_id) for parcel in block.parcels])
    land = Shapes(np.array([parcel.geometry for parcel in block.parcels], dtype=object))
    boxes = boxes_of(block.parcels)
    with stage("read, gate"):
        near = [reader.near(boxes).shapes for reader in desk.constraints.values()]
        survey = desk.survey.near(boxes, BESIDE_M)
    with stage("areas"):
        covered, pieces = covers_and_split(land, near, survey.shapes)
        measures: list[Areas] = [
            (name, pid, found.area) for name, found in zip(desk.constraints, covered)
        ]
    with stage("classes"):
        classes = list(_classes(pid, pieces.pairs, survey))
    with stage("beside"):
        rows = np.flatnonzero(survey.column("DLBM").astype("U2") == "01")
        crop = survey.shapes.take(rows)
        parcel, feature = beside(land, crop, BESIDE_M, pieces.overlaps.among(rows, len(survey)))
        measures.append((BESIDE, pid[parcel], crop.area[feature]))
    return measures, classes, stage.seconds


def _classes(pid: np.ndarray, pairs: Pairs, survey: Layer) -> Iterator[Areas]:
    codes = survey.column("DLBM").astype(str)[pairs.feature]
    for code in np.unique(codes):
        chosen = codes == code
        yield str(code), pid[pairs.parcel[chosen]], pairs.area[chosen]


def parcels_of(county: Path) -> list[Parcel]:
    """The parcels, behind the validity gate too."""
    table = layer(county, "parcels", "pid").all()
    return [
        Parcel(str(pid), "out", 1, shape) for pid, shape in zip(table.column("pid"), table.geometry)
    ]


def job(county: Path, stage: Stages, processes: str = "all") -> Results:
    crew = Crew(children_for(MANY_BLOCKS) if processes == "all" else 0, Desk)
    with stage("parcels"):
        parcels = parcels_of(county)
        blocks = cut(parcels)
    results = Results(np.array(sorted(int(parcel.parcel_id) for parcel in parcels)))
    children = len(crew.children)
    for _, (measures, classes, seconds) in run(Desk, (county,), work, blocks, crew):
        for name, pid, area in measures:
            results.add(name, pid, area)
        for code, pid, area in classes:
            results.add_classes(pid, np.full(len(pid), code), area)
        for name, spent in seconds.items():  # of all processes together
            stage.seconds[name] = stage.seconds.get(name, 0.0) + spent
    results.versions = {
        "numpy": np.__version__,
        "shapely": version("shapely"),
        "GEOS": shapely.geos_version_string,
        "processes": str(1 + children),
    }
    return results


if __name__ == "__main__":
    # children find functions by the name of their module, which must not be __main__
    from bench.contestants import engine

    main(engine.job)
