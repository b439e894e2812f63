"""A sheet as a file: PDF with vectors and real text, PNG."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout, QgsProject
from qgis.PyQt.QtGui import QImage

from ...core.errors import PlanError
from .layout import compose
from .sheet import Sheet

DPI = 300
TEXT = Qgis.TextRenderFormat.AlwaysText
"""Words in a PDF can be searched and copied."""
PNG_QUALITY = 70
"""Qt's parameter for how little the (lossless) file is compressed: 70 takes a third of the time of
the default."""


def to_pdf(sheet: Sheet, stem: Path) -> Path:
    """Raises PlanError when the file cannot be written."""
    path = _named(stem, ".pdf")
    project = QgsProject()
    about = project.metadata()
    about.setAuthor(sheet.header.office)
    about.setTitle(sheet.title)
    about.setAbstract(_about(sheet))  # a PDF calls it its subject
    project.setMetadata(about)
    layout = compose(project, sheet)  # the exporter does not keep it alive
    result = QgsLayoutExporter(layout).exportToPdf(str(path), pdf_settings())
    require_written(result == QgsLayoutExporter.ExportResult.Success, path)
    return path


def to_png(sheet: Sheet, stem: Path) -> Path:
    """A picture that says how large it is. Raises PlanError when the file cannot be written."""
    path = _named(stem, ".png")
    project = QgsProject()
    image = _picture(compose(project, sheet))
    image.setText("Title", sheet.title)
    image.setText("Description", _about(sheet))
    image.setText("Software", sheet.software)
    require_written(bool(image.save(str(path), "PNG", PNG_QUALITY)), path)
    return path


def pdf_settings() -> QgsLayoutExporter.PdfExportSettings:
    """How figures become PDF."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.textRenderFormat = TEXT
    return settings


def require_written(written: bool, path: Path) -> None:
    """Raises PlanError when it was not."""
    if not written:
        raise PlanError(
            "附图不能写入", str(path), "请检查文件夹权限、磁盘空间，并关闭正在打开的同名文件"
        )


def _picture(layout: QgsPrintLayout) -> QImage:
    image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=DPI)
    return image.convertToFormat(QImage.Format.Format_RGB888)  # paper is not transparent


def _named(stem: Path, suffix: str) -> Path:
    return stem.with_name(stem.name + suffix)


def _about(sheet: Sheet) -> str:
    return f"{sheet.imprint}（{sheet.edition.plan_id}）" if sheet.imprint else ""
