"""Files that were exported from a plan, as the plan remembers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PACKAGE = "package"
"""A file of a package; other files were exported by themselves."""

SAME, OLDER, UNREAD, EDITED, GONE = STATES = "same", "older", "unread", "edited", "gone"
"""As the plan is; the plan has changed since; cannot be read; not what was written any more; not
there. The later, the graver."""


@dataclass(frozen=True)
class ExportedFile:
    """``at`` is UTC in ISO format; ``kind``: PACKAGE or ''; ``folder``: that of the export,
    relative to the plan's where it lies below; ``file``: path below it; ``role``: as in
    manifest.json; ``content``: digest of what was written."""

    at: str
    kind: str
    folder: str
    file: str
    role: str
    revision: int
    content: str


def state(file: ExportedFile, content: str | None, revision: int) -> str:
    """The state of a file whose content is now ``content`` (None: it is not there, '': it cannot be
    read), where the plan is in ``revision``."""
    if content is None:
        return GONE
    if not content:
        return UNREAD
    if content != file.content:
        return EDITED
    return OLDER if file.revision < revision else SAME


def gravest(states: Iterable[str]) -> str:
    """The state that is told of several files."""
    return max(states, key=STATES.index)
