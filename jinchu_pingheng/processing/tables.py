"""Results as feature sinks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingOutputLayerDefinition,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType, QVariant

from ..core.findings import Findings
from ..core.model import Cell
from ..jobs.open import copy_findings, crs_of
from ..jobs.results import (
    CELL_FIELDS,
    CONFLICT_FIELDS,
    FINDING_FIELDS,
    INTEGER,
    REAL,
    cell_row,
    multipolygon_wkb,
)
from .call import Call

_FIELD_TYPES: Any = getattr(QVariant, "Type", QMetaType.Type)  # Qt 6 has the second only
_TYPES = {INTEGER: QMetaType.Type.LongLong, REAL: QMetaType.Type.Double}


def write_findings(call: Call, findings: Findings) -> str | None:
    """The findings, which the plan holds too, as a table without geometry."""
    fields, nowhere = _fields(FINDING_FIELDS), QgsCoordinateReferenceSystem()
    sink, target = call.algorithm.parameterAsSink(
        call.parameters, "OUTPUT", call.context, fields, QgsWkbTypes.Type.NoGeometry, nowhere
    )
    if sink is None:
        return None
    if _is_new_geopackage(call.parameters["OUTPUT"], target):
        del sink  # closes the file
        copy_findings(call.plan, Path(target))  # a sink takes ten times as long
    else:
        _put(sink, fields, zip(*(findings.column(name) for name, _ in FINDING_FIELDS)))
    return str(target)


def _is_new_geopackage(output: Any, target: str) -> bool:
    """Whether a sink writes into a GeoPackage of its own, not into a table that was there
    before."""
    appends = isinstance(output, QgsProcessingOutputLayerDefinition) and output.useRemapping()
    return target.lower().endswith(".gpkg") and not appends


def write_conflicts(call: Call, findings: Findings) -> str | None:
    """The conflict polygons of failed findings, in the plan's CRS."""
    crs = QgsCoordinateReferenceSystem(crs_of(call.plan))
    shapes = findings.column("geometry")
    conflicts = findings.take([place for place, shape in enumerate(shapes) if shape is not None])
    rows = ([getattr(finding, name) for name, _ in CONFLICT_FIELDS] for finding in conflicts)
    polygons = [multipolygon_wkb(finding.geometry) for finding in conflicts]
    return write_table(call, "CONFLICTS", CONFLICT_FIELDS, rows, polygons, crs)


def write_cells(call: Call, cells: Sequence[Cell]) -> str | None:
    """Area cells as a table without geometry."""
    return write_table(call, "OUTPUT", CELL_FIELDS, map(cell_row, cells))


def write_table(
    call: Call,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
    shapes: Sequence[bytes] | None = None,
    crs: QgsCoordinateReferenceSystem | None = None,
) -> str | None:
    """Write rows (and MultiPolygon WKBs) into the sink of a parameter; None when the sink was not
    asked for."""
    fields = _fields(columns)
    wkb_type = QgsWkbTypes.Type.NoGeometry if shapes is None else QgsWkbTypes.Type.MultiPolygon
    somewhere = crs or QgsCoordinateReferenceSystem()
    sink, target = call.algorithm.parameterAsSink(
        call.parameters, name, call.context, fields, wkb_type, somewhere
    )
    if sink is None:
        return None
    _put(sink, fields, rows, shapes)
    return str(target)


def _fields(columns: Sequence[tuple[str, str]]) -> QgsFields:
    fields = QgsFields()
    for column, kind in columns:
        fields.append(QgsField(column, _FIELD_TYPES(_TYPES.get(kind, QMetaType.Type.QString))))
    return fields


def _put(
    sink: QgsFeatureSink,
    fields: QgsFields,
    rows: Iterable[Sequence[Any]],
    shapes: Sequence[bytes] | None = None,
) -> None:
    feature = QgsFeature(fields)
    for number, row in enumerate(rows):
        feature.setAttributes([float(item) if isinstance(item, Decimal) else item for item in row])
        if shapes is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shapes[number])
            feature.setGeometry(geometry)
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
