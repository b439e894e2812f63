"""The figures of a plan: PDF of the sheet, PNG of the size that the 总体方案 gives it.

Runs on the main thread of a QGIS (3.22 or newer).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeedback, QgsMapLayer

from ...core.accounts.report import Report
from ..file_names import file_stem
from . import atlas, check, county, towns
from .drawing import Drawing
from .forms import A3, DOCUMENT, PARCEL, form_of
from .ground import Ground
from .printing import to_pdf, to_png
from .specs import FIGURES, notes

COUNTY, CHECK, TOWNS, PARCELS = "county", "check", "towns", "parcels"
KINDS = (COUNTY, CHECK, TOWNS, PARCELS)
"""附图1 to 附图5, 检查结果图, 乡镇分幅图, 地块位置图集."""


@dataclass(frozen=True)
class Wanted:
    """Which figures, on which paper (A3 or A4); ``secrecy``: the 密级 printed on them, '' for none;
    ``forms``: a folder with forms of the office, which replace those of the same name."""

    kinds: Sequence[str] = (COUNTY, CHECK)
    paper: str = A3
    secrecy: str = ""
    forms: Path | None = None


USUAL = Wanted()
IN_DOCUMENT = Wanted(kinds=(COUNTY,))


def draw(
    report: Report,
    layers: Mapping[str, QgsMapLayer],
    folder: Path,
    feedback: QgsFeedback | None = None,
    wanted: Wanted = USUAL,
) -> list[tuple[str, Path]]:
    """Draw figures into ``folder``; ``layers`` by role (YX, XZQ, DLTB, GTGH, TDYTGH).

    Returns (role, path) of each PDF and PNG. A figure whose base layer is missing is drawn on the
    boundaries with a red note, which ``missing`` tells too. When ``feedback`` is cancelled, stops
    after the figure at hand. Raises PlanError when the plan's CRS is not metric, there is nothing
    to draw, a form is broken, or a file cannot be written.
    """
    on_paper, in_document = (form_of(name, wanted.forms) for name in (wanted.paper, DOCUMENT))
    of_parcel = form_of(PARCEL, wanted.forms)
    ground = Ground(report, layers, wanted.secrecy)
    files: list[tuple[str, Path]] = []
    drawings = _drawings(ground, wanted.kinds)
    for number, drawing in enumerate(drawings, 1):
        if feedback is not None and feedback.isCanceled():
            return files
        stem = folder / file_stem(drawing.name)
        files.append((drawing.role, to_pdf(drawing.on(on_paper), stem)))
        files.append((drawing.role, to_png(drawing.on(in_document), stem)))
        if feedback is not None:
            feedback.setProgress(100 * number / len(drawings))
    if PARCELS in wanted.kinds:
        files += atlas.write(ground, of_parcel, folder, feedback)
    return files


def _drawings(ground: Ground, kinds: Sequence[str]) -> list[Drawing]:
    made = ((COUNTY, county), (CHECK, check), (TOWNS, towns))
    return [
        drawing for kind, module in made if kind in kinds for drawing in module.drawings(ground)
    ]


def missing(layers: Mapping[str, QgsMapLayer]) -> list[tuple[str, str]]:
    """(role of the figure, sentence) for each figure that is drawn without its base layer or
    boundaries."""
    return [(figure.role, note) for figure in FIGURES for note in notes(figure, layers)]
