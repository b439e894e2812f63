"""What the user must be told of a layer as a whole, whichever way it is read."""

from __future__ import annotations

from collections.abc import Mapping

from osgeo import osr

from ...core.errors import PlanError
from ...core.roles import BEFORE, SURVEY
from .datum import datum_remark, uncertain_m


def require_place(
    role: str, name: str, own: osr.SpatialReference, planned: osr.SpatialReference
) -> float:
    """Metres that a layer may lie off its place.

    Raises PlanError for a survey, now or before: what is measured on it would be wrong, not
    unknown.
    """
    margin = uncertain_m(own, planned)
    if margin and role in (SURVEY, BEFORE):
        what, _, do = datum_remark(own).partition("；")
        raise PlanError(f"{what}，不能据以量算面积", f"图层“{name}”", f"{do}后另选图层")
    return margin


def remarks_of(
    role: str, encoding: str, columns: Mapping[str, str], uncertain: osr.SpatialReference | None
) -> tuple[str, ...]:
    """Remarks on a layer of a role: in which way its table lies about its ``encoding``, a place
    that is ``uncertain``, townships without a code. ``columns``: name -> field, as far as there
    are."""
    found = [encoding]
    if uncertain is not None:
        found.append(datum_remark(uncertain))
    if role == "XZQ" and not {"XZQDM", "XZQMC"} <= columns.keys():
        lacking = "、".join(name for name in ("XZQDM", "XZQMC") if name not in columns)
        found.append(f"缺少字段 {lacking}，乡镇只能以代码列出")
    return tuple(text for text in found if text)
