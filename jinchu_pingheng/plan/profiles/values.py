"""From the nodes of a profile to the values of core.notice, refusing what no rule could use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Callable

from ...core.errors import listed
from ...core.indicators import CREDIT_KINDS, TRANSFER_KINDS
from ...core.law.priority import PART_KINDS
from ...core.model import IN, OUT
from ...core.notice import (
    AreaMethod,
    BalanceTest,
    BatchClause,
    Deadline,
    Deduction,
    IndicatorClause,
    Ledger,
    ListTitle,
    Notice,
    OwnRole,
    ParcelType,
    PriorityPart,
    StageClause,
    Words,
    YearEndTest,
)
from ...core.roles import ROLES
from .rule_values import clause, params_of, rule
from .yaml_nodes import Node


def notice(top: Mapping[str, Any]) -> Notice:
    """The notice of a profile's items by name; ``rules`` is a list of nodes, everything else a
    node."""
    words = top["words"].mapping(required=(OUT, IN), optional=_WORDS)
    own_roles = _roles(top["roles"]) if "roles" in top else ()
    roles = (*ROLES, *(role.id for role in own_roles))
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
            Deduction(**_texts(node, "code", "name", "clause"))
            for node in top["deductions"].items()
        ),
        deadlines=tuple(_deadline(node) for node in top["deadlines"].items()),
        legal_basis=tuple(top["legal_basis"].texts()),
        rules=tuple(rule(node, roles) for node in top["rules"]),
        document=_folder(top["document"]),
        own_roles=own_roles,
        words=_words({name: words[name] for name in _WORDS if name in words}),
        **{name: read(top[name]) for name, read in SECTIONS.items() if name in top},
    )


_WORDS = tuple(field.name for field in fields(Words))


def _words(given: Mapping[str, Node]) -> Words:
    """The notice's own words; a tag in braces that nothing fills is refused."""
    tags = {"plan_name": ("regime",), "definition": (OUT, IN)}
    for name, node in given.items():
        unknown = set(re.findall(r"{(.*?)}", node.text())) - set(tags.get(name, ()))
        if unknown:
            allowed = listed(f"{{{tag}}}" for tag in tags.get(name, ())) or "无"
            raise node.error(f"“{name}”中有不认识的 {listed(sorted(unknown))}", f"可用：{allowed}")
    if "regime" in given and not given["regime"].text().endswith("平衡"):
        raise given["regime"].error("“regime”应以“平衡”结尾", "如 进出平衡、占补平衡")
    return Words(**{name: node.text() for name, node in given.items()})


def _roles(node: Node) -> tuple[OwnRole, ...]:
    """Roles that the profile adds, for layers that no bundled rule knows."""
    own: list[OwnRole] = []
    for item in node.items():
        entries = item.mapping(required=("id", "label"), optional=("columns",))
        role_id = entries["id"].text()
        if role_id in ROLES or role_id in [role.id for role in own]:
            raise entries["id"].error(f"图层角色“{role_id}”已存在", "请改用别的 id")
        columns = tuple(entries["columns"].texts()) if "columns" in entries else ()
        own.append(OwnRole(role_id, entries["label"].text(), columns))
    return tuple(own)


def _parts(node: Node) -> tuple[PriorityPart, ...]:
    parts = []
    for item in node.items():
        entries = item.mapping(required=("name", "clause", "kind", "weight"), optional=("params",))
        kind = entries["kind"].choice(list(PART_KINDS))
        given = entries["params"].mapping() if "params" in entries else {}
        params = params_of(item, f"评分项 {kind}", PART_KINDS[kind].params, given, tuple(ROLES))
        weight = entries["weight"].number()
        parts.append(
            PriorityPart(entries["name"].text(), entries["clause"].text(), kind, weight, params)
        )
    return tuple(parts)


def _list_title(node: Node) -> ListTitle:
    entries = node.mapping(required=("label", "title", "total"))
    title = entries["title"].text()
    if "{unit}" not in title:
        raise entries["title"].error("表名须含 {unit}", "请写成 {unit}{year}年度……，{year} 可不写")
    return ListTitle(entries["label"].text(), title, entries["total"].yes())


def _deadline(node: Node) -> Deadline:
    entries = node.mapping(required=("what", "when", "clause"), optional=("due", "year"))
    due = _due(entries)
    year = entries["year"].integer() if "year" in entries else None
    what, when, own = (entries[name].text() for name in ("what", "when", "clause"))
    return Deadline(what, when, own, due, year)


def _due(entries: Mapping[str, Node]) -> str:
    """'MM-DD', or '' where no day is given."""
    due = entries["due"].text() if "due" in entries else ""
    try:
        date.fromisoformat(f"2024-{due or '01-01'}")
    except ValueError:
        raise entries["due"].error(f"“{due}”不是月日", "请写成 03-31") from None
    return due


def _batches(node: Node) -> tuple[BatchClause, ...]:
    """The kinds of batches, each with the clause that provides for it."""
    known: dict[str, BatchClause] = {}
    for item in node.items():
        entries = item.mapping(required=("code", "name", "clause"), optional=("due", "most"))
        code, name = entries["code"].text(), entries["name"].text()
        if code in known:
            raise entries["code"].error(f"批次种类“{code}”重复", "请改为不同的代码")
        most = entries["most"].integer() if "most" in entries else None
        known[code] = BatchClause(code, name, clause(entries), _due(entries), most)
    return tuple(known.values())


def _stages(node: Node) -> tuple[StageClause, ...]:
    """Stages of both sides, each with its clause; a code stands for one stage."""
    known: dict[str, StageClause] = {}
    optional = ("side", "counts", "sample")
    for item in node.items():
        entries = item.mapping(required=("code", "name", "clause"), optional=optional)
        code = entries["code"].text()
        if code in known:
            raise entries["code"].error(f"阶段“{code}”重复", "请改为不同的代码")
        known[code] = StageClause(
            code=code,
            name=entries["name"].text(),
            clause=clause(entries),
            side=entries["side"].choice((OUT, IN)) if "side" in entries else IN,
            counts="counts" in entries and entries["counts"].yes(),
            sample=_share(entries["sample"]) if "sample" in entries else None,
        )
    return tuple(known.values())


def _share(node: Node) -> Decimal:
    share = node.number()
    if not 0 < share <= 1:
        raise node.error(f"比例 {share} 不在 0 和 1 之间", "请写成 0.3")
    return share


def _clauses(node: Node, kinds: Mapping[str, str]) -> tuple[IndicatorClause, ...]:
    """Kinds of credits or transfers, each with the clause that provides for it."""
    clauses = []
    for item in node.items():
        entries = item.mapping(required=("kind", "clause"))
        clauses.append(IndicatorClause(entries["kind"].choice(list(kinds)), clause(entries)))
    return tuple(clauses)


def _folder(node: Node) -> str:
    """The name of a folder of templates: it leads nowhere else."""
    name = node.text()
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise node.error(f"“{node.name}”不能为“{name}”", "请写模板文件夹的名称，如 general")
    return name


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
    return AreaMethod(surface, entries["ridge"].yes(), entries["clause"].text())


def _year_end(node: Node) -> YearEndTest:
    entries = node.mapping(required=("clause",), optional=("layout", "construction"))
    asked = {name: node.yes() for name, node in entries.items() if name != "clause"}
    return YearEndTest(clause(entries), **asked)


def _ledger(node: Node) -> Ledger:
    entries = node.mapping(required=("title", "clause"))
    return Ledger(entries["title"].text(), clause(entries))


NEWEST, BEFORE = "newest", "before"
"""The survey on which land of a type is measured."""


def _types(node: Node) -> tuple[ParcelType, ...]:
    types: list[ParcelType] = []
    for item in node.items():
        entries = item.mapping(required=("number", "name", "clause"), optional=("survey",))
        number = entries["number"].integer()
        if number in [known.number for known in types]:
            raise entries["number"].error(f"类型 {number} 重复", "请改为不同的序号")
        before = "survey" in entries and entries["survey"].choice((NEWEST, BEFORE)) == BEFORE
        types.append(ParcelType(number, entries["name"].text(), entries["clause"].text(), before))
    return tuple(types)


def _balance(node: Node) -> BalanceTest:
    entries = node.mapping(required=("clause", "unit", "ratio"))
    return BalanceTest(
        entries["clause"].text(),
        entries["unit"].choice(("county", "township")),
        entries["ratio"].number(),
    )


SECTIONS: Mapping[str, Callable[[Node], Any]] = {
    "priorities_out": _parts,
    "priorities_in": _parts,
    "list_out": _list_title,
    "list_in": _list_title,
    "credits": partial(_clauses, kinds=CREDIT_KINDS),
    "transfers": partial(_clauses, kinds=TRANSFER_KINDS),
    "year_end": _year_end,
    "batches": _batches,
    "ledger": _ledger,
    "stages": _stages,
}
"""What a notice may have or not."""
