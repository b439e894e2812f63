"""Who works here: what the settings name, or the user of the operating system."""

from __future__ import annotations

import getpass
import os

USER_VARIABLE = "JINCHU_PINGHENG_USER"
NAME_SETTING = "jinchu_pingheng/user"
"""Where QGIS's settings keep the name."""

_named = ""


def use_name(name: str) -> None:
    """Call the user by a name; '': as the environment or the system does."""
    global _named
    _named = name.strip()


def who() -> str:
    """A name for the history; '' where nobody can tell."""
    return _named or os.environ.get(USER_VARIABLE, "").strip() or _of_the_system()


def _of_the_system() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such variable on Windows, no such user on Unix
        return ""
