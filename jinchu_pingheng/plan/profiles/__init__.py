"""Profiles: the notices as readable files, and how they are read."""

from .loading import available, files, folders, load, read, use_folder

__all__ = ["available", "files", "folders", "load", "read", "use_folder"]
