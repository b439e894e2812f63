"""Verify a package: its files against its manifest, its figures against its own record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Callable

from ..core.accounts.report import Report
from ..core.errors import PlanError
from ..deliver.digests import content_digest
from ..deliver.earlier import MANIFEST
from ..deliver.manifest import statement
from ..deliver.package import TABLES, VECTORS, part, write_tables, write_vectors
from ..deliver.publishing import Written
from ..version import software
from .areas import area_faults
from .listing import CHANGED, Manifest, files_of, listing_faults, read_manifest
from .record import Record, read_record

_Reader = Callable[[Path], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Difference:
    """``file`` below the package; ``place``: cell, paragraph, feature or '' for the whole file.
    ``by_hand``: a person has filled in what was left open, or saved the file again; no figure
    differs."""

    file: str
    place: str
    what: str
    by_hand: bool = False

    @property
    def text(self) -> str:
        """A sentence."""
        where = "，".join(filter(None, (self.file, self.place)))
        return f"{where}：{self.what}。"


@dataclass(frozen=True)
class Verification:
    """What differs in a package, and what a reader of that should know; ``report``: the plan as the
    package records it."""

    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    report: Report


def verify_package(
    folder: Path, step: Callable[[float, str], None] = lambda percent, text: None
) -> Verification:
    """Everything in a package that its own cells, parcels and manifest do not bear out. ``step`` is
    told the per cent done and what comes next; what it raises ends the job.

    Raises PlanError when the folder holds no package, or none that can be computed again.
    """
    manifest = read_manifest(folder)
    listed = tuple(Difference(name, "", what) for name, what in listing_faults(folder, manifest))
    step(10, "读取计算记录")
    record = read_record(_geopackage(folder, manifest))
    step(20, "重新计算")
    with TemporaryDirectory() as again:
        remade = Path(again)
        try:
            written = _remake(record, _pictures(folder, manifest), remade)
        except Exception:  # values or pictures that nothing can be made from any more
            if not listed:
                raise
            found = (*listed, Difference("", NOT_AGAIN, CHANGED_RECORD))
            return Verification(found, (), record.report)
        step(60, "逐处比较")
        computed = (*_stated(manifest, record), *_areas(manifest, record))
        compared = tuple(_compared(folder, remade, written))
    found = _told_once([*computed, *compared], listed)
    return Verification(found, _notes(record), record.report)


NOT_AGAIN = "表格和总体方案"
CHANGED_RECORD = "上列文件被改动后不能据以重新计算，没有逐处比较"


def _geopackage(folder: Path, manifest: Manifest) -> Path:
    names = [name for name in files_of(manifest) if name.endswith(".gpkg")]
    found = [folder / name for name in names if (folder / name).is_file()]
    if not found:
        do = "请向报送单位索取完整的成果包"
        raise PlanError("成果包中没有 GeoPackage，无法重新计算", str(folder), do)
    return found[0]


def _pictures(folder: Path, manifest: Manifest) -> dict[str, Path]:
    """The figures that the document shows, by role."""
    files = files_of(manifest).items()
    paths = {str(entry["role"]): folder / name for name, entry in files if name.endswith(".png")}
    return {role: path for role, path in paths.items() if path.is_file()}


def _remake(record: Record, pictures: Mapping[str, Path], folder: Path) -> Written:
    """All that a package holds but the figures, from its record."""
    from ..deliver import document

    report = record.report
    return [
        *write_tables(report, part(folder, TABLES)),
        document.write(report, pictures, folder, record.landuse),
        *write_vectors(report, record.landuse, part(folder, VECTORS)),
    ]


def _compared(folder: Path, remade: Path, written: Written) -> Iterator[Difference]:
    """What the files say against what they would say if they were made now."""
    from ..deliver.contents import READERS

    for _, path in written:
        name = path.relative_to(remade).as_posix()
        if path.suffix not in READERS or not (folder / name).is_file():
            continue
        if content_digest(folder / name) != content_digest(path):
            yield from _places(name, READERS[path.suffix], folder / name, path)


def _places(name: str, reader: _Reader, found: Path, remade: Path) -> Iterator[Difference]:
    try:
        says = dict(reader(found))
    except Exception:  # a broken file: its reader raises whatever it likes
        yield Difference(name, "", "文件已损坏，无法读取")
        return
    should = dict(reader(remade))
    places = [*should, *(place for place in says if place not in should)]
    differing = [place for place in places if says.get(place) != should.get(place)]
    for place in differing:
        was, right = says.get(place), should.get(place)
        filled = was is not None and _open(right)
        yield Difference(name, place, _against(was, right), by_hand=filled)
    if not differing:
        yield Difference(name, "", RESAVED, by_hand=True)


RESAVED = "导出后另存过，格式或目录可能改动，表格和正文的内容一致"


def _open(text: str | None) -> bool:
    """Whether a text has places that a person is to fill in."""
    return text is not None and "【待填" in text


def _against(says: str | None, should: str | None) -> str:
    if says is None:
        return f"缺少“{_shown(should or '')}”"
    if should is None:
        return f"多出“{_shown(says)}”"
    if _open(should):
        return f"待填处写为“{_shown(says)}”"
    start = next((i for i, pair in enumerate(zip(says, should)) if len(set(pair)) > 1), 0)
    return f"写的是“{_shown(says, start)}”，重新计算为“{_shown(should, start)}”"


def _shown(text: str, start: int = 0, most: int = 60) -> str:
    """A text around the first character that differs."""
    first = max(0, start - most // 2)
    cut = text[first : first + most]
    return f"{'…' if first else ''}{cut}{'…' if first + most < len(text) else ''}"


def _stated(manifest: Manifest, record: Record) -> Iterator[Difference]:
    """The manifest's words on the plan."""
    for place, value in _flat(statement(record.report)):
        found = dict(_flat(manifest)).get(place)
        if found != value:
            yield Difference(MANIFEST, place, f"写的是“{found}”，重新计算为“{value}”")


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _flat(item, f"{place}[{number}]")
    else:
        yield place, str(value)


def _areas(manifest: Manifest, record: Record) -> Iterator[Difference]:
    name = next(name for name in files_of(manifest) if name.endswith(".gpkg"))
    for parcel, what in area_faults(record.report):
        yield Difference(name, f"地块 {parcel}", what)


def _told_once(places: list[Difference], listed: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """A changed file is told by its places where they are known, else as a whole."""
    known = {item.file for item in places}
    rest = [item for item in listed if not (item.what == CHANGED and item.file in known)]
    return (*rest, *places)


def _notes(record: Record) -> tuple[str, ...]:
    made = record.report.software
    if made == software():
        return ()
    return (f"成果包由 {made} 导出，本次核对使用 {software()}，文字可能因版本而异。",)
