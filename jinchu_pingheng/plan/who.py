"""Who works here: what the settings name, or the user of the operating system; and the lines of
the history that say so."""

from __future__ import annotations

import getpass
import os
from datetime import datetime, timezone

USER_VARIABLE = "JINCHU_PINGHENG_USER"

_named = ""


def use_name(name: str) -> None:
    """Call the user by a name; '': as the environment or the system does."""
    global _named
    _named = name.strip()


def who() -> str:
    """A name for the history; '' where nobody can tell."""
    return _named or os.environ.get(USER_VARIABLE, "").strip() or _of_the_system()


def history_line(action: str, detail: str, by: str | None = None) -> dict[str, str]:
    """A row of the table ``history``, of now; ``by``: who did it, None: who works here."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return {"at": now, "who": who() if by is None else by, "action": action, "detail": detail}


def _of_the_system() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such variable on Windows, no such user on Unix
        return ""
