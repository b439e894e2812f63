"""Charts of the document, and references to its tables and figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.contents import document as places
from jinchu_pingheng.deliver.document.charts import CHART

from .example import NOTICE, example_report


def written(folder: Path, *lines: str) -> WordDocument:
    """The document of a template of these lines."""
    root = folder / "templates"
    (root / NOTICE.document).mkdir(parents=True)
    (root / NOTICE.document / "plan.md").write_text("\n".join(lines), encoding="utf-8")
    _, path = document.write(example_report(), {}, folder, templates_root=root)
    return Document(str(path))


def said(node: Any) -> str:
    return "".join(text.text or "" for text in node.iter(qn("w:t")))


def referred(word: WordDocument) -> dict[str, str]:
    """Bookmarks that REF fields name -> the text that the bookmark holds."""
    codes = [c.text.split() for c in word.element.body.iter(qn("w:instrText"))]
    names = {code[1] for code in codes if code[0] == "REF"}
    return {name: bookmarked(word, name) for name in names}


def bookmarked(word: WordDocument, name: str) -> str:
    [start] = [
        b for b in word.element.body.iter(qn("w:bookmarkStart")) if b.get(qn("w:name")) == name
    ]
    text = ""
    for node in start.itersiblings():
        if node.tag == qn("w:bookmarkEnd"):
            break
        text += said(node)
    return text


def test_a_reference_is_a_field_on_the_number_of_the_caption(tmp_path: Path) -> None:
    word = written(
        tmp_path,
        "先看{ref: quality}和{ref: by_town}。",
        "[[table: inputs | 图层]]",
        "[[table: quality | 质量]]",
        "[[chart: by_town | 乡镇]]",
    )
    assert [p.text for p in word.paragraphs if p.text.startswith("先看")] == ["先看表2和图1。"]
    assert referred(word) == {"_Ref_quality": "表2", "_Ref_by_town": "图1"}


def test_a_reference_to_what_is_left_out_says_so(tmp_path: Path) -> None:
    word = written(
        tmp_path, "见{ref: deductions}。", "[[if: has_batches]]",
        "[[table: deductions | 扣除]]", "[[end]]",
    )  # fmt: skip
    assert "见（本方案未列）。" in [p.text for p in word.paragraphs]
    assert referred(word) == {}


def test_a_reference_to_nothing_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="plan.md 第 1 行.*ref: quality"):
        written(tmp_path, "见{ref: quality}。", "[[table: inputs | 图层]]")


@pytest.mark.parametrize("notice", ["ningxia-2022", "general"])
def test_every_reference_of_the_shipped_templates_has_its_caption(
    tmp_path: Path, notice: str
) -> None:
    report = example_report(notice=replace(NOTICE, document=notice))
    _, path = document.write(report, {}, tmp_path)
    word = Document(str(path))
    found = referred(word)
    assert len(found) > 12 and all(text[0] in "表图" for text in found.values())


def chart_values(word: WordDocument) -> list[list[str]]:
    """What the charts say, in their order."""
    parts = [
        word.part.related_parts[c.get(qn("r:id"))]
        for c in word.element.body.iter(f"{{{CHART}}}chart")
    ]
    return [[v.text for v in parse_xml(part.blob).iter(f"{{{CHART}}}v")] for part in parts]


def test_charts_hold_the_areas_of_the_tables(tmp_path: Path) -> None:
    word = written(
        tmp_path, "[[chart: by_class | 地类]]", "[[chart: by_month | 月份]]",
        "[[chart: by_town | 乡镇]]",
    )  # fmt: skip
    classes, months, towns = chart_values(word)
    # the areas of test_document.test_sentences_state_the_computed_facts
    assert classes == [
        *("流出", "水田", "水浇地", "旱地", "0.7957", "2.5418", "1.0043"),
        *("流入", "水田", "水浇地", "旱地", "0.7000", "2.7813", "1.5372"),
    ]
    assert months[0] == "累计流出" and months[-1] == "5.0185"
    assert towns[:3] == ["流出", "甲镇", "乙乡"]
    assert sum(float(v) for v in towns[3:5]) == pytest.approx(4.3418)


def test_a_chart_says_its_values_to_who_cannot_see_it(tmp_path: Path) -> None:
    word = written(tmp_path, "[[chart: by_class | 分地类面积]]")
    [shown] = word.element.body.iter(qn("wp:docPr"))
    assert shown.get("descr") == (
        "分地类面积。水田：流出0.7957公顷、流入0.7000公顷；水浇地：流出2.5418公顷、流入2.7813公顷；"
        "旱地：流出1.0043公顷、流入1.5372公顷。"
    )


def test_verify_reads_the_values_of_charts(tmp_path: Path) -> None:
    written(tmp_path, "[[chart: by_class | 地类]]")
    [path] = tmp_path.glob("*.docx")
    assert any("[图表 流出 水田 水浇地 旱地 0.7957" in text for _, text in places(path))
