"""The survey as the core sees it: the DLTB layer and the names of townships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Callable

import numpy as np

from ..errors import PlanError, listed
from ..geometry.layer import Layer
from ..landclass import CROPLAND, LAND_CLASSES
from ..rounding import exact, weighted_mean

REQUIRED_COLUMNS: tuple[str, ...] = ("DLBM", "ZLDWDM")
_SECOND_SURVEY = re.compile(r"\d{3}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
_RANGES: tuple[tuple[str, str, Callable[[Decimal], bool], str], ...] = (
    (
        "GDDB",
        "耕地等别",
        lambda grade: grade == 0 or 1 <= grade <= 15,
        "应为 1 至 15，没有等别的留空",
    ),
    (
        "GDDJ",
        "耕地质量等级",
        lambda grade: grade == 0 or 1 <= grade <= 10,
        "应为 1 至 10，没有等级的留空",
    ),
    (
        "KCXS",
        "扣除系数",
        lambda ratio: 0 <= ratio < 1,
        "应为小于 1 的小数（如 0.125，不是百分数），没有的留空",
    ),
)
"""Numbers that enter areas and grades: column, its name, what it may be (等别 of GB/T 28407 and
质量等级 of GB/T 33469, both 0 where not filled; 扣除系数 [0, 1) of TD/T 1057), and what to do. A
value that cannot be is an error as an unknown land class is: no figure may come from it, and
without figures there is no plan to be unknown in."""

Around = Callable[[np.ndarray, float], Layer]
"""Survey polygons, of cropland at least, at most some metres from boxes (m, 4), read when they are
asked for."""


@dataclass(frozen=True)
class Survey:
    """DLTB in the plan's CRS, and the township names by nine-digit code (from XZQ; may be empty).

    ``dltb`` holds the polygons near the parcels in the order of their ids; ``around`` reads others.
    Without it the polygons are all there are.
    """

    dltb: Layer
    towns: Mapping[str, str] = field(default_factory=dict)
    around: Around | None = None

    @cached_property
    def is_crop(self) -> np.ndarray:
        """Mask (n,) of the polygons of class 耕地."""
        return is_cropland(self.dltb)

    @cached_property
    def grades(self) -> np.ndarray:
        """Values (n,) of the 等别, as ``grades_of``."""
        return grades_of(self.dltb)

    @cached_property
    def cropland_rows(self) -> np.ndarray:
        """Rows in ``dltb`` of the polygons of class 耕地."""
        return np.flatnonzero(self.is_crop)

    @cached_property
    def cropland(self) -> Layer:
        """The polygons of class 耕地."""
        return self.dltb.take(self.cropland_rows)

    def cropland_around(self, boxes: np.ndarray, margin: float) -> Layer:
        """Cropland at most ``margin`` metres from boxes (m, 4)."""
        if self.around is None:
            return self.cropland
        wider = self.around(boxes, margin)
        check_survey(wider)
        return wider.take(is_cropland(wider))

    def town_name(self, code: str) -> str:
        """Name of a township, or its code when XZQ does not name it."""
        return self.towns.get(code) or f"（{code}）"


def check_survey(dltb: Layer) -> None:
    """Refuse survey polygons whose codes cannot be read: an unknown code is an error, never zero.

    Raises PlanError for a missing column, an empty or unknown 地类编码, an empty 坐落单位代码, or a
    等别 or 田坎系数 that is no number or cannot be.
    """
    for name in REQUIRED_COLUMNS:
        if name not in dltb.columns:
            raise PlanError(
                f"缺少字段 {name}", f"图层“{dltb.name}”", "请补上该字段或另选地类图斑图层"
            )
    codes = dltb.columns["DLBM"]
    unknown = {code for code in set(codes.tolist()) if code not in LAND_CLASSES}
    wrong = [i for i, code in enumerate(codes) if code in unknown] if unknown else []
    if wrong:
        found = listed(sorted({str(codes[i] if codes[i] is not None else "空") for i in wrong}))
        where = f"图层“{dltb.name}”图斑 {listed(dltb.ids[wrong])}"
        do = "请按三调地类编码更正后重试"
        if all(_SECOND_SURVEY.fullmatch(str(code)) for code in unknown):
            do = "三位编码是二调的地类，与三调不能逐一对应；请换用三调以来的地类图斑"
        raise PlanError(f"地类编码 {found} 不在三调地类中", where, do)
    units = dltb.columns["ZLDWDM"]
    short = [i for i, unit in enumerate(units) if unit is None or len(str(unit)) < 9]
    if short:
        where = f"图层“{dltb.name}”图斑 {listed(dltb.ids[short])}"
        raise PlanError("坐落单位代码 ZLDWDM 为空或不足 9 位", where, "请补全后重试")
    for name, label, allowed, do in _RANGES:
        column = [_text(value) for value in dltb.column(name).tolist()]
        texts = {text for text in column if text}
        no_number = {text for text in texts if not _NUMBER.fullmatch(text)}
        what = f"字段 {name} 的值 %s 不是数字"
        _refuse(dltb, column, no_number, what, "请改为数字，没有的留空")
        beyond = {text for text in texts if not allowed(Decimal(text))}
        what = f"字段 {name}（{label}）的值 %s 超出范围"
        _refuse(dltb, column, beyond, what, do)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _refuse(dltb: Layer, column: list[str], bad: set[str], what: str, do: str) -> None:
    """Raise PlanError where a column (n,) holds any of the ``bad`` texts."""
    if bad:
        where = [i for i, text in enumerate(column) if text in bad]
        place = f"图层“{dltb.name}”图斑 {listed(dltb.ids[where])}"
        raise PlanError(what % listed(sorted(bad)), place, do)


def is_cropland(dltb: Layer) -> np.ndarray:
    """Mask (n,) of survey polygons of class 耕地."""
    return np.isin(dltb.column("DLBM").astype(str), CROPLAND)


@lru_cache(maxsize=1024, typed=True)
def grade_of(value: object) -> Decimal | None:
    """A 等别 as Decimal; None for an empty or zero value (0 stands for 'not filled' in survey
    data)."""
    if value is None or str(value).strip() in ("", "0", "0.0"):
        return None
    return exact(str(value))


@lru_cache(maxsize=1024, typed=True)
def ridge_ratio_of(value: object) -> Decimal:
    """KCXS as Decimal; an empty value means that nothing is deducted."""
    text = "" if value is None else str(value).strip()
    return exact(text) if text else Decimal(0)


def grades_of(dltb: Layer) -> np.ndarray:
    """Values (n,) of the 等别 of survey polygons: GDDB, or GDDJ in surveys that have no GDDB.

    The two scales are never mixed: 等别 has 15 steps, 质量等级 has 10.
    """
    filled = any(grade_of(value) is not None for value in set(dltb.column("GDDB").tolist()))
    return dltb.column("GDDB" if filled or "GDDJ" not in dltb.columns else "GDDJ")


def mean_grade(survey: Survey, areas: np.ndarray, rows: np.ndarray) -> Decimal | None:
    """Area-weighted mean 等别 of pieces of survey polygons; None where any cropland has none."""
    grades, crop = survey.grades[rows], survey.is_crop[rows]
    found = [(grade_of(value), float(area)) for value, area in zip(grades[crop], areas[crop])]
    if any(grade is None for grade, _ in found):
        return None
    return weighted_mean((grade, area) for grade, area in found if grade is not None)
