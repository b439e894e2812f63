"""Small plans with survey data of their own, made without QGIS: an outflow and an inflow parcel
each, beside a red line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from osgeo import ogr, osr

from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.plan.store import Plan

EPSG = 4544
LEFT, BOTTOM = 500_000.0, 4_200_000.0
"""South-west corner of the land, on the central meridian of 105°E."""

Row = tuple[Any, Mapping[str, Any]]


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """A rectangle, in metres from the corner of the land."""
    return shapely.box(LEFT + x0, BOTTOM + y0, LEFT + x1, BOTTOM + y1)


def write_layer(path: Path, rows: Sequence[Row], epsg: int = EPSG, driver: str = "GPKG") -> None:
    """Polygons given in the plan's CRS, with their columns, as a file in any CRS."""
    known, wanted = osr.SpatialReference(), osr.SpatialReference()
    known.ImportFromEPSG(EPSG)
    wanted.ImportFromEPSG(epsg)
    for crs in (known, wanted):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer(path.stem, wanted, ogr.wkbPolygon)
    for name, value in rows[0][1].items():
        layer.CreateField(
            ogr.FieldDefn(name, ogr.OFTInteger if isinstance(value, int) else ogr.OFTString)
        )
    for shape, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in values.items():
            feature.SetField(name, value)
        geometry = ogr.CreateGeometryFromWkb(shapely.to_wkb(shape))
        geometry.Transform(osr.CoordinateTransformation(known, wanted))
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)


def survey(code: str) -> list[Row]:
    """200 m of dry land in the west, 200 m of forest in the east."""
    west = {"BSM": "1", "DLBM": "0103", "ZLDWDM": f"{code}001001", "ZLDWMC": "甲村", "GDDB": 9}
    east = {"BSM": "2", "DLBM": "0301", "ZLDWDM": f"{code}002001", "ZLDWMC": "乙村", "GDDB": 0}
    return [(box(0, 0, 200, 200), west), (box(200, 0, 400, 200), east)]


def make_plan(folder: Path, code: str, out_side: float, in_side: float, year: int = 2023) -> Path:
    """A plan in a folder of its own: a square flows out, another one flows in; a red line ends 10 m
    west of the latter.

    Sides are in metres. The record names the layers by paths that start beside the plan.
    """
    folder.mkdir(parents=True)
    write_layer(folder / "DLTB.gpkg", survey(code))
    write_layer(folder / "STBHHX.gpkg", [(box(190, 0, 210, 200), {"BSM": "9"})])
    header = Header(
        code, f"县{code}", year, "ningxia-2022", f"EPSG:{EPSG}", compiled_on="2023-03-20"
    )
    with Plan.create(folder / "plan.gpkg", header) as plan:
        plan.add_parcels(
            [
                {
                    "parcel_id": "LC1",
                    "direction": OUT,
                    "type": 1,
                    "geom": box(10, 10, 10 + out_side, 10 + out_side),
                },
                {
                    "parcel_id": "LR1",
                    "direction": IN,
                    "type": 1,
                    "planned_class": "0103",
                    "geom": box(220, 10, 220 + in_side, 10 + in_side),
                },
            ]
        )
        plan.set_layer_roles(
            [
                record("DLTB", "DLTB.gpkg|layername=DLTB"),
                record("STBHHX", "STBHHX.gpkg|layername=STBHHX"),
            ]
        )
    return folder / "plan.gpkg"


def record(role: str, source: str, provider: str = "ogr") -> dict[str, Any]:
    """A row of the plan's layer_roles."""
    return {
        "role": role,
        "name": role,
        "source": source,
        "provider": provider,
        "feature_count": 1,
        "sha256": "",
    }
