"""The sentences of the rooms are gathered from the code, and each must have its English."""

from __future__ import annotations

import ast

import pytest

from tools.sentences import Reader, compare


def gathered(source: str, all_texts: bool = True) -> list[str]:
    reader = Reader(all_texts)
    reader.visit(ast.parse(source))
    return list(reader.texts)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("why = f'未填{label}'", ["未填{0}"]),
        (
            'f = f\'{a}，{WORDS[b]} {c} 米，{"有余" if b else ""}\'',
            ["{0}，{1} {2} 米，{3}", "有余"],
        ),
        ("text = '共 {count} 块'.format(count=3)", ["共 {0} 块"]),
        ("text = '字段的值 %s 不是数字' % value", ["字段的值 {0} 不是数字"]),
        ("raise PlanError('没有要素', f'图层“{name}”')", ["没有要素", "图层“{0}”"]),
    ],
)
def test_values_are_numbered_in_their_order(source: str, texts: list[str]) -> None:
    assert gathered(source) == texts


@pytest.mark.parametrize(
    "source",
    ["'''说明'''", "re.compile('[县市]')", "self.tr('导出')", "name = 'DLTB'", "day = '年'"],
)
def test_what_nobody_is_told_is_left_out(source: str) -> None:
    assert gathered(source) == []


def test_of_rooms_that_print_only_errors_and_progress_are_taken() -> None:
    source = "title = '平衡表'\nfeedback.step(5, '表格')\nraise PlanError('没有模板')"
    assert gathered(source, all_texts=False) == ["表格", "没有模板"]


@pytest.mark.parametrize(
    ("catalogue", "faults"),
    [
        ({"缺 {0} 公顷": "{0} ha short"}, 0),
        ({}, 1),
        ({"缺 {0} 公顷": ""}, 1),
        ({"缺 {0} 公顷": "{1} ha short"}, 1),
        ({"缺 {0} 公顷": "{0} ha short", "旧": "old"}, 1),
    ],
)
def test_a_sentence_without_its_english_is_a_fault(catalogue: dict[str, str], faults: int) -> None:
    assert len(list(compare({"缺 {0} 公顷": "core/a.py:1"}, catalogue))) == faults
