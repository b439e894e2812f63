"""Profiles: the notices as readable files, and how they are read."""

from .loading import (
    BUNDLED,
    USER_FOLDER_VARIABLE,
    available,
    files,
    folders,
    load,
    read,
    texts,
    use_folder,
)

__all__ = [
    "BUNDLED",
    "USER_FOLDER_VARIABLE",
    "available",
    "files",
    "folders",
    "load",
    "read",
    "texts",
    "use_folder",
]
