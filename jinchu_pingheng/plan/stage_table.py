"""The stages that parcels have reached, in the plan's file (core.stages)."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.stages import StageRecord
from . import schema
from .batch_table import BatchTable


class StageTable(BatchTable):
    """A plan with its table ``stages``. What is done on the ground is no change of the plan."""

    def stages(self) -> list[StageRecord]:
        """All records, in the order in which they were made."""
        return self._read_texts(schema.STAGES, StageRecord, "fid")

    def add_stages(self, records: Sequence[StageRecord]) -> None:
        """Record that parcels have reached stages."""
        with self.transaction():
            self._insert_all(schema.STAGES, records)

    def remove_stage(self, parcel_id: str, stage: str) -> bool:
        """Take a record out; returns whether there was one."""
        with self.transaction():
            return self._delete(schema.STAGES, parcel_id=parcel_id, stage=stage)
