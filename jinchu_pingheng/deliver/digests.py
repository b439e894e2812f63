"""Digests of files by their content, whichever program wrote their bytes.

A document or workbook is a zip: its content is that of its parts, without their times and without
docProps, where programs note who saved it when. A GeoPackage is a database that changes by being
opened: its content is that of its rows. Of any other file every byte is content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from .features import layers

ZIPPED = (".docx", ".xlsx")


def sha256(path: Path) -> str:
    """Digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(path: Path) -> dict[str, Any]:
    """A file's digests as a manifest states them: ``sha256`` of its bytes, ``content`` (that of its
    bytes where it is not what it is called), and of each of the ``layers`` of a GeoPackage. Raises
    OSError."""
    whole = sha256(path)
    try:
        if path.suffix == ".gpkg":
            found = layer_digests(path)
            content = digest_of((name, text.encode()) for name, text in found.items())
            return {"sha256": whole, "content": content, "layers": found}
        if path.suffix in ZIPPED:
            return {"sha256": whole, "content": _parts_digest(path)}
    except (BadZipFile, RuntimeError):
        pass
    return {"sha256": whole, "content": whole}


def content_digest(path: Path) -> str:
    """Digest of a file's content. Raises OSError."""
    return str(digests(path)["content"])


def _parts_digest(path: Path) -> str:
    with ZipFile(path) as parts:
        names = sorted(n for n in parts.namelist() if not n.startswith("docProps/"))
        return digest_of((name, parts.read(name)) for name in names)


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
