"""Layers and rasters in files, as GDAL names them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .dbf import companion


@dataclass(frozen=True)
class FileSource:
    """``path`` is what GDAL opens, ``layer`` the name in it, ``subset`` an SQL condition,
    ``encoding`` that of a shapefile's table ('' elsewhere). ``indexed``: a GeoPackage table that
    its own R-tree finds features in.
    """

    path: str
    layer: str
    subset: str = ""
    encoding: str = ""
    indexed: bool = False

    def state(self) -> tuple[object, ...] | None:
        """Changes whenever the file does (time and size, also of a write-ahead log); None when it
        cannot be told."""
        path = Path(self.path)
        try:
            files = sorted(path.iterdir()) if path.is_dir() else _parts(path)
            marks = tuple(
                (file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()
            )
        except OSError:
            return None
        return (self.path, self.layer, self.subset, self.encoding, marks) if marks else None


@dataclass(frozen=True)
class RasterSource:
    """A raster file that GDAL can open; ``count`` is its number of cells."""

    name: str
    uri: str
    count: int


def _parts(path: Path) -> list[Path]:
    suffixes = (".shp", ".shx", ".dbf", ".cpg") if path.suffix.lower() == ".shp" else ()
    return [
        path,
        path.with_name(f"{path.name}-wal"),
        *filter(None, (companion(path, suffix) for suffix in suffixes)),
    ]
