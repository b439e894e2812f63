"""What is wrong with a template, each place by itself, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from ...core.errors import PlanError
from ...core.model import OfficeTemplate
from .expressions import condition_faults, nearest, value_faults
from .paper import open_template
from .places import name_places
from .tags import P, expression, text_of
from .tree import Choice, Loop, Node, Plain, Value, parse
from .vocabulary import Vocabulary

MANUAL = "请对照 templates/README.md“单位的 Word 模板”更正模板"
_HEADS = qn("w:hdr"), qn("w:ftr")


def faults(template: OfficeTemplate, known: Vocabulary) -> list[PlanError]:
    """Every wrong tag, loop or condition, with its place, and what is missing. Raises PlanError
    where the template is no Word file."""
    return _Check(template.name, known).of(open_template(template))


def require_right(template: OfficeTemplate, known: Vocabulary) -> None:
    """Raise PlanError for the first fault; it says how many there are."""
    found = faults(template, known)
    if len(found) > 1:
        first = found[0]
        raise PlanError(
            f"{first.what}（共 {len(found)} 处，用“检查模板”列出全部）", first.where, first.do
        )
    if found:
        raise found[0]


def parts_of(document: WordDocument) -> list[Any]:
    """The roots of the parts of the file in which tags may stand: body, headers, footers."""
    parts = (getattr(part, "element", None) for part in document.part.package.iter_parts())
    heads = [part for part in parts if part is not None and part.tag in _HEADS]
    return [document.element.body, *heads]


class _Check:
    """Faults of one template as they are met."""

    def __init__(self, name: str, known: Vocabulary) -> None:
        self._name, self._known = name, known
        self._places: dict[Any, tuple[int, str]] = {}
        self._found: dict[tuple[str, str], tuple[int, PlanError]] = {}
        self._used: set[str] = set()

    def of(self, document: WordDocument) -> list[PlanError]:
        for part in parts_of(document):
            places, before = name_places(part), len(self._places)
            self._places.update(
                {p: (n, text) for n, (p, text) in enumerate(places.items(), before)}
            )
            self._read(parse(part, self._tell), {}, in_body=part.tag not in _HEADS)
        found = [fault for _, fault in sorted(self._found.values(), key=lambda item: item[0])]
        where = f"模板“{self._name}”"
        for names, purpose in self._known.required:
            if not self._used.intersection(names):
                wanted = "或".join(f"{{{{ {name} }}}}" for name in names)
                found.append(PlanError(f"缺少{purpose}的标签{wanted}", where, MANUAL))
        return found

    def _read(self, nodes: Sequence[Node], scope: Mapping[str, str], in_body: bool) -> None:
        for node in nodes:
            if isinstance(node, Plain):
                self._read(node.children or (), scope, in_body)
            elif isinstance(node, Value):
                self._value(node, scope, in_body)
            elif isinstance(node, Loop):
                self._loop(node)
                self._read(node.body, {**scope, node.target: node.collection}, in_body)
            else:
                self._choice(node, scope, in_body)

    def _value(self, node: Value, scope: Mapping[str, str], in_body: bool) -> None:
        if node.text is None:
            return
        self._used.add(node.text)
        for what in value_faults(node.text, scope, self._known):
            self._tell(node.element, what)
        if node.text in self._known.blocks and not (in_body and _stands_alone(node)):
            what = f"“{node.text}”须在正文中单独成段，不能在表格、页眉、页脚中或与文字同段"
            self._tell(node.element, what)

    def _loop(self, node: Loop) -> None:
        self._used.add(node.collection)
        if node.collection and node.collection not in self._known.loops:
            near = nearest(node.collection, self._known.loops)
            self._tell(node.element, f"清单“{node.collection}”不存在{near}")

    def _choice(self, node: Choice, scope: Mapping[str, str], in_body: bool) -> None:
        for number, (condition, body) in enumerate(node.branches):
            if condition or number == 0:
                for what in condition_faults(condition, scope, self._known):
                    self._tell(node.element, what)
            self._read(body, scope, in_body)

    def _tell(self, element: Any, what: str) -> None:
        paragraph = _paragraph_of(element)
        order, place = self._places[paragraph]
        fault = PlanError(what, f"模板“{self._name}”{place}", MANUAL)
        self._found.setdefault((fault.what, fault.where), (order, fault))


def _paragraph_of(element: Any) -> Any:
    """The paragraph around an element, or the first inside it (of a table's row)."""
    if element.tag == P:
        return element
    around = next(element.iterancestors(P), None)
    return around if around is not None else next(element.iter(P))


def _stands_alone(node: Value) -> bool:
    """Whether a tag is all that its paragraph says, and the paragraph stands in the body itself."""
    paragraph = _paragraph_of(node.element)
    in_body = paragraph.getparent().tag == qn("w:body")
    return in_body and expression(text_of(paragraph)) == node.text
