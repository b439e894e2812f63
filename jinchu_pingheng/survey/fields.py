"""Field names as real deliveries write them: any case, cut to ten bytes, by an older or the Chinese
name, or by an alias only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ALIASES: dict[str, tuple[str, ...]] = {
    "BSM": ("标识码",),
    "DLBM": ("地类编码",),
    "ZLDWDM": ("坐落单位代码",),
    "ZLDWMC": ("坐落单位名称",),
    "ZZSXDM": ("GDZZSXDM", "SXDM", "KFSX", "HFSX", "ZZSXMC", "GDZZSXMC", "种植属性代码"),
    "CZCSXM": ("城镇村属性码",),
    "TBXHDM": ("TBXHMC", "图斑细化代码"),
    "GDDB": ("耕地等别",),
    "GDPDJB": ("耕地坡度级别",),
    "LDJB": ("GYLJB", "GYLDJ", "SQDJ", "SHIQUANDJ"),
    "WRCD": ("TRHJZLLB", "HJZLLB", "WRDJ"),
    "KCXS": ("KCDLXS", "扣除地类系数", "田坎系数"),
    "KCMJ": ("KCDLMJ", "扣除地类面积"),
    "PDJB": ("坡度级别",),
    "CZCLX": ("城镇村类型",),
    "TBBH": ("图斑编号", "图斑号", "JCBH", "监测编号"),
    "PCH": ("批次号", "批次"),
    "XZQDM": ("行政区代码",),
    "XZQMC": ("行政区名称",),
}
"""Variants of a standard name that deliveries of the survey use (DLTBGX, 储备区 …), and the names
in words of TD/T 1055."""
_TEN_BYTES = 5
"""Chinese characters of GBK that a shapefile keeps of a name."""


def columns_of(wanted: Iterable[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Standard name -> field, for those ``wanted`` that a layer has; ``aliases``: field -> alias,
    '' for none."""
    found = {name: find_field(name, aliases, aliases) for name in wanted}
    return {name: field for name, field in found.items() if field}


def find_field(
    name: str, available: Iterable[str], aliases: Mapping[str, str] | None = None
) -> str | None:
    """The field of a layer that stands for a standard name, or None. ``aliases``: field -> alias,
    which count after all names."""
    by_lower = {field.lower(): field for field in available}
    by_alias = {alias.lower(): field for field, alias in (aliases or {}).items() if alias}
    for known in (by_lower, by_alias):
        for candidate in (name, *ALIASES.get(name, ())):
            for spelled in _spellings(candidate):
                if spelled.lower() in known:
                    return known[spelled.lower()]
    return None


def _spellings(name: str) -> tuple[str, str]:
    """A name, and what a shapefile keeps of it."""
    return name, name[:10] if name.isascii() else name[:_TEN_BYTES]
