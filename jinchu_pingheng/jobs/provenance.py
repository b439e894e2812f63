"""Which data a plan was computed from: names, counts and digests of the layers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable

import shapely

from ..plan.store import Plan
from ..survey.files.role_layers import AnySpec
from ..survey.sources import Source, file_of, sha256
from .layers import Chosen, Sources

Record = Callable[[Plan, Mapping[str, AnySpec]], None]
"""(plan, specs) -> None: write into the plan which data it was computed from."""


@contextmanager
def recording(sources: Sources) -> Iterator[Record]:
    """Take the digests of files in the background, while something else is computed from them."""
    pool = ThreadPoolExecutor(1)
    playing = [(role, item) for role, items in sources.items() for item in items]
    files = [file_of(item.source.uri) for _, item in playing]
    digests: dict[Path, Future[str]] = {
        file: pool.submit(sha256, file) for file in set(files) if file
    }

    def record(plan: Plan, specs: Mapping[str, AnySpec]) -> None:
        plan.set_layer_roles(
            [
                _row(role, item, digests[file].result() if file else _digest(specs.get(role)))
                for (role, item), file in zip(playing, files)
            ]
        )

    try:
        yield record
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _row(role: str, item: Chosen, digest: str) -> dict[str, Any]:
    source = item.source
    return {
        "role": role,
        "name": source.name,
        "source": source.uri,
        "provider": source.provider if isinstance(source, Source) else "gdal",
        "feature_count": source.count,
        "sha256": digest,
        "filter": item.only.text if item.only else "",
    }


def _digest(spec: AnySpec | None) -> str:
    """Digest of a layer that has no file: its ids and geometries as they were read."""
    digest = hashlib.sha256()
    if spec is not None:
        layer = spec.open(None).all()
        for feature, wkb in zip(layer.ids, shapely.to_wkb(layer.geometry)):
            digest.update(str(feature).encode() + wkb)
    return digest.hexdigest()
