"""What this software hands out can be handed in again."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from jinchu_pingheng.core.parcel_fields import BY_NAME
from jinchu_pingheng.jobs.create import create_plan
from jinchu_pingheng.jobs.import_declarations import (
    HandedIn,
    import_declarations,
    review_declarations,
)
from jinchu_pingheng.plan.store import Plan
from tests.qgis.conftest import MainJob


def test_the_lists_and_shapefiles_of_a_package_come_back_as_the_same_parcels(
    main_job: MainJob, tmp_path: Path
) -> None:
    """附件1, 附件2 as this software writes them, with the delivered shapefiles, into the plan that
    they were made from: no type, project, name, month or shape differs."""
    plan = tmp_path / "plan.gpkg"
    plan.write_bytes(main_job.plan.read_bytes())
    annexes = [*main_job.files("annex1"), *main_job.files("annex2")]
    shapes = [path for path in main_job.files("vector") if path.suffix == ".shp"]
    found = review_declarations(plan, HandedIn(annexes, shapes))
    assert found.count("采用") == 0 and found.count("相同") > 120, found.summary
    changes = [line.message for line in found.lines if line.state == "改动"]
    assert all(text.startswith("备注：（空）") for text in changes)  # a project's row joins notes
    refused = {line.message for line in found.lines if line.state == "拒绝"}
    assert refused == {"图形没有对应的申报表行"}  # parcels of which the lists count nothing


@pytest.mark.parametrize("suffix", [".gpkg", ".gdb.zip", ".shp"])
def test_delivered_vectors_come_back_as_the_same_parcels(
    main_job: MainJob, tmp_path: Path, suffix: str
) -> None:
    given = [path for path in main_job.files("vector") if path.name.endswith(suffix)]
    if not given:
        pytest.skip("GDAL writes no FileGDB before 3.6")
    with Plan.open(main_job.plan) as plan:
        header, parcels = plan.header, plan.parcels()
    create_plan(tmp_path / "plan.gpkg", header)
    found = import_declarations(tmp_path / "plan.gpkg", HandedIn(shapes=given))
    assert found.count("采用") == len(found.lines) == len(parcels), found.summary
    with Plan.open(tmp_path / "plan.gpkg") as plan:
        back = plan.parcels()
    for parcel, again in zip(parcels, back):
        for name in BY_NAME:
            assert getattr(again, name) == getattr(parcel, name), (parcel.parcel_id, name)
        # a FileGDB keeps tenths of a millimetre
        assert shapely.hausdorff_distance(again.geometry, parcel.geometry) < 0.001
