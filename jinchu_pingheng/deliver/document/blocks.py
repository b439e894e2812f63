"""The blocks of a template: cover, draft notice, contents, pages, lists, tables, figures, charts
(``BLOCKS``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from docx.document import Document as WordDocument
from docx.section import Section
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from ...core.accounts.balance import blocked_parcels
from ...core.accounts.report import Report
from ...core.errors import PlanError, listed
from ...core.model import BLOCK
from ..texts import printable
from ..wording import is_draft, reason_text
from .captions import LABELS, add_caption
from .chart_data import CHARTS
from .charts import add_chart
from .grid import add_box, add_grid
from .lists import LISTS
from .styles import (
    TEXT_CM,
    add_footer,
    add_section,
    add_text,
    bookmark,
    contents,
    number_pages,
    turn,
)
from .tables import TABLES
from .template import Block, Heading, fill
from .wording import MOST_NAMED, LandUse, excepted, parcel_text

FIGURES: tuple[str, ...] = (
    "map_location", "map_out_landuse", "map_out_plan", "map_in_landuse", "map_in_landuse_plan",
)  # fmt: skip
FIGURE_HEIGHT_CM = {"portrait": 20.0, "landscape": 14.6}
CONTENTS_LEVELS = 3
CONTENTS_HINT = "【目录页码由 Word 计算：单击目录后按 F9 并选“更新整个目录”，本提示随之消失】"


@dataclass
class Writing:
    """A document being written: what every block may need, and the running numbers."""

    document: WordDocument
    report: Report
    landuse: LandUse
    figures: Mapping[str, Path]
    facts: Mapping[str, str]
    headings: tuple[Heading, ...]
    orientation: str = "portrait"
    references: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    heading_count: int = 0
    place_count: int = 0
    open_count: int = 0
    text_cm: Mapping[str, float] = field(default_factory=lambda: TEXT_CM)
    turn: Callable[[Section, str], None] = turn
    whole: bool = True
    """The document is made of blocks alone; else they stand in a file of the office."""

    @property
    def width_cm(self) -> float:
        """Width of the text area of the page in hand."""
        return self.text_cm[self.orientation]

    def new_page(self, orientation: str) -> Section:
        """A new section on a page of its own, upright or wide."""
        self.orientation = orientation
        return add_section(self.document, orientation, self.turn)


def bookmark_name(number: int) -> str:
    """Name of the n-th heading's bookmark, in the form that Word gives to headings of a TOC."""
    return f"_Toc{number:08d}"


def add_heading(writing: Writing, heading: Heading) -> None:
    """A real heading, bookmarked for the contents."""
    writing.heading_count += 1
    paragraph = writing.document.add_paragraph(style=f"Heading {heading.level}")
    add_text(paragraph, heading.text)
    bookmark(paragraph, writing.heading_count, bookmark_name(writing.heading_count))


def _cover(writing: Writing, block: Block) -> None:
    """Title in two lines (name, caption), office and date; the section ends here and has no page
    number."""
    document, facts = writing.document, writing.facts
    for index, line in enumerate((block.name, block.caption)):
        title = document.add_paragraph(style="Title")
        title.paragraph_format.space_before = Pt(0 if index else 170)
        add_text(title, fill(line, facts))
    draft = is_draft(writing.report)
    for text in ("（草稿）", reason_text(writing.report)) if draft else ():
        add_text(document.add_paragraph(style="封面落款"), text)
    for index, tag in enumerate(("office", "compiled_on")):
        paragraph = document.add_paragraph(style="封面落款")
        paragraph.paragraph_format.space_before = Pt(12 if index else 220 if draft else 300)
        add_text(paragraph, facts[tag])
    section = add_section(document, "portrait")
    number_pages(section, "upperRoman")
    add_footer(section, writing.report.edition.text)


def _draft(writing: Writing, block: Block) -> None:
    """A frame that says why the package is a draft, and why it goes out; nothing when no blocking
    finding remains."""
    report, facts = writing.report, writing.facts
    blocked = blocked_parcels(report.findings)
    texts: list[str] = []
    if not report.balance.checked:
        texts = [
            "草稿：尚未进行限制条件检查",
            "本成果中的判定只是面积比较，检查完成前不得上报或作为实施依据。",
        ]
    elif facts["failed"] != "0":
        names = listed(
            (parcel_text(parcel) for parcel in report.parcels if parcel.parcel_id in blocked),
            most=MOST_NAMED,
        )
        texts = [
            f"草稿：{facts['failed']}项禁止性问题未处理",
            "本成果存在未通过禁止性检查的内容，处理前不得上报或作为实施依据。",
        ]
        texts += [f"涉及地块：{names}。"] if blocked else []
        count = sum(finding.severity == BLOCK for finding in excepted(report.findings))
        texts += [f"其中{count}项登记了例外；登记例外不改变检查结论。"] if count else []
    if texts:
        add_box(writing.document, [*texts, f"{reason_text(report)}。"], writing.width_cm)
        writing.document.add_paragraph(style="图")


def _contents(writing: Writing, block: Block) -> None:
    """目录 with entries for the headings that are printed; the body begins after it, on page 1."""
    document = writing.document
    add_text(document.add_paragraph(style="目录标题"), "目　录")
    entries = tuple(
        (heading.level, heading.text, bookmark_name(number))
        for number, heading in enumerate(writing.headings, 1)
        if heading.level <= CONTENTS_LEVELS
    )
    contents(document, entries, CONTENTS_HINT)
    if writing.open_count:
        text = f"尚有{writing.open_count}处黄色标出的待填内容，由编制单位填写。"
        add_text(document.add_paragraph(style="目录说明"), text)
    if writing.whole:
        number_pages(writing.new_page("portrait"))


def _page(writing: Writing, block: Block) -> None:
    """A new page, upright or wide."""
    writing.new_page(block.name)


def _list(writing: Writing, block: Block) -> None:
    """Numbered paragraphs; 无 when the notice has none."""
    items = LISTS[block.name](writing.report)
    for number, item in enumerate(items, 1):
        end = "；" if number < len(items) else "。"
        add_text(writing.document.add_paragraph(style="清单"), f"{number}）{item}{end}")
    if not items:
        add_text(writing.document.add_paragraph(), "无。")


def _table(writing: Writing, block: Block) -> None:
    """A caption and a table; an empty table is said to be empty."""
    document = writing.document
    grid = TABLES[block.name](writing.report, writing.landuse)
    caption = _caption(writing, block)
    caption.paragraph_format.keep_with_next = True
    if grid.lines:
        add_grid(document, grid, writing.width_cm)
    else:
        add_text(document.add_paragraph(style="图"), "（本表无内容）")
    document.add_paragraph(style="表格文字")


def _figure(writing: Writing, block: Block) -> None:
    """A picture as large as the page allows, its caption below; a mark where the picture was not
    made."""
    caption = fill(block.caption, writing.facts)
    paragraph = writing.document.add_paragraph(style="图")
    paragraph.paragraph_format.keep_with_next = True
    if block.name in writing.figures:
        _picture(writing, paragraph.add_run(), writing.figures[block.name], caption)
    else:
        add_text(paragraph, f"【待填：{caption}未生成，请导出附图后插入】")
    _caption(writing, block)


def _chart(writing: Writing, block: Block) -> None:
    """A chart over the width of the text, its caption below."""
    caption = fill(block.caption, writing.facts)
    paragraph = writing.document.add_paragraph(style="图")
    paragraph.paragraph_format.keep_with_next = True
    chart = CHARTS[block.name](writing.report)
    number = writing.counts[LABELS[block.kind]] + 1
    add_chart(paragraph, chart, number, caption, writing.width_cm)
    _caption(writing, block)


def _caption(writing: Writing, block: Block) -> WordParagraph:
    """The next caption of its label."""
    label = LABELS[block.kind]
    writing.counts[label] += 1
    text = fill(block.caption, writing.facts)
    number = writing.counts[label]
    return add_caption(writing.document, block, number, text, writing.references)


def _picture(writing: Writing, run, path: Path, caption: str) -> None:  # type: ignore[no-untyped-def]
    if not path.is_file():
        raise PlanError("没有找到附图文件", str(path), "请重新导出附图")
    picture = run.add_picture(str(path))
    width, height = Cm(writing.width_cm), Cm(FIGURE_HEIGHT_CM[writing.orientation])
    # a figure is drawn for its size here: enlarged or shrunk, its scale would be untrue
    scale = min(1.0, width / picture.width, height / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture._inline.docPr.set("descr", printable(caption))


BLOCKS: dict[str, Callable[[Writing, Block], None]] = {
    "cover": _cover,
    "draft": _draft,
    "contents": _contents,
    "page": _page,
    "list": _list,
    "table": _table,
    "figure": _figure,
    "chart": _chart,
}

NAMES: dict[str, tuple[str, ...]] = {
    "page": tuple(TEXT_CM),
    "list": tuple(LISTS),
    "table": tuple(TABLES),
    "figure": FIGURES,
    "chart": tuple(CHARTS),
}
"""The names that a block of a kind may have."""


def is_known(block: Block) -> bool:
    """Whether a block of a template exists."""
    return block.kind in BLOCKS and (block.kind not in NAMES or block.name in NAMES[block.kind])
