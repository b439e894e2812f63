"""Profiles: the notices as readable files, parsed and validated into core.notice values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ...core.errors import PlanError, listed
from ...core.notice import Notice
from .values import SECTIONS, notice
from .yaml_nodes import Node

BUNDLED = Path(__file__).resolve().parents[2] / "profiles"
USER_FOLDER_VARIABLE = "JINCHU_PINGHENG_PROFILES"
"""Environment variable that names a folder with a county's own profiles."""

_TOP = (
    "id", "title", "region", "issuer", "issued", "valid_from", "valid_to", "document", "words",
    "area", "adjoin_m", "types_out", "types_in", "balance", "deductions", "deadlines",
    "legal_basis", "rules",
)  # fmt: skip
_OPTIONAL = ("remove_rules", "roles", *SECTIONS)


_named_folder: list[Path] = []


def use_folder(folder: Path) -> None:
    """Search this folder too (QGIS's settings folder, told by the plugin)."""
    _named_folder[:] = [folder]


def folders(user_folder: str | None = None) -> list[Path]:
    """Folders that are searched for profiles: the environment's, that of QGIS's settings, the
    bundled one."""
    own = user_folder or os.environ.get(USER_FOLDER_VARIABLE, "")
    return [*([Path(own)] if own else []), *_named_folder, BUNDLED]


def files(user_folder: str | None = None) -> dict[str, Path]:
    """Profile files by id; a user's file hides a bundled one of the same id."""
    found: dict[str, Path] = {}
    for folder in folders(user_folder):
        for path in sorted(folder.glob("*.yaml")):
            found.setdefault(path.stem, path)
    return found


def available(user_folder: str | None = None) -> list[tuple[str, str]]:
    """(id, title) of every profile. A broken one does not hide the others; loading it says why."""
    return [(name, _title(name, path)) for name, path in files(user_folder).items()]


def _title(name: str, path: Path) -> str:
    try:
        entries = Node.read(path).mapping()
        region = entries["region"].text() if "region" in entries else name
        issued = entries["issued"].text()[:4] if "issued" in entries else ""
    except PlanError:
        return f"{name}（配置文件有误）"
    return f"{region} {issued}".strip()


def load(profile_id: str, user_folder: str | None = None) -> Notice:
    """The notice of a profile. Raises PlanError naming the file and line when it is not valid."""
    found = files(user_folder)
    if profile_id not in found:
        raise PlanError(f"没有名为“{profile_id}”的配置", "", f"可用的配置：{listed(found)}")
    return read(found[profile_id], user_folder)


def read(path: Path, user_folder: str | None = None) -> Notice:
    """Parse and validate one profile file; its ``id`` must be the file's name.

    A profile may extend another: it takes over every item that it does not give itself; of the
    rules it replaces those of the same id, adds others, and leaves out those named in
    ``remove_rules``.
    """
    top = _entries(path, user_folder, ())
    return notice(top)


def texts(profile_id: str, user_folder: str | None = None) -> dict[str, str]:
    """The text of a profile's file and of those that it extends, by id. Raises PlanError when one
    is missing or is no YAML."""
    load(profile_id, user_folder)
    found, read_so_far = files(user_folder), dict[str, str]()
    name = profile_id
    while name:
        read_so_far[name] = found[name].read_text(encoding="utf-8")
        base = Node.read(found[name]).mapping().get("extends")
        name = base.text() if base else ""
    return read_so_far


def _entries(path: Path, user_folder: str | None, below: tuple[str, ...]) -> dict[str, Any]:
    """The items of a profile over those of the profile that it extends; ``rules`` is a list of
    nodes."""
    root = Node.read(path)
    own: dict[str, Any] = dict(
        root.mapping(required=("id",), optional=(*_TOP, *_OPTIONAL, "extends"))
    )
    if own["id"].text() != path.stem:
        raise own["id"].error(f"id“{own['id'].text()}”与文件名“{path.stem}”不一致", "请改为一致")
    base = own.pop("extends", None)
    removed = own.pop("remove_rules", None)
    if base is None:
        root.mapping(required=_TOP, optional=_OPTIONAL)
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
            raise node.error(
                f"所引用的配置没有规则“{node.text()}”", f"现有规则：{listed(by_id, 60)}"
            )
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
