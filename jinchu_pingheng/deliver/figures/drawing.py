"""One figure to be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .forms import Form
from .sheet import Sheet


@dataclass(frozen=True)
class Drawing:
    """``role`` in the manifest, ``name`` of its files, and its page on a form: the same figure is
    made for its size on the sheet and for that in the document, so that each scale is true."""

    role: str
    name: str
    on: Callable[[Form], Sheet]
