"""Word: the 总体方案 from a template of the office."""

from .filled import Filled
from .writing import TEMPLATES, file_name, last_filled, title, write

__all__ = ["TEMPLATES", "Filled", "file_name", "last_filled", "title", "write"]
