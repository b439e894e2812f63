"""The report of a package, read from its GeoPackage."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from osgeo import ogr

from ..core.accounts.report import Report, build_report
from ..core.errors import PlanError
from ..core.indicators import Indicators, Refused
from ..core.model import Cell, Edition, Finding, OfficeTemplate, Parcel
from ..core.notice import Notice
from ..core.parcel_field import NUMBER, WHOLE
from ..core.parcel_fields import PARCEL_FIELDS
from ..deliver.vectors.record import (
    FILLED,
    LAND_USE,
    PROFILE,
    REASON,
    RECORDS,
    SOFTWARE,
    TEMPLATE,
    RefusedEntry,
    Setting,
    item_of,
)
from ..plan import profiles

Rows = list[dict[str, Any]]
Tables = Mapping[str, Rows]


@dataclass(frozen=True)
class Record:
    """What a package was computed from; ``landuse``: (class, whole m²) of the county."""

    report: Report
    landuse: tuple[tuple[str, int], ...]


def read_record(path: Path) -> Record:
    """The record in a package's GeoPackage. Raises PlanError where it holds none that is whole."""
    with _told(path):
        rows = _tables(path)
        held = {name: [item_of(kind, row) for row in rows[name]] for name, kind in RECORDS.items()}
        settings = held["record_settings"]
        header = held["record_header"][0]
        texts = {item.name: item.value for item in settings if item.kind == PROFILE}
        drawn = {(row["parcel_id"], row["rule_id"]): row[""] for row in rows["conflicts"]}
        findings = [_finding(row, drawn) for row in rows["findings"]]
        texts_of = {item.kind: item.value for item in settings}
        report = build_report(
            header=header,
            notice=_notice(header.profile, texts),
            parcels=_parcels(rows),
            cells=[_cell(row) for row in rows["cells"]],
            findings=findings,
            inputs=held["record_inputs"],
            software=texts_of[SOFTWARE],
            problems=held["record_problems"],
            priorities=held["record_priorities"],
            edition=_edition(held),
            declarations=held["record_declarations"],
            indicators=_indicators(held),
            batches=held["record_batches"],
        )
        report = replace(report, reason=texts_of[REASON], template=_template(settings))
    landuse = [(item.name, int(item.value)) for item in settings if item.kind == LAND_USE]
    filled = {item.name: json.loads(item.value) for item in settings if item.kind == FILLED}
    return Record(replace(report, filled=filled), tuple(landuse))


def _template(settings: Iterable[Setting]) -> OfficeTemplate | None:
    """The office's Word file that the document was made from, if any."""
    found = (item for item in settings if item.kind == TEMPLATE)
    return next((OfficeTemplate(i.name, b64decode(i.value, validate=True)) for i in found), None)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, IndexError, ValueError, ArithmeticError, TypeError) as error:
        do = "请用本软件重新导出成果包；由旧版本导出的成果包不能核对"
        raise PlanError("没有完整的计算记录", path.name, do) from error


def _tables(path: Path) -> Tables:
    source = ogr.Open(str(path))
    if source is None:
        raise PlanError("矢量数据无法打开", path.name, "请向报送单位索取完整的成果包")
    return {layer.GetName(): [_row(feature) for feature in layer] for layer in source}


def _row(feature: ogr.Feature) -> dict[str, Any]:
    geometry = feature.GetGeometryRef()
    shape = None if geometry is None else shapely.from_wkb(bytes(geometry.ExportToWkb()))
    return {**feature.items(), "": shape}


def _parcels(rows: Tables) -> list[Parcel]:
    """By id, as a plan reads them."""
    found = [_parcel(row) for name in ("parcels_out", "parcels_in") for row in rows[name]]
    return sorted(found, key=lambda parcel: parcel.parcel_id)


def _parcel(row: Mapping[str, Any]) -> Parcel:
    values = {field.name: row[field.name] for field in PARCEL_FIELDS}
    numbers = {f.name: decimal(values[f.name]) for f in PARCEL_FIELDS if f.kind == NUMBER}
    texts = {f.name: values[f.name] or "" for f in PARCEL_FIELDS if f.kind not in (NUMBER, WHOLE)}
    return Parcel(**{**values, **numbers, **texts, "geometry": row[""]})


def decimal(value: float | str | None) -> Decimal | None:
    """A stored number with the digits that it was written with."""
    return None if value is None or value == "" else Decimal(str(value))


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(
        parcel_id=row["parcel_id"],
        direction=row["direction"],
        dlbm=row["dlbm"],
        balance_class=row["balance_class"],
        grade=decimal(row["grade"]),
        grade_estimated=bool(row["grade_estimated"]),
        town_code=row["town_code"],
        town_name=row["town_name"],
        village=row["village"],
        status=row["status"],
        m2=int(row["m2"]),
        planar=Decimal(row["planar"]),
        net=Decimal(row["net"]),
        ellipsoidal=decimal(row["ellipsoidal"]),
    )


def _finding(row: Mapping[str, Any], drawn: Mapping[tuple[str, str], Any]) -> Finding:
    """A rule has one finding on a parcel, whose polygon is among the conflicts."""
    return Finding(
        parcel_id=row["parcel_id"],
        direction=row["direction"],
        rule_id=row["rule_id"],
        clause=row["clause"],
        severity=row["severity"],
        verdict=row["verdict"],
        message=row["message"],
        evidence=row["evidence"],
        overlap_m2=decimal(row["overlap_m2"]),
        share=decimal(row["share"]),
        geometry=drawn.get((row["parcel_id"], row["rule_id"])),
        exception=row["exception"],
    )


def _notice(profile: str, texts: Mapping[str, str]) -> Notice:
    """The notice as the package was made by, not as this computer may have it."""
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
        return profiles.read(Path(folder) / f"{profile}.yaml", folder)


def _edition(held: Mapping[str, list[Any]]) -> Edition:
    [saved] = held["record_edition"]
    approval = next(iter(held["record_approval"]), None)
    return Edition(saved.plan_id, saved.revision, approval, saved.scenario or "")


def _indicators(held: Mapping[str, list[Any]]) -> Indicators:
    refused = [(item.kind, _refused(item)) for item in held["record_refused"]]
    return Indicators(
        credits=tuple(held["record_credits"]),
        transfers=tuple(held["record_transfers"]),
        refused_credits=tuple(item for kind, item in refused if kind == "credit"),
        refused_transfers=tuple(item for kind, item in refused if kind == "transfer"),
    )


def _refused(item: RefusedEntry) -> Refused:
    return Refused(item.text, PlanError(item.what, item.place, item.remedy), item.undocumented)
