"""Write docs/data-dictionary.md from the plan's schema: `python -m tools.data_dictionary`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinchu_pingheng.core.parcel_field import DAY, MONTH, NUMBER, ParcelField
from jinchu_pingheng.core.parcel_fields import PARCEL_FIELDS
from jinchu_pingheng.plan import schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"

HEAD = f"""# 方案文件的数据字典

方案是一个 GeoPackage 文件，结构版本 {schema.SCHEMA_VERSION}（记录在 `header.schema_version`）。\
较新版本软件建立的方案，旧版本软件拒绝打开；\
旧版本的方案打开时自动升级，原文件备份在旁边（如 `方案.v1.bak.gpkg`）。
每个表另有主键 `fid`；空间表另有图形列 `geom`（MultiPolygon，方案坐标系）。\
本文件由 `python -m tools.data_dictionary`
按 `jinchu_pingheng/plan/schema.py`、`core/parcel_fields.py` 生成，请勿手工修改。

"""


PARCELS_NOTE = """地块的字段在标注工具、QGIS 属性表、检查结论和成果中用同一名称。\
图层的字段名或别名为下列字段名或名称时，标注时自动带入。

"""


def text() -> str:
    """The whole document."""
    parts = [HEAD]
    for table in schema.TABLES:
        kind = "空间表" if table.spatial else "属性表"
        parts.append(f"## {table.name}\n\n{table.meaning}（{kind}）。\n\n{_fields(table)}\n\n")
        if table is schema.PARCELS:
            parts.append(PARCELS_NOTE + _parcel_fields() + "\n\n")
    return "".join(parts).rstrip() + "\n"


def _fields(table: schema.Table) -> str:
    rows = [(f"`{field.name}`", field.type, field.meaning) for field in table.fields]
    return _table(("字段", "类型", "含义"), rows)


def _parcel_fields() -> str:
    rows = [
        (f"`{f.name}`", f.label, f"`{f.short}`", _allowed(f), "必填" if f.required else "可空")
        for f in PARCEL_FIELDS
    ]
    return _table(("字段", "名称", "成果 shp 字段", "可用的值", "填写"), rows)


def _allowed(field: ParcelField) -> str:
    if field.by_notice is not None:
        return "见所依据的通知" if field.name != "direction" else "out、in"
    if field.values:
        return (
            "三调地类编码" if len(field.values) > 10 else "、".join(c.title for c in field.values)
        )
    if field.kind == NUMBER:
        return f"{field.low} 到 {field.high}"
    return {MONTH: "YYYY-MM", DAY: "YYYY-MM-DD"}.get(field.kind, "文字")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines).replace("| --- ", "|---")


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
