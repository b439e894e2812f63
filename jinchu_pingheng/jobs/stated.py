"""What somebody states beside the parcels, on a header, a declaration, an exception: days and
documents, bodies."""

from __future__ import annotations

import re

from ..core.documents import is_document
from ..core.errors import PlanError
from ..intake.faults import Misread, shown
from ..intake.values import day


def stated_day(text: str, *, name: str, where: str) -> str:
    """'YYYY-MM-DD' of a day in any usual spelling. Raises PlanError for what is none."""
    try:
        return day(text)
    except Misread as error:
        raise PlanError(f"{name}{error.what.format(shown(text))}", where, error.do) from None


def require_document(text: str, *, where: str) -> None:
    """Raises PlanError for a text by which nobody can look up a document."""
    if not is_document(text):
        what = f"“{shown(text)}”看不出是什么文件" if text.strip() else "没有填写文号"
        raise PlanError(what, where, "请填写文件的机关和文号或日期")


def require_body(text: str, *, name: str, where: str) -> None:
    """Raises PlanError for a text that names no authority."""
    if not re.search(r"[\u4e00-\u9fff]{2}", text):
        what = f"“{shown(text)}”不是机关的名称" if text.strip() else f"没有填写{name}"
        raise PlanError(what, where, f"请填写{name}的全称")
