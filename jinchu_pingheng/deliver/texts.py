"""Texts that come from elsewhere, as files can hold them."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_OF_PROPERTY = 255


def printable(text: str) -> str:
    """Without the characters that no XML can hold, hence no workbook and no document."""
    return _NOT_IN_XML.sub("", text)


def property_text(text: str) -> str:
    """As a property of a file, which is short."""
    return printable(text)[:MOST_OF_PROPERTY]
