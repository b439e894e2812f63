"""Names of the files of a package: every system takes them, whatever a county is called."""

from __future__ import annotations

import re

MOST_CHARACTERS, MOST_BYTES = 60, 180
"""Of a stem: a path on Windows has 260 characters, a name elsewhere 255 bytes."""

_WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in '\\/:*?"<>|'}
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_stem(text: str) -> str:
    """A name without its suffix: what Windows forbids is written full-width, what nobody sees is
    left out, a long text loses its middle, and the name of a device gets a line below."""
    stem = _UNSEEN.sub("", text).translate(_WIDE).strip(" .")
    stem = _short(stem) or "_"
    return f"{stem}_" if _DEVICES.fullmatch(stem) else stem


def _short(stem: str) -> str:
    """The end tells tables of one county apart, so it is kept."""
    middle = len(stem) // 3
    cut = stem
    while len(cut) > MOST_CHARACTERS or len(cut.encode()) > MOST_BYTES:
        stem = stem[:middle] + stem[middle + 1 :]
        middle = min(middle, len(stem) // 3)
        cut = f"{stem[:middle]}…{stem[middle:]}"
    return cut.strip(" .")
