"""Results as feature sinks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..core.model import Cell, Finding
from ..jobs.results import (
    CELL_FIELDS,
    CONFLICT_FIELDS,
    FINDING_FIELDS,
    INTEGER,
    REAL,
    cell_row,
    multipolygon_wkb,
)
from ..plan.store import Plan

_TYPES = {INTEGER: QVariant.LongLong, REAL: QVariant.Double}


def write_findings(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    findings: Sequence[Finding],
) -> str | None:
    """The findings as a table without geometry."""
    rows = map(attrgetter(*(name for name, _ in FINDING_FIELDS)), findings)
    return write_table(algorithm, parameters, context, "OUTPUT", FINDING_FIELDS, rows)


def write_conflicts(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    findings: Sequence[Finding],
    plan: Path,
) -> str | None:
    """The conflict polygons of failed findings, in the plan's CRS."""
    with Plan.open(plan) as opened:
        crs = QgsCoordinateReferenceSystem(opened.header.crs)
    conflicts = [finding for finding in findings if finding.geometry is not None]
    rows = ([getattr(finding, name) for name, _ in CONFLICT_FIELDS] for finding in conflicts)
    shapes = [multipolygon_wkb(finding.geometry) for finding in conflicts]
    return write_table(algorithm, parameters, context, "CONFLICTS", CONFLICT_FIELDS, rows, shapes, crs)


def write_cells(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    cells: Sequence[Cell],
) -> str | None:
    """Area cells as a table without geometry."""
    return write_table(algorithm, parameters, context, "OUTPUT", CELL_FIELDS, map(cell_row, cells))


def write_table(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
    shapes: Sequence[bytes] | None = None,
    crs: QgsCoordinateReferenceSystem | None = None,
) -> str | None:
    """Write rows (and MultiPolygon WKBs) into the sink of a parameter; None when the sink was not asked for."""
    fields = QgsFields()
    for column, kind in columns:
        fields.append(QgsField(column, _TYPES.get(kind, QVariant.String)))
    wkb_type = QgsWkbTypes.Type.NoGeometry if shapes is None else QgsWkbTypes.Type.MultiPolygon
    sink, target = algorithm.parameterAsSink(
        parameters, name, context, fields, wkb_type, crs or QgsCoordinateReferenceSystem()
    )
    if sink is None:
        return None
    feature = QgsFeature(fields)
    for number, row in enumerate(rows):
        feature.setAttributes([float(item) if isinstance(item, Decimal) else item for item in row])
        if shapes is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shapes[number])
            feature.setGeometry(geometry)
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
    return str(target)
