"""The Chinese sentences that are written beneath the interface and may be shown there: those of the
rooms, and the texts of the notices' profiles. `core.english` reads them back by the catalogue
`i18n/sentences_en.json`, Chinese -> English, in which values stand as {0}, {1} … in their order.
"""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from jinchu_pingheng.core.codes import CODES
from jinchu_pingheng.core.english import CHINESE, HOLE
from jinchu_pingheng.core.parcel_fields import BY_NAME
from jinchu_pingheng.plan.schema import PARCELS
from jinchu_pingheng.townships.targets import TITLES

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "jinchu_pingheng"
CATALOGUE = ROOT / "i18n" / "sentences_en.json"

SPEAKING = (
    "core/", "intake/", "survey/", "plan/", "townships/", "judging/", "jobs/", "verify/",
    "deliver/office/",
)  # fmt: skip
"""Rooms whose every text may be shown; of the others errors and progress are."""
ALOUD = {"PlanError", "step", "info", "warn"}
VOCABULARY = {
    "core/codes.py",
    "core/coordinate_text/dialects.py",
    "core/coordinate_text/writing.py",
    "core/documents.py",
    "core/english.py",
    "core/law/uses.py",
    "jobs/role_filters.py",
    "plan/schema.py",
    "townships/forms.py",
    "townships/targets.py",
    "verify/__main__.py",
}
"""Modules of words that are read in what people hand in, or written into files; what of them is
shown, `of_codes` and `of_form` tell."""
NEVER_SHOWN = {
    "年", "月", "底", "底前", "【待填", "【待填：{0}】",
    "{0}.第{1}版批准", "{0}.情景 {1}{2}", ".情景 ",
    "{0}{1}年度", "{0}{1}年度方案.gpkg",
    "{0}{1}年度“耕地{2}”项目列表", "{0}{1}年度“耕地{2}”计划列表",
    "{0}耕地{1}地块{2}示意图", "{0}{1}耕地{2}地块示意图",
}  # fmt: skip
"""Parts of dates as people write them, of names of files, and titles that are printed."""
OF_PROFILES = {
    "region", "words.out", "words.in", "words.regime", "words.sequence", "roles.label",
    "types_out.name", "types_in.name", "deductions.name", "batches.name",
    "priorities_out.name", "priorities_in.name", "rules.text", "rules.when.values",
    "rules.params.banned", "rules.params.values",
    "rules.params.body", "rules.params.body_word", "rules.params.body_below",
}  # fmt: skip
"""What a profile says in words; clauses and titles of documents are cited as they are."""


class Reader(ast.NodeVisitor):
    """Gathers the texts of one module with their lines; ``all_texts``: also those said to nobody in
    particular."""

    def __init__(self, all_texts: bool) -> None:
        self.texts: dict[str, int] = {}
        self._aloud = all_texts

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name in {"tr", "_tr", "translate"} or _is_pattern(function):
            return
        before, self._aloud = self._aloud, self._aloud or name in ALOUD
        self.generic_visit(node)
        self._aloud = before

    def visit_Constant(self, node: ast.Constant) -> None:
        self._take(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take(node)
        for value in node.values:
            if not isinstance(value, ast.Constant):
                self.visit(value)

    def _take(self, node: ast.expr) -> None:
        text = template(node)
        if self._aloud and CHINESE.search(text) and text not in NEVER_SHOWN:
            self.texts.setdefault(text, node.lineno)


def _is_pattern(function: ast.expr) -> bool:
    """A call of the module `re`."""
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "re"


def template(node: ast.expr) -> str:
    """A text as the code writes it, with {0}, {1} … where values stand."""
    if isinstance(node, ast.JoinedStr):
        values = (v.value if isinstance(v, ast.Constant) else None for v in node.values)
        text = "".join("%s" if value is None else str(value) for value in values)
    else:
        text = str(getattr(node, "value", ""))
    parts = _fields_marked(text).split("%s")
    return parts[0] + "".join(f"{{{n}}}{part}" for n, part in enumerate(parts[1:]))


def _fields_marked(text: str) -> str:
    """A text for `str.format` with %s in place of its fields."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:  # no such text
        return text
    return "".join(f"{fixed}{'' if name is None else '%s'}" for fixed, name, _, _ in parsed)


def of_code() -> Iterator[tuple[str, str]]:
    """(text, place) of the rooms."""
    for path in sorted(PLUGIN.rglob("*.py")):
        place = path.relative_to(PLUGIN).as_posix()
        room = place.split("/")[0]
        if place not in VOCABULARY and room != "vendor":
            reader = Reader(all_texts=place.startswith(SPEAKING))
            reader.visit(ast.parse(path.read_text(encoding="utf-8"), filename=place))
            yield from ((text, f"{place}:{line}") for text, line in reader.texts.items())


def of_profiles() -> Iterator[tuple[str, str]]:
    """(text, place) of the notices' profiles."""
    for path in sorted((PLUGIN / "profiles").glob("*.yaml")):
        profile = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from ((text, f"profiles/{path.name}") for text in _worded(profile, ""))


def of_codes() -> Iterator[tuple[str, str]]:
    """(text, place) of the codes of the survey's fields and their names."""
    for codes in CODES.values():
        for code, names in codes.names.items():
            for text in (code, *names[:1]):
                if CHINESE.search(text):
                    yield text, "core/codes.py"


def of_form() -> Iterator[tuple[str, str]]:
    """(text, place) of what columns mean: those of parcels that are in QGIS's form and no field of
    ours, and those of the workbooks that townships hand in."""
    for field in PARCELS.fields:
        if field.name not in BY_NAME and CHINESE.search(field.meaning):
            yield field.meaning, "plan/schema.py"
    yield from ((title, "townships/targets.py") for title in TITLES.values())


def _worded(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _worded(part, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _worded(part, name)
    elif name in OF_PROFILES and CHINESE.search(str(value)):
        yield str(value)


def read() -> dict[str, str]:
    """Every text that may be shown, with the place where it stands."""
    texts: dict[str, str] = {}
    for text, place in (*of_code(), *of_codes(), *of_form(), *of_profiles()):
        texts.setdefault(text, place)
    return texts


def check(update: bool) -> tuple[int, list[str]]:
    """How many texts there are, and what keeps the catalogue from being complete."""
    texts = read()
    catalogue = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    if update:
        catalogue = {text: catalogue.get(text, "") for text in texts}
        body = json.dumps(catalogue, ensure_ascii=False, indent=0)
        CATALOGUE.write_text(f"{body}\n", encoding="utf-8")
    return len(texts), list(compare(texts, catalogue))


def compare(texts: dict[str, str], catalogue: dict[str, str]) -> Iterator[str]:
    """What keeps a catalogue from being complete, a line each."""
    for text, place in texts.items():
        english = catalogue.get(text, "")
        if not english:
            yield f"{place}: no English for: {text}"
        elif set(HOLE.findall(text)) != set(HOLE.findall(english)):
            yield f"{place}: other values in English: {text} | {english}"
    for text in catalogue:
        if text not in texts:
            yield f"{CATALOGUE.relative_to(ROOT)}: no longer used: {text}"
