"""Read and write the plan GeoPackage. Every write is one transaction: all of it or nothing."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timezone
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
from ..core.parcel_ids import require_unique_ids
from . import records, schema
from .create import create_file
from .database import Database
from .geometry_blob import from_blob, from_blobs


class Plan(Database):
    """An open plan. Use as a context manager, or call close()."""

    def __init__(self, path: str | Path) -> None:
        """Open an existing plan.

        Raises PlanError when the file is missing, is no plan, or was written by a newer version.
        """
        if not Path(path).is_file():
            raise PlanError("找不到方案文件", str(path), "请检查路径，或先新建方案")
        super().__init__(Path(path))
        try:
            self.header = self._read_header()
        except Exception:
            self.close()
            raise

    def __enter__(self) -> Plan:
        return self

    @classmethod
    def open(cls, path: str | Path) -> Plan:
        """Open an existing plan."""
        return cls(path)

    @classmethod
    def create(cls, path: str | Path, header: Header) -> Plan:
        """Make a new plan file; refuses to overwrite. The CRS of ``header`` must be known to
        PROJ."""
        create_file(Path(path), header)
        return cls(path)

    def _read_header(self) -> Header:
        try:
            row = self._connection.execute("SELECT * FROM header").fetchone()
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise self._busy() from error
            raise PlanError(
                "不是耕地进出平衡方案文件", str(self.path), "请选择由本软件新建的方案"
            ) from error
        if row is None:
            raise PlanError("方案文件缺少基本信息", str(self.path), "请改用备份，或重新新建方案")
        if row["schema_version"] > schema.SCHEMA_VERSION:
            what = (
                f"方案由更新版本的软件建立（结构版本 {row['schema_version']}，"
                f"本软件支持到 {schema.SCHEMA_VERSION}）"
            )
            raise PlanError(what, str(self.path), "请升级本软件后再打开")
        return Header(**{field.name: row[field.name] for field in fields(Header)})

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
        return [
            row["parcel_id"] or ""
            for row in self._connection.execute("SELECT parcel_id FROM parcels")
        ]

    def parcel_count(self) -> int:
        """How many parcels there are."""
        [(number,)] = self._connection.execute("SELECT count(*) FROM parcels")
        return int(number)

    def add_parcels(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append parcels: dicts of PARCELS fields and ``geom`` (shapely). Results computed before
        become stale."""
        with self.transaction():
            self._insert(schema.PARCELS, rows)
            self._add_projects(rows)
            self._forget_results()

    def parcels_changed(self) -> None:
        """Results computed before are stale: the parcels were edited through another door (QGIS's
        edit buffer)."""
        with self.transaction():
            rows = self._connection.execute("SELECT project, direction FROM parcels").fetchall()
            self._add_projects([dict(row) for row in rows])
            self._forget_results()

    @property
    def stale(self) -> bool:
        """Parcels were changed since they were measured, by whatever program."""
        row = self._connection.execute("SELECT measured FROM header").fetchone()
        return bool(row["measured"] != self._parcels_digest())

    def _parcels_digest(self) -> str:
        digest = hashlib.sha256()
        for row in self._rows(schema.PARCELS, "parcel_id, fid"):
            _, shape, *values = row
            digest.update(shape if isinstance(shape, bytes) else repr(shape).encode())
            digest.update("\0".join(("", *map(repr, values), "")).encode())
        return digest.hexdigest()

    def _add_projects(self, rows: Sequence[Mapping[str, Any]]) -> None:
        known = {(row["project"], row["direction"]) for row in self._rows(schema.PROJECTS)}
        named = {(str(row.get("project") or ""), str(row["direction"])) for row in rows}
        new = sorted(item for item in named - known if item[0])
        self._insert(
            schema.PROJECTS,
            [{"project": project, "direction": direction} for project, direction in new],
        )

    def _forget_results(self) -> None:
        for table in (schema.CELLS, schema.FINDINGS, schema.CONFLICTS, schema.PRIORITIES):
            self._connection.execute(f"DELETE FROM {table.name}")

    def layer_roles(self) -> dict[str, dict[str, Any]]:
        """Recorded layers by role."""
        return {row["role"]: dict(row) for row in self._rows(schema.LAYER_ROLES, "role")}

    def layers_by_role(self) -> dict[str, list[dict[str, Any]]]:
        """All layers that are recorded for each role, in the order in which they were given."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows(schema.LAYER_ROLES, "role, fid"):
            found.setdefault(row["role"], []).append(dict(row))
        return found

    def set_layer_roles(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Record layers; a role that was recorded before is replaced."""
        with self.transaction():
            for role in {row["role"] for row in rows}:
                self._connection.execute("DELETE FROM layer_roles WHERE role = ?", (role,))
            self._insert(schema.LAYER_ROLES, rows)

    def set_problems(self, role: str, layer: str, problems: Iterable[Problem]) -> None:
        """Record the problems of a layer in place of those of its role before."""
        rows = [LayerProblem(role, layer, p.feature, p.usable, p.message) for p in problems]
        with self.transaction():
            self._connection.execute("DELETE FROM problems WHERE role = ?", (role,))
            self._insert_all(schema.PROBLEMS, rows)

    def problems(self) -> list[LayerProblem]:
        """Recorded problems of layers."""
        rows = self._rows(schema.PROBLEMS)
        return [
            LayerProblem(r["role"], r["layer"], r["feature"], bool(r["usable"]), r["message"])
            for r in rows
        ]

    def add_exception(self, exception: RecordedException) -> None:
        """Record an exception in place of one for the same parcel and rule."""
        with self.transaction():
            key = (exception.parcel_id, exception.rule_id)
            self._connection.execute(
                "DELETE FROM exceptions WHERE parcel_id = ? AND rule_id = ?", key
            )
            self._insert_all(schema.EXCEPTIONS, [exception])

    def exceptions(self) -> list[RecordedException]:
        """Recorded exceptions."""
        rows = self._rows(schema.EXCEPTIONS)
        return [RecordedException(*(row[name] for name in schema.EXCEPTIONS.names)) for row in rows]

    def replace_priorities(self, scores: Sequence[PriorityScore]) -> None:
        """Store the priority scores of all parcels."""
        with self._replacing(schema.PRIORITIES):
            self._insert_all(schema.PRIORITIES, scores)

    def priorities(self) -> list[PriorityScore]:
        """Priority scores, part by part."""
        return [records.score_of(row) for row in self._rows(schema.PRIORITIES)]

    def cells(self) -> list[Cell]:
        """Area cells in the order in which they were closed."""
        return [records.cell_of(row) for row in self._rows(schema.CELLS, "fid")]

    def replace_cells(self, cells: Sequence[Cell]) -> None:
        """Store the cells of all parcels as they are now."""
        with self._replacing(schema.CELLS):
            self._connection.execute("UPDATE header SET measured = ?", (self._parcels_digest(),))
            self._insert_all(schema.CELLS, cells)

    def findings(self) -> list[Finding]:
        """Findings in the order in which they were made, each with its conflict polygon where there
        is one."""
        polygons: dict[tuple[str, str, Any], list[Any]] = defaultdict(list)
        for row in self.conflicts():
            polygons[row["parcel_id"], row["rule_id"], row["overlap_m2"]].append(row["geom"])
        return [records.finding_of(row, polygons) for row in self._rows(schema.FINDINGS)]

    def replace_findings(self, findings: Sequence[Finding]) -> None:
        """Store the findings of a run, and the conflict polygons of those that have one."""
        by_column = Findings.of(findings)
        with self._replacing(schema.FINDINGS):
            self._connection.execute("DELETE FROM conflicts")
            self._insert_columns(schema.FINDINGS, map(by_column.column, schema.FINDINGS.names))
            shapes = by_column.column("geometry")
            drawn = [
                i for i, shape in enumerate(shapes) if shape is not None and not shape.is_empty
            ]
            conflicts = [
                {**records.values_of(schema.CONFLICTS, finding), "geom": finding.geometry}
                for finding in by_column.take(drawn)
            ]
            self._insert(schema.CONFLICTS, conflicts)

    def conflicts(self) -> list[dict[str, Any]]:
        """Conflict polygons: parcel_id, rule_id, overlap_m2 and geom (shapely)."""
        return [
            {**dict(row), "geom": from_blob(row["geom"])}
            for row in self._rows(schema.CONFLICTS, "fid")
        ]

    def log(self, action: str, detail: str) -> None:
        """Add a line to the history. ``detail`` holds names and counts, never survey data."""
        with self.transaction():
            now = datetime.now(timezone.utc).isoformat(timespec="seconds")
            self._insert(schema.HISTORY, [{"at": now, "action": action, "detail": detail}])

    def history(self) -> list[tuple[str, str, str]]:
        """(time, action, detail), oldest first."""
        return [
            (row["at"], row["action"], row["detail"]) for row in self._rows(schema.HISTORY, "fid")
        ]
