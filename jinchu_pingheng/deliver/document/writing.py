"""The plan document (总体方案): a Word file made from the office's template and the report's
facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ...core.accounts.report import Report
from ..file_names import file_stem
from ..texts import property_text
from .blocks import BLOCKS, Writing, add_heading, is_known
from .facts import facts, flags
from .filled import MARK, Filled, filled_in, mark_paragraph, to_fill, with_filled
from .lists import LISTS
from .styles import add_text, new_document
from .template import Block, Heading, Node, Paragraph, check, fill, holds, read_template
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

    ``figures``: role -> PNG; ``landuse``: (class name, whole m²) of the county. The template is
    ``<templates_root>/<notice.document>/plan.md``. Raises PlanError with the template's line for an
    unknown tag, condition or block, before anything is written.
    """
    words = facts(report)
    nodes = _nodes(report, words, landuse, templates_root)
    places = {id(node): name for name, node in to_fill(nodes, words)}
    headings = tuple(node for node in nodes if isinstance(node, Heading))
    writing = Writing(
        document=new_document(),
        report=report,
        landuse=landuse,
        figures=figures,
        facts=words,
        headings=headings,
        open_count=sum(
            len(MARK.findall(with_filled(fill(node.text, words), report.filled.get(name, ()))))
            for name, node in to_fill(nodes, words)
        ),
    )
    for node in nodes:
        if isinstance(node, Heading):
            add_heading(writing, node)
        elif isinstance(node, Block):
            BLOCKS[node.kind](writing, node)
        else:
            _paragraph(writing, node, places.get(id(node), ""))
    _describe(writing)
    path = folder / file_name(report)
    writing.document.save(str(path))
    return "plan_document", path


def last_filled(report: Report, landuse: LandUse, path: Path) -> Filled:
    """What a person has written into the marks of an earlier document of the plan; nothing where
    that is no document any more."""
    words = facts(report)
    try:
        return filled_in(path, to_fill(_nodes(report, words, landuse, TEMPLATES), words), words)
    except Exception:  # a broken .docx raises whatever its readers raise; it is kept beside
        return {}


def _nodes(
    report: Report, words: Mapping[str, str], landuse: LandUse, templates_root: Path
) -> list[Node]:
    """What is printed of the template."""
    template = read_template(templates_root / report.notice.document / "plan.md")
    conditions = {
        **flags(report, landuse),
        **{f"has_{name}": bool(items(report)) for name, items in LISTS.items()},
    }
    check(template, words, conditions, is_known)
    return [_worded(node, words) for node in template.nodes if holds(node, conditions)]


def _paragraph(writing: Writing, node: Paragraph, place: str) -> None:
    paragraph = writing.document.add_paragraph()
    text = fill(node.text, writing.facts)
    if not place:
        add_text(paragraph, text)
        return
    add_text(paragraph, with_filled(text, writing.report.filled.get(place, ())))
    writing.place_count += 1
    mark_paragraph(paragraph, place, writing.place_count)


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
