"""What a reader of English is shown of the sentences that the rooms write in Chinese.

A sentence is made, stored and delivered in Chinese whatever the language of the window is, and read
back when it is shown: the catalogue holds the sentences as the code writes them, with {0}, {1} …
where values stand, and a text and its parts are looked up there. So a finding that was stored by a
Chinese window speaks English in an English one, and no job knows of languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

CHINESE = re.compile("[\u4e00-\u9fff]")
HOLE = re.compile(r"\{(\d+)\}")
"""Where a value stands in a sentence of the catalogue."""
_NAME = re.compile("“[^“”]*”")
_OPEN, _CLOSE = "“（《", "”）》"
_MARKS = {"\n": "\n", "。": ". ", "；": "; ", "：": ": ", "，": ", ", "、": ", ", " ": " "}
"""Marks at which a text may be taken apart, the strongest first, and those of English."""
_EDGES = "".join(_MARKS)
_STRONG = "\n。；"
"""At these a sentence ends: a value reaches across them only where nothing else can be read."""
_LISTED = 12
"""So many parts are a list of names, no sentence that a mark cuts in two."""
_SIGNS = str.maketrans({**_MARKS, "（": " (", "）": ")"})


class Reading(NamedTuple):
    """A text in English, and how many Chinese characters of it nobody could read."""

    text: str
    left: int


class Sentence(NamedTuple):
    """A sentence of the catalogue with values: its fixed parts together, the longest of them
    (``key``), which a text must hold, the pattern of the whole, and the English."""

    fixed: str
    key: str
    pattern: re.Pattern[str]
    english: str

    @property
    def short(self) -> bool:
        """Believed only where its values are read too: names hold such characters as well."""
        return _left(self.fixed) < 2


class Phrasebook:
    """Reads Chinese texts by the sentences of a catalogue, Chinese -> English."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        self._whole: dict[str, str] = {}
        sentences: list[Sentence] = []
        for chinese, english in (*_bare(catalogue), *catalogue.items()):
            if HOLE.search(chinese):
                sentences.append(_sentence(chinese, english))
            else:
                self._whole[chinese] = english
        self._sentences = sorted(sentences, key=lambda s: -len(s.fixed))
        self._starting: dict[str, list[int]] = defaultdict(list)
        for place, sentence in enumerate(self._sentences):
            self._starting[sentence.key[:2]].append(place)
        self._read = lru_cache(maxsize=50_000)(self._best)

    def english(self, text: str) -> str:
        """A text in English; names and whatever else the catalogue does not know stay."""
        english = re.sub(" +", " ", self._read(text).text.strip())
        return english[:1].upper() + english[1:] if CHINESE.match(text) else english

    def _best(self, text: str) -> Reading:
        """Of all ways to read a text the one that leaves least of it in Chinese."""
        if not CHINESE.search(text):
            return Reading(text.translate(_SIGNS), 0)
        if text in self._whole:
            return Reading(self._whole[text], 0)
        best = Reading(text, _left(text))
        for reading in self._readings(text):
            if reading.left < best.left:
                best = reading
            if not best.left:
                break
        return best

    def _readings(self, text: str) -> Iterator[Reading]:
        yield from self._divided(text, _STRONG)
        for sentence in self._candidates(text):
            found = sentence.pattern.fullmatch(text)
            reading = self._filled(sentence.english, found) if found else None
            if reading and not (sentence.short and reading.left):
                yield reading
        yield from self._divided(text, "".join(_MARKS))
        for cut in range(1, len(text)):
            if text[:cut] in self._whole:
                read = self._joined([text[:cut], text[cut:]], " ")
                if not read.left:  # names begin with such words as well
                    yield read
        bracket = re.fullmatch(r"([^（]+)（(.*)）([^）]*)", text, re.DOTALL)
        if bracket:
            before, inside, after = map(self._read, bracket.groups())
            left = before.left + inside.left + after.left
            yield Reading(f"{before.text} ({inside.text}){after.text}", left)

    def _divided(self, text: str, marks: str) -> Iterator[Reading]:
        """A text taken apart at each of the marks, everywhere or once."""
        for mark in marks:
            parts, sign = _apart(text, mark), _MARKS[mark]
            if len(parts) > 1:
                yield self._joined(parts, sign)
            for cut in range(1, len(parts)) if 2 < len(parts) < _LISTED else ():
                yield self._joined([mark.join(parts[:cut]), mark.join(parts[cut:])], sign)

    def _candidates(self, text: str) -> Iterator[Sentence]:
        """Sentences whose key a text holds, those that say most first."""
        pairs = {*text, *map("".join, zip(text, text[1:]))}
        places = sorted(place for pair in pairs for place in self._starting.get(pair, ()))
        return (s for s in map(self._sentences.__getitem__, places) if s.key in text)

    def _joined(self, parts: list[str], sign: str) -> Reading:
        read = [self._read(part) for part in parts]
        return Reading(sign.join(r.text.strip() for r in read), sum(r.left for r in read))

    def _filled(self, english: str, found: re.Match[str]) -> Reading:
        """A sentence with its values; a value between “ and ” is a name and stays as it is."""
        text, left, end = "", 0, 0
        for hole in HOLE.finditer(english):
            text += english[end : hole.start()]
            end = hole.end()
            value = found[f"h{hole[1]}"]
            reading = Reading(value, 0) if text.endswith("“") else self._read(value)
            text, left = text + reading.text, left + reading.left
        return Reading(text + english[end:], left)


def _bare(catalogue: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The sentences that begin or end with a mark or stand in brackets, without these: a text is
    taken apart there."""
    for chinese, english in catalogue.items():
        bare = chinese.strip(_EDGES)
        if bare != chinese:
            yield bare, english.strip(" ,;:.\n")
        if chinese.startswith("（") and chinese.endswith("）"):
            yield chinese[1:-1], english.strip(" ()")


def _sentence(chinese: str, english: str) -> Sentence:
    parts = HOLE.split(chinese)  # fixed, number, fixed, number, …, fixed
    pattern = "".join(
        f"(?P<h{part}>.*?)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)
    )
    fixed = parts[::2]
    key = max(fixed, key=len)
    return Sentence("".join(fixed), key, re.compile(pattern, re.DOTALL), english)


def _left(text: str) -> int:
    """How many Chinese characters a text has outside of names."""
    return len(CHINESE.findall(_NAME.sub("", text)))


def _apart(text: str, mark: str) -> list[str]:
    """A text taken apart at a mark, not within quotes or brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign == mark and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


_books: list[Phrasebook] = []


def speak(catalogue: Mapping[str, str] | None) -> None:
    """Told once by whoever starts: the window speaks English by a catalogue; None: Chinese."""
    _books[:] = [Phrasebook(catalogue)] if catalogue else []


def spoken(text: str) -> str:
    """A text of the rooms in the language of the window."""
    return _books[0].english(text) if _books else text
