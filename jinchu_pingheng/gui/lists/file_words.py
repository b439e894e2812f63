"""Words for exported files: what they are, and how they stand to the plan."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...jobs.exported import EDITED, GONE, OLDER, SAME, UNREAD


def state_word(state: str) -> str:
    """With a sign, so that states are told apart without reading; '' is not known yet."""
    return {
        SAME: _tr("✓ 与方案一致"),
        OLDER: _tr("▲ 早于方案"),
        UNREAD: _tr("? 不能读取"),
        EDITED: _tr("✎ 被改动"),
        GONE: _tr("✗ 已不在"),
    }.get(state, _tr("… 核对中"))


def package_word() -> str:
    """A package as a whole."""
    return _tr("成果包")


def role_word(role: str) -> str:
    """A role of manifest.json."""
    words = {
        "plan_document": _tr("总体方案"),
        "annex1": _tr("附件1"),
        "annex2": _tr("附件2"),
        "county_out_list": _tr("县级列表"),
        "county_in_list": _tr("县级列表"),
        "schedule": _tr("时序安排情况表"),
        "balance_tables": _tr("情况表"),
        "check_report": _tr("检查报告"),
        "revision": _tr("修订情况表"),
        "vector": _tr("矢量数据"),
        "coordinates": _tr("界址点坐标"),
    }
    return _tr("附图") if role.startswith("map_") else words.get(role, role)


def _tr(text: str) -> str:
    return QCoreApplication.translate("file_words", text)
