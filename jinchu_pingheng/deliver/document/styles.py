"""Look of the plan document: page, styles, fields and marks, written with python-docx and
WordprocessingML.

A4, margins 3 cm and 2.54 cm; chapters 黑体三号, body 仿宋_GB2312 四号, tables 小五, digits Times
New Roman. Lines have a fixed pitch, as in official papers: a multiple would follow the height of
whatever font stands in where the office's fonts are missing.
"""

from __future__ import annotations

import re
from typing import Any, Callable

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ..texts import printable

LATIN = "Times New Roman"
BODY, HEI, KAI, TITLE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
A4 = (Cm(21), Cm(29.7))
TEXT_CM = {"portrait": 15.0, "landscape": 26.7}
"""Width of the text area."""

PITCH, LIST_PITCH, TABLE_PITCH = Pt(22), Pt(18), Pt(11)

_MARK = re.compile("(【[^【】]*】)")
_JUSTIFY, _CENTER = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.CENTER


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """A WordprocessingML element ``w:tag`` with ``w:`` attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def new_document() -> WordDocument:
    """An empty document with the styles below; its first section is the portrait cover."""
    document = Document()
    _defaults(document)
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    _style(document, "Normal", 14, BODY, align=_JUSTIFY, indent=True)
    _style(document, "Heading 1", 16, HEI, align=_CENTER, before=14, after=8, keep=True)
    _style(document, "Heading 2", 15, KAI, bold=True, before=4, keep=True, indent=True)
    _style(document, "Heading 3", 14, BODY, bold=True, keep=True, indent=True)
    _style(document, "Heading 4", 14, BODY, keep=True, indent=True)
    _style(document, "清单", 12, BODY, spacing=LIST_PITCH, align=_JUSTIFY, indent=True)
    _style(document, "Title", 22, TITLE, spacing=1.5, align=_CENTER)
    _style(document, "Caption", 12, HEI, spacing=1.0, align=_CENTER, before=6, after=4)
    for name, font, align in (
        ("表格文字", BODY, WD_ALIGN_PARAGRAPH.LEFT),
        ("表格数字", BODY, WD_ALIGN_PARAGRAPH.RIGHT),
        ("表格居中", BODY, _CENTER),
        ("表头", HEI, _CENTER),
    ):
        _style(document, name, 9, font, spacing=TABLE_PITCH, align=align)
    for name, size, font, align in (
        ("图", 12, BODY, _CENTER),
        ("封面落款", 16, BODY, _CENTER),
        ("目录标题", 18, HEI, _CENTER),
        ("目录说明", 12, BODY, WD_ALIGN_PARAGRAPH.LEFT),
        ("草稿提示", 12, BODY, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        _style(document, name, size, font, spacing=1.0, align=align)
    for level in (1, 2, 3):
        _contents_style(document, level)
    turn(document.sections[0], "portrait")
    return document


def _defaults(document: WordDocument) -> None:
    """Chinese as the East Asian language, so that “” and 〔〕 get full-width glyphs."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    # Word then computes the contents' page numbers when it opens the file
    compat = document.settings.element.find(qn("w:compat"))
    compat.addprevious(element("updateFields", val="true"))


def _style(
    document: WordDocument,
    name: str,
    size: float,
    east_asian: str,
    spacing: float | Length = PITCH,
    bold: bool = False,
    align: Any = _JUSTIFY,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    indent: bool = False,
) -> Any:
    known = [style.name for style in document.styles]
    builtin = name.startswith("toc ")
    style = document.styles[name] if name in known else document.styles.add_style(
        name, WD_STYLE_TYPE.PARAGRAPH, builtin
    )  # fmt: skip
    if name != "Normal":
        style.base_style = document.styles["Normal"]
    fonts(style.element.get_or_add_rPr(), east_asian)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.alignment, form.line_spacing, form.keep_with_next = align, spacing, keep
    form.space_before, form.space_after = Pt(before), Pt(after)
    _indent(style.element.get_or_add_pPr(), size if indent else 0)
    for rule in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(rule)
    return style


def _contents_style(document: WordDocument, level: int) -> None:
    font = HEI if level == 1 else BODY
    style = _style(document, f"toc {level}", 12, font, spacing=1.0, align=WD_ALIGN_PARAGRAPH.LEFT)
    style.paragraph_format.left_indent = Cm(0.85 * (level - 1))
    style.paragraph_format.tab_stops.add_tab_stop(
        Cm(TEXT_CM["portrait"]), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def fonts(properties: Any, east_asian: str) -> None:
    """Fonts by name for each script; a theme font left in place would win over them."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    latin = {"ascii": LATIN, "hAnsi": LATIN, "cs": LATIN}
    properties.insert(0, element("rFonts", **latin, eastAsia=east_asian, hint="eastAsia"))


def _indent(properties: Any, size: float) -> None:
    """First line indent by two characters of ``size`` points (0: none)."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200" if size else "0")
    indent.set(qn("w:firstLine"), str(int(size * 40)))


def turn(section: Section, orientation: str) -> None:
    """Set paper and margins; ``orientation`` is 'portrait' or 'landscape'."""
    wide = orientation == "landscape"
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4[::-1] if wide else A4
    section.left_margin = section.right_margin = Cm(1.5) if wide else Cm(3)
    section.top_margin, section.bottom_margin = (Cm(1.6), Cm(1.9)) if wide else (Cm(2.54),) * 2
    section.footer_distance = Cm(0.9) if wide else Cm(1.5)


def add_section(
    document: WordDocument, orientation: str, turn: Callable[[Section, str], None] = turn
) -> Section:
    """Start a new page with its own orientation; the footer goes on."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    turn(section, orientation)
    for numbering in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(numbering)
    return section


def number_pages(section: Section, style: str = "decimal") -> None:
    """Page numbers start at 1 in this section; ``style`` is 'decimal' or 'upperRoman'."""
    numbering = element("pgNumType", fmt=style, start=1)
    section._sectPr.find(qn("w:cols")).addprevious(numbering)


def add_footer(section: Section, below: str = "") -> None:
    """Page number in the middle, for this section and those after it; ``below`` it a small line."""
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "表格居中"
    add_text(paragraph, "— ")
    add_field(paragraph, "PAGE", "1")
    add_text(paragraph, " —")
    if below:
        small = section.footer.add_paragraph(style="表格居中")
        add_text(small, below)
        for run in small.runs:
            run.font.size, run.font.color.rgb = Pt(7.5), RGBColor(0x60, 0x60, 0x60)


def add_text(paragraph: Paragraph, text: str, bold: bool = False) -> None:
    """Append text; what stands in 【】 is left to the office and highlighted in yellow."""
    for part in filter(None, _MARK.split(printable(text))):
        run = paragraph.add_run(part)
        run._r.get_or_add_rPr().insert(0, element("rFonts", hint="eastAsia"))
        if bold:
            run.bold = True
        if _MARK.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """Append a field that shows ``result`` until the word processor computes it."""
    open_field(paragraph, instruction)
    paragraph.add_run(printable(result))
    close_field(paragraph)


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field; what follows until ``close_field`` is its result."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    for part in (
        element("fldChar", fldCharType="begin"),
        code,
        element("fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)


def close_field(paragraph: Paragraph) -> None:
    """End the field that ``open_field`` began."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Put the paragraph's content into a bookmark."""
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def contents(document: WordDocument, entries: tuple[tuple[int, str, str], ...], hint: str) -> None:
    """A TOC field whose result is written here: (level, text, bookmark name) each with a PAGEREF
    field.

    Nobody but the word processor knows the page numbers, so they stay empty until it computes them
    on an update (F9). ``hint`` stands in the result and goes with the first update.
    """
    paragraph = document.add_paragraph(style="toc 1")
    open_field(paragraph, 'TOC \\o "1-3" \\h \\z \\u')
    add_text(paragraph, hint)
    for level, text, name in entries:
        paragraph = document.add_paragraph(style=f"toc {level}")
        add_text(paragraph, f"{text}\t")
        add_field(paragraph, f"PAGEREF {name} \\h", "")
        link = element("hyperlink", *paragraph._p.findall(qn("w:r")), anchor=name)
        paragraph._p.append(link)
    close_field(paragraph)
