"""What a failing disk or a damaged file means to the user: one sentence for each cause."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import NamedTuple

from ..core.errors import PlanError


class _Cause(NamedTuple):
    """A cause as SQLite words it (English in every version) or the system numbers it."""

    words: tuple[str, ...]
    numbers: tuple[int, ...]
    what: str
    do: str


_QUOTA = getattr(errno, "EDQUOT", -1)  # Windows knows no such number
_SHARING = 32, 33
"""Windows: another program holds the file or a part of it."""

_BUSY = _Cause(
    ("locked", "busy"),
    (errno.EBUSY, errno.ETXTBSY),
    "文件正被其他程序占用",
    "请关闭占用它的程序后重试",
)
_OTHER = _Cause((), (), "无法读写文件", "请检查磁盘和文件夹权限后重试")
_CAUSES = (
    _Cause(("disk is full",), (errno.ENOSPC,), "磁盘已满", "请腾出空间后重试，或换到别的磁盘"),
    _Cause((), (_QUOTA,), "磁盘配额已用完", "请清理文件或请管理员增加配额后重试"),
    _Cause((), (errno.EFBIG,), "文件超过了系统允许的大小", "请换到别的磁盘后重试"),
    _BUSY,
    _Cause(
        ("readonly", "read-only", "unable to open"),
        (errno.EROFS, errno.EACCES, errno.EPERM),
        "文件或所在文件夹只读，或没有权限",
        "请取消只读属性或检查权限，或复制到可写的位置",
    ),
    _Cause(
        ("disk i/o",),
        (errno.EIO,),
        "磁盘读写出错（磁盘损坏、配额用完或网络盘断开）",
        "请检查磁盘后重试",
    ),
    _Cause(
        ("malformed", "not a database", "decode", "no such", "corrupt", "constraint", "schema"),
        (),
        "文件已损坏",
        "请改用备份",
    ),
    _Cause((), (errno.ENOENT,), "找不到文件或文件夹", "请检查路径和磁盘是否还在"),
    _Cause((), (errno.ENAMETOOLONG,), "文件名太长", "请换到较短的路径"),
)


def is_failure(error: BaseException) -> bool:
    """Whether an error comes from the disk or the file, not from wrong code."""
    of_file = isinstance(error, sqlite3.DatabaseError)
    return isinstance(error, OSError) or (
        of_file and not isinstance(error, sqlite3.ProgrammingError)
    )


def failure(error: BaseException, path: Path | str, what: str = "") -> PlanError:
    """The sentence for an error for which ``is_failure`` holds.

    ``path``: the file or folder where the system does not name one; ``what``: what could not be
    done, e.g. '无法写入方案文件'.
    """
    cause = _cause_of(error)
    named = str(getattr(error, "filename2", None) or getattr(error, "filename", None) or path)
    return PlanError(f"{what}：{cause.what}" if what else cause.what, named, cause.do)


def failure_in_words(text: str, path: Path | str, what: str) -> PlanError:
    """The sentence for a message of GDAL, which hands on what SQLite or the system said."""
    return failure(sqlite3.OperationalError(text), path, what)


def _cause_of(error: BaseException) -> _Cause:
    if getattr(error, "winerror", None) in _SHARING:
        return _BUSY
    number, text = getattr(error, "errno", None), str(error).lower()
    for cause in _CAUSES:
        if number in cause.numbers or any(word in text for word in cause.words):
            return cause
    return _OTHER


def failure_behind(error: BaseException) -> BaseException | None:
    """The error of disk or file that led to an error: libraries close their files while one is on
    the way, and hide it behind what closing says."""
    seen: BaseException | None = error
    while seen is not None and not is_failure(seen):
        seen = seen.__cause__ or seen.__context__
    return seen
