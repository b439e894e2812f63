"""The plan document in a Word file of the office: tags, loops, blocks, and what was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm

from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.core.model import OfficeTemplate
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.document.members import COLLECTIONS, ITEMS
from jinchu_pingheng.deliver.office.paper import read_template
from tests.deliver.example import HEADER, example_report
from tests.deliver.office_papers import saved, template, with_table


def written(folder: Path, report: Report, own: OfficeTemplate) -> WordDocument:
    """The document of a report in a template, opened again."""
    folder.mkdir(exist_ok=True)
    path = document.write(replace(report, template=own), {}, folder)[1]
    return docx.Document(str(path))


def lines(folder: Path, *given: str | Sequence[str], report: Report | None = None) -> list[str]:
    """The paragraphs that come of a template's paragraphs, empty ones left out."""
    own = template(folder, *given)
    word = written(folder / "成果", report or example_report(), own)
    return [p.text for p in word.paragraphs if p.text.strip()]


def test_tags_take_the_plans_values_whatever_runs_word_has_split_them_over(tmp_path: Path) -> None:
    split = ("关于{", "{ cou", "nty }}{{ye", "ar}", "}年度{{ plan_name }}的报告")
    assert lines(tmp_path, split) == ["关于云川县2023年度耕地“进出平衡”总体方案的报告"]


def test_a_tag_keeps_the_look_of_its_run(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("{{ draft }}")
    paragraph = word.add_paragraph()
    paragraph.add_run("县：")
    paragraph.add_run("{{ county }}").bold = True
    made = written(
        tmp_path / "成果", example_report(), read_template(saved(word, tmp_path, "单位"))
    )
    [runs] = [p.runs for p in made.paragraphs if p.text == "县：云川县"]
    assert [(run.text, run.bold) for run in runs] == [("县：", None), ("云川县", True)]


def test_headers_and_footers_take_tags_too(tmp_path: Path) -> None:
    own = template(tmp_path, "正文", header="{{ office }}〔{{ year }}〕号")
    word = written(tmp_path / "成果", example_report(), own)
    assert word.sections[0].header.paragraphs[0].text == "云川县自然资源局〔2023〕号"


def test_a_value_that_looks_like_a_tag_or_like_xml_is_a_text(tmp_path: Path) -> None:
    strange = replace(example_report(), header=replace(HEADER, county_name="{{ year }}<&县\x0b"))
    assert lines(tmp_path, "{{ county }}", report=strange) == ["{{ year }}<&县"]


def test_paragraphs_between_for_and_endfor_come_for_each_member(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        "{% for t in townships %}",
        "{{ loop.index }}. {{ t.name }}{% if loop.last %}。{% else %}；{% endif %}",
        "{%p endfor %}",
        "完",
    )
    assert found == ["1. 甲镇；", "2. 乙乡。", "完"]


def test_rows_between_for_and_endfor_come_for_each_parcel(tmp_path: Path) -> None:
    path = with_table(
        tmp_path,
        ("编号", "面积"),
        ("{%tr for p in outflows %}",),
        ("{{ p.id }}", "{{ p.area }}"),
        ("{%tr endfor %}",),
        ("合计", "{{ out_area }}"),
    )
    word = written(tmp_path / "成果", example_report(), read_template(path))
    rows = [tuple(cell.text for cell in row.cells) for row in word.tables[-1].rows]
    assert rows[0] == ("编号", "面积")
    assert rows[-1] == ("合计", "4.3418")
    areas = [area for _, area in rows[1:-1]]
    assert ("C01", "1.2346") in rows and f"{sum(map(float, areas)):.4f}" == "4.3418"


def test_conditions_choose(tmp_path: Path) -> None:
    given = ("{% if with_ratio %}", "一", "{% elif year == '2023' %}", "二", "{% else %}", "三",
             "{% endif %}")  # fmt: skip
    assert lines(tmp_path, *given) == ["二"]


def test_a_cell_of_which_nothing_is_left_still_holds_a_paragraph(tmp_path: Path) -> None:
    path = with_table(tmp_path, ("甲", "{% if not has_out %}"))
    word = docx.Document(str(path))
    cell = word.tables[0].cell(0, 1)
    cell.add_paragraph("没有流出")
    cell.add_paragraph("{% endif %}")
    word.save(str(path))
    made = written(tmp_path / "成果", example_report(), read_template(path))
    cells = [cell for row in made.tables[-1]._tbl.tr_lst for cell in row.tc_lst]
    assert all(len(cell.p_lst) == 1 for cell in cells)


def test_chapters_stand_under_the_offices_letterhead_in_its_styles(tmp_path: Path) -> None:
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "某县自然资源局"
    word.styles["Heading 1"].font.name = "隶书"
    for text in ("{{ draft }}", "前言", "{{ outline }}", "落款"):
        word.add_paragraph(text)
    made = written(
        tmp_path / "成果", example_report(), read_template(saved(word, tmp_path, "单位"))
    )
    texts = [p.text for p in made.paragraphs]
    assert texts.index("前言") < texts.index("第一章 总则") < texts.index("第七章 附件")
    assert texts.index("第七章 附件") < texts.index("落款")
    assert made.styles["Heading 1"].font.name == "隶书"
    orientations = [s.orientation for s in made.sections]
    assert WD_ORIENT.LANDSCAPE in orientations and orientations[-1] == WD_ORIENT.PORTRAIT
    assert {p.text for s in made.sections for p in s.header.paragraphs} == {"某县自然资源局"}
    pages = {(round(s.page_width.cm, 1), round(s.page_height.cm, 1)) for s in made.sections}
    assert pages == {(21.0, 29.7), (29.7, 21.0)}


def test_one_table_one_list_one_figure_stand_where_they_are_asked_for(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        "甲",
        "{{ table.quality }}",
        "乙",
        "{{ list.out_types }}",
        "{{ figure.map_location }}",
    )
    assert found[0] == "甲" and found[1].startswith("表1") and found[2] == "乙"
    assert found[3].startswith("1）")
    assert found[-2].startswith("【待填：") and found[-1].startswith("附图1")


def test_a_chart_stands_where_it_is_asked_for(tmp_path: Path) -> None:
    found = lines(tmp_path, "甲", "{{ chart.by_town }}", "乙")
    [caption] = [text for text in found if text.startswith("图1")]
    assert found[0] == "甲" and found[-1] == "乙" and "分乡镇" in caption


def test_styles_are_found_by_their_names_though_ids_differ(tmp_path: Path) -> None:
    """In files of a Chinese Word the ids of styles are letters and digits."""
    word = docx.Document()
    ids = {"Normal": "a", "Heading1": "1"}
    for style in word.styles.element.iter(qn("w:style")):
        style.set(qn("w:styleId"), ids.get(style.get(qn("w:styleId")), style.get(qn("w:styleId"))))
        for other in style.iter(qn("w:basedOn"), qn("w:next"), qn("w:link")):
            other.set(qn("w:val"), ids.get(other.get(qn("w:val")), other.get(qn("w:val"))))
    own = word.styles.add_style("表格文字", 1)
    own.element.set(qn("w:styleId"), "af3")
    for text in ("{{ draft }}", "{{ chapter_2 }}", "{{ table.out_by_type }}"):
        word.add_paragraph(text)
    made = written(
        tmp_path / "成果", example_report(), read_template(saved(word, tmp_path, "单位"))
    )
    known = {style.style_id for style in made.styles}
    used = {found.get(qn("w:val")) for found in made.element.body.iter(qn("w:pStyle"))}
    based = {found.get(qn("w:val")) for found in made.styles.element.iter(qn("w:basedOn"))}
    assert used <= known and based <= known and {"1", "af3"} <= used


def test_styles_are_found_as_libreoffice_writes_their_names(tmp_path: Path) -> None:
    word = docx.Document()
    for name in word.styles.element.iter(qn("w:name")):
        if name.get(qn("w:val")).startswith("heading "):
            name.set(qn("w:val"), name.get(qn("w:val")).capitalize())
    for text in ("{{ draft }}", "{{ chapter_2 }}"):
        word.add_paragraph(text)
    own = read_template(saved(word, tmp_path, "单位"))
    made = written(tmp_path / "成果", example_report(), own)
    assert "Heading 1" in [p.style.name for p in made.paragraphs if p.style is not None]


def test_bookmarks_and_pictures_have_numbers_of_their_own(tmp_path: Path) -> None:
    own = template(tmp_path, "{% for t in townships %}", "{{ t.name }}【待填：意见】",
                   "{% endfor %}", "{{ chapter_1 }}", "{{ chapter_1 }}")  # fmt: skip
    body = written(tmp_path / "成果", example_report(), own).element.body
    starts = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))]
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert sorted(starts) == sorted(ends) and len(starts) == len(set(starts)) > 4
    assert len(names) == len(set(names))


def test_what_was_filled_in_comes_along_and_in_a_loop_to_the_same_member_only(
    tmp_path: Path,
) -> None:
    given = (
        ("{{ county }}{{ year }}年，", "联系人【待", "填：联系人】，电话【待填：电话】"),
        "{% for t in townships %}",
        "{{ t.name }}意见：【待填：意见】",
        "{% endfor %}",
        "{{ chapter_2 }}",
    )
    own = template(tmp_path, *given)
    word = written(tmp_path / "成果", example_report(), own)
    marks = {p.text: p for p in word.paragraphs if "【待填" in p.text}
    yellow = [r.text for p in marks.values() for r in p.runs
              if r.font.highlight_color == WD_COLOR_INDEX.YELLOW]  # fmt: skip
    assert "【待填：联系人】" in yellow and "【待填：意见】" in yellow
    type_over(marks["云川县2023年，联系人【待填：联系人】，电话【待填：电话】"], "联系人", "王五")
    type_over(marks["乙乡意见：【待填：意见】"], "意见", "同意")
    basics = next(p for text, p in marks.items() if text.startswith("【待填：地理位置"))
    type_over(basics, "地理位置", "地处黄土丘陵")
    path = saved(word, tmp_path, "填过")

    later = replace(example_report(), template=own, header=replace(HEADER, year=2024))
    filled = document.last_filled(later, (), path)
    texts = [
        p.text for p in written(tmp_path / "成果", replace(later, filled=filled), own).paragraphs
    ]
    assert "云川县2024年，联系人王五，电话【待填：电话】" in texts
    assert "甲镇意见：【待填：意见】" in texts and "乙乡意见：同意" in texts
    assert "地处黄土丘陵" in texts


def type_over(paragraph: docx.text.paragraph.Paragraph, mark: str, text: str) -> None:
    run = next(run for run in paragraph.runs if run.text.startswith(f"【待填：{mark}"))
    run.text = text


def test_the_same_plan_and_template_make_the_same_document(tmp_path: Path) -> None:
    own = template(tmp_path, "{{ county }}【待填：甲】", "{{ chapter_6 }}")
    first, second = (
        written(tmp_path / name, example_report(), own).element.xml for name in ("一", "二")
    )
    assert first == second


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_members_of_a_loop_have_the_items_that_are_listed(name: str) -> None:
    members = COLLECTIONS[name](example_report())
    assert members
    assert all(set(member) == set(ITEMS[name]) for member in members)
    assert all(isinstance(text, str) for member in members for text in member.values())
