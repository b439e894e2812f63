"""One parcel changes: `python -m bench.live COUNTY PROFILE PLAN OUT` measures a plan held in
memory; needs QGIS.

Cold start is from the plan's file to the answer for a first parcel, everything checked once (QGIS
itself is open by then). A change moves one corner of a parcel by up to 2 m; its full check and the
balance follow, warm.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bench import plans
from bench.entry import Stages, measure_plan

CHANGES, WARM_UP, SEED = 300, 20, 7


def open_live(county: Path, profile: str, path: Path) -> tuple[Any, list[Any]]:
    """A plan checked once and held in memory, and its parcels."""
    from qgis.core import QgsRasterLayer, QgsVectorLayer

    from jinchu_pingheng.jobs.layers import Chosen, from_layer, from_raster, layers_of
    from jinchu_pingheng.judging.blocks import boxes_of
    from jinchu_pingheng.judging.judge_plan import judge_plan
    from jinchu_pingheng.judging.live import LivePlan
    from jinchu_pingheng.judging.setup import setup_for
    from jinchu_pingheng.plan import profiles
    from jinchu_pingheng.plan.store import Plan

    with Plan.open(path) as plan:
        header, parcels = plan.header, list(plan.parcels())
    notice = profiles.load(header.profile)
    sources = {}
    for role, file in plans.layers(county, profile).items():
        if role == "DEM":
            sources[role] = (Chosen(from_raster(QgsRasterLayer(file, role), role)),)
        else:
            sources[role] = (Chosen(from_layer(QgsVectorLayer(file, role, "ogr"), role)),)
    layers = layers_of(header.crs, notice, sources)
    setup = setup_for(header, notice, parcels, layers, surfaces=False, draw=False)
    judged = judge_plan(parcels, setup)
    return LivePlan(parcels, setup, judged, boxes_of(parcels)), parcels


def changed(parcel: Any, rng: np.random.Generator) -> Any:
    """The parcel with one corner moved, as by hand; None where that breaks its ring."""
    corners = shapely.get_coordinates(parcel.geometry)
    moved = corners == corners[rng.integers(len(corners))]
    together = moved.all(axis=1)
    corners[together] += rng.uniform(-2.0, 2.0, 2)
    shape = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(parcel.geometry)), corners)
    return replace(parcel, geometry=shape) if shapely.is_valid(shape) else None


def measure(county: Path, profile: str, path: Path) -> dict[str, float]:
    """Milliseconds: a changed parcel's check, and check with balance; seconds: cold start."""
    with plans.plugin():
        return _measured(county, profile, path)  # layers must be gone before QGIS is


def _measured(county: Path, profile: str, path: Path) -> dict[str, float]:
    stage, rng = Stages(), np.random.default_rng(SEED)
    with stage("cold"):
        live, parcels = open_live(county, profile, path)
        live.change(parcels[0])
        live.balance()
    checks, both = [], []
    while len(checks) < WARM_UP + CHANGES:
        parcel = changed(parcels[rng.integers(len(parcels))], rng)
        if parcel is None:
            continue
        begin = time.perf_counter()
        live.change(parcel)
        checked = time.perf_counter()
        live.balance()
        checks.append(1000 * (checked - begin))
        both.append(1000 * (time.perf_counter() - begin))
    live.close()
    found: dict[str, float] = {"parcels": len(parcels), "cold": stage.seconds["cold"]}
    for name, times in (("check", checks[WARM_UP:]), ("both", both[WARM_UP:])):
        p50, p95, most = np.percentile(times, [50, 95, 100])
        found.update({f"{name} p50": p50, f"{name} p95": p95, f"{name} max": most})
    return found


if __name__ == "__main__":
    measure_plan(measure, __doc__)
