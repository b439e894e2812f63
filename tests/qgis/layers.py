"""Small survey layers and plans for tests that go through the Processing algorithms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import shapely
from osgeo import ogr, osr
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from jinchu_pingheng.processing.provider import JinchuProvider

EPSG = 4544
LEFT, BOTTOM = 500_000.0, 4_200_000.0
"""South-west corner of the test land, on the central meridian of 105°E."""

SURVEY_FIELDS: Mapping[str, type] = {
    "BSM": str,
    "DLBM": str,
    "ZLDWDM": str,
    "ZLDWMC": str,
    "GDDB": int,
}

Row = tuple[Any, Sequence[Any]]
"""A shapely geometry (or None) and the values of the fields."""

Step = Callable[..., dict[str, Any]]
"""Runs an algorithm of the plugin by name: step('balance', PLAN=..., feedback=...)."""


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """A rectangle, in metres from the corner of the test land."""
    return shapely.box(LEFT + x0, BOTTOM + y0, LEFT + x1, BOTTOM + y1)


BOW_TIE = shapely.Polygon(
    [(LEFT, BOTTOM), (LEFT + 50, BOTTOM + 50), (LEFT + 50, BOTTOM), (LEFT, BOTTOM + 50)]
)
"""A polygon that crosses itself."""

SURVEY_ROWS: Sequence[Row] = (
    (box(0, 0, 200, 200), ("1", "0103", "640999001001", "甲村", 9)),
    (box(200, 0, 400, 200), ("2", "0301", "640999002001", "乙村", 0)),
)
"""200 m of dry land in the west, 200 m of forest in the east."""


class Listener(QgsProcessingFeedback):
    """Keeps what the user is told."""

    def __init__(self) -> None:
        super().__init__(False)
        self.infos: list[str] = []
        self.warnings: list[str] = []

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.infos.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.warnings.append(warning)


@contextmanager
def algorithms(processing: Any) -> Iterator[Step]:
    """The plugin's algorithms, registered as long as they are needed."""
    registry, provider = QgsApplication.processingRegistry(), JinchuProvider()
    registry.addProvider(provider)

    def step(name: str, *, feedback: Listener | None = None, **parameters: Any) -> dict[str, Any]:
        listener, context = feedback or Listener(), QgsProcessingContext()
        context.setFeedback(listener)
        context.setProject(QgsProject.instance())
        return dict(
            processing.run(
                f"jinchu_pingheng:{name}", parameters, feedback=listener, context=context
            )
        )

    try:
        yield step
    finally:
        registry.removeProvider(provider)


@contextmanager
def algorithms_with(profile: str, processing: Any, folder: Path) -> Iterator[Step]:
    """The algorithms, a county's own profile among the notices; ``folder`` is made for it."""
    name = profile.splitlines()[0].removeprefix("id: ")
    folder.mkdir()
    (folder / f"{name}.yaml").write_text(profile, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINCHU_PINGHENG_PROFILES", str(folder))
        with algorithms(processing) as run:
            yield run


def new_plan(step: Step, path: Path, **parameters: Any) -> str:
    """An empty plan of an invented county; returns its path for PLAN."""
    given = {
        "COUNTY_CODE": "640999",
        "COUNTY_NAME": "云川县",
        "YEAR": 2023,
        "CRS": f"EPSG:{EPSG}",
        **parameters,
    }
    return str(step("createplan", PLAN=str(path), **given)["PLAN"])


def spatial_reference(epsg: int) -> osr.SpatialReference:
    """CRS with easting or longitude first."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write_layer(
    path: Path,
    fields: Mapping[str, type],
    rows: Sequence[Row],
    epsg: int | None = EPSG,
    driver: str = "GPKG",
    kind: int = ogr.wkbUnknown,
    options: Sequence[str] = (),
) -> str:
    """Write a layer named after its file; returns the path as text."""
    types = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    reference = spatial_reference(epsg) if epsg else None
    layer = source.CreateLayer(path.stem, reference, kind, list(options))
    for name, value_type in fields.items():
        layer.CreateField(ogr.FieldDefn(name, types[value_type]))
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for index, value in enumerate(values):
            if value is not None:
                feature.SetField(index, value)
        if geometry is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(geometry)))
        layer.CreateFeature(feature)
    return str(path)


def survey(path: Path, rows: Sequence[Row] = SURVEY_ROWS, **options: Any) -> str:
    """A DLTB layer."""
    return write_layer(path, SURVEY_FIELDS, rows, **options)


def parcels(path: Path, geometries: Sequence[Any] = (box(0, 0, 100, 100),), **options: Any) -> str:
    """Polygons without attributes."""
    return write_layer(path, {}, [(geometry, ()) for geometry in geometries], **options)


def checked_plan(step: Step, folder: Path, *out: Any) -> Path:
    """A plan under 宁夏's notice, measured and checked: the given land flows out, 1.21 ha in."""
    path = new_plan(step, folder / "方案.gpkg", PROFILE="ningxia-2022")
    into = [box(210, 10, 320, 120)]
    for direction, land in (("out", out), ("in", into)):
        layer = parcels(folder / f"{direction}.gpkg", land)
        step("tagparcels", PLAN=path, INPUT=layer, DIRECTION=direction, TYPE=1)
    step("checkconstraints", PLAN=path, DLTB=survey(folder / "DLTB.gpkg", kind=ogr.wkbPolygon))
    return Path(path)


def memory_layer(
    name: str, fields: Mapping[str, type], rows: Sequence[Row], crs: str = f"EPSG:{EPSG}"
) -> QgsVectorLayer:
    """A layer that no file holds; ``crs`` may be ''."""
    types = {str: QVariant.String, int: QVariant.Int, float: QVariant.Double}
    layer = QgsVectorLayer(f"MultiPolygon?crs={crs}" if crs else "MultiPolygon", name, "memory")
    layer.dataProvider().addAttributes(
        [QgsField(field, types[kind]) for field, kind in fields.items()]
    )
    layer.updateFields()
    features = []
    for geometry, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(values))
        if geometry is not None:
            shape = QgsGeometry()
            shape.fromWkb(shapely.to_wkb(geometry))
            feature.setGeometry(shape)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer
