"""The sample county's plan, checked and exported, made by each version of the software; its layers
lie in county/. That of version 2 has a credit and a statement of the county besides."""

from __future__ import annotations

import lzma
from pathlib import Path

VERSIONS = Path(__file__).with_name("versions")


def old_plan(path: Path, version: int) -> Path:
    """Write the plan of a version."""
    packed = (VERSIONS / f"plan-v{version}.gpkg.xz").read_bytes()
    path.write_bytes(lzma.decompress(packed))
    return path
