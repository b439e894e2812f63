"""Digests of files by their content, whichever program wrote their bytes.

A document or workbook is a zip: its content is that of its parts, without their times and without
docProps, where programs note who saved it when. A GeoPackage is a database that changes by being
opened: its content is that of its rows. Of any other file every byte is content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from .features import layers

ZIPPED = (".docx", ".xlsx")


def sha256(path: Path) -> str:
    """Digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content_digest(path: Path) -> str:
    """Digest of a file's content; that of its bytes where it is not what it is called. Raises
    OSError."""
    try:
        return _content_digest(path)
    except (BadZipFile, RuntimeError):
        return sha256(path)


def _content_digest(path: Path) -> str:
    if path.suffix in ZIPPED:
        with ZipFile(path) as parts:
            names = sorted(n for n in parts.namelist() if not n.startswith("docProps/"))
            return digest_of((name, parts.read(name)) for name in names)
    if path.suffix == ".gpkg":
        return digest_of((name, text.encode()) for name, text in layer_digests(path).items())
    return sha256(path)


def layer_digests(path: Path) -> dict[str, str]:
    """Digest of each layer of a GeoPackage, by name."""
    return {
        name: digest_of((place, text.encode()) for place, text in places)
        for name, places in sorted(layers(path).items())
    }


def digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """One digest of named parts in their order."""
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
