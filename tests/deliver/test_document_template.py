"""The template language of the plan document: what it refuses, and what its manual lists."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.document.blocks import BLOCKS, FIGURES
from jinchu_pingheng.deliver.document.facts import facts, flags
from jinchu_pingheng.deliver.document.lists import LISTS
from jinchu_pingheng.deliver.document.members import COLLECTIONS, ITEMS
from jinchu_pingheng.deliver.document.tables import TABLES
from jinchu_pingheng.deliver.document.template import (
    Block,
    Heading,
    Paragraph,
    fill,
    holds,
    read_template,
)
from tools.check_templates import faults, level

from .example import example_report

OWN = document.TEMPLATES / "ningxia-2022"


def template(folder: Path, *lines: str) -> Path:
    """A templates root whose plan.md has these lines."""
    path = folder / "templates" / "ningxia-2022" / "plan.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return folder / "templates"


def test_nodes(tmp_path: Path) -> None:
    root = template(
        tmp_path,
        "<!-- 注释 -->", "# 第一章 总则", "", "文字{county}", "[[if: reached]]",
        "[[table: schedule | 表{year}]]", "[[if: short]]", "甲", "[[else]]", "乙", "[[end]]",
        "[[end]]",
    )  # fmt: skip
    nodes = read_template(root / "ningxia-2022" / "plan.md").nodes
    assert nodes == (
        Heading(1, "第一章 总则", 2, ()),
        Paragraph("文字{county}", 4, ()),
        Block("table", "schedule", "表{year}", 6, (("reached", True),)),
        Paragraph("甲", 8, (("reached", True), ("short", True))),
        Paragraph("乙", 10, (("reached", True), ("short", False))),
    )
    assert [holds(node, {"reached": True, "short": False}) for node in nodes] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert fill("{a}和{b}", {"a": "{b}", "b": "2"}) == "{b}和2"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("计划流出{out_aera}公顷", "标签“{out_aera}”不存在"),
        ("# 第二章 耕地{word}安排", "标签“{word}”不存在"),
        ("[[table: out_lists | 列表]]", "块“table: out_lists”不存在"),
        ("[[tabel: out_list | 列表]]", "块“tabel: out_list”不存在"),
        ("[[figure: map | 图]]", "块“figure: map”不存在"),
        ("[[table: out_list | {yaer}年]]", "标签“{yaer}”不存在"),
        ("[[if: balanced]]\n甲\n[[end]]", "条件“balanced”不存在"),
        ("[[else]]", "[[else]] 前面没有 [[if: …]]"),
        ("[[end]]", "[[end]] 前面没有 [[if: …]]"),
        ("【待填：人口", "这一行写法不完整"),
        ("##### 五级标题", "这一行写法不完整"),
        ("[[table: out_list", "这一行写法不完整"),
    ],
)
def test_a_fault_is_named_with_its_line_and_nothing_is_written(
    tmp_path: Path, line: str, message: str
) -> None:
    root = template(tmp_path, "# 第一章 总则", "", line)
    with pytest.raises(PlanError) as caught:
        document.write(example_report(), {}, tmp_path, templates_root=root)
    assert message in str(caught.value)
    assert "第 3 行" in str(caught.value) or "第 4 行" in str(caught.value)
    assert not list(tmp_path.glob("*.docx"))


def test_an_open_condition_is_refused(tmp_path: Path) -> None:
    root = template(tmp_path, "[[if: short]]", "甲")
    with pytest.raises(PlanError, match="没有对应的"):
        document.write(example_report(), {}, tmp_path, templates_root=root)


def test_a_fault_in_a_branch_that_is_not_printed_is_found_too(tmp_path: Path) -> None:
    root = template(tmp_path, "[[if: short]]", "{nothing}", "[[end]]")
    with pytest.raises(PlanError, match="nothing"):
        document.write(example_report(), {}, tmp_path, templates_root=root)


def test_a_missing_or_foreign_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="没有找到总体方案模板"):
        document.write(example_report(), {}, tmp_path, templates_root=tmp_path)
    root = template(tmp_path, "")
    (root / "ningxia-2022" / "plan.md").write_bytes("编制".encode("gbk"))
    with pytest.raises(PlanError, match="不是 UTF-8 编码"):
        document.write(example_report(), {}, tmp_path, templates_root=root)


def test_an_office_may_write_its_own(tmp_path: Path) -> None:
    root = template(
        tmp_path,
        "# 第一章 概况",
        "{county}流出{out_area}公顷。【待填：人口】",
        "[[table: quality | 质量]]",
    )
    _, path = document.write(example_report(), {}, tmp_path, templates_root=root)
    assert path.stat().st_size > 0


def test_the_manual_lists_every_name() -> None:
    manual = (document.TEMPLATES / "README.md").read_text(encoding="utf-8")
    report = example_report()
    names = [f"{{{name}}}" for name in facts(report)]
    names += [f"`{name}`" for name in (*flags(report), *TABLES, *LISTS, *FIGURES, *BLOCKS)]
    assert [name for name in names if name not in manual] == []


def test_the_manual_gives_an_example_of_every_tag_of_a_word_template_and_of_no_other() -> None:
    manual = (document.TEMPLATES / "README.md").read_text(encoding="utf-8")
    manual = manual[manual.index("### 标签的例子") :].split("\n## ")[0]
    examples = dict(re.findall(r"^\| `\{\{ (.+?) \}\}` \|.*?([^|]+) \|$", manual, re.MULTILINE))
    items = {f"x.{item}" for names in ITEMS.values() for item in names}
    assert set(examples) == set(facts(example_report())) | items
    assert all(example.strip() for example in examples.values())
    assert re.findall(r"^\| `\{% for x in (\w+) %\}`", manual, re.MULTILINE) == list(COLLECTIONS)


@pytest.mark.parametrize("name", ["ningxia-2022", "general"])
def test_own_templates_have_their_headings(name: str) -> None:
    assert faults(document.TEMPLATES / name) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## （一）编制背景", "## （一）背景"),
        ("## （二）编制目的\n", ""),
        ("# 第七章 附件", "## 第七章 附件"),
        ("## （四）检查考核", "[[if: short]]\n## （四）检查考核\n[[end]]"),
    ],
)
def test_a_changed_heading_is_a_fault(tmp_path: Path, before: str, after: str) -> None:
    folder = tmp_path / "notice"
    shutil.copytree(OWN, folder)
    text = (folder / "plan.md").read_text(encoding="utf-8")
    assert before in text
    (folder / "plan.md").write_text(text.replace(before, after), encoding="utf-8")
    assert len(faults(folder)) == 1


def test_levels_follow_the_numbering() -> None:
    assert [
        level(text) for text in ("第七章 附件", "（一）附表", "1. 规模", "（5）权属", "附件")
    ] == [1, 2, 3, 4, 0]
