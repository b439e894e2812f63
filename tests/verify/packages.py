"""A small package made without a map canvas, and single changes of its files."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Callable

import docx
import openpyxl
import shapely
from docx.oxml.ns import qn
from osgeo import ogr

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.approvals import Approval
from jinchu_pingheng.core.batches import Batch
from jinchu_pingheng.core.declarations import Declaration
from jinchu_pingheng.core.indicators import sifted
from jinchu_pingheng.core.model import (
    IN,
    Edition,
    LayerProblem,
    OfficeTemplate,
    Parcel,
    PriorityScore,
)
from jinchu_pingheng.deliver import document, manifest
from jinchu_pingheng.deliver.earlier import MANIFEST
from jinchu_pingheng.deliver.package import (
    FIGURES,
    TABLES,
    VECTORS,
    part,
    write_tables,
    write_vectors,
)
from jinchu_pingheng.plan import profiles
from jinchu_pingheng.version import software
from tests.deliver.example import example_report
from tests.deliver.indicator_example import CARRIED, UNDOCUMENTED

PLAN = "0d9c7f3e-5a0b-4f0c-9a53-2b1a4f4f7f10"
LAND_USE = (("耕地", 1234567), ("林地", 765432))


def plan_report() -> Report:
    """The example under the real notice of 宁夏, with all that a plan file may have."""
    report = example_report(notice=profiles.load("ningxia-2022"))
    parcels = [_as_wide_as_its_cells(parcel, report) for parcel in report.parcels]
    full = build_report(
        header=report.header,
        notice=report.notice,
        parcels=[replace(p, batch="第一批" if p.type < 4 else "") for p in parcels],
        cells=report.cells,
        findings=report.findings,
        inputs=report.inputs,
        software=software(),
        problems=[LayerProblem("DLTB", "DLTB", "12", False, "自相交，无法判定")],
        priorities=[
            PriorityScore("R01", IN, "坡度", None, Decimal(30), Decimal(0), "—"),
            PriorityScore("R02", IN, "坡度", Decimal("0.75"), Decimal(30), Decimal("22.5"), "PDT"),
        ],
        edition=Edition(PLAN, 7, Approval("云政函〔2023〕12号", "云川县人民政府", "2023-03-25", 6)),
        declarations=[Declaration("LQ", "none_here", "", "云函5号", "云川县", "2023-02-01")],
        indicators=sifted([CARRIED, UNDOCUMENTED], [], report.notice, 2023),
        batches=[Batch("第一批", "annual", "2023-03-20", "云政函〔2023〕12号")],
    )
    return replace(full, reason="先报县政府审议")


def png(width: int, height: int) -> bytes:
    """A green picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + name + content + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    rows = zlib.compress((b"\0" + b"\0\x80\0" * width) * height)
    head = chunk(b"IHDR", size + bytes([8, 2, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _as_wide_as_its_cells(parcel: Parcel, report: Report) -> Parcel:
    """The example's parcels are as large as their first cell."""
    m2 = sum(cell.planar for cell in report.cells if cell.parcel_id == parcel.parcel_id)
    x, y, *_ = parcel.geometry.bounds
    return replace(parcel, geometry=shapely.box(x, y, x + float(m2) / 50, y + 50))


def write_package(folder: Path, template: OfficeTemplate | None = None) -> Path:
    """A package as an export makes it, its figures a single colour."""
    folder.mkdir()
    report = replace(plan_report(), template=template)
    picture = part(folder, FIGURES) / "附图1.png"
    picture.write_bytes(png(width=40, height=30))
    written = write_tables(report, part(folder, TABLES))
    drawn = {"map_location": picture}
    written += [document.write(report, drawn, folder, LAND_USE), *drawn.items()]
    written += write_vectors(report, LAND_USE, part(folder, VECTORS))
    manifest.write(report, written, folder, MANIFEST)
    return folder


def other(text: str, dice: random.Random) -> str:
    """The text with another digit, or with another character where it has no digit."""
    digits = [match.start() for match in re.finditer("[0-9]", text)]
    at = dice.choice(digits or range(len(text)))
    new = str((int(text[at]) + dice.randint(1, 9)) % 10) if digits else "改"
    return text[:at] + new + text[at + 1 :]


def _one(folder: Path, suffix: str, dice: random.Random) -> Path:
    return dice.choice(sorted(folder.rglob(f"*{suffix}")))


def cell(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".xlsx", dice)
    book = openpyxl.load_workbook(path)
    cells = [
        c for sheet in book for row in sheet.iter_rows() for c in row if c.value not in (None, "")
    ]
    chosen = dice.choice(cells)
    number = isinstance(chosen.value, (int, float))
    chosen.value = chosen.value + 1 if number else other(chosen.value, dice)
    book.save(path)
    return path.name


def rows_of_a_sheet(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".xlsx", dice)
    book = openpyxl.load_workbook(path)
    sheet = max(book, key=lambda sheet: sheet.max_row)
    values = [[c.value for c in row] for row in sheet.iter_rows()]
    pairs = [i for i in range(1, len(values)) if values[i] != values[i - 1]]
    lower = dice.choice(pairs)
    for number, line in ((lower, values[lower]), (lower + 1, values[lower - 1])):
        for c, value in zip(sheet[number], line):
            if type(c).__name__ != "MergedCell":
                c.value = value
    book.save(path)
    return path.name


def word(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".docx", dice)
    content = docx.Document(str(path))
    texts = [node for node in content.element.body.iter(qn("w:t")) if (node.text or "").strip()]
    chosen = dice.choice(texts)
    chosen.text = other(chosen.text, dice)
    content.save(str(path))
    return path.name


def rows_of_the_document(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".docx", dice)
    content = docx.Document(str(path))
    tables = [t._tbl.tr_lst for t in content.tables if len(t._tbl.tr_lst) > 3]
    rows = dice.choice(tables)
    rows[-1].addprevious(rows[-3])
    content.save(str(path))
    return path.name


def _features(path: Path, dice: random.Random) -> tuple[Any, Any, Any]:
    """A data source, and a layer of it with a feature."""
    source = ogr.Open(str(path), 1)
    layer = dice.choice([one for one in source if one.GetFeatureCount()])
    layer.SetNextByIndex(dice.randrange(layer.GetFeatureCount()))
    return source, layer, layer.GetNextFeature()


def attribute(folder: Path, dice: random.Random) -> str:
    path = _one(folder, dice.choice((".gpkg", ".shp")), dice)
    source, layer, feature = _features(path, dice)
    index = dice.randrange(feature.GetFieldCount())
    text = feature.GetFieldAsString(index)
    if feature.GetFieldType(index) == ogr.OFTString:
        feature.SetField(index, other(text, dice) if text else "改")
    else:
        feature.SetField(index, (feature.GetFieldAsDouble(index) or 0) + 1)
    assert layer.SetFeature(feature) == 0
    del feature, layer, source
    return path.stem


def vertex(folder: Path, dice: random.Random) -> str:
    path = _one(folder, dice.choice((".gpkg", ".shp")), dice)
    source = ogr.Open(str(path), 1)
    layer = dice.choice([one for one in source if one.GetGeomType() != ogr.wkbNone])
    layer.SetNextByIndex(dice.randrange(layer.GetFeatureCount()))
    feature = layer.GetNextFeature()
    shape = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))
    corners = shapely.get_coordinates(shape)
    at = dice.randrange(1, len(corners) - 1)
    corners[at] += (0.01, 0.0)
    moved = shapely.set_coordinates(shape, corners)
    feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shapely.to_wkb(moved)))
    assert layer.SetFeature(feature) == 0
    del feature, layer, source
    return path.stem


def coordinate(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".txt", dice)
    lines = path.read_bytes().decode("utf-8").split("\r")
    at = dice.randrange(1, len(lines) - 1)
    lines[at] = other(lines[at], dice)
    path.write_bytes("\r".join(lines).encode())
    return path.name


def listing(folder: Path, dice: random.Random) -> str:
    path = folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    path.write_text(other(text, dice), encoding="utf-8")
    return path.name


def picture(folder: Path, dice: random.Random) -> str:
    path = _one(folder, ".png", dice)
    content = bytearray(path.read_bytes())
    content[dice.randrange(8, len(content))] ^= 1
    path.write_bytes(bytes(content))
    return path.name


CHANGES: tuple[Callable[[Path, random.Random], str], ...] = (
    cell, rows_of_a_sheet, word, rows_of_the_document, attribute, vertex, coordinate, listing,
    picture,
)  # fmt: skip
"""Each makes one change and returns (the stem of) the name of the file that it changed."""
