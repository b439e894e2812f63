"""The words, marks and colours of a verdict in the dock; a mark tells without colour too."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..core.model import BLOCK, FAIL, INFO, NA, PASS, UNKNOWN, WARN

REACHED, MISSED, DOUBTFUL, NEUTRAL = "#2B8A3E", "#C92A2A", "#B35C00", "#868E96"
MARKS = {FAIL: "✗", UNKNOWN: "?", PASS: "✓", NA: "–"}
VERDICT_COLORS = {
    FAIL: QColor(MISSED),
    UNKNOWN: QColor(DOUBTFUL),
    PASS: QColor(REACHED),
    NA: QColor(NEUTRAL),
}


def verdict_word(verdict: str) -> str:
    """Name of a verdict; '' when there is none yet."""
    words = {FAIL: _tr("不通过"), UNKNOWN: _tr("无法判定"), PASS: _tr("通过"), NA: _tr("不适用")}
    return words.get(verdict, _tr("尚未检查"))


def severity_word(severity: str) -> str:
    """Name of a severity."""
    return {BLOCK: _tr("禁止"), WARN: _tr("警示"), INFO: _tr("提示")}[severity]


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict_words", text)
