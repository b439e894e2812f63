"""Where cropland goes, and where it comes from, in the words of the notices (林, 园, 草, 坑塘,
设施, 建设)."""

from __future__ import annotations

from .landclass import CROPLAND, land_class, matches

CROP, BUILT, UNCOVERED = "耕地", "建设用地", "无对应图斑"

_LEVELS = {"林地": "林地", "种植园用地": "园地", "草地": "草地"}
_CLASSES = (
    ("1104", "坑塘水面"), ("1202", "设施农用地"), ("1006", "农村道路"), ("1107", "沟渠"),
    ("1103", "水库水面"),
)  # fmt: skip
_GROUPS = {"农用地": "其他农用地", "建设用地": BUILT, "未利用地": "未利用地"}

DESTINATIONS = (
    *_LEVELS.values(), *(name for _, name in _CLASSES), *_GROUPS.values(), UNCOVERED,
)  # fmt: skip
"""In the order of the tables."""


def destination(code: str) -> str:
    """The group of a 地类编码, '' being land without a survey polygon.

    Raises PlanError for a code that is not in the survey standard.
    """
    if not code:
        return UNCOVERED
    if code in CROPLAND:
        return CROP
    known = land_class(code)
    for prefix, name in _CLASSES:
        if matches(code, (prefix, f"{prefix}A", f"{prefix}K")):
            return name
    return _LEVELS.get(known.level1) or _GROUPS[known.group]
