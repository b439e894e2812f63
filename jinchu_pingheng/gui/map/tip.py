"""A parcel in a few lines of HTML, for tips on the map. Whatever people have typed is shown, never
evaluated."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import QCoreApplication

from ...core.english import spoken
from ...core.model import Finding
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import LEVEL_COLORS, MARKS, finding_level, level_word, state_word

MOST_FINDINGS = 6


def card(book: VerdictBook, parcel_id: str) -> str:
    """State and findings, bans first."""
    found = book.findings(parcel_id)
    state = state_word(book.state(parcel_id))
    lines = [f"<b>{escape(parcel_id)}</b> {escape(state)}", *map(_line, found[:MOST_FINDINGS])]
    if len(found) > MOST_FINDINGS:
        more = QCoreApplication.translate("tip", "……共 {} 条")
        lines.append(more.format(len(found)))
    return "<br>".join(lines)


def _line(finding: Finding) -> str:
    level = finding_level(finding)
    head = f"{MARKS[level]} {level_word(level)} {finding.clause}"
    color = LEVEL_COLORS[level].name()
    return f'<span style="color: {color}">{escape(head)}</span> {escape(spoken(finding.message))}'
