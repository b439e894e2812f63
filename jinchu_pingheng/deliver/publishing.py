"""Write files beside their destination and move them there whole: nothing half-written, nothing
lost."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ..core.errors import PlanError, listed
from .manifest import sha256

Written = list[tuple[str, Path]]
"""(role, path) of files that were written."""

MANIFEST = "manifest.json"


def publish_files(folder: Path, write: Callable[[Path], Written]) -> Written:
    """Run ``write`` on a staging folder, then move its files into ``folder``, replacing those of
    the same name.

    Raises PlanError when the folder cannot be written or a file there is open in another program.
    """
    with _Staging(folder) as stage:
        written = write(stage)
        names = [path.relative_to(stage) for _, path in written]
        _refuse_open_files([folder / name for name in names])
        _move_all(names, stage, folder)
    return [(role, folder / name) for (role, _), name in zip(written, names)]


def publish_folder(folder: Path, write: Callable[[Path], Written]) -> Written:
    """Run ``write`` on a staging folder, then put that in the place of ``folder``.

    An existing folder is replaced only when it is empty, or holds an earlier package as it was
    exported: files that the user has edited or added there are never replaced.
    """
    if folder.is_dir():
        _refuse_users_work(folder)
    with _Staging(folder) as stage:
        written = write(stage)
        if folder.is_dir():
            _refuse_open_files([path for path in folder.rglob("*") if path.is_file()])
        _swap(stage, folder)
    return [(role, folder / path.relative_to(stage)) for role, path in written]


def _refuse_users_work(folder: Path) -> None:
    if not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file():
        raise PlanError(
            "文件夹里有其他内容", str(folder), "请选择空文件夹，或先前导出成果包的文件夹"
        )
    found = [path for path in folder.rglob("*") if path.is_file()]
    exported = _exported(folder)
    stems = {path.with_suffix("") for path in exported}
    strange = [
        p
        for p in found
        if p not in exported and p.with_suffix("") not in stems and p.name != MANIFEST
    ]
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


def _exported(folder: Path) -> dict[Path, str]:
    """Files of the package in a folder with their digests. A GeoPackage changes by being opened: it
    has none."""
    files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    listed_files = {folder / item["path"]: str(item["sha256"]) for item in files}
    return {
        path: sha256(path) if path.suffix == ".gpkg" and path.is_file() else d
        for path, d in listed_files.items()
    }


class _Staging:
    """A temporary folder beside the destination (same disk, so that moving is renaming), removed in
    the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Path:
        if self._folder.exists() and not self._folder.is_dir():
            raise PlanError("不是文件夹", str(self._folder), "请另选文件夹")
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self.path = Path(
                tempfile.mkdtemp(prefix=f".{self._folder.name}-", dir=self._folder.parent)
            )
            os.chmod(self.path, 0o755)
        except OSError as error:
            raise PlanError(
                "无法写入文件夹", str(self._folder.parent), "请检查是否可写，或另选文件夹"
            ) from error
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _move_all(names: Sequence[Path], stage: Path, folder: Path) -> None:
    """Move files from the stage to the folder; when one cannot be, all that were replaced come
    back."""
    replaced = stage / "replaced"
    moved: list[Path] = []
    try:
        for name in names:
            for parent in (folder / name, replaced / name):
                parent.parent.mkdir(parents=True, exist_ok=True)
            if (folder / name).exists():
                os.replace(folder / name, replaced / name)
            moved.append(name)
            os.replace(stage / name, folder / name)
    except OSError as error:
        for name in moved:
            (folder / name).unlink(missing_ok=True)
            if (replaced / name).exists():
                os.replace(replaced / name, folder / name)
        where = str(error.filename2 or error.filename or folder)
        raise PlanError(
            "无法写入文件", where, "请检查文件夹是否可写、文件是否正被打开，或另选文件夹"
        ) from error


def _swap(stage: Path, folder: Path) -> None:
    """Rename the old folder away, the new one in; on failure the old one comes back."""
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent)) / "old"
    try:
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(stage, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise
    except OSError as error:
        raise PlanError("无法替换原有成果", str(folder), "请关闭其中打开的文件后重试") from error
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)


def _refuse_open_files(paths: Sequence[Path]) -> None:
    """Word, Excel and LibreOffice leave a lock file beside a document that is open."""
    open_files = [path for path in paths if any(lock.exists() for lock in _locks(path))]
    if open_files:
        where = listed(path.name for path in open_files)
        raise PlanError("文件正被其他程序打开", where, "请关闭后重试")


def _locks(path: Path) -> list[Path]:
    return [
        path.with_name(f".~lock.{path.name}#"),
        path.with_name(f"~${path.name}"),
        path.with_name(f"~${path.name[2:]}"),
    ]
