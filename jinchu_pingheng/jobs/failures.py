"""The sentences for what a disk, a share or another program does wrong, for the doors."""

from __future__ import annotations

from ..plan.failures import failure, failure_behind

__all__ = ["failure", "failure_behind"]
