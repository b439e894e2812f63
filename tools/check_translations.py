"""Checks that every Chinese sentence of the interface has its English translation; `--update`
renews the .ts file.

The interface is written in Chinese. A text is translated by `QCoreApplication.translate("Context",
"...")`, by a
widget's `self.tr("...")`, whose context is the class, or by a function `tr` or `_tr` that hands its
text on to
`translate` with a context of its own. A class attribute that is shown by `tr(self.title)` counts as
well. Qt's own
tools pass over these, over what they cannot read, such as an f-string, and over Chinese that nobody
marked; here the last two are errors. What the rooms beneath the interface say is looked up in a
catalogue of its own (`tools.sentences`).
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools import sentences

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "i18n" / "jinchu_pingheng_en.ts"
INTERFACE = (
    ("plugin.py",),
    ("environment/*.py",),
    ("gui/**/*.py",),
    ("processing/**/*.py",),
)  # each a room; helpers count within it
SHORT = {"tr", "_tr"}
NOT_TRANSLATED = {
    "PlanError",
    "log",
}  # errors and a plan's history are Chinese sentences, which `core.english` reads back
CHINESE = re.compile("[\u4e00-\u9fff]")


class Text(NamedTuple):
    """A text of the interface: Qt looks its translation up by both."""

    context: str
    source: str


def name_of(function: ast.expr) -> str:
    """The last part of the name that is called."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def helper_contexts(tree: ast.Module) -> dict[str, str]:
    """The functions `tr` or `_tr` that a module defines, and the context that each hands on."""
    constants = {
        name_of(node.targets[0]): literal(node.value) or ""
        for node in tree.body
        if isinstance(node, ast.Assign)
    }
    contexts = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in SHORT:
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and name_of(call.func) == "translate":
                    contexts[node.name] = literal(call.args[0]) or constants.get(
                        name_of(call.args[0]), ""
                    )
    return contexts


def shown_attributes(tree: ast.Module, helpers: dict[str, str]) -> dict[str, str]:
    """The attributes that a module shows by `tr(self.attribute)`, and the context they are looked
    up in."""
    return {
        call.args[0].attr: helpers[name_of(call.func)]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and call.args
        and isinstance(call.args[0], ast.Attribute)
        and name_of(call.func) in helpers
    }


class Reader(ast.NodeVisitor):
    """Gathers the texts of one module, and what is wrong with the way they are written."""

    def __init__(self, helpers: dict[str, str], attributes: dict[str, str]) -> None:
        self.texts: dict[Text, int] = {}  # with the line
        self.faults: list[tuple[int, str]] = []
        self._helpers = helpers
        self._attributes = attributes
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in SHORT:
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        target, value = node.targets[0], node.value
        pairs = (
            zip(target.elts, value.elts)
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            else ()
        )
        for name, part in pairs or [(target, value)]:
            if self._classes and name_of(name) in self._attributes and literal(part):
                self._take(self._attributes[name_of(name)], part)
            else:
                self.visit(part)

    def visit_Call(self, node: ast.Call) -> None:
        name = name_of(node.func)
        if name in SHORT and node.args:
            inherited = (
                self._classes[-1] if isinstance(node.func, ast.Attribute) and self._classes else ""
            )
            self._take(self._helpers.get(name, inherited), node.args[0])
        elif name == "translate" and len(node.args) > 1:
            self._take(literal(node.args[0]) or "", node.args[1])
        elif name in NOT_TRANSLATED:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if isinstance(argument, ast.Call):
                    self.visit_Call(argument)
        else:
            self.generic_visit(node)

    def _take(self, context: str, text: ast.expr) -> None:
        source = literal(text)
        if source is not None and context:
            self.texts.setdefault(Text(context, source), text.lineno)
        elif source is not None:
            self.faults.append((text.lineno, f"no context: {source}"))
        elif isinstance(text, (ast.JoinedStr, ast.BinOp, ast.Call)):
            self.faults.append((text.lineno, "tr() needs a plain text; put .format() behind it"))

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else a docstring
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and CHINESE.search(node.value):
            self.faults.append((node.lineno, f"outside tr(): {node.value}"))


def read_sources() -> tuple[dict[Text, str], list[str]]:
    """The interface's texts, each with the place where it stands, and the faults found."""
    texts: dict[Text, str] = {}
    faults = []
    for room in INTERFACE:
        paths = sorted(
            path for pattern in room for path in (ROOT / "jinchu_pingheng").glob(pattern)
        )
        trees = {
            path: ast.parse(path.read_text(encoding="utf-8"), filename=str(path)) for path in paths
        }
        own = {path: helper_contexts(tree) for path, tree in trees.items()}
        shared = {name: context for helpers in own.values() for name, context in helpers.items()}
        attributes: dict[str, str] = {}
        for tree in trees.values():
            attributes |= shown_attributes(tree, shared)
        for path, tree in trees.items():
            place = path.relative_to(ROOT).as_posix()
            reader = Reader({**shared, **own[path]}, attributes)
            reader.visit(tree)
            for text, line in reader.texts.items():
                texts.setdefault(text, f"{place}:{line}")
            faults += [f"{place}:{line}: {fault}" for line, fault in reader.faults]
    return texts, faults


def read_catalogue() -> dict[Text, str]:
    """Every text and its translation; the translation is empty where there is none yet."""
    return {
        Text(context.findtext("name", ""), message.findtext("source", "")): message.findtext(
            "translation", ""
        )
        for context in ElementTree.parse(CATALOGUE).iter("context")
        for message in context.iter("message")
    }


def write_catalogue(translations: dict[Text, str]) -> None:
    root = ElementTree.Element("TS", version="2.1", language="en", sourcelanguage="zh_CN")
    contexts: dict[str, ElementTree.Element] = {}
    for text, translation in translations.items():
        if text.context not in contexts:
            contexts[text.context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[text.context], "name").text = text.context
        message = ElementTree.SubElement(contexts[text.context], "message")
        ElementTree.SubElement(message, "source").text = text.source
        state = {} if translation else {"type": "unfinished"}
        ElementTree.SubElement(message, "translation", state).text = translation
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    CATALOGUE.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )


def fields(text: str) -> list[str]:
    """The names of the `{}` fields of a text."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def compare(texts: dict[Text, str], translations: dict[Text, str]) -> Iterator[str]:
    """What keeps the catalogue from being complete, a line each."""
    for text, place in texts.items():
        translation = translations.get(text, "")
        if not translation:
            yield f"{place}: no English for: {text.source}"
        elif fields(text.source) != fields(translation):
            yield f"{place}: other fields in English: {text.source} | {translation}"
    for text in translations:
        if text not in texts:
            yield f"{CATALOGUE.relative_to(ROOT)}: no longer used: {text.source}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--update", action="store_true", help="add new texts to both catalogues, drop those gone"
    )
    arguments = parser.parse_args()
    texts, faults = read_sources()
    translations = read_catalogue() if CATALOGUE.exists() else {}
    if arguments.update:
        translations = {text: translations.get(text, "") for text in texts}
        write_catalogue(translations)
    beneath, lacking = sentences.check(arguments.update)
    faults += [*compare(texts, translations), *lacking]
    count = len(texts) + beneath
    print("\n".join([*faults, f"translations: {count} texts, {len(faults)} faults"]))
    sys.exit(bool(faults) and not arguments.update)


if __name__ == "__main__":
    main()
