"""What a vector file says, feature by feature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from osgeo import ogr

Facts = Iterator[tuple[str, str]]
"""(place, what stands there), both as a person would say them."""


def vectors(path: Path) -> Facts:
    """Every attribute and geometry of every layer, each feature by its id where it has one."""
    for name, places in layers(path).items():
        yield from ((f"{name} {place}", text) for place, text in places)


def layers(path: Path) -> dict[str, list[tuple[str, str]]]:
    """What the layers of a vector file say, by layer."""
    source = ogr.Open(str(path))
    return {} if source is None else {layer.GetName(): list(_layer(layer)) for layer in source}


def _layer(layer: ogr.Layer) -> Facts:
    definition, crs = layer.GetLayerDefn(), layer.GetSpatialRef()
    yield "坐标系", crs.GetName() if crs else ""
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    for number, feature in enumerate(layer, 1):
        where = f"第 {number} 条（{_key(feature, names)}）"
        for index, field in enumerate(names):
            filled = feature.IsFieldSetAndNotNull(index)
            yield f"{where}{field}", feature.GetFieldAsString(index) if filled else "NULL"
        shape = feature.GetGeometryRef()
        if shape is not None:
            yield f"{where}图形", shape.ExportToIsoWkt()


def _key(feature: ogr.Feature, names: list[str]) -> str:
    """What a person calls a feature: the first field, which is the parcel's id or the item."""
    return feature.GetFieldAsString(0) if names else ""
