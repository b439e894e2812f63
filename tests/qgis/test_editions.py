"""Every file of a package is made from one state of the plan, and says which; so does a plan of an
older version, with the numbers that it had."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook
from osgeo import gdal, ogr
from qgis.PyQt.QtGui import QImage

from jinchu_pingheng.core.model import Edition, RecordedException
from jinchu_pingheng.deliver import figures
from jinchu_pingheng.jobs import export
from jinchu_pingheng.jobs.balance import balance_plan
from jinchu_pingheng.jobs.check import check_plan, record_exception
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.connection import connect
from jinchu_pingheng.plan.store import Plan
from tests.plan.old_plans import old_plan
from tests.qgis.conftest import MainJob


@pytest.fixture(scope="module")
def edition(main_job: MainJob) -> Edition:
    return Edition(main_job.manifest["plan_id"], main_job.manifest["revision"])


def test_the_manifest_names_the_plan_as_it_was_checked(main_job: MainJob, edition: Edition) -> None:
    with Plan.open(main_job.plan) as plan:
        assert plan.edition == edition
        assert plan.measured_revision == plan.checked_revision == edition.revision
        exports = [detail for _, action, detail in plan.history() if action == "导出成果包"]
        assert exports[-1].startswith(f"第 {edition.revision} 版，")


def test_every_workbook_says_it_in_its_properties_and_on_every_page(
    main_job: MainJob, edition: Edition
) -> None:
    paths = list(main_job.output.rglob("*.xlsx"))
    assert paths
    for path in paths:
        book = load_workbook(path)
        about = book.properties
        assert (about.subject, about.identifier) == (edition.text, edition.plan_id)
        assert {sheet.oddFooter.right.text for sheet in book} == {edition.text}


def test_the_document_says_it_in_its_properties_and_footers(
    main_job: MainJob, edition: Edition
) -> None:
    document = Document(str(main_job.file("plan_document")))
    about = document.core_properties
    assert (about.subject, about.identifier) == (edition.text, edition.plan_id)
    cover, *others = document.sections
    assert all(section.footer.paragraphs[-1].text == edition.text for section in others)


def test_every_figure_says_it_in_its_metadata(main_job: MainJob, edition: Edition) -> None:
    pictures = list(main_job.output.rglob("*.png"))
    assert len(pictures) == 6
    for path in pictures:
        assert edition.text in QImage(str(path)).text("Description")
        about = gdal.OpenEx(str(path.with_suffix(".pdf")), gdal.OF_RASTER).GetMetadata()
        assert edition.text in about["SUBJECT"] and edition.plan_id in about["SUBJECT"]


def test_the_vector_data_says_it_beside_its_fixed_columns(
    main_job: MainJob, edition: Edition
) -> None:
    source = ogr.Open(str(main_job.geopackage))
    about = {row["item"]: row["value"] for row in source.GetLayerByName("about")}
    assert (about["版次"], about["方案标识"]) == (edition.text, edition.plan_id)
    shapes = [path for path in main_job.files("vector") if path.suffix == ".shp"]
    assert len(shapes) == 2
    for path in shapes:
        metadata = ElementTree.parse(path.with_name(f"{path.name}.xml"))
        assert metadata.findtext("dataIdInfo/idPurp") == edition.text


@pytest.fixture
def plan(main_job: MainJob, tmp_path: Path) -> Path:
    return Path(shutil.copy(main_job.plan, tmp_path / "plan.gpkg"))


def test_a_change_during_an_export_reaches_no_file_of_it(
    plan: Path, tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(report: Any, *_: Any) -> list[tuple[str, Path]]:
        with closing(connect(plan, 0)) as other:
            other.execute("UPDATE parcels SET project = '另一个项目', name = '另一块地'")
            other.execute("UPDATE findings SET message = '另一个结论'")
        record_exception(
            plan, RecordedException("", report.notice.rules[0].id, "另", "宁政函〔2023〕2号")
        )
        return []

    monkeypatch.setattr(figures, "draw", draw)
    export.export_package(plan, tmp_path / "成果")
    manifest = json.loads((tmp_path / "成果" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["revision"] == edition.revision
    source = ogr.Open(str(tmp_path / "成果" / "矢量数据" / "耕地进出平衡.gpkg"))
    for layer in ("parcels_out", "parcels_in", "findings"):
        assert not any("另" in str(row.items()) for row in source.GetLayerByName(layer))
    document = Document(str(next((tmp_path / "成果").glob("*.docx"))))
    assert not any("另一个项目" in cell.text for t in document.tables for cell in t._cells[:40])
    with Plan.open(plan) as opened:
        # the other program's edit, and the exception
        assert opened.edition.revision == edition.revision + 2
        assert opened.history()[-1][2].startswith(f"第 {edition.revision} 版，")


def test_an_export_that_cannot_be_logged_does_not_replace_the_package(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figures, "draw", lambda *_: [])
    export.export_package(plan, tmp_path / "成果")
    before = (tmp_path / "成果" / "manifest.json").stat().st_ino
    monkeypatch.setattr(Plan, "log", fail)
    with pytest.raises(export.PlanError, match="磁盘已满"):
        export.export_package(plan, tmp_path / "成果")
    assert (tmp_path / "成果" / "manifest.json").stat().st_ino == before


def test_an_exception_is_recorded_whole_or_not_at_all(
    plan: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Plan, "log", fail)
    with Plan.open(plan) as opened:
        failed = next(f for f in opened.findings() if f.verdict == "fail" and f.parcel_id)
    exception = RecordedException(failed.parcel_id, failed.rule_id, "省重点", "宁政函〔2023〕1号")
    with pytest.raises(RuntimeError):
        record_exception(plan, exception)
    with Plan.open(plan) as opened:
        assert (opened.edition, opened.exceptions()) == (edition, [])
        assert all(f.exception == "" for f in opened.findings())


@pytest.fixture
def old(county: Path, tmp_path: Path) -> Path:
    """The sample county's plan of version 1, with its layers where they are now."""
    path = old_plan(tmp_path / "old.gpkg", 1)
    with closing(connect(path, 0)) as file:
        sql = "UPDATE layer_roles SET source = replace(source, 'county/', ?)"
        file.execute(sql, (f"{county}/",))
    return path


def test_a_plan_of_version_1_balances_checks_and_exports_as_it_did(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = ("43.1251", "54.3218", "11.1967", True)
    total = balance_plan(old).total
    assert (total.out_m2, total.in_m2, total.surplus_m2) == (431251, 543218, 111967)
    with Plan.open(old) as plan:
        before = plan.findings()
    assert len([f for f in before if f.verdict == "fail"]) == 86
    assert len([f for f in before if f.verdict == "fail" and f.geometry is not None]) == 39
    check_plan(old, {})
    monkeypatch.setattr(figures, "draw", lambda *_: [])
    export.export_package(old, tmp_path / "成果")
    with Plan.open(old) as plan:
        # the rules of today say more than those of version 1; what they find is drawn as well
        failed = [f for f in plan.findings() if f.verdict == "fail" and f.parcel_id]
        assert failed
        assert all(f.geometry is not None for f in failed if f.overlap_m2 is not None)
    totals = json.loads((tmp_path / "成果" / "manifest.json").read_text(encoding="utf-8"))["totals"]
    assert tuple(totals[n] for n in ("out_ha", "in_ha", "surplus_ha", "balanced")) == numbers


def test_examining_an_older_plan_leaves_it_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    found = examine(old)
    assert found.balance is not None and found.balance.total.out_m2 == 431251
    assert old.read_bytes() == before and [p.name for p in old.parent.iterdir()] == [old.name]
