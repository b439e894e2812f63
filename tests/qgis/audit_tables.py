"""What the delivered workbooks and the document must print, laid out from an Audit, and what they
do print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from tests.qgis.audit import CLASSES, Audit, class_cells, ha, largest_remainder

Grid = list[list[str]]

CLASS_NAMES = {"0101": "水田", "0102": "水浇地", "0103": "旱地", "": "合计"}
LEVEL1 = {
    "01": "耕地", "02": "种植园用地", "03": "林地", "04": "草地", "05": "商业服务业用地",
    "06": "工矿用地", "07": "住宅用地", "08": "公共管理与公共服务用地", "09": "特殊用地",
    "10": "交通运输用地", "11": "水域及水利设施用地", "12": "其他土地",
}  # fmt: skip
WETLAND = ("0303", "0304", "0306", "0402", "0603", "1105", "1106", "1108")
"""TD/T 1055-2019 附录A: these stand in the first-level class 湿地."""

HECTARES = re.compile(r"-?\d+\.\d{4}(?!\d)")


# ---- what is printed


def sheet(path: Path, name: str = "") -> Grid:
    """Cells of a worksheet as they are shown: numbers by their number format, '' for nothing."""
    book = load_workbook(path)
    source = book[name] if name else book.worksheets[0]
    return [[_shown(cell.value, cell.number_format) for cell in row] for row in source.iter_rows()]


def _shown(value: object, number_format: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    places = len(number_format.partition(".")[2]) if number_format != "General" else 0
    shown = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
    assert shown == Decimal(repr(value)), (
        f"{value} is stored with more digits than {number_format} shows"
    )
    return str(shown)


def body(grid: Grid, first: str) -> Grid:
    """Rows below the header, whose first cell is ``first``; a two-row header is skipped whole."""
    top = next(i for i, row in enumerate(grid) if row[0] == first)
    rows = grid[top + 1 :]
    return rows[1:] if "等别" in rows[0] and not rows[0][0] else rows


def document_tables(path: Path) -> Iterator[tuple[str, Grid]]:
    """(caption without its number, cells) of every captioned table of a document."""
    document = Document(str(path))
    caption = ""
    for element in document.element.body.iterchildren():
        if element.tag.endswith("}p"):
            caption = Paragraph(element, document).text
        elif element.tag.endswith("}tbl"):
            yield (
                re.sub(r"^表\d+\s+", "", caption),
                [[c.text for c in r.cells] for r in Table(element, document).rows],
            )


# ---- what must be printed


def _area(m2: int) -> str:
    """An empty cell where the document has no area."""
    return ha(m2) if m2 else ""


def _grade(value: Decimal | None) -> str:
    return str(value) if value is not None else ""


def _sum_cells(cells: list[str]) -> list[str]:
    """A row of sums prints 0.0000 where there is no area."""
    return [text or ("0.0000" if place % 2 == 0 else "") for place, text in enumerate(cells)]


def list_rows(audit: Audit, side: str, town: str, grand_total: bool) -> Grid:
    """序号, 类型, name and six class columns of an official list in a workbook."""
    expected: Grid = []
    for number, (kind, rows) in enumerate(audit.blocks(side, town), 1):
        for name, cells in rows:
            expected.append(
                ([str(number), kind] if cells is rows[0][1] else ["", ""])
                + [name, *class_cells(cells)]
            )
        members = [cell for _, cells in rows for cell in cells]
        expected.append(["", "", "合计", *_sum_cells(class_cells(members))])
    if grand_total:
        expected.append(["总计", "", "", *_sum_cells(class_cells(audit.counted(side, town)))])
    return expected


def units(audit: Audit) -> list[tuple[str, str]]:
    """(code, name) of the townships that have rows, then of the county."""
    codes = sorted({cell.town for side in ("out", "in") for cell in audit.counted(side)})
    return [*((code, audit.towns[code]) for code in codes), ("", "云川县")]


def quantity_rows(audit: Audit) -> Grid:
    """Unit, class, 流出, 扣除, 需流入, 流入, 其中检查未通过, 结余, 不计未通过的结余."""
    expected = []
    for code, name in units(audit):
        for cls in (*CLASSES, ""):
            out, inflow, rejected, surplus = audit.amounts(code, cls)
            areas = (out, 0, out, inflow, rejected, surplus, surplus - rejected)
            expected.append([name, CLASS_NAMES[cls], *map(ha, areas)])
    return expected


def forecast_rows(audit: Audit) -> Grid:
    """Unit, class, 流入指标预测, 其中检查未通过, 流出需用指标, 节余预测, 不计未通过的节余预测."""
    expected = []
    for code, name in units(audit):
        for cls in (*CLASSES, ""):
            out, inflow, rejected, surplus = audit.amounts(code, cls)
            areas = (inflow, rejected, out, surplus, surplus - rejected)
            expected.append([name, CLASS_NAMES[cls], *map(ha, areas)])
    return expected


def class_rows(audit: Audit) -> Grid:
    """Class, the seven amounts, 流出平均等别, 流入平均等别 of the county."""
    rows = []
    for row, cls in zip(quantity_rows(audit)[-4:], (*CLASSES, "")):
        rows.append(
            [*row[1:], _grade(audit.grade("out", "", cls)), _grade(audit.grade("in", "", cls))]
        )
    return rows


def quality_rows(audit: Audit) -> Grid:
    """Unit, class, area and 等别 of either side."""
    return [
        [
            name, CLASS_NAMES[cls],
            ha(audit.m2("out", code, cls)), _grade(audit.grade("out", code, cls)),
            ha(audit.m2("in", code, cls)), _grade(audit.grade("in", code, cls)),
        ]
        for code, name in units(audit)
        for cls in (*CLASSES, "")
    ]  # fmt: skip


def schedule_rows(audit: Audit) -> Grid:
    """Month, 流出, 流入, 累计流出, 累计流入, 累计结余, then 合计."""
    expected, out_sum, in_sum = [], 0, 0
    for number in range(1, 13):
        month = f"2023-{number:02d}"
        out, inflow = audit.month("out", month), audit.month("in", month)
        out_sum, in_sum = out_sum + out, in_sum + inflow
        areas = (out, inflow, out_sum, in_sum, in_sum - out_sum)
        expected.append([f"2023年{number}月", *map(ha, areas)])
    return [*expected, ["合计", *map(ha, (out_sum, in_sum, out_sum, in_sum, in_sum - out_sum))]]


def document_expected(audit: Audit) -> dict[str, Grid]:
    """Rows below the header, without the columns of words, of every table with areas; by words of
    its caption."""
    out_classes = [audit.m2("out", "", cls) for cls in (*CLASSES, "")]
    by_class = [(CLASS_NAMES[cls], audit.amounts("", cls)) for cls in (*CLASSES, "")]
    towns = [(name if code else "合计", audit.amounts(code)) for code, name in units(audit)]
    balance = [
        [name, _area(o), "", _area(o), _area(i), _area(r), ha(s)] for name, (o, i, r, s) in by_class
    ]
    by_town = [
        [name, _area(o), "", _area(o), _area(i), _area(r), ha(s)] for name, (o, i, r, s) in towns
    ]
    quality = [
        [CLASS_NAMES[cls], ha(audit.m2("out", "", cls)), _grade(audit.grade("out", "", cls)),
         ha(audit.m2("in", "", cls)), _grade(audit.grade("in", "", cls))]
        for cls in (*CLASSES, "")
    ]  # fmt: skip
    forecast = [
        [name, ha(inflow), _grade(audit.grade("in", "", cls)), _area(rejected), ha(out), ha(rest)]
        for (name, (out, inflow, rejected, rest)), cls in zip(by_class, (*CLASSES, ""))
    ]
    expected = {
        "土地利用现状": _landuse(audit), "分地类情况": balance, "分乡镇情况": by_town,
        "质量情况": quality, "指标预测": forecast,
        "时序安排": _document_schedule(audit),
    }  # fmt: skip
    for side, word in (("out", "流出"), ("in", "流入")):
        expected[f"耕地{word}规模"] = _by_type(audit, side)
        expected[f"耕地{word}布局和等别"] = _by_town(audit, side)
        expected[f"“耕地{word}”"] = _document_list(audit, side)
    assert out_classes[-1] == sum(out_classes[:-1])
    return expected


def _landuse(audit: Audit) -> Grid:
    sums: dict[str, float] = {}
    for row in audit.survey:
        name = "湿地" if row["DLBM"] in WETLAND else LEVEL1[row["DLBM"][:2]]
        sums[name] = sums.get(name, 0.0) + row["shape"].area
    names = sorted(sums, key=lambda name: -sums[name])
    whole = largest_remainder([Decimal(sums[name]) for name in names])
    rows = [[str(i), name, ha(m2)] for i, (name, m2) in enumerate(zip(names, whole), 1)]
    half = -(-len(rows) // 2)  # the table goes on at the right
    return [left + right for left, right in zip(rows[:half], [*rows[half:], ["", "", ""]])]


def _by_type(audit: Audit, side: str) -> Grid:
    """序号, 类型, 数量, classes, 合计."""
    rows, count, sums = [], 0, [0, 0, 0]
    for number, (kind, items) in enumerate(audit.blocks(side), 1):
        cells = [cell for _, group in items for cell in group]
        areas = [sum(cell.m2 for cell in cells if cell.printed_class == cls) for cls in CLASSES]
        rows.append([str(number), kind, str(len(items)), *map(_area, (*areas, sum(areas)))])
        count, sums = count + len(items), [a + b for a, b in zip(sums, areas)]
    return [*rows, ["", "合计", str(count), *map(_area, (*sums, sum(sums)))]]


def _towns_of(audit: Audit, side: str) -> list[tuple[str, str]]:
    return [
        (code, name if code else "合计") for code, name in units(audit) if audit.counted(side, code)
    ]


def _by_town(audit: Audit, side: str) -> Grid:
    """Township, area and 等别 of each class, 合计."""
    return [
        [name, *class_cells(audit.counted(side, code)), _area(audit.m2(side, code))]
        for code, name in _towns_of(audit, side)
    ]


def _document_list(audit: Audit, side: str) -> Grid:
    """As in the workbook, but merged cells repeat their text and sums leave empty classes empty."""
    rows: Grid = []
    for number, (kind, items) in enumerate(audit.blocks(side), 1):
        rows += [[str(number), kind, name, *class_cells(cells)] for name, cells in items]
        rows.append(
            [
                str(number),
                kind,
                "合计",
                *class_cells([cell for _, cells in items for cell in cells]),
            ]
        )
    return [*rows, ["", "", "总计", *class_cells(audit.counted(side))]]


def _document_schedule(audit: Audit) -> Grid:
    """Without 累计结余 and 合计; a month without area leaves its cells empty."""
    rows = [row[:5] for row in schedule_rows(audit)[:-1]]
    return [
        [row[0], *(text if text != "0.0000" else "" for text in row[1:3]), *row[3:]] for row in rows
    ]
