"""The dialects of coordinate text: which fields a parcel's head has, which columns a point has.

Sources: what tools in use write and read (2026); no published standard fixes them. So before the
first filing, ask the receiving office which one it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNT, AREA, NUMBER, NAME, SHAPE = "点数", "面积", "地块编号", "地块名称", "图形属性"
SHEET, USE, CLASS, NOTE = "图幅号", "地块用途", "地类", "备注"
YEAR, SLOPE, QUALITY = "补充耕地实施年份", "耕地坡度级别", "耕地质量等级"
EMPTY = ""

POINT, RING, NORTH, EAST, SIDE = "点号", "圈号", "北", "东", "边长"

POLYGON = "面"

_STANDARD_POINT = (POINT, RING, NORTH, EAST)
_STANDARD_HEAD = (COUNT, AREA, NUMBER, NAME, SHAPE, SHEET, USE, CLASS)
_SUPPLEMENT_HEAD = (
    COUNT, AREA, NUMBER, NAME, YEAR, SLOPE, SHAPE, SHEET, USE, NOTE, CLASS, QUALITY,
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """``head``: fields before the closing @; ``point``: columns of a point. ``uncounted``: points
    that 点数 leaves out. ``each_ring``: every ring has a head, and RING counts parcels (要素序号).
    ``described``: a block [属性描述] tells the CRS, and eastings bear the zone."""

    id: str
    title: str
    head: tuple[str, ...] = _STANDARD_HEAD
    point: tuple[str, ...] = _STANDARD_POINT
    uncounted: int = 0
    each_ring: bool = False
    described: bool = True
    tail: str = "@"
    line_end: str = "\r\n"


JINCHU = Dialect(
    id="jinchu",
    title="进出平衡（东、北，每圈一个说明行）",
    head=(COUNT, NAME, SHAPE, USE),
    point=(POINT, RING, EAST, NORTH),
    each_ring=True,
    described=False,
    tail="@ ",
    line_end="\r",
)
SURVEYED = Dialect(id="kance", title="勘测定界（8 项）")

DIALECTS: tuple[Dialect, ...] = (
    JINCHU,
    SURVEYED,
    Dialect(
        id="yizhangtu",
        title="一张图（6 项）",
        head=(COUNT, AREA, NUMBER, NAME, SHAPE, EMPTY),
    ),
    Dialect(id="gongdi", title="供地（8 项，点数少 1）", uncounted=1),
    Dialect(
        id="zengjian",
        title="增减挂钩（点行含边长）",
        head=(EMPTY, AREA, EMPTY, NAME, EMPTY, EMPTY, EMPTY, CLASS),
        point=(POINT, NORTH, EAST, SIDE, RING, EMPTY),
    ),
    Dialect(
        id="shisan",
        title="13 项（JZDS 至 BZ）",
        head=(*_STANDARD_HEAD, "TBLX", "DL", "GZQ", "GZH", NOTE),
    ),
    Dialect(id="buchong", title="补充耕地（12 项）", head=_SUPPLEMENT_HEAD),
    Dialect(
        id="beian",
        title="补充耕地部备案（12 项，点行 6 列）",
        head=_SUPPLEMENT_HEAD,
        point=(*_STANDARD_POINT, SIDE, EMPTY),
    ),
)
BY_ID: dict[str, Dialect] = {dialect.id: dialect for dialect in DIALECTS}


def of_head(head: list[str], columns: int) -> list[Dialect]:
    """The dialects that a head (its fields before @) and points of so many columns can be."""
    return [
        dialect
        for dialect in DIALECTS
        if len(dialect.head) == len(head)
        and len(dialect.point) == columns
        and all(bool(value) for key, value in zip(dialect.head, head) if key in (COUNT, SHAPE))
        and (COUNT in dialect.head or not head[0])
    ]
