"""Makes the plans that `checkconstraints` is measured on: `python -m bench.plans COUNTY PROFILE
PLAN`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.field import BUILD, ROOT
from bench.qgis_session import session

LAYERS = {"DLTB": "dltb", "YJJBNT": "pbf", "STBHHX": "red", "CZKFBJ": "ugb", "GYL": "gyl"}
SIDES = {"out": "流出", "in": "流入"}
TAGS = {"out": {}, "in": {"PLANNED_CLASS": "0103"}}  # not every parcel has cropland near to follow
CRS = "EPSG:4547"
SAME_JOB = "bench-job"
"""The profile of the same job as the other contestants'; its rules bear the names of the
measures."""


def path(county: Path, profile: str) -> Path:
    """Where a county's plan lies."""
    return BUILD / "plan" / f"{county.name}-{profile}.gpkg"


def layers(county: Path, profile: str) -> dict[str, str]:
    """Layer parameters of `checkconstraints`; a real notice asks for slopes as well."""
    given = {role: str(county / f"{name}.gpkg") for role, name in LAYERS.items()}
    return given if profile == SAME_JOB else {**given, "DEM": str(county / "dem.tif")}


@contextmanager
def plugin(gui: bool = False) -> Iterator[Any]:
    """QGIS with the plugin's algorithms; gives a function (name, parameters) -> results."""
    os.environ["JINCHU_PINGHENG_PROFILES"] = str(ROOT / "bench" / "profiles")
    with session(gui) as processing:
        from qgis.core import QgsApplication

        from jinchu_pingheng.processing.provider import JinchuProvider

        provider = JinchuProvider()
        registry = QgsApplication.processingRegistry()
        registry.addProvider(provider)

        def run(name: str, **parameters: Any) -> dict[str, Any]:
            key = name if ":" in name else f"jinchu_pingheng:{name}"
            return dict(processing.run(key, parameters))

        try:
            yield run
        finally:
            registry.removeProvider(provider)


def make(county: Path, profile: str, plan: Path) -> None:
    """Create the plan and tag all parcels, out and in."""
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.unlink(missing_ok=True)
    with plugin() as run:
        header = {
            "COUNTY_CODE": "640999",
            "COUNTY_NAME": "测试县",
            "YEAR": 2023,
            "PROFILE": profile,
        }
        run("createplan", PLAN=str(plan), CRS=CRS, DATE="2023-03-20", **header)
        temporary = {"OUTPUT": "TEMPORARY_OUTPUT"}
        named = run(
            "native:fieldcalculator",
            INPUT=str(county / "parcels.gpkg"),
            FIELD_NAME="parcel_id",
            FIELD_TYPE=2,
            FIELD_LENGTH=20,
            FORMULA="lpad(to_string(\"pid\"), 6, '0')",
            **temporary,
        )["OUTPUT"]
        for direction, word in SIDES.items():
            side = run(
                "native:extractbyexpression",
                INPUT=named,
                EXPRESSION=f"\"DKLX\" = '{word}'",
                **temporary,
            )["OUTPUT"]
            run(
                "tagparcels",
                PLAN=str(plan),
                INPUT=side,
                DIRECTION=direction,
                TYPE=1,
                **TAGS[direction],
            )
        del named, side


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("county", type=Path)
    parser.add_argument("profile")
    parser.add_argument("plan", type=Path)
    arguments = parser.parse_args()
    make(arguments.county, arguments.profile, arguments.plan)


if __name__ == "__main__":
    main()
