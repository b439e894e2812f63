"""Layers that a figure draws besides its base: parcels, boundaries, names. All in memory, in the
plan's CRS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from shapely.ops import polylabel

from ...core.model import Parcel
from . import styles

ID_POINTS, ID_MM = 6.0, 1.4
"""Size of a parcel's id, and the width of one of its characters on paper."""

BORDER_TOLERANCE_M = 1.0
"""Town lines closer than this to the county's border are the border."""


@dataclass(frozen=True)
class Boundaries:
    """Administrative lines as shapely geometries: the county's area, the lines inside it, a point
    for each name."""

    county: Any
    inner: Any
    names: tuple[tuple[str, Any], ...]


def field_name(layer: QgsVectorLayer, wanted: str) -> str | None:
    """The layer's own spelling of a field, None when it has none."""
    return next((f.name() for f in layer.fields() if f.name().upper() == wanted), None)


def geometries(
    layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem, fields: Sequence[str]
) -> Iterable[tuple[Any, QgsFeature]]:
    """Shapely geometry (valid, plan CRS, straight segments) and feature of each feature that has a
    geometry."""
    request = QgsFeatureRequest().setDestinationCrs(crs, QgsCoordinateTransformContext())
    request.setSubsetOfAttributes(list(fields), layer.fields())
    for feature in layer.getFeatures(request):
        if feature.hasGeometry():
            straight = QgsGeometry(feature.geometry().constGet().segmentize())
            yield shapely.make_valid(shapely.from_wkb(straight.asWkb().data())), feature


def boundaries(layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem) -> Boundaries:
    """Boundaries from a 行政区 layer. Shared edges are drawn once, else two dashed lines would make
    a solid one."""
    name_field = field_name(layer, "XZQMC")
    areas: dict[str, list[Any]] = {}
    for geometry, feature in geometries(layer, crs, [name_field] if name_field else []):
        areas.setdefault(str(feature[name_field] or "") if name_field else "", []).append(geometry)
    towns = {name: shapely.union_all(parts) for name, parts in areas.items()}
    every = [part for parts in areas.values() for part in parts]
    county = shapely.union_all(every)
    lines = shapely.union_all([shapely.boundary(part) for part in every])
    inner = shapely.difference(lines, shapely.buffer(shapely.boundary(county), BORDER_TOLERANCE_M))
    names = tuple((name, inner_point(area)) for name, area in towns.items() if name)
    return Boundaries(county, inner, names)


def inner_point(area: Any) -> Any:
    """The place for a label: the middle of the roomiest spot of the largest part."""
    largest = max(
        (part for part in shapely.get_parts(area) if part.geom_type == "Polygon"),
        key=lambda part: part.area,
    )
    plain = largest.simplify(largest.length / 500)
    spot = polylabel(plain, tolerance=plain.length / 200)
    return spot if largest.contains(spot) else shapely.point_on_surface(largest)


def memory_layer(
    kind: str,
    name: str,
    crs: QgsCoordinateReferenceSystem,
    rows: Iterable[tuple[Any, str]],
    renderer: QgsFeatureRenderer,
) -> QgsVectorLayer:
    """A memory layer of (shapely geometry, text) rows with one field ``text``; ``kind`` is e.g.
    'MultiPolygon'."""
    layer = QgsVectorLayer(f"{kind}?field=text:string(254)", name, "memory")
    layer.setCrs(crs)
    features = []
    for geometry, text in rows:
        feature = QgsFeature(layer.fields())
        shape = QgsGeometry()
        shape.fromWkb(shapely.to_wkb(geometry, output_dimension=2))
        if kind.startswith("Multi"):
            shape.convertToMultiType()
        feature.setGeometry(shape)
        feature.setAttribute(0, text)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    layer.setRenderer(renderer)
    return layer


def symbol_layer(
    kind: str,
    name: str,
    crs: QgsCoordinateReferenceSystem,
    rows: Iterable[tuple[Any, str]],
    symbol: QgsSymbol,
) -> QgsVectorLayer:
    """A memory layer with one symbol."""
    return memory_layer(kind, name, crs, rows, QgsSingleSymbolRenderer(symbol))


def label_layer(
    kind: str,
    name: str,
    crs: QgsCoordinateReferenceSystem,
    rows: Iterable[tuple[Any, str]],
    settings: QgsPalLayerSettings,
) -> QgsVectorLayer:
    """Features that show their text only; labels that would overlap are left out by QGIS's
    labelling."""
    layer = memory_layer(kind, name, crs, rows, QgsNullSymbolRenderer())
    settings.fieldName = "text"
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def town_names(found: Boundaries, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Names of the townships."""
    settings = QgsPalLayerSettings()
    settings.setFormat(styles.text_format(11, "#1A1A1A", 0.7, bold=True))
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.priority = 10
    return label_layer(
        "Point", "乡镇名称", crs, [(point, name) for name, point in found.names], settings
    )


def parcel_ids(
    parcels: Sequence[Parcel], direction: str, crs: QgsCoordinateReferenceSystem, scale: int
) -> list[QgsVectorLayer]:
    """Ids of parcels: inside where there is room on paper at 1:``scale``, else beside."""
    roomy = [parcel for parcel in parcels if _has_room(parcel, scale)]
    small = [parcel for parcel in parcels if not _has_room(parcel, scale)]
    inside, outside = _id_settings(direction), _id_settings(direction)
    inside.placement = QgsPalLayerSettings.Placement.OverPoint
    outside.placement, outside.dist = QgsPalLayerSettings.Placement.OutsidePolygons, 0.7
    areas = [(parcel.geometry, parcel.parcel_id) for parcel in small]
    return [
        label_layer(
            "Point",
            "地块编号",
            crs,
            [(inner_point(p.geometry), p.parcel_id) for p in roomy],
            inside,
        ),
        label_layer("MultiPolygon", "小地块编号", crs, areas, outside),
    ]


def _id_settings(direction: str) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.setFormat(
        styles.text_format(ID_POINTS, styles.PARCEL_COLORS[direction], 0.4, bold=True)
    )
    settings.priority = 4
    return settings


def _has_room(parcel: Parcel, scale: int) -> bool:
    """Whether the id fits into the parcel's bounding box with a margin."""
    west, south, east, north = parcel.geometry.bounds
    mm = 1000 / scale
    return bool((east - west) * mm > len(parcel.parcel_id) * ID_MM + 3 and (north - south) * mm > 5)


def parcel_layers(
    parcels: Sequence[Parcel],
    direction: str,
    crs: QgsCoordinateReferenceSystem,
    smallest_m: float,
    solid: bool,
) -> list[QgsVectorLayer]:
    """Parcels, top first: markers of those that are smaller than ``smallest_m`` both ways,
    polygons."""
    tiny = [
        (shapely.point_on_surface(p.geometry), p.parcel_id)
        for p in parcels
        if longest_side(p) < smallest_m
    ]
    areas = [(p.geometry, p.parcel_id) for p in parcels]
    return [
        symbol_layer("Point", "过小地块", crs, tiny, styles.parcel_marker(direction)),
        symbol_layer("MultiPolygon", "地块", crs, areas, styles.parcel_fill(direction, solid)),
    ]


def longest_side(parcel: Parcel) -> float:
    """Longer side of the parcel's bounding box, m."""
    west, south, east, north = parcel.geometry.bounds
    return max(east - west, north - south)


def county_lines(
    found: Boundaries, crs: QgsCoordinateReferenceSystem
) -> tuple[QgsVectorLayer, QgsVectorLayer]:
    """The county's border as a line, which goes above the parcels, and as a band, which goes
    below."""
    rows = [(shapely.boundary(found.county), "")]
    return (
        symbol_layer("MultiLineString", "县级界", crs, rows, styles.county_line()),
        symbol_layer("MultiLineString", "县级界色带", crs, rows, styles.county_band()),
    )


def town_lines(found: Boundaries, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Lines between townships."""
    inner = shapely.line_merge(found.inner)
    rows = [] if inner.is_empty else [(inner, "")]
    return symbol_layer("MultiLineString", "乡镇级界", crs, rows, styles.town_line())


def surroundings(
    found: Boundaries, crs: QgsCoordinateReferenceSystem, frame: Any
) -> QgsVectorLayer:
    """A veil over what lies outside the county inside ``frame``, so that imagery does not drown the
    county."""
    return symbol_layer(
        "MultiPolygon",
        "县外",
        crs,
        [(frame.difference(found.county), "")],
        styles.plain_fill("255,255,255,165"),
    )


def vector_layer(layers: Mapping[str, QgsMapLayer], role: str) -> QgsVectorLayer | None:
    """The vector layer of a role, None when it is missing or of another kind."""
    layer = layers.get(role)
    return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None


def text_field(layer: QgsVectorLayer, wanted: str) -> str | None:
    """The layer's own spelling of a text field, None when it has none or when it holds numbers
    (zeros are lost)."""
    name = field_name(layer, wanted)
    return None if name is None or layer.fields().field(name).isNumeric() else name


def data_years(layer: QgsMapLayer) -> str:
    """'，数据年份2021' from 数据年份 (SJNF); '' when the layer has none."""
    name = field_name(layer, "SJNF") if isinstance(layer, QgsVectorLayer) else None
    if not isinstance(layer, QgsVectorLayer) or name is None:
        return ""
    values = layer.uniqueValues(layer.fields().lookupField(name), 20)
    years = sorted({str(year).strip() for year in values if year not in (None, NULL, "")})
    return f"，数据年份{'、'.join(years)}" if years else ""
