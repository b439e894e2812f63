"""What a declared use means, in whatever words: 道路两侧绿化 is a 绿化带, 草坪 is 草皮."""

from __future__ import annotations

import re

from ..codes import plain

_BESIDE = (
    "铁路|公路|道路|国道|省道|县道|乡道|高速|河渠|河道|沟渠|渠道|水库|沿线|沿路|路侧|两侧|两旁|通道"
)
_PLANTED = "绿化|种树|植树|造林|栽树|林带"

MEANINGS: dict[str, re.Pattern[str]] = {
    "绿化带": re.compile(
        rf"绿化带|绿色(通道|廊道|走廊)|绿[廊道带]|行道树|护[路岸堤]林|({_BESIDE}).*({_PLANTED})"
    ),
    "生态退耕": re.compile(r"退耕|还[林草湿湖]"),
    "挖湖造景": re.compile(r"挖.{0,2}湖|造景|人[工造]湖|景观(湖|水|池|塘)|观赏湖|水景"),
    "草皮": re.compile(r"草[皮坪毯卷]|草皮卷"),
}
"""Meanings that rules may name, and how they are told in a text."""


def means(text: str, word: str) -> bool:
    """Whether a use means ``word``: one of MEANINGS, or simply a text that contains it."""
    value = plain(text)
    if word in MEANINGS and MEANINGS[word].search(value):
        return True
    return plain(word) in value
