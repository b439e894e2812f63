"""What a plan's owner does, each on a folder that ``start`` has made: the jobs, or what they write
where they need QGIS's features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import shapely

from jinchu_pingheng.core.model import Header
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.jobs.create import create_plan
from jinchu_pingheng.jobs.export import export_tables
from jinchu_pingheng.jobs.snapshot import take_snapshot
from jinchu_pingheng.plan.store import Plan
from tests.batch.counties import box, make_plan, record
from tests.plan.old_plans import old_plan

CODE = "640101"


@dataclass(frozen=True)
class Deed:
    """``do`` it in a folder that ``start`` has filled; ``plan`` is the file that counts there.
    ``half``: as much of it as may stand alone."""

    name: str
    start: Callable[[Path], None]
    do: Callable[[Path], object]
    plan: str = "county/plan.gpkg"
    half: Callable[[Path], object] = lambda folder: None


def plan_of(folder: Path) -> Path:
    return folder / "county" / "plan.gpkg"


def out_of(folder: Path) -> Path:
    """Beside the plan, which records its way to such a folder: copies say the same."""
    return plan_of(folder).parent / "out"


def county(folder: Path) -> None:
    """A county with a plan of two parcels; copies of it record the same layers."""
    make_plan(folder / "county", CODE, 60, 60)
    layers = folder / "county"
    with Plan.open(plan_of(folder)) as plan:
        plan.set_layer_roles(
            record(role, f"{layers / role}.gpkg|layername={role}") for role in ("DLTB", "STBHHX")
        )


def checked(folder: Path) -> None:
    county(folder)
    check_plan(plan_of(folder), {})


def exported(folder: Path) -> None:
    """Tables of the plan's state before, which a repeated export replaces."""
    checked(folder)
    export_tables(plan_of(folder), out_of(folder))
    save(folder)
    check_plan(plan_of(folder), {})


def old(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    old_plan(folder / "old.gpkg", 1)


def create(folder: Path) -> None:
    header = Header(CODE, "甲县", 2023, "ningxia-2022", "EPSG:4544", compiled_on="2023-03-20")
    create_plan(folder / "new.gpkg", header)


def tag(folder: Path) -> None:
    places = [shapely.affinity.translate(box(20, 90, 40, 110), 30 * number) for number in range(3)]
    with Plan.open(plan_of(folder)) as plan, plan.transaction():
        plan.notice_edits()
        plan.add_parcels(
            [
                {"parcel_id": f"LC{number}", "direction": "out", "type": 1, "geom": place}
                for number, place in enumerate(places, 2)
            ]
        )
        plan.log("标注地块", "3 个")


def save(folder: Path) -> None:
    with Plan.open(plan_of(folder)) as plan, plan.transaction():
        rows = plan.parcel_rows()
        rows[0]["note"], rows[0]["geom"] = "改过", box(10, 10, 80, 80)
        plan.write_parcels((), rows)
        plan.log("保存", "1 个")


DEEDS = (
    Deed("create", lambda folder: folder.mkdir(exist_ok=True), create, "new.gpkg"),
    Deed("tag", county, tag),
    Deed("save", county, save),
    Deed("check", county, lambda folder: check_plan(plan_of(folder), {})),
    Deed(
        "export",
        exported,
        lambda folder: export_tables(plan_of(folder), out_of(folder)),
        half=lambda folder: take_snapshot(plan_of(folder), printed=True),  # areas on the ellipsoid
    ),
    Deed("migrate", old, lambda folder: Plan.open(folder / "old.gpkg").close(), "old.gpkg"),
)
