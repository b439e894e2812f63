"""Write docs/data-dictionary.md from the plan's schema: `python -m tools.data_dictionary`."""

from __future__ import annotations

from pathlib import Path

from jinchu_pingheng.plan import schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"

HEAD = f"""# 方案文件的数据字典

方案是一个 GeoPackage 文件，结构版本 {schema.SCHEMA_VERSION}（记录在 `header.schema_version`）。\
较新版本软件建立的方案，旧版本软件拒绝打开。
每个表另有主键 `fid`；空间表另有图形列 `geom`（MultiPolygon，方案坐标系）。\
本文件由 `python -m tools.data_dictionary`
按 `jinchu_pingheng/plan/schema.py` 生成，请勿手工修改。

"""


def text() -> str:
    """The whole document."""
    parts = [HEAD]
    for table in schema.TABLES:
        kind = "空间表" if table.spatial else "属性表"
        rows = "\n".join(
            f"| `{field.name}` | {field.type} | {field.meaning} |" for field in table.fields
        )
        parts.append(
            f"## {table.name}\n\n{table.meaning}（{kind}）。\n\n| 字段 | 类型 | 含义 "
            f"|\n|---|---|---|\n{rows}\n\n"
        )
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
