"""Prove a package from itself: what its tables, document and vectors say against what its own cells
and parcels give. No plan, no layers and no QGIS are needed."""

from .package import Difference, Verification, verify_package

__all__ = ["Difference", "Verification", "verify_package"]
