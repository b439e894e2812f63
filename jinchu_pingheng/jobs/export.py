"""Export what a plan is handed in as: tables, document, figures, vectors, or the whole package."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from qgis.core import QgsRasterLayer

from ..core.accounts.report import Report
from ..core.errors import PlanError
from ..core.land.landuse import class_totals
from ..core.roles import is_raster
from ..deliver import document, figures, manifest
from ..deliver.publishing import MANIFEST, Written, publish_files, publish_folder
from ..deliver.vectors import coordinates
from ..deliver.vectors import layers as vectors
from ..deliver.workbooks import WORKBOOKS
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.sources import file_of, open_layer
from .balance import report_of
from .layers import layers_of, resolve

__all__ = [
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
    report = _dated(report_of(path, feedback, printed=True))
    return publish_files(folder, lambda stage: _tables(report, stage))


def export_document(path: Path, folder: Path, feedback: Feedback | None = None) -> Written:
    """The 总体方案 with its figures in place."""
    feedback = feedback or Feedback()
    report = _dated(report_of(path, feedback, printed=True))

    def write(stage: Path) -> Written:
        drawn = _figures(path, report, stage, feedback)
        return [document.write(report, _pictures(drawn), stage, _landuse(path))]

    return publish_files(folder, write)


def export_maps(path: Path, folder: Path, feedback: Feedback | None = None) -> Written:
    """The figures as PDF and PNG; on the main thread."""
    feedback = feedback or Feedback()
    report = _dated(report_of(path, feedback, printed=True))
    return publish_files(folder, lambda stage: _figures(path, report, stage, feedback))


def export_vectors(path: Path, folder: Path, feedback: Feedback | None = None) -> Written:
    """GeoPackage, shapefiles and coordinate text files."""
    report = _dated(report_of(path, feedback, printed=True))
    return publish_files(folder, lambda stage: _vectors(report, stage))


def export_package(
    path: Path, folder: Path, feedback: Feedback | None = None, on_main: OnMain | None = None
) -> Written:
    """Everything that is handed in, in one folder with its manifest; replaces an earlier package
    whole. ``on_main`` calls a function on the main thread, where figures are drawn; None: this is
    it."""
    feedback = feedback or Feedback()
    report = _dated(report_of(path, feedback, printed=True))

    def write(stage: Path) -> Written:
        feedback.step(5, "表格")
        written = _tables(report, _sub(stage, "附表"))
        feedback.step(15, "附图")
        figures_folder = _sub(stage, "附图")

        def figures_drawn() -> Written:
            return _figures(path, report, figures_folder, feedback)

        drawn = on_main(figures_drawn) if on_main else figures_drawn()
        feedback.step(80, "总体方案")
        written += [document.write(report, _pictures(drawn), stage, _landuse(path)), *drawn]
        feedback.step(90, "矢量数据")
        written += _vectors(report, _sub(stage, "矢量数据"))
        manifest.write(report, written, stage, MANIFEST)
        return written

    published = publish_folder(folder, write)
    with Plan.open(path) as plan:
        plan.log("导出成果包", f"{len(published)} 个文件")
    feedback.step(100)
    return published


def _sub(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _dated(report: Report) -> Report:
    """The report with the date of today where the plan does not fix one, and the county's bureau as
    its office."""
    header = report.header
    if not report.parcels:
        raise PlanError("方案中没有地块", header.county_name, "请先标注流出、流入地块")
    office = header.office or f"{header.county_name}自然资源局"
    header = dataclasses.replace(
        header, compiled_on=header.compiled_on or date.today().isoformat(), office=office
    )
    return dataclasses.replace(report, header=header)


def _tables(report: Report, folder: Path) -> Written:
    return [item for module in WORKBOOKS for item in module.write(report, folder)]


def _vectors(report: Report, folder: Path) -> Written:
    return [*vectors.write(report, folder), *coordinates.write(report, folder)]


def _pictures(drawn: Written) -> Mapping[str, Path]:
    return {role: path for role, path in drawn if path.suffix == ".png"}


def _figures(path: Path, report: Report, folder: Path, feedback: Feedback) -> Written:
    with Plan.open(path) as plan:
        recorded = plan.layer_roles()
        layers = {}
        for role in FIGURE_ROLES:
            row = recorded.get(role)
            if row and file_of(row["source"]):
                layers[role] = (
                    QgsRasterLayer(row["source"], row["name"])
                    if is_raster(role)
                    else open_layer(row["source"], row["name"], row["provider"] or "ogr")
                )
    return figures.draw(report, layers, folder, feedback.qgis)


def _landuse(path: Path) -> list[tuple[str, int]]:
    """The county's land by first-level class, where the survey layer is at hand."""
    with Plan.open(path) as plan:
        notice = profiles.load(plan.header.profile)
        sources = resolve(plan, {}, ("DLTB",))
        spec = layers_of(plan.header.crs, notice, sources).spec("DLTB", None)
    return class_totals(spec.open(None).all()) if spec is not None else []
