"""The files that were exported from a plan: written down when they are made, and how they stand to
the plan later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path, PurePath

from ..core.errors import PlanError
from ..core.exports import (
    EDITED,
    GONE,
    OLDER,
    PACKAGE,
    SAME,
    STATES,
    UNREAD,
    ExportedFile,
    gravest,
    state,
)
from ..deliver.digests import content_digest
from ..deliver.earlier import listed_contents, recorded
from ..deliver.publishing import Written
from ..judging.feedback import Feedback
from ..plan.store import Plan
from .history import local_time

__all__ = [
    "EDITED",
    "GONE",
    "OLDER",
    "PACKAGE",
    "SAME",
    "STATES",
    "UNREAD",
    "Contents",
    "Exported",
    "contents_of",
    "exported_files",
    "gravest",
    "outdated",
    "record_files",
    "record_package",
    "state_of",
]

Contents = dict[tuple[Path, int, int], str]
"""Digests by path, time and size of a file: what was digested once is not read again."""


Named = tuple[str, str]
"""Role of a file, and its path below the folder of the export."""


@dataclass(frozen=True)
class Exported:
    """A file with its place; ``when`` as clocks here show it."""

    file: ExportedFile
    folder: Path
    when: str

    @property
    def path(self) -> Path:
        """Where it was written."""
        return self.folder / self.file.file


def record_package(plan: Plan, folder: Path, names: Iterable[Named], revision: int) -> None:
    """Write a package down, whose manifest is in ``folder``."""
    _record(plan, PACKAGE, folder, names, listed_contents(folder), revision)


def record_files(
    path: Path, folder: Path, written: Written, revision: int, feedback: Feedback
) -> None:
    """Write single files down; that the plan cannot be written to is told, for the files are
    there."""
    names = [(role, file.relative_to(folder).as_posix()) for role, file in written]
    try:
        with Plan.open(path) as plan:
            _record(plan, "", folder, names, recorded(folder), revision)
    except PlanError as error:
        feedback.warn(f"导出的文件没有记入方案的“文件”列表。{error}")


def _record(
    plan: Plan,
    kind: str,
    folder: Path,
    names: Iterable[Named],
    contents: Mapping[str, str],
    revision: int,
) -> None:
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    place = _place(folder, plan.path.parent)
    plan.record_exports(
        [
            ExportedFile(
                at=now,
                kind=kind,
                folder=place,
                file=name,
                role=role,
                revision=revision,
                content=contents[name],
            )
            for role, name in names
        ]
    )


def _place(folder: Path, home: Path) -> str:
    """Relative to the plan where it lies below, so that both may be moved together."""
    folder, home = folder.resolve(), home.resolve()
    inside = folder == home or home in folder.parents
    return folder.relative_to(home).as_posix() if inside else str(folder)


def exported_files(plan: Plan, path: Path) -> list[Exported]:
    """What was exported from a plan, whose file is at ``path``; the newest export first."""
    files = sorted(plan.exports(), key=lambda file: file.at, reverse=True)
    return [Exported(f, path.parent / PurePath(f.folder), local_time(f.at)) for f in files]


def outdated(files: Iterable[Exported], revision: int) -> int:
    """The revision of the last package, where the plan is in a later one; else 0."""
    last = next((item.file.revision for item in files if item.file.kind == PACKAGE), revision)
    return last if last < revision else 0


def contents_of(files: Iterable[Exported], known: Contents, feedback: Feedback) -> Contents:
    """Digests of those that are there, '' of one that cannot be read; in any thread."""
    found: Contents = {}
    paths = [item.path for item in files]
    for number, path in enumerate(paths):
        key = _key(path)
        if key is not None:
            found[key] = known.get(key) or _digest(path)
        feedback.step(100 * (number + 1) / len(paths))
    return found


def state_of(item: Exported, contents: Contents, revision: int) -> str:
    """A state of core.exports; '' while its content is not known."""
    key = _key(item.path)
    if key is None:
        return GONE
    return state(item.file, contents[key], revision) if key in contents else ""


def _digest(path: Path) -> str:
    try:
        return content_digest(path)
    except OSError:  # another program has it
        return ""


def _key(path: Path) -> tuple[Path, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return path, about.st_mtime_ns, about.st_size
