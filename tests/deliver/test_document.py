"""The plan document: headings, facts, marks, fields and tables of the Word file, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table

from jinchu_pingheng.core.accounts.lists import ParcelList
from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.model import BLOCK, FAIL, IN
from jinchu_pingheng.core.notice import BalanceTest
from jinchu_pingheng.core.rounding import hectares
from jinchu_pingheng.deliver import document

from .example import HEADER, INPUTS, NOTICE, SOFTWARE, example_report, golden_report, long_report

HEADINGS = (
    (document.TEMPLATES / "ningxia-2022" / "headings.txt").read_text(encoding="utf-8").split()
)


def written(folder: Path, report: Report, **options: object) -> WordDocument:
    """Write the document and open it again."""
    _, path = document.write(report, {}, folder, **options)  # type: ignore[arg-type]
    return Document(str(path))


def everything(word: WordDocument) -> Iterator[str]:
    """Text of every paragraph, those of tables included, in order."""
    for paragraph in word.element.body.iter(qn("w:p")):
        yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def text_of(word: WordDocument) -> str:
    return "\n".join(everything(word))


def table_with(word: WordDocument, heading: str, which: int = 0) -> Table:
    """The ``which``-th table that has such a column."""
    found = [t for t in word.tables if heading in [c.text for c in t.rows[0].cells]]
    return found[which]


def empty_report(**changes: object) -> Report:
    return build_report(HEADER, replace(NOTICE, **changes), [], [], [], INPUTS, SOFTWARE)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> WordDocument:
    return written(tmp_path_factory.mktemp("document"), example_report())


def test_role_and_name(tmp_path: Path) -> None:
    role, path = document.write(example_report(), {}, tmp_path)
    assert role == "plan_document"
    assert path == tmp_path / "云川县2023年度耕地“进出平衡”总体方案.docx"
    assert not set(path.name) & set('<>:"/\\|?*')


@pytest.mark.parametrize(
    "report",
    [example_report(), example_report(checked=False), golden_report(), empty_report()],
    ids=["full", "unchecked", "golden", "empty"],
)
def test_every_heading_of_the_notice_stands_in_order(tmp_path: Path, report: Report) -> None:
    word = written(tmp_path, report)
    headings = [
        p for p in word.paragraphs if p.style is not None and p.style.name.startswith("Heading")
    ]
    assert "".join(p.text for p in headings).replace(" ", "") == "".join(HEADINGS)
    starts = {"Heading 1": "第", "Heading 2": "（", "Heading 3": "123", "Heading 4": "（"}
    assert all(p.text[0] in starts[p.style.name] for p in headings)  # type: ignore[union-attr, index]


def areas_of(report: Report) -> set[str]:
    """Every area that the report's own objects carry, as printed."""
    found: set[int] = set()

    def lists(items: Sequence[ParcelList]) -> None:
        for unit in items:
            for areas in [unit.total, *(block.total for block in unit.blocks)]:
                found.update([areas.total_m2, *areas.m2.values()])
            found.update(
                m2 for block in unit.blocks for row in block.rows for m2 in row.areas.m2.values()
            )

    lists([*report.out_lists, *report.in_lists, report.county_out, report.county_in])
    for row in (*report.balance.rows, *report.balance.county):
        found.update([row.out_m2, row.deducted_m2, row.in_m2, row.blocked_in_m2, row.required_m2])
        found.update([row.surplus_m2, -row.surplus_m2])
        found.update([row.lawful_surplus_m2, -row.lawful_surplus_m2])
    for month in report.months:
        found.update([month.out_m2, month.in_m2, month.cumulative_out_m2, month.cumulative_in_m2])
        found.update([month.cumulative_blocked_in_m2, month.lawful_surplus_m2])
    return {hectares(m2) for m2 in found}


@pytest.mark.parametrize(
    "report", [example_report(), golden_report(), long_report(12)], ids=["full", "golden", "long"]
)
def test_every_area_comes_from_the_report(tmp_path: Path, report: Report) -> None:
    printed = set(re.findall(r"-?\d+\.\d{4}(?!\d)", text_of(written(tmp_path, report))))
    assert hectares(report.balance.total.out_m2) in printed
    assert printed <= areas_of(report)


def test_sentences_state_the_computed_facts(word: WordDocument) -> None:
    text = text_of(word)
    assert "2023年度计划安排耕地流出4.3418公顷，共7个项目、8个地块" in text
    assert "水田0.7957公顷、水浇地2.5418公顷、旱地1.0043公顷，涉及6种流出情形" in text
    assert "另有0.5230公顷流出属于通知规定不计入平衡的情形" in text
    assert "2023年度计划安排耕地流入5.0185公顷，共9个地块" in text
    assert "预测为已落实" in text
    assert "以下地类流入小于平衡所需：水田（需0.7957公顷，安排0.7000公顷，缺口0.0957公顷）" in text
    assert "预计节余流入指标0.3562公顷" in text
    assert (
        "2023年3月、2023年4月、2023年5月、2023年6月、2023年7月累计流出面积大于累计流入面积" in text
    )
    assert "流出0.9121公顷、流入0.0000公顷尚未确定时间" in text
    assert "耕地流出面积加权平均等别为8.4，耕地流入为8.8" in text
    assert "总体上流入耕地质量低于流出耕地" in text
    assert "1个地块未通过禁止性检查，面积0.3205公顷" in text
    assert "有1条规则的9项判定因缺少资料或资料有误而无法作出，不能视为通过" in text
    assert "其中7个地块的等别为预估" in text


def test_requirements_are_the_rules_of_the_notice_with_clauses(word: WordDocument) -> None:
    rows = [[c.text for c in row.cells] for row in table_with(word, "情形", 1).rows]
    # of the nine inflow parcels R08 is too steep, and no layer tells of water sources
    assert rows == [
        ["序号", "情形", "条款", "性质", "通过", "不通过", "无法判定", "不适用"],
        ["1", "不得在25度以上陡坡地上整治耕地", "一（四）1", "禁止", "8", "1", "", ""],
        ["2", "不得在生态保护红线范围内整治耕地", "一（四）4", "禁止", "9", "", "", ""],
        ["3", "不得在饮用水水源一级保护区内整治耕地", "一（四）4", "禁止", "", "", "9", ""],
    ]
    assert "原则上不纳入" in text_of(word)


def test_rules_that_are_not_kept_are_told_by_their_number_with_their_parcels(
    word: WordDocument,
) -> None:
    rows = [[c.text for c in row.cells] for row in table_with(word, "地块数", 1).rows]
    missing = "缺少图层“饮用水水源一级保护区”，无法判定"
    every = "、".join(f"R0{n}" for n in range(1, 10))
    assert rows[1:] == [
        ["1", "禁止", "不通过", "1", "R08（65.65%）：25度以上陡坡地2104.33平方米，占地块65.65%"],
        ["3", "禁止", "无法判定", "9", f"{every}：{missing}"],
    ]


def test_draft_notice_names_the_blocked_parcels(word: WordDocument) -> None:
    box = word.tables[0].cell(0, 0).text
    assert "草稿：2项禁止性问题未处理" in box
    assert "川河公路绿色通道（C03）、二村南梁地块（R08）" in box


@pytest.mark.parametrize(("reason", "said"), [("先报县政府审议", "先报县政府审议"), ("", "未写明")])
def test_the_cover_of_a_draft_says_why_it_goes_out(tmp_path: Path, reason: str, said: str) -> None:
    word = written(tmp_path, replace(example_report(), reason=reason))
    cover = [paragraph.text for paragraph in word.paragraphs[:6]]
    assert "（草稿）" in cover and f"继续导出的理由：{said}" in cover


def test_control_characters_in_any_name_do_not_stop_the_document(tmp_path: Path) -> None:
    report = example_report()
    header = replace(report.header, office="云川县\x0b自然资源局\ufffe")
    parcels = tuple(replace(p, project=f"{p.project}\x00", note="一\x0b") for p in report.parcels)
    lists = replace(report.county_in, unit_name="云川县\x1f")
    word = written(tmp_path, replace(report, header=header, parcels=parcels, county_in=lists))
    assert "云川县自然资源局" in [paragraph.text for paragraph in word.paragraphs]


def test_parcels_that_are_not_listed_are_explained(word: WordDocument) -> None:
    # C08 is 生态退耕 with its document: 宁夏通知 二（九） takes it out of the lists
    said = "共标注流出地块9个，其中1个不列入：按规定扣除1个（二村退耕还草（C08））。"
    assert said in text_of(word)


def test_the_surplus_that_is_told_first_leaves_out_what_a_ban_rejects(word: WordDocument) -> None:
    text = text_of(word)
    assert "节余0.3562公顷" in text
    assert "不含未通过禁止性检查的0.3205公顷" in text and "连同这些地块，节余0.6767公顷" in text


def test_no_draft_notice_when_nothing_is_blocked(tmp_path: Path) -> None:
    report = example_report()
    lawful = [f for f in report.findings if (f.severity, f.verdict) != (BLOCK, FAIL)]
    clean = build_report(
        report.header,
        report.notice,
        report.parcels,
        report.cells,
        lawful,
        report.inputs,
        report.software,
    )
    text = text_of(written(tmp_path, clean))
    assert "草稿" not in text
    assert "没有发现违反禁止性规定的流入地块" in text


def test_an_unchecked_plan_says_so(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, example_report(checked=False)))
    assert "草稿：尚未进行限制条件检查" in text
    assert "上述判定只是面积比较" in text
    assert "没有发现违反" not in text


def test_marks_and_only_marks_are_highlighted(word: WordDocument) -> None:
    runs = [run for paragraph in word.paragraphs for run in paragraph.runs if run.text]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == [run.text for run in runs if "【" in run.text]
    assert all(text.startswith("【") and text.endswith("】") for text in marked)
    for topic in ("人口", "必要性", "专家论证", "资金来源", "领导机构"):
        assert any(topic in text for text in marked), topic


def test_contents_point_to_the_headings(word: WordDocument) -> None:
    body = word.element.body
    bookmarks = {}
    for paragraph in body.iter(qn("w:p")):
        for start in paragraph.findall(qn("w:bookmarkStart")):
            bookmarks[start.get(qn("w:name"))] = "".join(t.text for t in paragraph.iter(qn("w:t")))
    entries = [
        p
        for p in body.iter(qn("w:p"))
        if p.pPr is not None and (p.pPr.style or "").startswith("toc")
    ][1:]
    assert len(entries) == 7 + 25 + 21
    for entry in entries:
        code = next(entry.iter(qn("w:instrText"))).text
        assert bookmarks[code.split()[1]] == "".join(t.text for t in entry.iter(qn("w:t")))
    assert [f.get(qn("w:fldCharType")) for f in body.iter(qn("w:fldChar"))].count("begin") == [
        f.get(qn("w:fldCharType")) for f in body.iter(qn("w:fldChar"))
    ].count("end")


def test_captions_count_up(word: WordDocument) -> None:
    captions = [
        p.text for p in word.paragraphs if p.style is not None and p.style.name == "Caption"
    ]
    tables = [int(m[1]) for text in captions if (m := re.match(r"表(\d+)　", text))]
    charts = [int(m[1]) for text in captions if (m := re.match(r"图(\d+)　", text))]
    figures = [int(m[1]) for text in captions if (m := re.match(r"附图(\d+)　", text))]
    assert tables == list(range(1, len(tables) + 1))
    assert charts == [1, 2, 3]
    assert figures == [1, 2, 3, 4, 5]  # as the files in 附图 are numbered
    assert len(tables) == len(word.tables) - 1  # the draft notice has no caption


def test_figures_are_inserted_or_asked_for(tmp_path: Path) -> None:
    png = tmp_path / "map.png"
    image = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
        "dccc59e70000000049454e44ae426082"
    )
    png.write_bytes(image)
    _, path = document.write(example_report(), {"map_location": png}, tmp_path)
    word = Document(str(path))
    pictures = [n for n in word.element.body.iter(qn("wp:docPr")) if "图表" not in n.get("name")]
    assert [n.get("descr") for n in pictures] == [
        "云川县2023年度耕地进出平衡地块位置示意图（影像图）"
    ]
    assert text_of(Document(str(path))).count("未生成，请导出附图后插入") == 4
    with ZipFile(path) as package:
        assert [
            package.read(name) for name in package.namelist() if name.startswith("word/media/")
        ] == [image]


def test_county_list_is_the_report_list(word: WordDocument) -> None:
    table = next(
        t
        for t in word.tables
        if [c.text for c in t.rows[0].cells][:3] == ["序号", "类型", "地块名称"]
    )
    assert [c.text for c in table.rows[0].cells] == [
        "序号", "类型", "地块名称", "水田", "水田", "水浇地", "水浇地", "旱地", "旱地",
        "位置", "是否与用地主体签订协议", "计划恢复时间", "备注",
    ]  # fmt: skip
    assert [c.text for c in table.rows[1].cells][3:9] == ["面积", "等别"] * 3
    names = [row.cells[2].text for row in table.rows[2:]]
    expected = [
        n for b in example_report().county_in.blocks for n in [*(r.name for r in b.rows), "合计"]
    ]
    assert names == [*expected, "总计"]
    assert [c.text for c in table.rows[2].cells][1:7] == [
        "标注恢复属性的林地、园地、草地、坑塘水面等其他农用地", "一村北果园地块", "", "", "1.5000",
        "8.0",
    ]  # fmt: skip


def test_tables_repeat_their_header_and_fit_the_page(word: WordDocument) -> None:
    for table in word.tables[1:]:
        first = table._tbl.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert {s.get(qn("w:fill")) for s in first.iter(qn("w:shd"))} == {"D9D9D9"}
        width = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid)
        room = Cm(26.7 if len(table.columns) >= 12 else 15).twips
        assert room - 20 < width < room + 20


def test_short_tables_stay_whole_and_long_ones_break(tmp_path: Path) -> None:
    tables = written(tmp_path, long_report(12)).tables
    kept = {
        len(t.rows): [any(True for _ in row.iter(qn("w:keepNext"))) for row in t._tbl.tr_lst]
        for t in tables[1:]
    }
    short, long = kept[min(kept)], kept[max(kept)]
    assert all(short[:-1]) and not short[-1]
    assert len(long) > 14
    assert not any(all(long[row : row + 4]) for row in range(len(long) - 4))  # a page may end


def test_page_and_fonts(word: WordDocument) -> None:
    sizes = {
        (s.orientation, round(s.page_width.cm, 1), round(s.page_height.cm, 1))
        for s in word.sections
    }  # type: ignore[union-attr]
    assert sizes == {(WD_ORIENT.PORTRAIT, 21.0, 29.7), (WD_ORIENT.LANDSCAPE, 29.7, 21.0)}
    cover, front, body = word.sections[:3]
    assert round(body.left_margin.cm, 2) == 3 and round(body.top_margin.cm, 2) == 2.54  # type: ignore[union-attr]
    assert cover.footer.is_linked_to_previous and not front.footer.is_linked_to_previous
    assert body._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    # domain/txt-formats.md: a plan is a report, no official paper; a fixed pitch as in those
    for name, font, size in (("Normal", "仿宋_GB2312", 14), ("Heading 1", "黑体", 16)):
        fonts = word.styles[name].element.rPr.find(qn("w:rFonts"))
        assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == (font, "Times New Roman")
        assert word.styles[name].font.size.pt == size
        assert word.styles[name].paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    # contents have their page numbers at the first opening (findings, S3)
    children = [child.tag for child in word.settings.element]
    at = children.index(qn("w:updateFields"))
    assert at == children.index(qn("w:compat")) - 1


def test_an_empty_plan_reads_right(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, empty_report()))
    assert "2023年度没有安排耕地流入。" in text
    assert "2023年度没有安排需落实“进出平衡”的耕地流出。" in text
    assert "None" not in text and "{" not in text and "共0个" not in text


def test_outflow_without_inflow_is_not_balanced(tmp_path: Path) -> None:
    full = example_report()
    cells = [cell for cell in full.cells if cell.direction != IN]
    parcels = [parcel for parcel in full.parcels if parcel.direction != IN]
    text = text_of(
        written(tmp_path, build_report(HEADER, NOTICE, parcels, cells, [], INPUTS, SOFTWARE))
    )
    assert "预测为未落实" in text
    assert "缺口4.3418公顷" in text
    assert "2023年度没有安排耕地流入。" in text


def test_words_ratio_and_unit_come_from_the_notice(tmp_path: Path) -> None:
    notice = replace(
        NOTICE,
        word_out="转出",
        word_in="转进",
        balance=BalanceTest("三（一）", "township", Decimal("1.05")),
    )
    text = text_of(written(tmp_path, example_report(notice=notice)))
    assert "2023年度计划安排耕地转出4.3418公顷" in text
    assert (
        "平衡所需转进为4.5589公顷（转出面积的1.05倍）" in text
    )  # 45588.9 m² must be reached: 45589
    assert "通知以乡镇为平衡单位，未满足要求的乡镇：甲镇。" in text
    assert "预测为未落实" in text


def test_without_months_nothing_is_said_about_the_order(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, golden_report()))
    assert "流出地块均未填写计划时间，不能判断是否先进后出" in text
    assert "符合先进后出的要求" not in text


def test_the_notice_is_named_once_among_the_bases(tmp_path: Path) -> None:
    own = f"自然资源厅《{NOTICE.title}》（2022年11月22日）"
    paragraphs = list(
        everything(written(tmp_path, empty_report(legal_basis=("自然资发〔2021〕166号", own))))
    )
    start = paragraphs.index("（三）编制依据", paragraphs.index("第二章 区域概况"))
    assert paragraphs[start + 1 : start + 3] == ["1）自然资发〔2021〕166号；", f"2）{own}。"]


def test_land_use_is_printed_when_given(tmp_path: Path) -> None:
    text = text_of(
        written(tmp_path, golden_report(), landuse=(("水田", 123456789), ("水浇地", 2223334)))
    )
    assert "12345.6789" in text and "最新年度国土变更调查的各地类面积" not in text


def test_what_the_header_leaves_open_is_asked_for(tmp_path: Path) -> None:
    report = example_report(header=replace(HEADER, office="", compiled_on=""))
    marks = [t for t in everything(written(tmp_path, report)) if t.startswith("【待填：编制")]
    assert marks[:2] == ["【待填：编制单位】", "【待填：编制日期】"]


def test_properties_are_the_offices(word: WordDocument) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author) == (
        "云川县2023年度耕地“进出平衡”总体方案",
        "云川县自然资源局",
    )
    assert properties.comments == SOFTWARE and properties.created.isoformat().startswith(
        "2023-03-20"
    )  # type: ignore[union-attr]


def test_outflow_becomes_its_target_class(tmp_path: Path) -> None:
    report = example_report()
    parcels = tuple(
        replace(p, target_class="0201") if p.direction == "out" else p for p in report.parcels
    )
    assert "拟转为果园。" in text_of(written(tmp_path, replace(report, parcels=parcels)))
