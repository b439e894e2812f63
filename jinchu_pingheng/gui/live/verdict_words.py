"""Words, marks and colours of what a notice says of a parcel; a mark tells without colour too."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QApplication

from ...core.model import BLOCK, INFO, NA, PASS, UNKNOWN, WARN, Finding
from ...judging.packs import BANNED, FEASIBLE, LACKING, level_of

REACHED, MISSED, DOUBTFUL, NEUTRAL = "#2B8A3E", "#C92A2A", "#B35C00", "#868E96"
LEVELS = (BLOCK, WARN, UNKNOWN, INFO, PASS, NA)
"""Worst first."""
MARKS = {BLOCK: "✗", WARN: "▲", UNKNOWN: "?", INFO: "●", PASS: "✓", NA: "–"}
LIGHTER = 165
"""Per cent."""


def _readable(color: str) -> QColor:
    """Lighter in a dark theme. QGIS changes its theme when it starts, before it loads plugins."""
    dark = (
        QApplication.instance() is not None and QApplication.palette().base().color().value() < 128
    )
    return QColor(color).lighter(LIGHTER) if dark else QColor(color)


def ink(color: str) -> str:
    """A style that writes in a colour, readable in a dark theme too."""
    return f"color: {_readable(color).name().upper()};"


LEVEL_COLORS = {
    BLOCK: _readable(MISSED),
    WARN: _readable(DOUBTFUL),
    UNKNOWN: _readable("#6741D9"),
    INFO: _readable("#1864AB"),
    PASS: _readable(REACHED),
    NA: _readable(NEUTRAL),
}


def level_word(level: str) -> str:
    """Name of a level; that of none is what one says before the check."""
    words = {
        BLOCK: _tr("禁止"),
        WARN: _tr("警示"),
        INFO: _tr("提示"),
        UNKNOWN: _tr("无法判定"),
        PASS: _tr("通过"),
        NA: _tr("不适用"),
    }
    return words.get(level, _tr("尚未检查"))


def finding_level(finding: Finding) -> str:
    """The level of one finding."""
    return level_of(finding.verdict, finding.severity)


def gravity(finding: Finding) -> int:
    """Sorts findings, the worst first."""
    return LEVELS.index(finding_level(finding))


STATE_LEVELS = {BANNED: BLOCK, LACKING: UNKNOWN, FEASIBLE: PASS}
"""A parcel's state looks like the level of a verdict."""


def state_word(state: str) -> str:
    """Name of a parcel's state (judging.packs)."""
    words = {BANNED: _tr("禁止"), LACKING: _tr("待补"), FEASIBLE: _tr("可行")}
    return words.get(state, _tr("尚未检查"))


def strip_style(color: str) -> str:
    """White words on a colour, for what must be seen first."""
    return (
        f"background: {color}; color: white; font-weight: bold; padding: 4px; border-radius: 3px;"
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict_words", text)
