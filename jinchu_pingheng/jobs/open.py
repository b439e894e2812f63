"""Open a plan for a door: what the dock holds while it is open, and what a table of results
asks."""

from __future__ import annotations

from pathlib import Path

from ..core.model import Header
from ..plan import profiles, schema
from ..plan.counting import copy_findings
from ..plan.store import Plan

__all__ = ["PARCEL_COLUMNS", "OpenPlan", "copy_findings", "crs_of"]

PARCEL_COLUMNS = tuple((field.name, field.meaning) for field in schema.PARCELS.fields)
"""Columns of the parcels layer with what they mean."""


class OpenPlan:
    """A plan that stays open while it is edited, with its notice.

    Raises PlanError when the file is no plan or its notice is not known.
    """

    def __init__(self, path: Path) -> None:
        self.plan = Plan.open(path)
        try:
            self.notice = profiles.load(self.plan.header.profile)
        except Exception:
            self.plan.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self.plan.path

    @property
    def header(self) -> Header:
        """Head of the plan."""
        return self.plan.header

    @property
    def parcels_uri(self) -> str:
        """OGR URI of the parcels layer."""
        return self.plan.parcels_uri()

    def edited(self, steps: int) -> None:
        """The parcels were edited and saved through QGIS's edit buffer."""
        with self.plan.transaction():
            self.plan.parcels_changed()
            self.plan.log("编辑地块", f"{steps} 步")

    def close(self) -> None:
        """Release the file."""
        self.plan.close()


def crs_of(path: Path) -> str:
    """Authority id of a plan's CRS."""
    with Plan.open(path) as plan:
        return plan.header.crs
