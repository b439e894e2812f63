"""Profiles: the notices as readable files, parsed and validated into core.notice values."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from ..core.errors import PlanError, listed
from ..core.model import BLOCK, IN, INFO, OUT, WARN
from ..core.notice import AreaMethod, BalanceTest, Deadline, Deduction, Notice, ParcelType, Rule, When
from ..core.roles import ROLES
from ..core.rules import KINDS
from ..core.rules import kind as kinds
from ..core.rules.declared import PARCEL_FIELDS
from .yaml_nodes import Node

BUNDLED = Path(__file__).resolve().parent.parent / "profiles"
USER_FOLDER_VARIABLE = "JINCHU_PINGHENG_PROFILES"
"""Environment variable that names a folder with a county's own profiles."""

_TOP = (
    "id", "title", "region", "issuer", "issued", "valid_from", "valid_to", "document", "words", "area", "adjoin_m",
    "types_out", "types_in", "balance", "deductions", "deadlines", "legal_basis", "rules",
)  # fmt: skip


def folders(user_folder: str | None = None) -> list[Path]:
    """Folders that are searched for profiles: the user's own first."""
    own = user_folder or os.environ.get(USER_FOLDER_VARIABLE, "")
    return [Path(own), BUNDLED] if own else [BUNDLED]


def files(user_folder: str | None = None) -> dict[str, Path]:
    """Profile files by id; a user's file hides a bundled one of the same id."""
    found: dict[str, Path] = {}
    for folder in folders(user_folder):
        for path in sorted(folder.glob("*.yaml")):
            found.setdefault(path.stem, path)
    return found


def available(user_folder: str | None = None) -> list[tuple[str, str]]:
    """(id, title) of every profile."""
    titles = []
    for profile_id, path in files(user_folder).items():
        entries = Node.read(path).mapping()
        region = entries["region"].text() if "region" in entries else profile_id
        issued = entries["issued"].text()[:4] if "issued" in entries else ""
        titles.append((profile_id, f"{region} {issued}".strip()))
    return titles


def load(profile_id: str, user_folder: str | None = None) -> Notice:
    """The notice of a profile. Raises PlanError naming the file and line when it is not valid."""
    found = files(user_folder)
    if profile_id not in found:
        raise PlanError(f"没有名为“{profile_id}”的配置", "", f"可用的配置：{listed(found)}")
    return read(found[profile_id], user_folder)


def read(path: Path, user_folder: str | None = None) -> Notice:
    """Parse and validate one profile file; its ``id`` must be the file's name.

    A profile may extend another: it takes over every item that it does not give itself; of the rules it replaces
    those of the same id, adds others, and leaves out those named in ``remove_rules``.
    """
    top = _entries(path, user_folder, ())
    rules = top.pop("rules")
    words = top["words"].mapping(required=(OUT, IN))
    return Notice(
        id=top["id"].text(),
        title=top["title"].text(),
        region=top["region"].text(),
        issuer=top["issuer"].text(),
        issued=_date(top["issued"]),
        valid_from=_date(top["valid_from"]),
        valid_to=_date(top["valid_to"]),
        word_out=words[OUT].text(),
        word_in=words[IN].text(),
        area=_area(top["area"]),
        adjoin_m=top["adjoin_m"].number(),
        types_out=_types(top["types_out"]),
        types_in=_types(top["types_in"]),
        balance=_balance(top["balance"]),
        deductions=tuple(
            Deduction(**_texts(node, "code", "name", "clause")) for node in top["deductions"].items()
        ),
        deadlines=tuple(
            Deadline(**_texts(node, "what", "when", "clause")) for node in top["deadlines"].items()
        ),
        legal_basis=tuple(top["legal_basis"].texts()),
        rules=_rules(rules),
        document=top["document"].text(),
    )


def _texts(node: Node, *names: str) -> dict[str, str]:
    return {name: value.text() for name, value in node.mapping(required=names).items()}


def _date(node: Node) -> str:
    """'YYYY-MM-DD' or '' (the notice leaves it open)."""
    text = node.text()
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise node.error(f"“{node.name}”不是日期：“{text}”", "请写成 2022-11-22，或留空") from None


def _area(node: Node) -> AreaMethod:
    entries = node.mapping(required=("surface", "ridge", "clause"))
    surface = entries["surface"].choice(("planar", "ellipsoidal"))
    return AreaMethod(surface, entries["ridge"].choice(("yes", "no")) == "yes", entries["clause"].text())


def _types(node: Node) -> tuple[ParcelType, ...]:
    types: list[ParcelType] = []
    for item in node.items():
        entries = item.mapping(required=("number", "name", "clause"))
        number = entries["number"].integer()
        if number in [known.number for known in types]:
            raise entries["number"].error(f"类型 {number} 重复", "请改为不同的序号")
        types.append(ParcelType(number, entries["name"].text(), entries["clause"].text()))
    return tuple(types)


def _balance(node: Node) -> BalanceTest:
    entries = node.mapping(required=("clause", "unit", "ratio"))
    return BalanceTest(
        entries["clause"].text(), entries["unit"].choice(("county", "township")), entries["ratio"].number()
    )


def _entries(path: Path, user_folder: str | None, below: tuple[str, ...]) -> dict[str, Any]:
    """The items of a profile over those of the profile that it extends; ``rules`` is a list of nodes."""
    root = Node.read(path)
    own: dict[str, Any] = dict(root.mapping(required=("id",), optional=(*_TOP, "extends", "remove_rules")))
    if own["id"].text() != path.stem:
        raise own["id"].error(f"id“{own['id'].text()}”与文件名“{path.stem}”不一致", "请改为一致")
    base = own.pop("extends", None)
    removed = own.pop("remove_rules", None)
    if base is None:
        root.mapping(required=_TOP, optional=("remove_rules",))
        return {**own, "rules": _distinct(own["rules"].items())}
    if base.text() in (*below, path.stem):
        raise base.error(f"配置“{base.text()}”循环引用", "请改为引用另一个配置")
    found = files(user_folder)
    if base.text() not in found:
        raise base.error(f"没有名为“{base.text()}”的配置", f"可用的配置：{listed(found)}")
    merged = _entries(found[base.text()], user_folder, (*below, path.stem))
    rules = _merged_rules(merged["rules"], own.get("rules"), removed)
    return {**merged, **own, "rules": rules}


def _merged_rules(base: list[Node], own: Node | None, removed: Node | None) -> list[Node]:
    by_id = {_rule_id(node): node for node in base}
    for node in removed.items() if removed else []:
        if by_id.pop(node.text(), None) is None:
            raise node.error(f"所引用的配置没有规则“{node.text()}”", f"现有规则：{listed(by_id, 60)}")
    for node in _distinct(own.items()) if own else []:
        by_id[_rule_id(node)] = node
    return list(by_id.values())


def _rule_id(node: Node) -> str:
    entries = node.mapping()
    if "id" not in entries:
        raise node.error("缺少 id", "请补上")
    return entries["id"].text()


def _distinct(nodes: list[Node]) -> list[Node]:
    known: set[str] = set()
    for node in nodes:
        rule_id = _rule_id(node)
        if rule_id in known:
            raise node.error(f"规则 id“{rule_id}”重复", "请改为不同的 id")
        known.add(rule_id)
    return nodes


def _rules(nodes: list[Node]) -> tuple[Rule, ...]:
    return tuple(_rule(node) for node in nodes)


def _rule(node: Node) -> Rule:
    entries = node.mapping(
        required=("id", "clause", "text", "kind", "severity", "direction"),
        optional=("types", "when", "params"),
    )
    if not entries["clause"].text():
        raise entries["clause"].error("规则没有写明条款", "请填写通知的条款号")
    kind = KINDS[entries["kind"].choice(list(KINDS))]
    return Rule(
        entries["id"].text(),
        entries["clause"].text(),
        entries["text"].text(),
        kind.name,
        entries["severity"].choice((BLOCK, WARN, INFO)),
        entries["direction"].choice((OUT, IN, "both", "plan")),
        tuple(number.integer() for number in entries["types"].items()) if "types" in entries else (),
        _params(node, kind, entries["params"].mapping() if "params" in entries else {}),
        _when(entries["when"]) if "when" in entries else None,
    )


def _when(node: Node) -> When:
    entries = node.mapping(required=("field", "values"))
    return When(entries["field"].choice(list(PARCEL_FIELDS)), tuple(entries["values"].texts()))


def _params(rule: Node, kind: kinds.Kind, given: dict[str, Node]) -> dict[str, Any]:
    known = {param.name: param for param in kind.params}
    for name, node in given.items():
        if name not in known:
            allowed = listed(known, 40) if known else "无"
            raise node.error(f"规则种类 {kind.name} 没有参数“{name}”", f"可用的参数：{allowed}")
    values: dict[str, Any] = {}
    for param in kind.params:
        if param.name in given:
            values[param.name] = _value(param, given[param.name])
        elif param.default is not None:
            values[param.name] = param.default
        elif not param.optional:
            raise rule.error(f"规则种类 {kind.name} 缺少参数“{param.name}”", "请补上")
    return values


def _value(param: kinds.Param, node: Node) -> Any:
    if param.name == "field":
        return node.choice(list(PARCEL_FIELDS))
    if param.type == kinds.NUMBER:
        return node.number()
    if param.type == kinds.ROLE:
        return node.choice(list(ROLES))
    if param.type == kinds.TEXTS:
        return tuple(node.texts())
    if param.type == kinds.CHOICE:
        return node.choice(param.choices)
    if param.type == kinds.LIMITS:
        return {name: value.number() for name, value in node.mapping().items()}
    return node.text()
