"""Verify a package: what in it its own cells and parcels do not bear out."""

from __future__ import annotations

from pathlib import Path

from ..judging.feedback import Feedback
from ..verify import Difference, Verification, verify_package

__all__ = ["Difference", "Verification", "verify"]


def verify(folder: Path, feedback: Feedback | None = None) -> Verification:
    """What differs, by file and place. Raises PlanError where the folder holds no package that can
    be computed again."""
    feedback = feedback or Feedback()
    found = verify_package(folder, feedback.step)
    feedback.step(100)
    return found
