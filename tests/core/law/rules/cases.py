"""What rule cases share: a parcel, a survey around it, layers by role."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from jinchu_pingheng.core.geometry.layer import Layer, Problem
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.law.check import check_rule
from jinchu_pingheng.core.law.evidence import Evidence
from jinchu_pingheng.core.law.rules import KINDS
from jinchu_pingheng.core.model import (
    Finding,
    Parcel,
)
from jinchu_pingheng.core.notice import Rule, When
from tests.core.notices import notice

SQUARE = shapely.box(0, 0, 100, 100)


def parcel(
    parcel_id: str = "P1", direction: str = "in", type: int = 1, geometry: Any = SQUARE, **tags: Any
) -> Parcel:
    return Parcel(parcel_id, direction, type, geometry, **tags)


def rule(
    kind: str,
    direction: str = "in",
    types: tuple[int, ...] = (),
    when: When | None = None,
    severity: str = "block",
    **params: Any,
) -> Rule:
    """A rule with the kind's defaults for what is not given."""
    defaults = {
        param.name: param.default for param in KINDS[kind].params if param.default is not None
    }
    return Rule(
        f"{kind}-rule",
        "第一条",
        "不得如此",
        kind,
        severity,
        direction,
        types,
        {**defaults, **params},
        (when,) if when else (),
    )


def layer(
    role: str, *geometries: Any, problems: tuple[Problem, ...] = (), **columns: list[Any]
) -> Layer:
    ids = np.array([f"{role}-{number}" for number in range(len(geometries))], dtype=object)
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    shapes = np.array(geometries, dtype=object)
    return Layer(
        role,
        role.lower(),
        ids,
        shapes,
        arrays,
        problems,
        len(ids) + sum(not p.usable for p in problems),
    )


def survey(*polygons: tuple[Any, str], **columns: list[Any]) -> Survey:
    """Survey polygons as (geometry, DLBM), all in one township."""
    codes = [code for _, code in polygons]
    units = ["6409991002010000000"] * len(codes)
    shapes = [geometry for geometry, _ in polygons]
    return Survey(
        layer("DLTB", *shapes, DLBM=codes, ZLDWDM=units, **columns), {"640999100": "甲镇"}
    )


def run(checked: Rule, *parcels: Parcel, **evidence: Any) -> list[Finding]:
    return check_rule(checked, Evidence(notice(), parcels or (parcel(),), **evidence))


def verdict(checked: Rule, *parcels: Parcel, **evidence: Any) -> str:
    """The verdict on the first parcel."""
    return run(checked, *parcels, **evidence)[0].verdict


def overlap_of(finding: Finding) -> Decimal:
    return finding.overlap_m2 if finding.overlap_m2 is not None else Decimal(-1)
