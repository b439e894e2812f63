"""A checksum of parcels: the same from whichever plan or package they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import shapely

from .model import Parcel
from .parcel_fields import PARCEL_FIELDS


def parcels_checksum(parcels: Iterable[Parcel]) -> str:
    """SHA-256 (hex) of every field and corner of the parcels, in whatever order they come."""
    digest = hashlib.sha256()
    for parcel in sorted(parcels, key=lambda parcel: parcel.parcel_id):
        for field in PARCEL_FIELDS:
            digest.update(f"{_plain(getattr(parcel, field.name))}\0".encode())
        digest.update(shapely.to_wkb(outline(parcel.geometry), byte_order=1))
    return digest.hexdigest()


def outline(geometry: Any) -> shapely.MultiPolygon:
    """The polygons of a geometry as one multipolygon, without heights."""
    parts = shapely.get_parts(shapely.force_2d(geometry))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _plain(value: object) -> str:
    """8, 8.0 and 8.00 are one 等别."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
