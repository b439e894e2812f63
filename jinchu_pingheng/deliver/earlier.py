"""A package that is already in a folder: it may be replaced while it is as it was exported."""

from __future__ import annotations

import json
from pathlib import Path

from ..core.errors import PlanError, listed
from .manifest import sha256
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
    strange = [p for p in found if p.name != MANIFEST and not _belongs(p, exported)]
    if strange:
        where = listed(path.relative_to(folder).as_posix() for path in strange)
        raise PlanError("成果包文件夹里有后来放入的文件", where, "请先移走它们，或另选文件夹")
    edited = [
        path for path, digest in exported.items() if path.is_file() and sha256(path) != digest
    ]
    if edited:
        where = listed(path.relative_to(folder).as_posix() for path in edited)
        raise PlanError(
            "成果包里的文件导出后被修改过，重新导出会丢失修改",
            where,
            "请先另存到别处，或另选文件夹",
        )


def _belongs(path: Path, exported: dict[Path, str]) -> bool:
    """Whether a file was exported, or is the companion of one: x.dbf or x.shp.xml of x.shp."""
    stem = path.with_suffix("")
    return path in exported or stem in exported or stem in {p.with_suffix("") for p in exported}


def _exported(folder: Path) -> dict[Path, str]:
    """Files of the package in a folder with their digests. A GeoPackage changes by being opened: it
    has none."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        listed_files = {folder / item["path"]: str(item["sha256"]) for item in files}
    except (ValueError, LookupError, TypeError) as error:
        do = "无法确认里面的文件是否被修改过；请另选文件夹，或先移走其中的文件"
        raise PlanError("成果包的清单已损坏", str(folder / MANIFEST), do) from error
    return {
        path: sha256(path) if path.suffix == ".gpkg" and path.is_file() else d
        for path, d in listed_files.items()
    }
