"""Layer roles: what a layer stands for, and the words for it. Names are the contract's parameter
names."""

from __future__ import annotations

from dataclasses import dataclass

VECTOR, RASTER = "vector", "raster"


@dataclass(frozen=True)
class Role:
    """``label``: Chinese name; ``columns``: what is read; ``usual``: names under which such layers
    come;
    ``lines``: the layer may hold lines as well as polygons.
    """

    id: str
    label: str
    columns: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    kind: str = VECTOR
    lines: bool = False


_ROLES: tuple[Role, ...] = (
    Role(
        "DLTB",
        "地类图斑",
        (
            "BSM",
            "DLBM",
            "ZLDWDM",
            "ZLDWMC",
            "KCXS",
            "GDDB",
            "GDDJ",
            "ZZSXDM",
            "CZCSXM",
            "TBXHDM",
            "GDPDJB",
        ),
        ("DLTB",),
    ),
    Role("YJJBNT", "永久基本农田", (), ("YJJBNTTB", "JBNTBHTB")),
    Role("YJJBNTCBQ", "永久基本农田储备区", (), ("YJJBNTCBQTB",)),
    Role("GBZNT", "高标准农田"),
    Role("STBHHX", "生态保护红线", (), ("STBHHX",)),
    Role("ZRBHD", "自然保护地", (), ("GJGY", "ZRBHQ", "SLGY", "FJMSQ", "DZGY", "SDGY")),
    Role("YYSYD", "饮用水水源一级保护区", (), ("YYSSYD",)),
    Role("GYL", "公益林", (), ("STGYL", "TRL")),
    Role("TGHL", "退耕还林还草"),
    Role("LDBHGH", "林地保护利用规划"),
    Role("GTLH", "国土绿化及生态退耕规划"),
    Role("CZKFBJ", "城镇开发边界", (), ("CZKFBJ",)),
    Role("GHJSYD", "规划建设用地", (), ("GHYDYH",)),
    Role("CZCDYD", "城镇村等用地", ("CZCLX",), ("CZCDYD",)),
    Role("CPKF", "成片开发范围"),
    Role("PZWJSTD", "批准未建设土地", (), ("PZWJSTD",)),
    Role("HDHQ", "河道湖区"),
    Role("LQ", "林区"),
    Role("MQ", "牧区"),
    Role("SHSM", "沙荒石漠化区"),
    Role("SD", "湿地"),
    Role("WRD", "受污染及严格管控类土地"),
    Role("DLHX", "道路河渠红线", lines=True),
    Role("SNLC", "上一年度减少耕地地块"),
    Role("PDT", "坡度图", ("PDJB",), ("PDT",)),
    Role("DEM", "数字高程模型", kind=RASTER),
    Role("XZQ", "行政区", ("XZQDM", "XZQMC"), ("XZQ",)),
    Role("CJDCQ", "村级调查区", ("ZLDWDM", "ZLDWMC"), ("CJDCQ",)),
    Role("GDHBZY", "耕地后备资源", (), ("GDHBZY",)),
    Role("GTGH", "国土空间总体规划", (), ("GHYDYH",)),
    Role("TDYTGH", "土地用途规划", (), ("GHYDYH",)),
    Role("YX", "影像", kind=RASTER),
)

ROLES: dict[str, Role] = {role.id: role for role in _ROLES}

SURVEY_ROLES: tuple[str, ...] = ("DLTB", "XZQ", "CJDCQ")
"""Layers of the land survey: nothing can be measured without their polygons."""


def role_label(role: str) -> str:
    """Chinese name of a role; a role that a profile adds is known by its id here."""
    return ROLES[role].label if role in ROLES else role


def is_raster(role: str) -> bool:
    """Whether the role is played by a raster."""
    return role in ROLES and ROLES[role].kind == RASTER


NO_POLYGONS = "图形不是面"
"""Why a layer of lines or points is no evidence for a role that is played by polygons."""


def takes_lines(role: str) -> bool:
    """Whether the role may be played by a line layer."""
    return role in ROLES and ROLES[role].lines
