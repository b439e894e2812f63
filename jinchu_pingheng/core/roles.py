"""Layer roles: what a layer stands for, and the words for it. Names are the contract's parameter
names."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import PlanError

VECTOR, RASTER = "vector", "raster"


@dataclass(frozen=True)
class Filter:
    """Features of a layer whose ``field`` holds one of ``values``, or begins with it: codes name
    their kinds by their first digits."""

    field: str
    values: tuple[str, ...]

    def takes(self, value: object) -> bool:
        """Whether a feature with such a value plays the role."""
        text = "" if value is None else str(value).strip()
        return bool(text) and text.startswith(self.values)

    @property
    def text(self) -> str:
        """As it is shown, recorded and typed: 'YDYHFLDM=07,08'."""
        return f"{self.field}={','.join(self.values)}"

    @classmethod
    def of(cls, text: str) -> Filter | None:
        """A filter from its text; None for an empty one.

        Raises PlanError for a text that is no filter.
        """
        if not text.strip():
            return None
        field, equals, values = text.replace("，", ",").replace("＝", "=").partition("=")
        parts = tuple(value.strip() for value in values.split(",") if value.strip())
        if not equals or not field.strip() or not parts:
            do = "请写成“字段=值,值”的形式，如 YDYHFLDM=07,08"
            raise PlanError(f"图层筛选“{text}”看不懂", "图层角色", do)
        return cls(field.strip(), parts)


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


SURVEY, BEFORE = "DLTB", "DLTBQ"
"""The newest survey, and the one from before the change of land that has changed already."""

_SURVEY_COLUMNS = (
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
)

_ROLES: tuple[Role, ...] = (
    Role(SURVEY, "地类图斑", _SURVEY_COLUMNS, ("DLTB",)),
    Role(BEFORE, "变化前地类图斑", _SURVEY_COLUMNS, ("DLTBQ", "DLTB_BHQ")),
    Role("YJJBNT", "永久基本农田", (), ("YJJBNTTB", "JBNTBHTB")),
    Role("YJJBNTCBQ", "永久基本农田储备区", (), ("YJJBNTCBQTB",)),
    Role("GBZNT", "高标准农田"),
    Role("STBHHX", "生态保护红线", (), ("STBHHX",)),
    Role("ZRBHD", "自然保护地", (), ("GJGY", "ZRBHQ", "SLGY", "FJMSQ", "DZGY", "SDGY")),
    Role("YYSYD", "饮用水水源一级保护区", (), ("YYSSYD",)),
    Role("GYL", "公益林", (), ("STGYL",)),
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

_BUILDING_LAND = ("07", "08", "09", "10", "11", "12", "13", "14", "15", "16")
"""First digits of 建设用地 in the codes of 国土空间用地用海分类: 居住用地 … 留白用地. 06
农业设施建设用地 is 农用地."""

PROPOSED_FILTERS: dict[tuple[str, str], Filter] = {
    ("GHJSYD", "GHYDYH"): Filter("YDYHFLDM", _BUILDING_LAND),
}
"""(role, usual layer name) -> what of such a layer plays the role, where the layer holds more."""

LEVELS: dict[str, str] = {"YYSYD": "一级"}
"""Role -> how the level begins that plays it, in layers that hold all levels."""
LEVEL_FIELDS = ("JB", "BHQJB", "BHJB", "SYDJB", "BHQJBMC")
"""Fields in which such layers write the level."""

WHOLE_LAYER_WARNINGS: dict[tuple[str, str], str] = {
    (
        "YYSYD",
        "YYSSYD",
    ): "该图层通常含各级饮用水水源保护区；请按级别字段筛选出一级保护区，否则按全部范围判断",
}
"""(role, usual layer name) -> what the user should know who lets the whole layer play the role."""

_KEEPERS: dict[str, tuple[str, ...]] = {
    "县级林业和草原部门": ("ZRBHD", "GYL", "TGHL", "LDBHGH", "GTLH", "LQ", "MQ", "SHSM", "SD"),
    "县级生态环境部门": ("YYSYD",),
    "县级生态环境、农业农村部门": ("WRD",),
    "县级农业农村部门": ("GBZNT",),
    "县级水利部门": ("HDHQ",),
    "县级交通运输、水利部门": ("DLHX",),
}
_BUREAU = "县级自然资源部门"

ROLES: dict[str, Role] = {role.id: role for role in _ROLES}

SURVEY_ROLES: tuple[str, ...] = (SURVEY, BEFORE, "XZQ", "CJDCQ")
"""Layers of the land survey: nothing can be measured without their polygons."""


def role_label(role: str) -> str:
    """Chinese name of a role; a role that a profile adds is known by its id here."""
    return ROLES[role].label if role in ROLES else role


def keeper(role: str) -> str:
    """Which department of the county keeps the data of a role."""
    return next((who for who, roles in _KEEPERS.items() if role in roles), _BUREAU)


def takes_several(role: str) -> bool:
    """Whether several layers may play the role together."""
    return role not in SURVEY_ROLES and not is_raster(role)


def is_raster(role: str) -> bool:
    """Whether the role is played by a raster."""
    return role in ROLES and ROLES[role].kind == RASTER


NO_POLYGONS = "图形不是面"
"""Why a layer of lines or points is no evidence for a role that is played by polygons."""


def takes_lines(role: str) -> bool:
    """Whether the role may be played by a line layer."""
    return role in ROLES and ROLES[role].lines


def role_by_name(layer_name: str) -> str:
    """The role that layers of such a name play by custom; '' where the name tells nothing or
    several roles go by it."""
    name = layer_name.strip().upper()
    found = [role.id for role in _ROLES if name in (role.id, role.label.upper(), *role.usual)]
    return found[0] if len(found) == 1 else ""


def known_name(layer_name: str, role: str) -> str:
    """The usual name of a role that stands in a layer's name; '' for none."""
    names = {name for known, name in (*PROPOSED_FILTERS, *WHOLE_LAYER_WARNINGS) if known == role}
    return next((name for name in sorted(names) if name in layer_name.upper()), "")
