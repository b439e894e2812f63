"""Read and write the plan GeoPackage. Every write is one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from ..core.errors import PlanError, listed
from ..core.findings import Findings
from ..core.geometry.layer import Problem
from ..core.geometry.validity import gate
from ..core.model import (
    Cell,
    Finding,
    Header,
    LayerProblem,
    Parcel,
    PriorityScore,
    RecordedException,
)
from ..core.parcel_ids import Numbering, require_unique_ids
from . import records, schema
from .create import create_file
from .geometry_blob import from_blob, from_blobs
from .migrations import migrate, migrated_copy, version_at, version_of
from .numbering import numbering_of, record_numbering
from .parcel_table import ParcelTable

_MAY_BE_EMPTY = ("office", "compiled_on")


class Plan(ParcelTable):
    """An open plan. Use as a context manager, or call close()."""

    def __init__(self, path: str | Path) -> None:
        """Open an existing plan; one of an older version is migrated, with a backup beside it.

        Raises PlanError when the file is missing, is no plan, is damaged, was written by a newer
        version, or cannot be migrated.
        """
        if not Path(path).is_file():
            raise PlanError("找不到方案文件", str(path), "请检查路径，或先新建方案")
        super().__init__(Path(path))
        try:
            if version_of(self._connection, self.path) < schema.SCHEMA_VERSION:
                migrate(self.path)
            self.header = self._read_header()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Plan:
        return self

    @classmethod
    def open(cls, path: str | Path) -> Plan:
        """Open an existing plan."""
        return cls(path)

    @classmethod
    @contextmanager
    def to_read(cls, path: Path) -> Iterator[Plan]:
        """A plan that must not be written to: one of an older version is migrated in a copy."""
        older = path.is_file() and version_at(path) < schema.SCHEMA_VERSION
        with migrated_copy(path) if older else nullcontext(path) as current, cls(current) as plan:
            yield plan

    @classmethod
    def create(cls, path: str | Path, header: Header) -> Plan:
        """Make a new plan file; refuses to overwrite. The CRS of ``header`` must be known to
        PROJ."""
        create_file(Path(path), header)
        return cls(path)

    def _read_header(self) -> Header:
        row = self._connection.execute("SELECT * FROM header").fetchone()
        values = {field.name: row[field.name] for field in fields(Header)}
        with self._sound("header"):
            for name in ("county_code", "county_name", "profile"):
                values[name].encode()
            int(values["crs"].split(":")[1]), f"{values['year']:d}"
        return Header(**{**values, **{name: values[name] or "" for name in _MAY_BE_EMPTY}})

    def parcels_uri(self) -> str:
        """OGR URI of the parcels layer, for QgsVectorLayer."""
        return f"{self.path}|layername={schema.PARCELS.name}"

    def parcels(self) -> list[Parcel]:
        """All parcels by id. Raises PlanError when ids are not unique, or a geometry is null or
        invalid."""
        columns = ", ".join(records.PARCEL_FIELDS)
        rows = self._connection.execute(
            f"SELECT geom, {columns} FROM parcels ORDER BY parcel_id"
        ).fetchall()
        with self._sound("parcels"):
            shapes, *values = zip(*rows) if rows else ((), ())
            require_unique_ids("" if name is None else str(name) for name in values[0])
            geometries = self._usable(values[0], from_blobs(shapes))
            return [records.parcel_of(row, geometry) for *row, geometry in zip(*values, geometries)]

    def _usable(self, ids: Sequence[str], geometry: np.ndarray) -> np.ndarray:
        """The geometry as it is. Raises PlanError for parcels that somebody's editing has
        spoiled."""
        _, _, problems = gate(np.array(ids, dtype=object), geometry)
        if problems:
            names = listed(problem.feature for problem in problems)
            do = "请在 QGIS 中修复图形（或重新标注）后重试"
            raise PlanError(f"地块图形无效（{problems[0].message}）", f"地块 {names}", do)
        return geometry

    def parcel_ids(self) -> list[str]:
        """Ids in use."""
        rows = self._connection.execute("SELECT parcel_id FROM parcels").fetchall()
        return [row["parcel_id"] or "" for row in rows]

    def numbering(self) -> Numbering:
        """Numbering that goes on where the plan, or a parcel that was removed from it, left off."""
        with self._sound("header"):
            return numbering_of(self._connection)

    def record_numbering(self, numbering: Numbering) -> None:
        """Write the highest numbers down, so that they outlive their parcels."""
        with self.transaction():
            record_numbering(self._connection, numbering)

    def parcel_count(self) -> int:
        """How many parcels there are."""
        [(number,)] = self._connection.execute("SELECT count(*) FROM parcels")
        return int(number)

    def layers_by_role(self) -> dict[str, list[dict[str, Any]]]:
        """All layers that are recorded for each role, in the order in which they were given."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows(schema.LAYER_ROLES, "role, fid"):
            found.setdefault(row["role"], []).append(dict(row))
        return found

    def set_layer_roles(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Record layers; a role that was recorded before is replaced. Other data than before is a
        change of the plan."""
        given: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            given.setdefault(row["role"], []).append(row)
        with self.transaction():
            before = self.layers_by_role()
            if any(
                _contents(rows) != _contents(before.get(role, ())) for role, rows in given.items()
            ):
                self._count_change()
            for role, playing in given.items():
                self._delete(schema.LAYER_ROLES, role=role)
                self._insert(schema.LAYER_ROLES, playing)

    def set_problems(self, role: str, layer: str, problems: Iterable[Problem]) -> None:
        """Record the problems of a layer in place of those of its role before."""
        rows = [LayerProblem(role, layer, p.feature, p.usable, p.message) for p in problems]
        with self.transaction():
            self._delete(schema.PROBLEMS, role=role)
            self._insert_all(schema.PROBLEMS, rows)

    def problems(self) -> list[LayerProblem]:
        """Recorded problems of layers."""
        return self._read(schema.PROBLEMS, records.problem_of)

    def add_exception(self, exception: RecordedException) -> None:
        """Record an exception in place of one for the same parcel and rule."""
        self._record(schema.EXCEPTIONS, exception, key=("parcel_id", "rule_id"))

    def exceptions(self) -> list[RecordedException]:
        """Recorded exceptions."""
        return self._read(schema.EXCEPTIONS, records.exception_of)

    def replace_priorities(self, scores: Sequence[PriorityScore]) -> None:
        """Store the priority scores of all parcels."""
        with self._replacing(schema.PRIORITIES):
            self._insert_all(schema.PRIORITIES, scores)

    def priorities(self) -> list[PriorityScore]:
        """Priority scores, part by part."""
        return self._read(schema.PRIORITIES, records.score_of)

    def cells(self) -> list[Cell]:
        """Area cells in the order in which they were closed."""
        return self._read(schema.CELLS, records.cell_of)

    def replace_cells(self, cells: Sequence[Cell], revision: int | None = None) -> None:
        """Store the cells of all parcels as they are now; ``revision``: that they were made from,
        None: the current one."""
        with self._replacing(schema.CELLS):
            self._insert_all(schema.CELLS, cells)
            self._now_measured(revision)

    def findings(self) -> list[Finding]:
        """Findings in the order in which they were made, each with its conflict polygon where there
        is one."""
        polygons = {row["finding"]: row["geom"] for row in self.conflicts()}
        return self._read(
            schema.FINDINGS, lambda row: records.finding_of(row, polygons.get(row["fid"]))
        )

    def replace_findings(self, findings: Sequence[Finding], revision: int | None = None) -> None:
        """Store the findings of a run, and the conflict polygons of those that have one;
        ``revision`` as for the cells."""
        by_column = Findings.of(findings)
        with self._replacing(schema.FINDINGS):
            self._connection.execute("DELETE FROM conflicts")
            columns = map(by_column.column, schema.FINDINGS.names)
            self._insert_columns(schema.FINDINGS, columns, numbered=True)
            self._insert(schema.CONFLICTS, list(_conflicts(by_column)))
            self._now_checked(revision)

    def conflicts(self) -> list[dict[str, Any]]:
        """Conflict polygons: fields of CONFLICTS (``finding`` is the fid of its finding) and geom
        (shapely)."""
        return self._read(
            schema.CONFLICTS, lambda row: {**dict(row), "geom": from_blob(row["geom"])}
        )


def _contents(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """What tells the data of recorded layers from other data; where they lie does not matter."""
    told = ("name", "feature_count", "sha256", "filter")
    return [tuple(row.get(name) or "" for name in told) for row in rows]


def _conflicts(findings: Findings) -> Iterator[dict[str, Any]]:
    """Rows of CONFLICTS for the findings that have a polygon, numbered as the findings are."""
    for number, shape in enumerate(findings.column("geometry"), 1):
        if shape is not None and not shape.is_empty:
            finding = findings[number - 1]
            yield {
                "parcel_id": finding.parcel_id,
                "rule_id": finding.rule_id,
                "overlap_m2": finding.overlap_m2,
                "finding": number,
                "geom": shape,
            }
