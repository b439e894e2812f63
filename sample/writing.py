"""Files of the county: GeoPackage, shapefile, GeoTIFF and CSV through GDAL, with the same content
each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Union

import numpy as np
import shapely
from osgeo import gdal, ogr, osr

from sample.names import EPSG

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()
gdal.SetConfigOption("OGR_CURRENT_DATE", "2023-01-01T00:00:00.000Z")

Column = Union[Sequence[object], np.ndarray]
OGR_TYPES = {"text": ogr.OFTString, "real": ogr.OFTReal, "int": ogr.OFTInteger, "date": ogr.OFTDate}


@dataclass(frozen=True)
class Field:
    """A column: name, kind (text, real, int, date), width and decimals as the standard prints
    them."""

    name: str
    kind: str = "text"
    width: int = 0
    decimals: int = 0


@dataclass(frozen=True)
class Layer:
    """A table with polygons in EPSG:4544 metres; `columns` are in the order of `fields`."""

    name: str
    fields: Sequence[Field]
    geometry: np.ndarray
    columns: Mapping[str, Column]


def spatial_reference(epsg: int = EPSG) -> osr.SpatialReference:
    """CRS with easting (longitude) first, the axis order of all GIS files."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write_layer(path: Path, layer: Layer, epsg: int = EPSG) -> None:
    """Add the layer to a GeoPackage (made when missing), or write a GBK shapefile when the path
    ends in .shp."""
    if path.suffix == ".shp":
        fill(
            ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path)),
            layer,
            epsg,
            ["ENCODING=GBK"],
        )
        forget_encoding(path)
        return
    driver = ogr.GetDriverByName("GPKG")
    source = driver.Open(str(path), 1) if path.exists() else driver.CreateDataSource(str(path))
    source.StartTransaction()
    fill(source, layer, epsg, ["GEOMETRY_NAME=geom"])
    source.CommitTransaction()


def fill(source: ogr.DataSource, layer: Layer, epsg: int, options: Sequence[str]) -> None:
    """Create the table in an open data source and write its rows."""
    target = spatial_reference(epsg)
    change = osr.CoordinateTransformation(spatial_reference(), target) if epsg != EPSG else None
    multi = bool((shapely.get_type_id(layer.geometry) == 6).any())
    table = source.CreateLayer(
        layer.name, target, ogr.wkbMultiPolygon if multi else ogr.wkbPolygon, list(options)
    )
    for column in layer.fields:
        definition = ogr.FieldDefn(column.name, OGR_TYPES[column.kind])
        definition.SetWidth(column.width)
        definition.SetPrecision(column.decimals)
        table.CreateField(definition)
    columns = [list(layer.columns[column.name]) for column in layer.fields]
    for k, wkb in enumerate(shapely.to_wkb(layer.geometry).tolist()):
        feature = ogr.Feature(table.GetLayerDefn())
        for index, values in enumerate(columns):
            if values[k] is not None:
                feature.SetField(index, values[k])
        shape = ogr.CreateGeometryFromWkb(wkb)
        if change is not None:
            shape.Transform(change)
        feature.SetGeometryDirectly(ogr.ForceToMultiPolygon(shape) if multi else shape)
        table.CreateFeature(feature)


def forget_encoding(path: Path) -> None:
    """Leave a shapefile as many offices deliver it: GBK bytes, no .cpg, no language byte."""
    path.with_suffix(".cpg").unlink(missing_ok=True)
    with path.with_suffix(".dbf").open("r+b") as table:
        table.seek(29)
        table.write(b"\0")


def write_raster(
    path: Path, bands: np.ndarray, geotransform: Sequence[float], options: Sequence[str]
) -> None:
    """GeoTIFF from an array (bands, rows, columns), float32 or uint8."""
    kind = gdal.GDT_Float32 if bands.dtype == np.float32 else gdal.GDT_Byte
    count, rows, columns = bands.shape
    raster = gdal.GetDriverByName("GTiff").Create(
        str(path), columns, rows, count, kind, list(options)
    )
    raster.SetGeoTransform(list(geotransform))
    raster.SetProjection(spatial_reference().ExportToWkt())
    for k in range(count):
        raster.GetRasterBand(k + 1).WriteArray(bands[k])
