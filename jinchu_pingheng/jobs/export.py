"""Export what a plan is handed in as: tables, document, figures, vectors, or the whole package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from qgis.core import QgsMapLayer, QgsRasterLayer

from ..core.accounts.report import Report
from ..core.errors import PlanError
from ..core.land.landuse import class_totals
from ..core.model import OfficeTemplate
from ..core.roles import SURVEY, is_raster
from ..deliver import figures, manifest
from ..deliver.earlier import last_of
from ..deliver.figures import (
    CHECK,
    COUNTY,
    IN_DOCUMENT,
    KINDS,
    PAPERS,
    PARCELS,
    TOWNS,
    USUAL,
    Wanted,
)
from ..deliver.package import FIGURES, TABLES, VECTORS, part, write_tables, write_vectors
from ..deliver.publishing import MANIFEST, Written, publish_files, publish_folder
from ..deliver.vectors import layers as vectors
from ..deliver.vectors.coordinates import PLAIN, TextFormat
from ..deliver.wording import NOT_CHECKED
from ..judging.feedback import Feedback
from ..plan.store import Plan
from ..survey.sources import file_of, open_layer
from .compare import since_approval
from .exported import record_files, record_package
from .layers import layers_of, recorded_sources
from .missing import wanting
from .snapshot import Snapshot, signed, take_snapshot

__all__ = [
    "CHECK",
    "COUNTY",
    "KINDS",
    "PAPERS",
    "PARCELS",
    "TOWNS",
    "USUAL",
    "TextFormat",
    "Wanted",
    "Written",
    "export_document",
    "export_maps",
    "export_package",
    "export_tables",
    "export_vectors",
]

OnMain = Callable[[Callable[[], Written]], Written]

FIGURE_ROLES = ("DLTB", "XZQ", "CJDCQ", "GTGH", "TDYTGH", "YX")


def export_tables(path: Path, folder: Path, feedback: Feedback | None = None) -> Written:
    """附件1, 附件2, county lists, schedule, balance tables and check report as workbooks."""
    feedback = feedback or Feedback()
    report = printable(path, feedback).report
    write = partial(_tables, path, report, feedback=feedback)
    return _publish(path, report, folder, write, feedback)


def export_document(
    path: Path, folder: Path, feedback: Feedback | None = None, template: Path | None = None
) -> Written:
    """The 总体方案 with its figures in place, in the office's ``template`` (.docx) if any."""
    feedback = feedback or Feedback()
    own = _read_template(template)
    snapshot = printable(path, feedback)

    landuse = _landuse(snapshot)
    report = _with_filled(replace(snapshot.report, template=own), landuse, folder)

    def write(stage: Path) -> Written:
        drawn = _figures(snapshot, stage, feedback, IN_DOCUMENT)
        return [_document(report, landuse, drawn, stage)]

    return _publish(path, report, folder, write, feedback)


def export_maps(
    path: Path,
    folder: Path,
    feedback: Feedback | None = None,
    wanted: Wanted = USUAL,
) -> Written:
    """The figures as PDF and PNG; on the main thread."""
    feedback = feedback or Feedback()
    snapshot = printable(path, feedback)
    draw = partial(_figures, snapshot, feedback=feedback, wanted=wanted)
    return _publish(path, snapshot.report, folder, draw, feedback)


def export_vectors(
    path: Path, folder: Path, feedback: Feedback | None = None, form: TextFormat = PLAIN
) -> Written:
    """GeoPackage, FileGDB, shapefiles and coordinate text files in the form that is asked for."""
    feedback = feedback or Feedback()
    if not vectors.writes_geodatabase():
        feedback.warn("这个 QGIS 的 GDAL 低于 3.6，不能写 FileGDB，没有导出；其余文件齐全。")
    snapshot = printable(path, feedback)
    report, landuse = snapshot.report, _landuse(snapshot)
    write = partial(write_vectors, report, landuse, form=form)
    return _publish(path, report, folder, write, feedback)


def export_package(
    path: Path,
    folder: Path,
    feedback: Feedback | None = None,
    on_main: OnMain | None = None,
    reason: str = "",
    template: Path | None = None,
    wanted: Wanted = USUAL,
) -> Written:
    """Everything that is handed in, in one folder with its manifest; replaces an earlier package
    whole. The plan tells of it if, and only if, the package is there. ``on_main`` calls a
    function on the main thread, where figures are drawn; None: this is it. ``reason``: why it goes
    out although bans or unknowns are left, which are told first. ``template``: the office's Word
    file for the 总体方案. ``wanted``: which figures; those of the document are always drawn."""
    feedback = feedback or Feedback()
    own = _read_template(template)
    snapshot = printable(path, feedback)
    landuse = _landuse(snapshot)
    report = _with_filled(replace(snapshot.report, template=own), landuse, folder)
    report = replace(report, reason=" ".join(reason.split()))
    _tell_wanting(report, feedback)
    wanted = replace(wanted, kinds=(COUNTY, *wanted.kinds))
    written: Written = []
    names: list[tuple[str, str]] = []

    def write(stage: Path) -> Written:
        feedback.step(5, "表格")
        written.extend(_tables(path, report, part(stage, TABLES), feedback))
        feedback.step(15, "附图")
        draw = partial(_figures, snapshot, part(stage, FIGURES), feedback, wanted)
        drawn = on_main(draw) if on_main else draw()
        feedback.step(80, "总体方案")
        written.extend([_document(report, landuse, drawn, stage), *drawn])
        feedback.step(90, "矢量数据")
        written.extend(write_vectors(report, landuse, part(stage, VECTORS)))
        manifest.write(report, written, stage, MANIFEST)
        names.extend((role, file.relative_to(stage).as_posix()) for role, file in written)
        return written

    @contextmanager
    def logged() -> Iterator[None]:
        with Plan.open(path) as plan, plan.transaction():
            revision = report.edition.revision
            plan.log("导出成果包", f"第 {revision} 版，{len(written)} 个文件")
            yield
            record_package(plan, folder, names, revision)

    published = publish_folder(folder, write, logged, feedback.warn)
    feedback.step(100)
    return published


def _publish(
    path: Path,
    report: Report,
    folder: Path,
    write: Callable[[Path], Written],
    feedback: Feedback,
) -> Written:
    """Single files, which the plan remembers."""
    written = publish_files(folder, write, feedback.warn)
    record_files(path, folder, written, report.edition.revision, feedback)
    return written


def _tell_wanting(report: Report, feedback: Feedback) -> None:
    found = wanting(report.findings, report.balance.reached, report.edition)
    lines = list(found.lines) if found.grave else []
    for line in [*([] if report.balance.checked else [NOT_CHECKED]), *lines]:
        feedback.warn(line)
    if lines and not report.reason:
        feedback.warn("没有写明继续导出的理由，总体方案封面和检查报告中注明“未写明”。")


def printable(path: Path, feedback: Feedback | None) -> Snapshot:
    """The plan as it is now, signed."""
    snapshot = take_snapshot(path, feedback, printed=True)
    if not snapshot.report.parcels:
        raise PlanError("方案中没有地块", snapshot.report.header.county_name, "请先标注地块")
    return replace(snapshot, report=signed(snapshot.report))


def _tables(path: Path, report: Report, folder: Path, feedback: Feedback) -> Written:
    """The workbooks, and the 修订情况表 of a plan that has changed since it was approved."""
    from ..deliver.workbooks import revision_table

    written = write_tables(report, folder)
    approval = report.edition.approval
    if approval is None or not report.edition.changed_since_approval:
        return written
    try:
        found = since_approval(path, approval, report, Feedback())
    except PlanError as error:  # the package stands for itself
        feedback.warn(f"没有修订情况表。{error}")
        return written
    return [*written, *revision_table.write(found, folder)]


def _read_template(path: Path | None) -> OfficeTemplate | None:
    """The office's Word file, read before anything is done that takes long."""
    from ..deliver.office.paper import read_template

    return None if path is None else read_template(path)


def _with_filled(report: Report, landuse: list[tuple[str, int]], folder: Path) -> Report:
    """With what a person has written into the places left open in the folder's last document.
    Raises PlanError where the office's template is wrong."""
    from ..deliver import document

    document.require_right_template(report)
    last = last_of(folder, document.file_name(report))
    if last is None:
        return report
    return replace(report, filled=document.last_filled(report, landuse, last))


def _document(
    report: Report, landuse: list[tuple[str, int]], drawn: Written, folder: Path
) -> tuple[str, Path]:
    from ..deliver import document

    pictures = {role: path for role, path in drawn if path.suffix == ".png"}
    return document.write(report, pictures, folder, landuse)


def _figures(snapshot: Snapshot, folder: Path, feedback: Feedback, wanted: Wanted) -> Written:
    layers: dict[str, QgsMapLayer] = {}
    for role in FIGURE_ROLES:
        # a figure shows one layer of a role, the first that is at hand
        for row in snapshot.layers.get(role, ())[:1]:
            if file_of(row["source"]):
                layers[role] = (
                    QgsRasterLayer(row["source"], row["name"])
                    if is_raster(role)
                    else open_layer(row["source"], row["name"], row["provider"] or "ogr")
                )
    return figures.draw(snapshot.report, layers, folder, feedback.qgis, wanted)


def _landuse(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The county's land by first-level class, where the survey layer is at hand."""
    report = snapshot.report
    sources = recorded_sources(snapshot.layers, (SURVEY,))
    spec = layers_of(report.header.crs, report.notice, sources).spec(SURVEY, None)
    return class_totals(spec.open(None).all()) if spec is not None else []
