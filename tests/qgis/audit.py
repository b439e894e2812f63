"""A second opinion: every area of a package, recomputed from the delivered GeoPackage and the
county's survey.

Nothing of `jinchu_pingheng` is used here, and no QGIS: sqlite3, GEOS and Decimal, from the rules as
they are written down (cell = parcel x land class x 等别 x township, half-up to whole m² once, by
largest remainder inside the parcel; land that an earlier parcel of the same side holds counts for
that one only).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import shapely

CLASSES = ("0101", "0102", "0103")
MICRO = Decimal("0.000001")
"""Binary floats carry noise below this many m²."""
SLIVER = 1e-6
GAP = 0.001
ADJOIN_M = 1.0

Row = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """A cell: whole m² of one parcel with one land class, 等别, township and status."""

    parcel: str
    status: str
    dlbm: str
    grade: Decimal | None
    town: str
    m2: int
    printed_class: str = ""
    printed_grade: Decimal | None = None


def rows(path: Path, table: str) -> list[Row]:
    """Rows of a GeoPackage table; the geometry column as shapely geometry."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as data:
        data.row_factory = sqlite3.Row
        query = "select column_name from gpkg_geometry_columns where table_name=?"
        shape = data.execute(query, (table,)).fetchone()
        found = [dict(row) for row in data.execute(f'select * from "{table}"')]
    for row in found:
        row["shape"] = _shape(row.pop(shape["column_name"])) if shape else None
    return found


def _shape(blob: bytes) -> Any:
    """The WKB behind a GeoPackage header, whose envelope has 0, 4, 6, 6 or 8 doubles (OGC 12-128
    2.1.3)."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def decimal(area: float) -> Decimal:
    return Decimal(area).quantize(MICRO, ROUND_HALF_UP)


def ha(m2: int) -> str:
    """Hectares with four decimals."""
    return f"{'-' if m2 < 0 else ''}{abs(m2) // 10000}.{abs(m2) % 10000:04d}"


def mean(pairs: Iterable[tuple[Decimal | None, Decimal | int]]) -> Decimal | None:
    """Weighted mean with one decimal; None without weight or where a value is not known."""
    known = [(grade, weight) for grade, weight in pairs if weight]
    if not known or any(grade is None for grade, _ in known):
        return None
    total = sum((grade * weight for grade, weight in known if grade is not None), Decimal(0))
    return (total / sum(weight for _, weight in known)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def grade_of(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "", 0, "0") else None


def largest_remainder(parts: list[Decimal]) -> list[int]:
    """Whole numbers that sum to the rounded sum; equal remainders: the earlier part first."""
    down = [int(part.to_integral_value(ROUND_FLOOR)) for part in parts]
    missing = int(sum(parts).quantize(Decimal(1), ROUND_HALF_UP)) - sum(down)
    order = sorted(range(len(parts)), key=lambda i: parts[i] - down[i], reverse=True)
    return [whole + (i in order[:missing]) for i, whole in enumerate(down)]


class Audit:
    """The recomputed figures of one package."""

    def __init__(self, vector: Path, county: Path) -> None:
        self.parcels = {
            row["parcel_id"]: row
            for side in ("out", "in")
            for row in rows(vector, f"parcels_{side}")
        }
        self.survey = rows(county / "DLTB.gpkg", "DLTB")
        self.tree = shapely.STRtree([row["shape"] for row in self.survey])
        self.towns = {row["XZQDM"][:9]: row["XZQMC"] for row in rows(county / "XZQ.gpkg", "XZQ")}

    @cached_property
    def cells(self) -> list[Piece]:
        """All cells, by parcel id."""
        found: list[Piece] = []
        for side in ("out", "in"):
            before: list[Any] = []
            for parcel_id in sorted(
                key for key, row in self.parcels.items() if row["direction"] == side
            ):
                found += self._parcel(self.parcels[parcel_id], before)
                before.append(self.parcels[parcel_id]["shape"])
        return found

    def _parcel(self, parcel: Row, before: list[Any]) -> list[Piece]:
        shape, taken = (
            parcel["shape"],
            shapely.union_all([s for s in before if s.intersects(parcel["shape"])]),
        )
        fresh, again = shape.difference(taken), shape.intersection(taken)
        sums: dict[tuple[str, str, Decimal, str], Decimal] = defaultdict(Decimal)
        for land, repeated in ((fresh, False), (again, True)):
            rest = land.area
            for index in self.tree.query(land):
                row = self.survey[index]
                area = row["shape"].intersection(land).area
                if area > SLIVER:
                    sums[self._key(parcel, row, repeated)] += decimal(area)
                    rest -= area
            if rest > GAP:
                sums["uncovered", "", Decimal(0), ""] += decimal(rest)
        keys = sorted(sums)
        whole = largest_remainder([sums[key] for key in keys])
        return [self._cell(parcel, key, m2) for key, m2 in zip(keys, whole)]

    def _key(self, parcel: Row, row: Row, repeated: bool) -> tuple[str, str, Decimal, str]:
        cropland = row["DLBM"] in CLASSES
        status = (
            "repeated"
            if repeated
            else "counted"
            if cropland == (parcel["direction"] == "out")
            else "shown"
        )
        grade = grade_of(row["GDDB"]) if cropland else None
        return status, row["DLBM"], grade or Decimal(0), row["ZLDWDM"][:9]

    def _cell(self, parcel: Row, key: tuple[str, str, Decimal, str], m2: int) -> Piece:
        status, dlbm, grade, town = key
        if status != "counted":
            return Piece(parcel["parcel_id"], status, dlbm, grade or None, town, m2)
        if parcel["direction"] == "out":
            shown = dlbm, grade or None
        else:
            near_class, near_grade = self._beside(parcel["shape"])
            shown = parcel["planned_class"] or near_class, near_grade
        printed = grade_of(parcel["grade"]) or shown[1]
        return Piece(parcel["parcel_id"], status, dlbm, grade or None, town, m2, shown[0], printed)

    def _beside(self, shape: Any) -> tuple[str, Decimal | None]:
        """Class with most area and mean 等别 of the cropland polygons within the adjoining
        distance, else the nearest."""
        near = [
            self.survey[i] for i in self.tree.query(shape, predicate="dwithin", distance=ADJOIN_M)
        ]
        near = [row for row in near if row["DLBM"] in CLASSES]
        if not near:
            cropland = [row for row in self.survey if row["DLBM"] in CLASSES]
            near = [min(cropland, key=lambda row: row["shape"].distance(shape))]
        area = {
            cls: sum(row["shape"].area for row in near if row["DLBM"] == cls) for cls in CLASSES
        }
        graded = [
            (grade_of(row["GDDB"]), decimal(row["shape"].area))
            for row in near
            if grade_of(row["GDDB"])
        ]
        return max(CLASSES, key=lambda cls: area[cls]), mean(graded)

    def counted(self, side: str, town: str = "", cls: str = "") -> list[Piece]:
        """Cells that the balance counts, without granted deductions."""
        return [
            cell
            for cell in self.cells
            if cell.status == "counted"
            and self.parcels[cell.parcel]["direction"] == side
            and not self._deducted(cell.parcel)
            and town in ("", cell.town)
            and cls in ("", cell.printed_class)
        ]

    def _deducted(self, parcel_id: str) -> bool:
        row = self.parcels[parcel_id]
        return bool(row["deduction"] and row["deduction_doc"])

    def m2(self, side: str, town: str = "", cls: str = "") -> int:
        return sum(cell.m2 for cell in self.counted(side, town, cls))

    def grade(self, side: str, town: str = "", cls: str = "") -> Decimal | None:
        return mean((cell.printed_grade, cell.m2) for cell in self.counted(side, town, cls))

    def rejected(self, town: str = "", cls: str = "") -> int:
        """Inflow on parcels that fail a prohibition, by the delivered count of failed
        prohibitions."""
        cells = self.counted("in", town, cls)
        return sum(cell.m2 for cell in cells if self.parcels[cell.parcel]["block_fails"])

    def amounts(self, town: str = "", cls: str = "") -> tuple[int, int, int, int]:
        """Outflow, inflow, inflow that is rejected, surplus (the notice's ratio is 1)."""
        out, inflow = self.m2("out", town, cls), self.m2("in", town, cls)
        return out, inflow, self.rejected(town, cls), inflow - out

    def row_name(self, parcel_id: str) -> str:
        """Outflow is listed by project; inflow by parcel, with its id where others bear the same
        name."""
        row = self.parcels[parcel_id]
        if row["direction"] == "out":
            return str(row["project"])
        same = [
            other
            for other in self.parcels.values()
            if (other["direction"], other["name"]) == ("in", row["name"])
        ]
        return f"{row['name']}（{parcel_id}）" if len(same) > 1 else str(row["name"])

    def blocks(self, side: str, town: str = "") -> list[tuple[str, list[tuple[str, list[Piece]]]]]:
        """The official list: (类型, [(row name, its cells)]) in the order of types and parcel
        ids."""
        cells = sorted(self.counted(side, town), key=lambda cell: cell.parcel)
        found = []
        for number in sorted({self.parcels[cell.parcel]["type"] for cell in cells}):
            members = [cell for cell in cells if self.parcels[cell.parcel]["type"] == number]
            listed: dict[str, list[Piece]] = {}
            for cell in members:
                listed.setdefault(
                    self.row_name(cell.parcel) if side == "out" else cell.parcel, []
                ).append(cell)
            name = self.parcels[members[0].parcel]["type_name"]
            found.append(
                (name, [(self.row_name(group[0].parcel), group) for group in listed.values()])
            )
        return found

    def month(self, side: str, month: str) -> int:
        """Outflow counts when building starts, inflow when restoration ends."""
        field = "start_month" if side == "out" else "end_month"
        return sum(
            cell.m2 for cell in self.counted(side) if self.parcels[cell.parcel][field] == month
        )


def class_cells(cells: Iterable[Piece]) -> list[str]:
    """面积 and 等别 of the three classes as printed in a list's row: nothing where there is no
    area."""
    cells = list(cells)
    shown = []
    for cls in CLASSES:
        members = [cell for cell in cells if cell.printed_class == cls]
        area = sum(cell.m2 for cell in members)
        grade = mean((cell.printed_grade, cell.m2) for cell in members)
        shown += [ha(area) if area else "", str(grade) if grade is not None else ""]
    return shown
