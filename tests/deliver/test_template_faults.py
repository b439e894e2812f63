"""What is wrong with a template of the office: each place, in a sentence, with the nearest name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.office.paper import read_template
from tests.deliver.example import example_report
from tests.deliver.office_papers import paper, saved, template, with_table


def found(folder: Path, *lines: str | Sequence[str], header: str = "") -> list[str]:
    """The faults of a template with these paragraphs, as sentences."""
    own = template(folder, *lines, header=header)
    return [str(fault) for fault in document.faults(own, "ningxia-2022")]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("流出{{ out_aera }}公顷", "标签“out_aera”不存在，最接近的是“out_area”"),
        ("{{ table.out_lists }}", "标签“table.out_lists”不存在，最接近的是“table.out_list”"),
        ("{{ county", "标签的括号“{{”没有成对，或用了全角括号"),
        ("county }}", "标签的括号“}}”没有成对，或用了全角括号"),
        ("｛｛ county ｝｝", "标签的括号“｛｛”没有成对，或用了全角括号"),
        ("{{ county + year }}", "标签“county + year”写法有误，只能是一个名称"),
        ("{{ county.upper() }}", "标签“county.upper()”写法有误，只能是一个名称"),
        ("{{ county.__class__ }}", "标签“county.__class__”不允许使用"),
        ("{{ ''.__class__.__mro__ }}", "标签“''.__class__.__mro__”写法有误，只能是一个名称"),
        ("{{ self }}", "标签“self”不存在"),
        ("{{ reached }}", "“reached”是条件，只能用在 {% if reached %} 中"),
        ("{{ outflows }}", "“outflows”是清单，要在循环中写出它的哪一项，如 {{ x.id }}"),
        ("{{ loop.index }}", "标签“loop.index”只能用在循环中"),
        ("{% include 'x' %}", "不能使用“{% include %}”，可以用 for、if、elif、else"),
        ("{% set x = 1 %}", "不能使用“{% set %}”，可以用 for、if、elif、else"),
        ("{% for p in outflow %}{% endfor %}", "清单“outflow”不存在，最接近的是“outflows”"),
        ("{% for p in range(9) %}{% endfor %}", "循环要写成“{% for 名称 in 清单 %}”"),
        ("{% for p in outflows %}", "“{% for … %}”没有对应的“{% endfor %}”"),
        ("甲{% if reached %}乙", "“{% if … %}”没有对应的“{% endif %}”"),
        ("{% endfor %}", "“{% endfor %}”前面没有对应的“{% for … %}”"),
        ("{% else %}", "“{% else %}”前面没有对应的“{% if … %}”"),
        ("{% if reachd %}{% endif %}", "标签“reachd”不存在，最接近的是“reached”"),
        (
            "{% if out_area > '1' %}{% endif %}",
            "条件“out_area > '1'”中只能用 ==、!= 比较，数据都是文字",
        ),
        (
            "{% if county.upper() %}{% endif %}",
            "条件“county.upper()”中只能用名称、==、!=、and、or、not",
        ),
        ("{% if 9**9**9 %}{% endif %}", "条件“9**9**9”中只能用名称、==、!=、and、or、not"),
        ("{% if ( %}{% endif %}", "条件“(”写法有误"),
        ("前言{{ outline }}", "“outline”须在正文中单独成段，不能在表格、页眉、页脚中或与文字同段"),
        ("{% for p in inflows %}{{ p.aera }}{% endfor %}",
         "标签“p.aera”不存在，最接近的是“p.area”"),
        ("{% for p in outflows %}{{ p.__class__ }}{% endfor %}", "标签“p.__class__”不允许使用"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_paragraph(tmp_path: Path, line: str, what: str) -> None:
    where = f"模板“单位.docx”第 2 段“{line}”"
    do = "请对照 templates/README.md“单位的 Word 模板”更正模板"
    assert str(PlanError(what, where, do)) in found(tmp_path, line)


def test_all_faults_are_told_and_nothing_else(tmp_path: Path) -> None:
    sentences = found(
        tmp_path,
        "{{ county }}{{ countty }}",
        "{% for p in outflows %}",
        "{{ p.id }}{{ q.id }}",
        "{% endfor %}",
        header="{{ yaer }}",
    )
    assert [sentence.split("”：")[1].split("；")[0] for sentence in sentences] == [
        "标签“countty”不存在，最接近的是“county”",
        "标签“q.id”不存在",
        "标签“yaer”不存在，最接近的是“year”",
    ]
    assert "第 2 段" in sentences[0] and "第 4 段" in sentences[1] and "页眉第 1 段" in sentences[2]


def test_a_right_template_has_no_fault(tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            ("{{ cou", "nty }}{#", " 说明 #}"),
            "{% if reached and not short or year == '2023' %}",
            "{{ table.quality }}",
            "{% else %}",
            "{%p for t in townships %}",
            "{{ loop.index }}{{ t.name }}{% if t.verdict != '满足' %}缺{% endif %}",
            "{%p endfor %}",
            "{% endif %}",
            "{{ outline }}",
            "{{ chapter_7 }}",
            header="{{ office }}",
        )
        == []
    )


def test_smart_quotes_of_word_are_quotes(tmp_path: Path) -> None:
    assert found(tmp_path, "{% if year == “2023” %}甲{% endif %}") == []


def test_a_loop_that_ends_in_another_row_or_cell_is_told(tmp_path: Path) -> None:
    path = with_table(tmp_path, ("{% for p in outflows %}", "{{ out_area }}", "{% endfor %}"))
    sentences = [str(f) for f in document.faults(read_template(path), "ningxia-2022")]
    assert len(sentences) == 2
    assert "第 1 个表格第 1 行第 1 格" in sentences[0] and "endfor" in sentences[0]
    assert "第 1 个表格第 1 行第 3 格" in sentences[1]


def test_a_block_in_a_cell_or_header_is_told(tmp_path: Path) -> None:
    path = with_table(tmp_path, ("{{ table.quality }}", "甲"))
    [sentence] = [str(f) for f in document.faults(read_template(path), "ningxia-2022")]
    assert "第 1 个表格第 1 行第 1 格" in sentence and "单独成段" in sentence
    assert "页眉第 1 段" in found(tmp_path, header="{{ outline }}")[0]


def test_the_draft_notice_may_not_be_left_out(tmp_path: Path) -> None:
    own = read_template(paper(tmp_path, "{{ county }}"))
    [fault] = document.faults(own, "ningxia-2022")
    assert fault.what == "缺少草稿提示的标签{{ draft }}"


def test_the_page_is_named_where_word_has_noted_pages(tmp_path: Path) -> None:
    word = docx.Document()
    for text in ("{{ draft }}", "{{ countty }}"):
        run = word.add_paragraph().add_run()
        run._r.append(OxmlElement("w:lastRenderedPageBreak"))
        run.add_text(text)
    [fault] = document.faults(read_template(saved(word, tmp_path, "单位")), "ningxia-2022")
    assert "第 3 页第 2 段" in fault.where


@pytest.mark.parametrize("name", ["ningxia-2022", "jianning-2023", "sichuan-2022", "hongdong-2025",
                                  "fangchenggang-2023", "zhanbu-2024"])  # fmt: skip
def test_every_profile_knows_the_same_tags(tmp_path: Path, name: str) -> None:
    own = template(tmp_path, "{{ county }}{{ out_area }}", "{{ outline }}", "{{ table.schedule }}")
    assert document.faults(own, name) == []


def test_nothing_is_written_in_a_wrong_template(tmp_path: Path) -> None:
    report = replace(example_report(), template=template(tmp_path, "{{ a }}", "{{ b }}"))
    (tmp_path / "成果").mkdir()
    with pytest.raises(PlanError, match="共 2 处，用“检查模板”列出全部"):
        document.write(report, {}, tmp_path / "成果")
    with pytest.raises(PlanError, match="共 2 处"):
        document.require_right_template(report)
    assert list((tmp_path / "成果").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.doc", b"x", "模板“x.doc”：模板不是 .docx 文件"),
        ("x.docx", b"", "模板不是 Word 文件，或已损坏"),
        ("x.docx", b"PK\x03\x04 broken", "模板不是 Word 文件，或已损坏"),
        ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word 文件（.doc）或加了密码"),
    ],
)
def test_what_is_no_word_file_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlanError, match=message):
        read_template(tmp_path / name)


def test_a_workbook_a_missing_file_and_a_locked_one_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "x.docx")
    with pytest.raises(PlanError, match="不是 Word 文件"):
        read_template(tmp_path / "x.docx")
    with pytest.raises(PlanError, match="没有找到模板文件"):
        read_template(tmp_path / "y.docx")

    def locked(self: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(self))

    path = paper(tmp_path, "甲")
    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(PlanError, match="单位.docx.*模板无法读取，可能正被其他程序打开"):
        read_template(path)
