"""What a user hands to an import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class HandedIn:
    """Files of one or more townships. ``crs``: of coordinate text that tells none; ``direction``
    and ``type``: where the files tell none (type 0: refuse such rows); ``targets``: by header, in
    place of what its words say; ``tolerance``: share by which a declared area may differ."""

    workbooks: Sequence[Path] = ()
    shapes: Sequence[Path] = ()
    crs: str = ""
    direction: str = ""
    type: int = 0
    targets: Mapping[str, str] = field(default_factory=dict)
    tolerance: Decimal = Decimal("0.01")
