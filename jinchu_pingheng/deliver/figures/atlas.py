"""地块位置图集: the pages of all parcels in one PDF."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from qgis.core import (
    QgsAbstractLayoutIterator,
    QgsFeedback,
    QgsLayoutExporter,
    QgsPrintLayout,
    QgsProject,
)

from ...core.model import IN, OUT
from ..file_names import file_stem
from ..vectors.facts import parcel_facts
from .forms import Form
from .ground import Ground
from .parcel_page import pages_of
from .printing import pdf_settings, require_written

ROLE = "map_parcels"


def write(
    ground: Ground, form: Form, folder: Path, feedback: QgsFeedback | None
) -> list[tuple[str, Path]]:
    """The PDF; nothing when it is cancelled. Raises PlanError when it cannot be written."""
    header, words = ground.report.header, ground.report.notice.words
    title = f"{header.county_name}{header.year}年度耕地{words.regime}地块位置图集"
    path = folder / f"{file_stem(title)}.pdf"
    pages = _Pages(ground, form, feedback)
    try:
        result, _ = QgsLayoutExporter.exportToPdf(pages, str(path), pdf_settings(), None)
    finally:
        pages.close()
    if pages.cancelled:
        path.unlink(missing_ok=True)
        return []
    require_written(result == QgsLayoutExporter.ExportResult.Success, path)
    return [(ROLE, path)]


class _Pages(QgsAbstractLayoutIterator):
    """Layouts one after the other: a county has hundreds, and only that at hand is kept."""

    def __init__(self, ground: Ground, form: Form, feedback: QgsFeedback | None) -> None:
        super().__init__()
        self.cancelled = False
        self._ground, self._form, self._feedback = ground, form, feedback
        report = ground.report
        self._facts = [facts for side in (OUT, IN) for facts in parcel_facts(report, side)]
        self._project = QgsProject()
        self._layouts = self._made()
        self._layout: QgsPrintLayout | None = None

    def _made(self) -> Generator[QgsPrintLayout, None, None]:
        for number, facts in enumerate(self._facts, 1):
            yield from pages_of(self._ground, facts, self._form, self._project)
            if self._feedback is not None:
                self._feedback.setProgress(100 * number / len(self._facts))

    def close(self) -> None:
        """Let go of the page at hand: a layout must not outlive its project."""
        self._layouts.close()
        self._layout = None

    def layout(self) -> QgsPrintLayout | None:
        """The page at hand."""
        return self._layout

    def beginRender(self) -> bool:  # noqa: N802  (QGIS calls this name)
        """Ready."""
        return True

    def endRender(self) -> bool:  # noqa: N802  (QGIS calls this name)
        """Done."""
        return True

    def count(self) -> int:
        """Of parcels."""
        return len(self._facts)

    def next(self) -> bool:
        """Make the next page; False when there is none."""
        if self._feedback is not None and self._feedback.isCanceled():
            self.cancelled = True
            return False
        self._layout = next(self._layouts, None)
        return self._layout is not None

    def filePath(self, base: str, extension: str) -> str:  # noqa: N802  (QGIS calls this name)
        """One file for all."""
        return f"{base}.{extension}"
