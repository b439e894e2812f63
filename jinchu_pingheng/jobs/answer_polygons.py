"""Answer polygons that a higher office has issued from the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..core.accounts.answers import Answer, PlanToAnswer, answers
from ..core.accounts.balance import blocked_parcels
from ..core.accounts.report import imprint
from ..core.errors import PlanError
from ..core.geometry.layer import WHOLE_LAYER, Problem
from ..core.model import Edition, Header
from ..core.notice import PLANAR, Notice
from ..deliver.publishing import Written, publish_files
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.sources import Source
from ..version import software
from .exact_layers import read_exact
from .headers import dated

ISSUED = "下发图斑"
COLUMNS = ("TBBH", "PCH")


@dataclass(frozen=True)
class AnswerReport:
    """The answers with the plan that they are given from; ``remarks``: what the user must know of
    the layer."""

    header: Header
    notice: Notice
    edition: Edition
    software: str
    answers: tuple[Answer, ...]
    layer: str
    remarks: tuple[Problem, ...]

    @property
    def imprint(self) -> str:
        """Where it comes from, in one line."""
        return imprint(self.edition, self.notice)


def answer_polygons(path: Path, issued: Source, feedback: Feedback | None = None) -> AnswerReport:
    """What the plan explains of each polygon. The plan is only read.

    Raises PlanError for a layer without polygons, or of no exact place.
    """
    feedback = feedback or Feedback()
    with Plan.to_read(path) as plan, plan.snapshot():
        header, edition = plan.header, plan.edition
        notice = profiles.load(header.profile)
        parcels = sound(plan.parcels(), notice)
        blocked = blocked_parcels(plan.findings())
    layer = read_exact(issued, ISSUED, header.crs, COLUMNS)
    if not len(layer) and not layer.broken:
        raise PlanError("图层中没有图斑", f"图层“{layer.name}”", "请选择下发的图斑图层")
    feedback.step(20)
    found = answers(layer, PlanToAnswer(parcels, notice, frozenset(blocked)))
    feedback.step(90)
    return AnswerReport(
        header=dated(header),
        notice=replace(notice, area=PLANAR),
        edition=edition,
        software=software(),
        answers=tuple(found),
        layer=layer.name,
        remarks=tuple(p for p in layer.problems if p.usable or p.feature == WHOLE_LAYER),
    )


def write_answers(report: AnswerReport, folder: Path) -> Written:
    """The reply workbook."""
    from ..deliver.workbooks import answers as workbook

    rows = report.answers
    return publish_files(folder, lambda stage: workbook.write(report, rows, report.layer, stage))
