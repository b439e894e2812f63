"""Files as a township hands them in, made for a test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely
from openpyxl import Workbook
from osgeo import ogr

from tests.qgis.layers import EPSG, box, spatial_reference

EAST, WEST = box(0, 0, 100, 100), box(200, 0, 300, 50)
"""1.0000 and 0.5000 ha."""

IN_HEAD = (
    ("序号", "类型", "地块名称", "水田", None, "水浇地", None, "旱地", None, "位置",
     "是否与用地主体\n签订协议", "计划恢复时间", "备注"),
    (None, None, None, "面积", "等别", "面积", "等别", "面积", "等别", None, None, None, None),
)  # fmt: skip
"""宁夏通知 附件2."""
OUT_HEAD = (
    ("序号", "类型", "项目名称", "水田", None, "水浇地", None, "旱地", None, "位置",
     "计划建设时间", "备注"),
    (None, None, None, "面积", "等别", "面积", "等别", "面积", "等别", None, None, None),
)  # fmt: skip
"""宁夏通知 附件1."""
IN_TYPE = "标注恢复属性的林地、园地、草地、坑塘水面等其他农用地"
OUT_TYPE = "经批准实施的国土绿化工程 占用一般耕地的"


def in_row(name: str, dry: Any, kind: str | None = IN_TYPE, month: str = "2023年10月底前") -> tuple:
    return (1, kind, name, None, None, None, None, dry, 9, "城关镇东村一组", "是", month, None)


def workbook(
    path: Path, title: str, head: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]
) -> Path:
    """A list as the notice has it: mark, title in merged cells, a header of two rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["附件"])
    sheet.append([title])
    for row in (*head, *rows):
        sheet.append(list(row))
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(head[0]))
    for column in range(1, len(head[0]) + 1):
        if len(head) > 1 and head[1][column - 1] is None:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    book.save(path)
    return path


def shapefile(
    path: Path,
    rows: Sequence[tuple[Any, dict[str, str]]],
    epsg: int = EPSG,
    encoding: str = "CP936",
) -> Path:
    """A shapefile in GBK (CP936) or UTF-8."""
    driver = ogr.GetDriverByName("ESRI Shapefile")
    data = driver.CreateDataSource(str(path))
    reference = spatial_reference(epsg)
    layer = data.CreateLayer(path.stem, reference, ogr.wkbPolygon, [f"ENCODING={encoding}"])
    for name in dict.fromkeys(name for _, values in rows for name in values):
        field = ogr.FieldDefn(name, ogr.OFTString)
        field.SetWidth(80)
        layer.CreateField(field)
    for shape, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in values.items():
            feature.SetField(name, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shape)))
        layer.CreateFeature(feature)
    del layer, data
    return path
