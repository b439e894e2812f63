"""The job with the tools of the QGIS toolbox, outputs as temporary layers, as a technician chains
them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench.entry import Stages
from bench.qgis_session import session, versions
from bench.results import BESIDE, CONSTRAINTS, Results

TEMPORARY = "TEMPORARY_OUTPUT"


class Chain:
    """One county through the toolbox; ``subdivide`` cuts the red line up before it is used."""

    def __init__(self, processing: Any, county: Path, stage: Stages, subdivide: bool) -> None:
        from qgis.core import QgsVectorLayer

        self.processing, self.stage = processing, stage
        names = ("parcels", "dltb", *CONSTRAINTS)
        self.layers = {
            name: QgsVectorLayer(str(county / f"{name}.gpkg"), name, "ogr") for name in names
        }
        if subdivide:
            with stage("red"):
                # `subdivide` leaves the pieces of a polygon together, as one invalid multipolygon
                pieces = self.run("native:subdivide", INPUT=self.layers["red"], MAX_NODES=256)
                self.layers["red"] = self.run("native:multiparttosingleparts", INPUT=pieces)
                self.run("native:createspatialindex", INPUT=self.layers["red"])
                self.layers["red"].setName("red")

    def run(self, algorithm: str, **parameters: Any) -> Any:
        """Run an algorithm into a temporary layer."""
        if algorithm != "native:createspatialindex":
            parameters.setdefault("OUTPUT", TEMPORARY)
        return self.processing.run(algorithm, parameters)["OUTPUT"]

    def constraints(self, results: Results) -> None:
        """Overlap analysis, one layer at a time."""
        for name in CONSTRAINTS:
            with self.stage(name):
                parcels, layer = self.layers["parcels"], self.layers[name]
                out = self.run("native:calculatevectoroverlaps", INPUT=parcels, LAYERS=[layer])
                results.add(name, *columns(out, "pid", f"{name}_area"))

    def classes(self, results: Results) -> None:
        """Intersection, area, sum by parcel and class."""
        with self.stage("classes"):
            cut = self.run(
                "native:intersection",
                INPUT=self.layers["parcels"],
                OVERLAY=self.layers["dltb"],
                INPUT_FIELDS=["pid"],
                OVERLAY_FIELDS=["DLBM"],
            )
            measured = self.area(cut)
            sums = self.run(
                "qgis:statisticsbycategories",
                INPUT=measured,
                VALUES_FIELD_NAME="whole",
                CATEGORIES_FIELD_NAME=["pid", "DLBM"],
            )
            results.add_classes(*columns(sums, "pid", "DLBM", "sum"))

    def beside(self, results: Results) -> None:
        """Cropland, its area, a spatial index, parcels grown by 1 m, joined by location with the
        sum."""
        with self.stage("beside"):
            crop = self.run(
                "native:extractbyexpression",
                INPUT=self.layers["dltb"],
                EXPRESSION="\"DLBM\" LIKE '01%'",
            )
            measured = self.area(crop)
            self.run("native:createspatialindex", INPUT=measured)
            grown = self.run(
                "native:buffer", INPUT=self.layers["parcels"], DISTANCE=1.0, SEGMENTS=5
            )
            joined = self.run(
                "qgis:joinbylocationsummary",
                INPUT=grown,
                JOIN=measured,
                PREDICATE=[0],
                JOIN_FIELDS=["whole"],
                SUMMARIES=[5],
            )
            results.add(BESIDE, *columns(joined, "pid", "whole_sum"))

    def area(self, layer: Any) -> Any:
        """The field calculator: planar area as `whole`."""
        return self.run(
            "native:fieldcalculator",
            INPUT=layer,
            FIELD_NAME="whole",
            FIELD_TYPE=0,
            FIELD_LENGTH=0,
            FIELD_PRECISION=0,
            FORMULA="area($geometry)",
        )


def columns(layer: Any, *names: str) -> list[list[Any]]:
    """Columns of a layer; where a number is missing there is nothing to sum."""
    rows = [[feature[name] for name in names] for feature in layer.getFeatures()]
    return [[value if value else 0 for value in column] for column in zip(*rows)]


def run(county: Path, stage: Stages, subdivide: bool) -> Results:
    """The whole job."""
    with session() as processing:
        chain = Chain(processing, county, stage, subdivide)
        results = Results(np.array(sorted(columns(chain.layers["parcels"], "pid")[0])))
        chain.constraints(results)
        chain.classes(results)
        chain.beside(results)
        results.versions = versions()
        del chain
    return results
