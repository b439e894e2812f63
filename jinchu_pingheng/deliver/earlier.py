"""What was exported into a folder before: which of it is as it was written, and may be replaced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from ..core.errors import PlanError, listed
from .digests import content_digest, digests
from .stage import files_below

MANIFEST = "manifest.json"

RECORD = ".jinchu_pingheng.json"
"""In a folder of single files: path -> digest of the content as it was written."""


def edited_files(folder: Path) -> list[Path]:
    """Files of the package in a folder that were edited since. Raises PlanError for a folder with
    other things, or with files that were added."""
    if not any(folder.iterdir()):
        return []
    if not (folder / MANIFEST).is_file():
        raise PlanError(
            "文件夹里有其他内容", str(folder), "请选择空文件夹，或先前导出成果包的文件夹"
        )
    exported = {**recorded(folder), **listed_contents(folder)}
    own = {Path(name) for name in exported}
    own |= {name.with_suffix("") for name in own} | {Path(MANIFEST), Path(RECORD)}
    strange = [n for n in files_below(folder) if n not in own and n.with_suffix("") not in own]
    if strange:
        where = listed(name.as_posix() for name in strange)
        raise PlanError("成果包文件夹里有后来放入的文件", where, "请先移走它们，或另选文件夹")
    return [Path(name) for name in exported if is_edited(folder, Path(name), exported)]


def is_edited(folder: Path, name: Path, written: Mapping[str, str]) -> bool:
    """A file is there, and is not what was written (by content), or nobody knows what was."""
    path = folder / name
    if not path.is_file():
        return False
    now = digests(path)
    return written.get(name.as_posix()) not in (now["content"], now["sha256"])


def listed_contents(folder: Path) -> dict[str, str]:
    """Digests by the package's manifest; before there were any of content, of bytes. Raises
    PlanError."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(item["path"]): str(item.get("content") or item["sha256"]) for item in files}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        do = "无法确认里面的文件是否被修改过；请另选文件夹，或先移走其中的文件"
        raise PlanError("成果包的清单已损坏", str(folder / MANIFEST), do) from error


def recorded(folder: Path) -> dict[str, str]:
    """The record of a folder of single files; without a sound one nothing is known."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def make_way(folder: Path, new: Path) -> dict[Path, Path]:
    """Give files in ``new`` other names where the folder holds edited ones of theirs, and record
    what they are. Returns new names by old; files of one stem (a shapefile's) keep together."""
    written = recorded(folder)
    names = files_below(new)
    moved: dict[Path, Path] = {}
    for stem in dict.fromkeys(map(_stem, names)):
        group = [name for name in names if _stem(name) == stem]
        free = next(n for n in count(1) if not _taken(folder, group, n, written))
        moved.update({name: _numbered(name, free) for name in group if free > 1})
    for old, name in moved.items():
        (new / old).rename(new / name)
    kept = {name: digest for name, digest in written.items() if (folder / name).is_file()}
    made = {name.as_posix(): content_digest(new / name) for name in files_below(new)}
    (new / RECORD).write_text(json.dumps({**kept, **made}, ensure_ascii=False), encoding="utf-8")
    return moved


def _stem(name: Path) -> Path:
    return name.with_name(name.name.split(".")[0])


def _numbered(name: Path, number: int) -> Path:
    if number == 1:
        return name
    stem = _stem(name).name
    return name.with_name(f"{stem}（{number}）{name.name[len(stem) :]}")


def _taken(folder: Path, group: Iterable[Path], number: int, written: Mapping[str, str]) -> bool:
    return any(is_edited(folder, _numbered(name, number), written) for name in group)


def last_of(folder: Path, name: str) -> Path | None:
    """The file of that name, or one that went beside it, which was written last."""
    paths = (folder / _numbered(Path(name), number) for number in range(1, 100))
    found = [path for path in paths if path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime) if found else None


@contextmanager
def kept_beside(folder: Path, names: Iterable[Path]) -> Iterator[Path | None]:
    """A copy of files of a folder in a new folder beside it, while the folder is replaced; it goes
    again when that fails. None where there are no names."""
    files = list(names)
    if not files:
        yield None
        return
    base = f"{folder.name}（改动的旧文件）"
    places = (folder.with_name(base if n == 1 else f"{base}{n}") for n in count(1))
    place = next(place for place in places if not place.exists())
    try:
        for name in files:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, place / name)
        yield place
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
