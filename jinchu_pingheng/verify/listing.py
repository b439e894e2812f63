"""Whether a package's files are those of its manifest, with the content that it states."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..core.errors import PlanError
from ..deliver.digests import content_digest, layer_digests
from ..deliver.earlier import MANIFEST
from ..deliver.manifest import checksum
from ..deliver.stage import files_below

Manifest = dict[str, Any]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a package. Raises PlanError where there is none that lists files."""
    path = folder / MANIFEST
    if not path.is_file():
        raise PlanError("没有成果包清单 manifest.json", str(folder), "请选择成果包文件夹")
    try:
        content: Manifest = json.loads(path.read_text(encoding="utf-8"))
        files_of(content)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PlanError("成果包的清单已损坏", str(path), "请向报送单位索取完整的成果包") from error
    return content


def files_of(manifest: Manifest) -> dict[str, Mapping[str, Any]]:
    """Entries of the manifest's files by path."""
    return {str(item["path"]): item for item in manifest["files"]}


def listing_faults(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """(file, sentence): what is missing, was added, or is no longer as it was listed."""
    stated = {key: value for key, value in manifest.items() if key != "checksum"}
    if manifest.get("checksum") != checksum(stated):
        yield MANIFEST, "清单在导出后被改动过"
    found = {path.as_posix() for path in files_below(folder)} - {MANIFEST}
    listed = files_of(manifest)
    for name in sorted(listed.keys() - found):
        yield name, "清单中有这个文件，成果包中没有"
    for name in sorted(found - listed.keys()):
        yield name, "成果包中有这个文件，清单中没有"
    for name in sorted(found & listed.keys()):
        yield from ((name, text) for text in _changes(folder / name, listed[name]))


def _changes(path: Path, entry: Mapping[str, Any]) -> Iterator[str]:
    if path.suffix == ".gpkg":
        yield from _changed_layers(path, entry.get("layers", {}))
    elif content_digest(path) != entry.get("content"):
        yield CHANGED


CHANGED = "内容与清单的校验码不符，导出后被改动过"


def _changed_layers(path: Path, listed: Mapping[str, str]) -> Iterator[str]:
    found = layer_digests(path)
    for name in sorted(found.keys() | listed.keys()):
        if found.get(name) != listed.get(name):
            yield f"图层或表“{name}”的{CHANGED}"
