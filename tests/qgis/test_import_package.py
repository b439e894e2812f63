"""What this software hands out can be handed in again."""

from __future__ import annotations

from pathlib import Path

from jinchu_pingheng.jobs.import_declarations import HandedIn, review_declarations
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
