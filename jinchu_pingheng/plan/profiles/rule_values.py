"""Rules of a profile, and the parameters that their kinds declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core import parcel_fields
from ...core.errors import listed
from ...core.law.rules import KINDS
from ...core.law.rules import kind as kinds
from ...core.model import BLOCK, IN, INFO, OUT, WARN
from ...core.notice import Rule, When
from .yaml_nodes import Node


def clause(entries: Mapping[str, Node]) -> str:
    """The clause that provides for something: nothing is asked of a county without one."""
    if not entries["clause"].text():
        raise entries["clause"].error("没有写明条款", "请填写通知的条款号")
    return entries["clause"].text()


def rule(node: Node, roles: Sequence[str]) -> Rule:
    """A rule; ``roles``: ids of all layers that it may name."""
    entries = node.mapping(
        required=("id", "clause", "text", "kind", "severity", "direction"),
        optional=("types", "when", "params"),
    )
    kind = KINDS[entries["kind"].choice(list(KINDS))]
    given = entries["params"].mapping() if "params" in entries else {}
    types = entries["types"].items() if "types" in entries else ()
    return Rule(
        id=entries["id"].text(),
        clause=clause(entries),
        text=entries["text"].text(),
        kind=kind.name,
        severity=entries["severity"].choice((BLOCK, WARN, INFO)),
        direction=entries["direction"].choice((OUT, IN, "both", "plan")),
        types=tuple(number.integer() for number in types),
        params=params_of(node, f"规则种类 {kind.name}", kind.params, given, roles),
        when=_conditions(entries["when"]) if "when" in entries else (),
    )


def _conditions(node: Node) -> tuple[When, ...]:
    """One condition, or a list of which one must hold."""
    return tuple(_when(item) for item in (node.items() if node.is_list else [node]))


def _when(node: Node) -> When:
    entries = node.mapping(required=("field",), optional=("values",))
    values = tuple(entries["values"].texts()) if "values" in entries else ()
    return When(_field(entries["field"]), values)


def _field(node: Node) -> str:
    return node.choice(list(parcel_fields.WORDED))


def params_of(
    owner: Node,
    what: str,
    params: Sequence[kinds.Param],
    given: Mapping[str, Node],
    roles: Sequence[str],
) -> dict[str, Any]:
    """Parameters as a kind declares them, with its defaults; ``what``: the kind in words."""
    known = {param.name: param for param in params}
    for name, node in given.items():
        if name not in known:
            allowed = listed(known, 40) if known else "无"
            raise node.error(f"{what} 没有参数“{name}”", f"可用的参数：{allowed}")
    values: dict[str, Any] = {}
    for param in params:
        if param.name in given:
            values[param.name] = _value(param, given[param.name], roles)
        elif param.default is not None:
            values[param.name] = param.default
        elif not param.optional:
            raise owner.error(f"{what} 缺少参数“{param.name}”", "请补上")
    return values


def _value(param: kinds.Param, node: Node, roles: Sequence[str]) -> Any:
    if param.type == kinds.FIELD:
        return _field(node)
    if param.type == kinds.FIELDS:
        return tuple(_field(item) for item in node.items())
    if param.type == kinds.VALUES:
        return {name: tuple(value.texts()) for name, value in node.mapping().items()}
    if param.type == kinds.NUMBER:
        return node.number()
    if param.type == kinds.ROLE:
        return node.choice(roles)
    if param.type == kinds.TEXTS:
        return tuple(node.texts())
    if param.type == kinds.CHOICE:
        return node.choice(param.choices)
    if param.type == kinds.LIMITS:
        return {name: value.number() for name, value in node.mapping().items()}
    return node.text()
