"""Build the sample county: `python -m sample.make_county --out DIR [--seed 2022]`."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import shapely

from sample import (
    attributes,
    inflow,
    layers,
    outflow,
    part,
    planning,
    settlement,
    shapes,
    terrain,
    tessellation,
    zones,
)
from sample.attributes import Survey
from sample.names import PLAN_YEAR
from sample.parcels import IN_FIELDS, OUT_FIELDS, Parcel, Picker
from sample.roles import DEGREES, LAYERS
from sample.writing import Layer, write_layer, write_raster

INFLOW_PER_OUTFLOW = {
    "0101": 1.12,
    "0102": 2.15,
    "0103": 0.62,
}  # 旱地 falls short inside a balanced total
EXPECTED_FIELDS = ("parcel_id", "rule_id", "verdict", "reason")


def choose_parcels(
    picker: Picker, features: list[settlement.Line]
) -> tuple[list[Parcel], list[Parcel]]:
    """All parcels of both sides; faulty ones first because they shape the zones."""
    survey = picker.survey
    road_class = np.array([*(feature.road_class for feature in features), ""])[survey.line]
    ins, outs = inflow.Inflow(picker), outflow.Outflow(picker)
    inflow.faulty(ins)
    outflow.faulty(outs, road_class)
    both_sides(picker, outs, ins)
    outflow.lawful(outs, road_class)
    inflow.lawful(ins, wanted_inflow(survey, outs.parcels))
    return outs.parcels, ins.parcels


def number(parcels: list[Parcel], letter: str) -> None:
    """Their ids, and the side that they belong to."""
    for count, parcel in enumerate(parcels, start=1):
        parcel.values["parcel_id"] = f"{letter}{count:03d}"
        parcel.values["direction"] = parcel.direction


def both_sides(picker: Picker, outs: outflow.Outflow, ins: inflow.Inflow) -> None:
    """One piece of cropland filed as outflow and as inflow."""
    polygon = outs.field(3000, 9000, "0102")
    shape = picker.survey.geometry[polygon]
    out_number, in_number = len(outs.parcels) + 1, len(ins.parcels) + 1
    outs.add(shape, 7, "云川现代林果产业园项目", "0201", "果园").breaks(
        "both-sides", f"同时列为流入地块R{in_number:03d}"
    )
    ins.add(shape, 5, polygon, "0102").breaks(
        "both-sides", f"同时列为流出地块L{out_number:03d}"
    ).breaks("in-class", "现状已是耕地")


def wanted_inflow(survey: Survey, parcels: list[Parcel]) -> dict[str, float]:
    """Wanted lawful inflow (m2) by class, from the net lawful outflow."""
    tree = shapely.STRtree(survey.geometry)
    lawful = [shapes.net_areas(survey, p.geometry, tree) for p in parcels if not p.intent]
    return {
        code: factor * sum(areas[code] for areas in lawful)
        for code, factor in INFLOW_PER_OUTFLOW.items()
    }


def last_year(picker: Picker) -> np.ndarray:
    """Four of last year's outflow parcels, now wood; an approved project takes part of the
    first."""
    young = (picker.survey.dlbm == "0307") & picker.sized(2000, 15000)
    chosen = [picker.take(young) for _ in range(4)]
    site = picker.survey.geometry[chosen[0]]
    picker.zones.areas["PZWJSTD"].append(shapes.cut(picker.rng, site))
    return picker.survey.geometry[chosen]


def parcel_layer(name: str, parcels: list[Parcel]) -> Layer:
    fields = OUT_FIELDS if name == "out" else IN_FIELDS
    geometry = np.array([p.geometry for p in parcels], dtype=object)
    return Layer(
        name, fields, geometry, {f.name: [p.values[f.name] for p in parcels] for f in fields}
    )


def write_expected(path: Path, parcels: list[Parcel]) -> None:
    """What a right checker has to say, from the intent of the generator."""
    rows = [
        (p.values["parcel_id"], *intent)
        for p in parcels
        for intent in p.intent or [("*", "pass", "")]
    ]
    rows += [
        ("", "last-year-construction", "fail", "批准未建设土地占用上一年度耕地流出地块"),
        ("", "class-balance", "pass", "旱地流入少于流出，由水浇地补足"),
        ("", "sequence", "fail", f"{PLAN_YEAR}年4月底累计流出大于累计流入"),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([EXPECTED_FIELDS, *rows])


def build(out_dir: Path, seed: int = 2022, small: bool = False) -> None:
    """Write every layer of the county, parcels.gpkg and expected.csv into `out_dir` (files there
    are replaced); `small`: only the part of it that `sample.part` describes."""
    rng = np.random.default_rng(seed)
    ground = terrain.build(rng)
    people = settlement.build(rng, ground)
    features = settlement.lines(rng, ground, people)
    people = part.narrowed(rng, people) if small else people
    seeds = tessellation.plant_seeds(rng, people)
    coverage = tessellation.build(rng, people, seeds, features)
    survey = attributes.build(rng, ground, people, seeds, coverage, features)
    picker = Picker.over(rng, survey, people, zones.natural(rng, ground, people, survey))
    outs, ins = part.handful(picker) if small else choose_parcels(picker, features)
    number(outs, "L")
    number(ins, "R")
    former = np.array([]) if small else last_year(picker)
    tables = {
        **layers.survey_layers(survey, people, features),
        **layers.constraint_layers(picker.zones, people),
        **planning.planning_layers(picker.zones, people, np.array([p.geometry for p in ins])),
        "out": parcel_layer("out", outs),
        "in": parcel_layer("in", ins),
    }
    out_dir.mkdir(parents=True, exist_ok=True)
    for old in [*out_dir.glob("*.gpkg"), *out_dir.glob("CZKFBJ.*"), *out_dir.glob("*.tif*")]:
        old.unlink()
    if small:
        part.write(out_dir, tables, ground, people)
        return
    tables["SNLC"] = layers.last_year(former)
    tables["PDT"] = planning.slope_map(ground, people.outline)
    for role, table in tables.items():
        file = LAYERS.get(role, "parcels.gpkg").split("|")[0]
        write_layer(out_dir / file, table, 4490 if role in DEGREES else 4544)
    write_raster(
        out_dir / LAYERS["DEM"],
        ground.elevation[None],
        ground.geotransform,
        ("COMPRESS=DEFLATE", "TILED=YES"),
    )
    planning.orthophoto(rng, survey, ground, people, out_dir / LAYERS["YX"])
    write_expected(out_dir / "expected.csv", outs + ins)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--small", action="store_true", help="a few villages of it only")
    arguments = parser.parse_args()
    build(arguments.out, arguments.seed, arguments.small)


if __name__ == "__main__":
    main()
