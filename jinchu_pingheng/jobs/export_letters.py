"""Export letters of a plan: consents, publicity, opinions, from shipped templates or the
office's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..deliver.letters.kinds import KINDS
from ..deliver.letters.wanted import Wanted
from ..deliver.publishing import Written, publish_files
from ..judging.feedback import Feedback
from .export import printable
from .stated import stated_day

__all__ = ["KINDS", "Wanted", "export_letters"]


def export_letters(
    path: Path,
    folder: Path,
    kind: str,
    wanted: Wanted | None = None,
    feedback: Feedback | None = None,
    template: Path | None = None,
) -> tuple[Written, int]:
    """The letters of one kind, each in a file of its own or all in one; and how many 【待填】 stand
    in them for what the plan does not know. ``template``: the office's Word file (None: the shipped
    letter). Raises PlanError for a wrong template, or where no parcel is concerned."""
    from ..deliver.letters import writing
    from ..deliver.office.paper import read_template

    feedback, wanted = feedback or Feedback(), wanted or Wanted()
    if wanted.first:
        first = stated_day(wanted.first, name="公示开始日期", where=KINDS[kind].title)
        wanted = replace(wanted, first=first)
    own = None if template is None else read_template(template)
    report = printable(path, feedback).report
    open_marks = 0

    def write(stage: Path) -> Written:
        nonlocal open_marks
        written, open_marks = writing.write(KINDS[kind], report, stage, wanted, own)
        return written

    written = publish_files(folder, write, feedback.warn)
    if open_marks:
        feedback.warn(f"共有 {open_marks} 处【待填】，方案中没有这些内容，由编制单位填写。")
    feedback.step(100)
    return written, open_marks
