"""A package that is already in a folder: it may be replaced while it is as it was exported."""

from __future__ import annotations

import json
from collections.abc import Set
from pathlib import Path

from ..core.errors import PlanError, listed
from .digests import sha256
from .stage import files_below

MANIFEST = "manifest.json"


def refuse_users_work(folder: Path) -> None:
    """Raise PlanError for a folder with other things, or with files that were added or edited."""
    if not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file():
        raise PlanError(
            "文件夹里有其他内容", str(folder), "请选择空文件夹，或先前导出成果包的文件夹"
        )
    exported = _exported(folder)
    found = [folder / name for name in files_below(folder)]
    own = exported.keys() | {path.with_suffix("") for path in exported}
    strange = [path for path in found if path.name != MANIFEST and not _belongs(path, own)]
    if strange:
        where = listed(path.relative_to(folder).as_posix() for path in strange)
        raise PlanError("成果包文件夹里有后来放入的文件", where, "请先移走它们，或另选文件夹")
    edited = [path for path, digest in exported.items() if _edited(path, digest)]
    if edited:
        where = listed(path.relative_to(folder).as_posix() for path in edited)
        raise PlanError(
            "成果包里的文件导出后被修改过，重新导出会丢失修改",
            where,
            "请先另存到别处，或另选文件夹",
        )


def _belongs(path: Path, own: Set[Path]) -> bool:
    """Whether a file was exported, or is the companion of one: x.dbf or x.shp.xml of x.shp; ``own``
    holds the files with and without suffix."""
    return path in own or path.with_suffix("") in own


def _edited(path: Path, digest: str) -> bool:
    """A GeoPackage changes by being opened: that is no edit."""
    return path.is_file() and path.suffix != ".gpkg" and sha256(path) != digest


def _exported(folder: Path) -> dict[Path, str]:
    """Files of the package in a folder with the digests that were recorded."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {folder / item["path"]: str(item["sha256"]) for item in files}
    except (ValueError, LookupError, TypeError) as error:
        do = "无法确认里面的文件是否被修改过；请另选文件夹，或先移走其中的文件"
        raise PlanError("成果包的清单已损坏", str(folder / MANIFEST), do) from error
