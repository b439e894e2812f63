"""The figures of a plan, each as PDF and PNG.

Runs on the main thread of a QGIS (3.22 or newer). Layers are cloned, so the user's styles stay as
they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from qgis.core import Qgis, QgsFeedback, QgsLayoutExporter, QgsMapLayer, QgsProject

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ..file_names import file_stem
from .ground import Ground
from .layout import Sheet, compose
from .specs import FIGURES, notes

PDF_DPI, PNG_DPI = 300, 200
TEXT = Qgis.TextRenderFormat.AlwaysText
"""Words in a PDF can be searched and copied."""
PNG_QUALITY = 70
"""Qt's parameter for how little the (lossless) file is compressed: 70 takes a third of the time of
the default."""


def draw(
    report: Report,
    layers: Mapping[str, QgsMapLayer],
    folder: Path,
    feedback: QgsFeedback | None = None,
) -> list[tuple[str, Path]]:
    """Draw every figure into ``folder``; ``layers`` by role (YX, XZQ, DLTB, GTGH, TDYTGH).

    Returns (role, path) of each PDF and PNG. A figure whose base layer is missing is drawn on the
    boundaries with a red note, which ``missing`` tells too. When ``feedback`` is cancelled, stops
    after the figure at hand. Raises PlanError when the plan's CRS is not metric, there is nothing
    to draw, or a file cannot be written.
    """
    ground = Ground(report, layers)
    files: list[tuple[str, Path]] = []
    for number, figure in enumerate(FIGURES, 1):
        if feedback is not None and feedback.isCanceled():
            break
        sheet = ground.sheet(figure)
        files += [
            (figure.role, path)
            for path in export(sheet, folder / file_stem(f"附图{number} {sheet.title}"))
        ]
        if feedback is not None:
            feedback.setProgress(100 * number / len(FIGURES))
    return files


def missing(layers: Mapping[str, QgsMapLayer]) -> list[tuple[str, str]]:
    """(role of the figure, sentence) for each figure that is drawn without its base layer or
    boundaries."""
    return [(figure.role, note) for figure in FIGURES for note in notes(figure, layers)]


def export(sheet: Sheet, stem: Path, dpi: int = PNG_DPI) -> list[Path]:
    """PDF and PNG (of ``dpi``) beside ``stem``. Raises PlanError when a file cannot be written."""
    project = QgsProject()
    about = project.metadata()
    about.setAuthor(sheet.header.office)
    about.setTitle(sheet.title)
    about.setAbstract(_about(sheet))  # a PDF calls it its subject
    project.setMetadata(about)
    layout = compose(project, sheet)  # the exporter does not keep it alive
    exporter = QgsLayoutExporter(layout)
    paths = []
    for suffix, write in ((".pdf", _to_pdf), (".png", partial(_to_png, dpi=dpi))):
        path = stem.with_name(stem.name + suffix)
        if not write(exporter, str(path), sheet):
            raise PlanError(
                "附图不能写入", str(path), "请检查文件夹权限、磁盘空间，并关闭正在打开的同名文件"
            )
        paths.append(path)
    return paths


def _about(sheet: Sheet) -> str:
    return f"{sheet.imprint}（{sheet.edition.plan_id}）" if sheet.imprint else ""


def _to_pdf(exporter: QgsLayoutExporter, path: str, sheet: Sheet) -> bool:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = PDF_DPI
    settings.textRenderFormat = TEXT
    return bool(exporter.exportToPdf(path, settings) == QgsLayoutExporter.ExportResult.Success)


def _to_png(exporter: QgsLayoutExporter, path: str, sheet: Sheet, dpi: int) -> bool:
    image = exporter.renderPageToImage(0, dpi=dpi)
    image.setText("Title", sheet.title)
    image.setText("Description", _about(sheet))
    image.setText("Software", sheet.software)
    return bool(image.save(path, "PNG", PNG_QUALITY))
