"""Word: the 总体方案 from a template of the office."""

from .writing import TEMPLATES, file_name, title, write

__all__ = ["TEMPLATES", "file_name", "title", "write"]
