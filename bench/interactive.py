"""What a user feels: one parcel changed, a plan opened, the interface beside a running check, the
dock on very many parcels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.field import BUILD, GIVE_UP_S, PYTHON, ROOT
from bench.growth import subset
from bench.measure import run

PARCELS = 500
PROFILES = ("bench-job", "ningxia-2022")
NOTICE = "ningxia-2022"
"""The notice of the dock: one as it is in use."""


def measure(size: str, county: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows for `live` (a plan of 500 parcels) and `stall` (all parcels), by notice, and for `dock`,
    by action. Raises OSError."""
    small = subset(county, PARCELS)
    found: dict[str, list[dict[str, Any]]] = {"live": [], "stall": [], "dock": []}
    for profile in PROFILES:
        for name, place in (("live", small), ("stall", county)):
            row = _script(name, place, profile)
            found[name].append({"size": size, "notice": profile, **row})
            print(
                f"{size} {name} {profile}: " + ", ".join(f"{k} {v:.1f}" for k, v in row.items()),
                flush=True,
            )
    figures = _script("dock", county, NOTICE)
    found["dock"] = [{"size": size, "notice": NOTICE, **row} for row in by_action(figures)]
    for row in found["dock"]:
        print(
            f"{size} dock, {row['action']}: longest stall {row['stall']:.0f} ms "
            f"({row['work']:.0f} ms of work), click to verdict {row['verdict']:.1f} s",
            flush=True,
        )
    return found


def by_action(figures: Mapping[str, float]) -> list[dict[str, Any]]:
    """'undo tag stall': a row of the action 'undo tag' with its 'stall'."""
    rows: dict[str, dict[str, Any]] = {}
    for key, figure in figures.items():
        action, name = key.rsplit(" ", 1)
        rows.setdefault(action, {"action": action})[name] = figure
    return list(rows.values())


def _script(name: str, county: Path, profile: str) -> dict[str, float]:
    plan = BUILD / "plan" / f"{county.name}-{profile}.gpkg"
    out = BUILD / "results" / f"{name}-{county.name}-{profile}.json"
    for module, arguments in (("plans", [profile, plan]), (name, [profile, plan, out])):
        command = [PYTHON["project"], "-m", f"bench.{module}", str(county), *map(str, arguments)]
        ran = run(command, ROOT, GIVE_UP_S)
        if ran.failure:
            raise OSError(f"bench.{module}: {ran.failure}")
    return dict(json.loads(out.read_text(encoding="utf-8")))
