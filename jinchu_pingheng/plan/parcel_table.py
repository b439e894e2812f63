"""Parcels of a plan added and changed: what was computed of them before is then stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import schema
from .geometry_blob import from_blob
from .lock_table import LockTable


class ParcelTable(LockTable):
    """A plan whose parcels can be written."""

    def parcel_rows(self) -> list[dict[str, Any]]:
        """Rows of the table as they are, with ``geom`` (shapely, None for a null); not judged."""
        with self._sound("parcels"):
            return [
                {**dict(row), "geom": from_blob(row["geom"]) if row["geom"] else None}
                for row in self._rows(schema.PARCELS)
            ]

    def add_parcels(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append parcels: dicts of PARCELS fields and ``geom`` (shapely). Results computed before
        become stale."""
        self.write_parcels(rows, ())

    def write_parcels(
        self, new: Sequence[Mapping[str, Any]], changed: Sequence[Mapping[str, Any]]
    ) -> None:
        """Append parcels, and write others in place of those that have their ids: one saved
        change."""
        with self.transaction():
            self._insert(schema.PARCELS, new)
            self._replace(changed)
            self._add_projects([*new, *changed])
            self.forget_results()
            self._count_change(parcels=True)

    def _replace(self, rows: Sequence[Mapping[str, Any]]) -> None:
        names = [*schema.PARCELS.names, "geom"]
        places = ", ".join(f"{name} = ?" for name in names)
        self._connection.executemany(
            f"UPDATE {schema.PARCELS.name} SET {places} WHERE parcel_id = ?",
            [[*(self._value(r.get(name)) for name in names), r["parcel_id"]] for r in rows],
        )
        if rows:
            self._update_extent(schema.PARCELS)

    def parcels_changed(self) -> None:
        """Results computed before are stale: the parcels were edited through another door (QGIS's
        edit buffer)."""
        with self.transaction():
            rows = self._connection.execute("SELECT project, direction FROM parcels").fetchall()
            self._add_projects([dict(row) for row in rows])
            self.forget_results()
            self._count_change(parcels=True)

    def notice_edits(self) -> None:
        """Count an edit of the parcels by another program as a saved change."""
        if self.edited_elsewhere:
            with self.transaction():
                self.parcels_changed()
                self.log("在其他程序中编辑地块", "读取方案时发现", by="")

    def _add_projects(self, rows: Sequence[Mapping[str, Any]]) -> None:
        known = {(row["project"], row["direction"]) for row in self._rows(schema.PROJECTS)}
        named = {(str(row.get("project") or ""), str(row["direction"])) for row in rows}
        new = sorted(item for item in named - known if item[0])
        self._insert(
            schema.PROJECTS,
            [{"project": project, "direction": direction} for project, direction in new],
        )

    def forget_results(self) -> None:
        """Drop areas and verdicts: the parcels are others now."""
        with self.transaction():
            for table in (schema.CELLS, schema.FINDINGS, schema.CONFLICTS, schema.PRIORITIES):
                self._connection.execute(f"DELETE FROM {table.name}")
            self._nothing_computed()
