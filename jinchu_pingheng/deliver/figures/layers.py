"""Layers that a figure draws besides its base: parcels, boundaries, names. All in memory, in the
plan's CRS."""

from __future__ import annotations

import math
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
from ...core.rounding import hectares, whole
from . import styles

ID_POINTS, ID_MM, ID_LINE_MM = 6.0, 1.4, 2.0
"""Size of a parcel's id, the width of one of its characters and the height of a line on paper."""
NUMBER_POINTS = 4.5
"""Size of the numbers of survey polygons."""

BORDER_TOLERANCE_M = 1.0
"""Town lines closer than this to the county's border are the border."""


@dataclass(frozen=True)
class Boundaries:
    """Administrative areas and lines as shapely geometries: the county's area, the lines inside it,
    the area of each township that has a name."""

    county: Any
    inner: Any
    towns: Mapping[str, Any]


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
    return Boundaries(county, inner, {name: area for name, area in towns.items() if name})


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


def town_names(
    found: Boundaries, crs: QgsCoordinateReferenceSystem, lettering: float
) -> QgsVectorLayer:
    """Names of the townships, in letters of a share of the usual size."""
    settings = QgsPalLayerSettings()
    settings.setFormat(styles.text_format(11 * lettering, "#1A1A1A", 0.7, bold=True))
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.priority = 10
    spots = [(inner_point(area), name) for name, area in found.towns.items()]
    return label_layer("Point", "乡镇名称", crs, spots, settings)


def parcel_ids(
    parcels: Sequence[Parcel],
    direction: str,
    crs: QgsCoordinateReferenceSystem,
    scale: int,
    color: str = "",
) -> list[QgsVectorLayer]:
    """编号 over 面积 inside parcels with room for that on paper at 1:``scale``, the id alone inside
    where that fits, else beside; in the colour of the side, where no other is given."""
    inside: list[tuple[Any, str]] = []
    beside: list[tuple[Any, str]] = []
    for parcel in parcels:
        name, area = parcel.parcel_id, hectares(whole(parcel.area))
        if _has_room(parcel, scale, max(len(name), len(area)), lines=3):
            inside.append((inner_point(parcel.geometry), fraction(name, area)))
        elif _has_room(parcel, scale, len(name), lines=1):
            inside.append((inner_point(parcel.geometry), name))
        else:
            beside.append((parcel.geometry, name))
    color = color or styles.PARCEL_COLORS[direction]
    over, outside = _id_settings(color), _id_settings(color)
    over.placement = QgsPalLayerSettings.Placement.OverPoint
    outside.placement, outside.dist = QgsPalLayerSettings.Placement.OutsidePolygons, 0.7
    return [
        label_layer("Point", "地块编号", crs, inside, over),
        label_layer("MultiPolygon", "小地块编号", crs, beside, outside),
    ]


def fraction(above: str, below: str) -> str:
    """One text over another, a line between them."""
    return f"{above}\n{'─' * math.ceil(0.6 * max(len(above), len(below)))}\n{below}"


def _id_settings(color: str) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    made = styles.text_format(ID_POINTS, color, 0.4, bold=True)
    made.setLineHeight(0.75)
    settings.setFormat(made)
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.priority = 4
    return settings


def _has_room(parcel: Parcel, scale: int, characters: int, lines: int) -> bool:
    """Whether lines of text fit into the parcel's bounding box with a margin."""
    west, south, east, north = parcel.geometry.bounds
    mm = 1000 / scale
    wide, high = (east - west) * mm, (north - south) * mm
    return bool(wide > characters * ID_MM + 3 and high > lines * ID_LINE_MM + 3)


def parcel_layers(
    parcels: Sequence[Parcel],
    direction: str,
    crs: QgsCoordinateReferenceSystem,
    smallest_m: float,
    solid: bool,
) -> list[QgsVectorLayer]:
    """Parcels of one side."""
    fill, marker = styles.parcel_fill(direction, solid), styles.parcel_marker(direction)
    return parcels_as(parcels, crs, smallest_m, fill, marker)


def parcels_as(
    parcels: Sequence[Parcel],
    crs: QgsCoordinateReferenceSystem,
    smallest_m: float,
    fill: QgsSymbol,
    marker: QgsSymbol,
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
        symbol_layer("Point", "过小地块", crs, tiny, marker),
        symbol_layer("MultiPolygon", "地块", crs, areas, fill),
    ]


def parcel_area(
    parcel: Parcel, crs: QgsCoordinateReferenceSystem, fill: QgsSymbol
) -> QgsVectorLayer:
    """One parcel by itself."""
    rows = [(parcel.geometry, parcel.parcel_id)]
    return symbol_layer("MultiPolygon", "地块", crs, rows, fill)


def neighbours(
    parcels: Sequence[Parcel], crs: QgsCoordinateReferenceSystem
) -> list[QgsVectorLayer]:
    """Parcels beside the one that a page is about, with their ids, top first."""
    rows = [(parcel.geometry, parcel.parcel_id) for parcel in parcels]
    settings = _id_settings(styles.NEIGHBOUR_INK)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    return [
        label_layer("MultiPolygon", "相邻地块编号", crs, rows, settings),
        symbol_layer("MultiPolygon", "相邻地块", crs, rows, styles.neighbour_fill()),
    ]


def number_polygons(layer: QgsVectorLayer, class_field: str) -> None:
    """图斑编号 over 地类 on the polygons of a survey that have room for it."""
    number = field_name(layer, "TBBH")
    if number is None:
        return
    settings = QgsPalLayerSettings()
    made = styles.text_format(NUMBER_POINTS, styles.PLAIN_INK, 0.3)
    made.setLineHeight(0.75)
    settings.setFormat(made)
    settings.isExpression = True
    settings.fieldName = f"\"{number}\" || '\\n' || repeat('─', 2) || '\\n' || \"{class_field}\""
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.fitInPolygonOnly = True
    settings.priority = 2
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


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


def surroundings(area: Any, crs: QgsCoordinateReferenceSystem, frame: Any) -> QgsVectorLayer:
    """A veil over what lies outside an area inside ``frame``, so that the ground around does not
    drown it."""
    veil = styles.plain_fill("255,255,255,165")
    return symbol_layer("MultiPolygon", "范围外", crs, [(frame.difference(area), "")], veil)


def outline(found: Boundaries, crs: QgsCoordinateReferenceSystem) -> list[QgsVectorLayer]:
    """The county for a small map: its townships' lines on its area, without what is too small to
    be seen there."""
    west, south, east, north = found.county.bounds
    seen = max(east - west, north - south) / 1000
    county, inner = (shapely.simplify(shape, seen) for shape in (found.county, found.inner))
    areas = [(county, "")]
    return [
        symbol_layer("MultiPolygon", "县域", crs, areas, styles.outline()),
        town_lines(Boundaries(county, inner, {}), crs),
        symbol_layer("MultiPolygon", "县域", crs, areas, styles.plain_fill("#F2EFE6")),
    ]


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
