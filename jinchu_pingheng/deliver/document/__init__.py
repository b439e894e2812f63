"""Word: the 总体方案 from a template of the office."""

from .filled import Filled
from .writing import (
    TEMPLATES,
    faults,
    file_name,
    last_filled,
    require_right_template,
    title,
    unwritten,
    write,
)

__all__ = [
    "TEMPLATES",
    "Filled",
    "faults",
    "file_name",
    "last_filled",
    "require_right_template",
    "title",
    "unwritten",
    "write",
]
