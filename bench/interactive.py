"""What a user feels: one parcel changed, a plan opened, the interface beside a running check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.field import BUILD, GIVE_UP_S, PYTHON, ROOT
from bench.growth import subset
from bench.measure import run

PARCELS = 500
PROFILES = ("bench-job", "ningxia-2022")


def measure(size: str, county: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows for `live` (a plan of 500 parcels) and `stall` (all parcels), by notice. Raises
    OSError."""
    small = subset(county, PARCELS)
    found: dict[str, list[dict[str, Any]]] = {"live": [], "stall": []}
    for profile in PROFILES:
        for name, place in (("live", small), ("stall", county)):
            row = _script(name, place, profile)
            found[name].append({"size": size, "notice": profile, **row})
            print(
                f"{size} {name} {profile}: " + ", ".join(f"{k} {v:.1f}" for k, v in row.items()),
                flush=True,
            )
    return found


def _script(name: str, county: Path, profile: str) -> dict[str, float]:
    plan = BUILD / "plan" / f"{county.name}-{profile}.gpkg"
    out = BUILD / "results" / f"{name}-{county.name}-{profile}.json"
    for module, arguments in (("plans", [profile, plan]), (name, [profile, plan, out])):
        command = [PYTHON["project"], "-m", f"bench.{module}", str(county), *map(str, arguments)]
        ran = run(command, ROOT, GIVE_UP_S)
        if ran.failure:
            raise OSError(f"bench.{module}: {ran.failure}")
    return dict(json.loads(out.read_text(encoding="utf-8")))
