"""Sentences written in Chinese are read back in English, by a catalogue; names stay as they are."""

from __future__ import annotations

import json

import pytest

from jinchu_pingheng.core.english import CHINESE, HOLE, Phrasebook, speak, spoken
from jinchu_pingheng.core.errors import PlanError, listed
from tools.sentences import CATALOGUE

SMALL = {
    "与{0}重叠": "overlap with {0}",
    "未{0}": "{0}: none",
    "{0}，超过 {1} 米": "{0}, more than {1} m",
    "平均宽 {0} 米，": "mean width {0} m, ",
    "图层“{0}”": "layer “{0}”",
    "没有要素": "has no features",
    "请另选图层": "choose another layer",
    "生态保护红线": "Ecological redline",
    "水田": "Paddy field",
    "{0} 等 {1} 个": "{0} and others, {1} in all",
    "（流出）": " (outflow)",
    "{0}“{1}”不能识别": "{0} “{1}” cannot be understood",
}
BOOK = Phrasebook(SMALL)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("水田", "Paddy field"),
        ("与生态保护红线重叠", "Overlap with Ecological redline"),
        ("未与生态保护红线重叠", "Overlap with Ecological redline: none"),
        ("平均宽 4.10 米，超过 3 米", "Mean width 4.10 m, more than 3 m"),
        ("水田（流出）：12", "Paddy field (outflow): 12"),
        ("没有要素；水田、生态保护红线。", "Has no features; Paddy field, Ecological redline."),
        ("A1、A2 等 25 个", "A1, A2 and others, 25 in all"),
        ("✗ 水田 · 0101", "✗ Paddy field · 0101"),
        (
            "未水田；未与生态保护红线重叠",
            "Paddy field: none; overlap with Ecological redline: none",
        ),
        ("no Chinese", "no Chinese"),
        ("", ""),
    ],
)
def test_a_text_is_read_by_its_sentences_and_marks(chinese: str, english: str) -> None:
    assert BOOK.english(chinese) == english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("图层“水田”", "Layer “水田”"),
        ("水田“未与东村重叠”不能识别", "Paddy field “未与东村重叠” cannot be understood"),
        ("未来村", "未来村"),
        ("水田村", "水田村"),
        ("与东山镇重叠", "Overlap with 东山镇"),
        ("云政函〔2023〕12号", "云政函〔2023〕12号"),
    ],
)
def test_names_stay(chinese: str, english: str) -> None:
    assert BOOK.english(chinese) == english


def test_an_error_is_read_as_one_sentence() -> None:
    error = PlanError("没有要素", "图层“东山，西山”", "请另选图层")
    expected = "Layer “东山，西山”: has no features; choose another layer."
    assert BOOK.english(str(error)) == expected


def test_the_window_speaks_chinese_until_it_is_told_otherwise() -> None:
    assert spoken("水田") == "水田"
    speak(SMALL)
    try:
        assert spoken("水田") == "Paddy field"
    finally:
        speak(None)
    assert spoken("水田") == "水田"


CATALOGUE_TEXTS = json.loads(CATALOGUE.read_text(encoding="utf-8"))
WHOLE = Phrasebook(CATALOGUE_TEXTS)


def filled(text: str) -> str:
    return HOLE.sub(lambda hole: f"{int(hole[1]) + 3}.25", text)


def bare(text: str) -> str:
    """Without blanks: values that stand side by side are read as one."""
    return text.lower().replace(" ", "")


def test_every_sentence_of_the_catalogue_is_read_back() -> None:
    shown = {chinese: WHOLE.english(filled(chinese)) for chinese in CATALOGUE_TEXTS}
    wrong = {c: text for c, text in shown.items() if bare(text) != bare(filled(CATALOGUE_TEXTS[c]))}
    assert not wrong


def test_hundreds_of_names_do_not_take_long_to_read() -> None:
    names = [f"东村{number}号地" for number in range(400)]
    assert WHOLE.english(listed(names, 400)).count("东村") == 400
    assert CHINESE.search(WHOLE.english("；".join(names)))
