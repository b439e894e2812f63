"""The plan document (总体方案): a Word file made from the office's template and the report's
facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ...core.accounts.report import Report, build_report
from ...core.errors import PlanError
from ...core.model import Header, OfficeTemplate
from ...plan import profiles
from ..file_names import file_stem
from ..texts import property_text
from . import office
from .blocks import Writing, is_known
from .captions import references, tags
from .facts import facts, flags
from .filled import Filled, filled_in
from .lists import LISTS
from .printing import Outline, headings_of, open_marks, print_nodes
from .styles import new_document
from .template import Heading, Node, check, fill, holds, read_template
from .wording import LandUse

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def file_name(report: Report) -> str:
    """Name of the Word file; Chinese quotes are allowed on every system."""
    return f"{file_stem(title(report))}.docx"


def title(report: Report) -> str:
    """Title as the notice words it."""
    return f"{report.header.county_name}{report.header.year}年度{report.notice.plan_name}"


def write(
    report: Report,
    figures: Mapping[str, Path],
    folder: Path,
    landuse: LandUse = (),
    templates_root: Path = TEMPLATES,
) -> tuple[str, Path]:
    """Write the plan document into ``folder`` and return its contract role and path.

    ``figures``: role -> PNG; ``landuse``: (class name, whole m²) of the county. The outline is
    ``<templates_root>/<notice.document>/plan.md``, in the office's ``report.template`` if any.
    Raises PlanError with the template's line for an
    unknown tag, condition or block, before anything is written.
    """
    outline = _outline(report, landuse, templates_root)
    if report.template is None:
        writing = _write(report, outline, figures, landuse)
    else:
        writing = office.write(report.template, report, outline, figures, landuse)
    _describe(writing)
    path = folder / file_name(report)
    writing.document.save(str(path))
    return "plan_document", path


def _write(
    report: Report, outline: Outline, figures: Mapping[str, Path], landuse: LandUse
) -> Writing:
    """The outline as it is shipped, in our own look."""
    places = outline.places()
    writing = Writing(
        document=new_document(),
        report=report,
        landuse=landuse,
        figures=figures,
        facts=outline.spoken,
        headings=headings_of(outline.nodes),
        references=references(outline.nodes),
        open_count=open_marks(report, places, outline.spoken),
    )
    print_nodes(writing, outline.nodes, places)
    return writing


def last_filled(report: Report, landuse: LandUse, path: Path) -> Filled:
    """What a person has written into the marks of an earlier document of the plan; nothing where
    that is no document any more. Raises PlanError where the office's template is wrong."""
    outline = _outline(report, landuse, TEMPLATES)
    places = outline.places()
    if report.template is not None:
        places = office.places(report.template, report, outline)
    try:
        return filled_in(path, places, outline.spoken)
    except Exception:  # a broken .docx raises whatever its readers raise; it is kept beside
        return {}


def faults(template: OfficeTemplate, profile: str) -> list[PlanError]:
    """What is wrong with the office's template for the plans of a profile, each with its place.
    Raises PlanError where the template is no Word file."""
    return office.faults(template, _outline(unwritten(profile), (), TEMPLATES))


def unwritten(profile: str) -> Report:
    """The report of a plan without parcels: the names of all tags, whatever their values."""
    plan = Header("000000", "", 2000, profile, "")
    return build_report(plan, profiles.load(profile), [], [], [], [], "")


def require_right_template(report: Report) -> None:
    """Raise PlanError for the first fault of the office's template, before anything is made."""
    if report.template is not None:
        office.require_right(report.template, _outline(report, (), TEMPLATES))


def _outline(report: Report, landuse: LandUse, templates_root: Path) -> Outline:
    """What is printed of the shipped text."""
    template = read_template(templates_root / report.notice.document / "plan.md")
    words, pointers = facts(report), tags(template.nodes)
    conditions = {
        **flags(report, landuse),
        **{f"has_{name}": bool(items(report)) for name, items in LISTS.items()},
    }
    check(template, words, pointers, conditions, is_known)
    nodes = [_worded(node, words) for node in template.nodes if holds(node, conditions)]
    return Outline(words, conditions, nodes, pointers)


def _worded(node: Node, words: Mapping[str, str]) -> Node:
    """A heading with its tags replaced, for the text and the contents alike; other nodes as they
    are."""
    return replace(node, text=fill(node.text, words)) if isinstance(node, Heading) else node


def _describe(writing: Writing) -> None:
    """File properties: the office's, not those of the library's empty document."""
    header, properties = writing.report.header, writing.document.core_properties
    properties.title, properties.author, properties.last_modified_by = (
        property_text(title(writing.report)),
        property_text(header.office),
        "",
    )
    properties.comments, properties.language = writing.report.software, "zh-CN"
    edition = writing.report.edition
    if edition.plan_id:
        properties.subject, properties.identifier = edition.text, edition.plan_id
        properties.keywords = writing.report.imprint
        properties.version = str(edition.revision)
    day = datetime.fromisoformat(header.compiled_on or f"{header.year}-01-01")
    properties.created = properties.modified = day
