"""A small part of the county, to look at the plugin with: a few villages at the foot of the hills,
and a handful of parcels. All its layers lie in one GeoPackage, named by their roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from sample import inflow, outflow
from sample.names import COUNTY_NAME, PLAN_YEAR
from sample.parcels import Parcel, Picker
from sample.roles import DEGREES
from sample.settlement import Settlement, noisy_ring
from sample.terrain import CELL, HEIGHT, WIDTH, X0, Y0, Terrain
from sample.writing import Layer, write_layer, write_raster

MIDDLE, RADII = (X0 + 0.38 * WIDTH, Y0 + 0.58 * HEIGHT), (1600.0, 1300.0)  # m
ROLES = (
    "DLTB", "XZQ", "CJDCQ", "YJJBNT", "GBZNT", "STBHHX", "GHJSYD", "CZCDYD", "GYL", "TGHL",
    "GDHBZY", "DLHX", "GTGH",
)  # fmt: skip
"""The layers that it has; others would double its size, or have nothing here."""
ROOM = 10  # cells of the DEM around the land


def narrowed(rng: np.random.Generator, people: Settlement) -> Settlement:
    """The same towns and villages, inside the outline of the part."""
    return replace(people, outline=noisy_ring(rng, MIDDLE, RADII, 0.1, 300))


def handful(picker: Picker) -> tuple[list[Parcel], list[Parcel]]:
    """A few parcels of each side: most are lawful, some have something to show."""
    outs, ins = outflow.Outflow(picker), inflow.Inflow(picker)
    marked = picker.restorable() & picker.sized(1500, 12000)
    wood = marked & np.isin(picker.survey.dlbm, ("0307", "0404"))
    polygon = picker.take(wood)
    picker.plant("STBHHX", polygon)
    shape = picker.survey.geometry[polygon]
    ins.add(shape, 1, polygon).breaks("in-redline", "位于生态保护红线内")
    lacking = ins.whole(wood, 1).breaks("in-consent", "未填林业部门同意文号", "unknown")
    lacking.values["forest_consent_doc"] = ""
    for month in (5, 5, 6, 6, 7):
        ins.whole(marked, 1, month=month)
    orchard = ("云川现代林果产业园项目", "0201", "果园")
    outs.add(outflow.planted(outs, "YJJBNT"), 7, *orchard).breaks("out-pbf", "占用永久基本农田")
    outs.add(outs.piece("0102"), 7, "柳湾生态观光园项目", "1104", "挖湖造景").breaks(
        "out-use-ban", "在耕地上挖湖造景"
    )
    green = f"{COUNTY_NAME}{PLAN_YEAR}年国土绿化工程（一期）"
    for shape in (outs.whole("0103"), outs.piece("0103")):
        outs.add(shape, 1, green, "0307", "国土绿化")
    for shape in (outs.whole("0102"), outs.piece("0102")):
        outs.add(shape, 7, *orchard)
    return outs.parcels, ins.parcels


def write(folder: Path, tables: Mapping[str, Layer], ground: Terrain, land: Settlement) -> None:
    """county.gpkg with the layers of ROLES, out and in; and DEM.tif around the land."""
    for role in (*ROLES, "out", "in"):
        there = ~shapely.is_empty(tables[role].geometry)
        columns = {name: np.array(column, dtype=object)[there]
                   for name, column in tables[role].columns.items()}  # fmt: skip
        table = replace(
            tables[role], name=role, geometry=tables[role].geometry[there], columns=columns
        )
        write_layer(folder / "county.gpkg", table, 4490 if role in DEGREES else 4544)
    west, south, east, north = shapely.bounds(land.outline).tolist()
    left, right = (int((x - X0) / CELL) for x in (west, east))
    top, bottom = (int((Y0 + HEIGHT - y) / CELL) for y in (north, south))
    left, top = left - ROOM, top - ROOM
    heights = ground.elevation[top : bottom + ROOM, left : right + ROOM]
    place = (X0 + left * CELL, CELL, 0.0, Y0 + HEIGHT - top * CELL, 0.0, -CELL)
    write_raster(folder / "DEM.tif", heights[None], place, ("COMPRESS=DEFLATE", "PREDICTOR=3"))
