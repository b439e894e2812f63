"""What QGIS's settings keep for the plugin: every key stands here. Whoever reads one gets the
default where it is not set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qgis.core import QgsSettings

TOLERANCE_M = 1.0
LEAST_TOLERANCE_M, MOST_TOLERANCE_M = 0.01, 20.0
MOST_RECENT = 8

_ROOT = "jinchu_pingheng/"
_OPERATOR, _FOLDER, _TAB = f"{_ROOT}user", f"{_ROOT}folder", f"{_ROOT}tab"
_TEMPLATE = f"{_ROOT}template"
_IN_MU, _TOLERANCE = f"{_ROOT}in_mu", f"{_ROOT}snap_tolerance_m"
RECENT_PLANS = f"{_ROOT}recent"
RECENT_TAGS = f"{_ROOT}recent_tags"
"""Of each notice: combinations that were tagged lately."""
IMPORT_TARGETS = f"{_ROOT}import_targets"
"""Of each county: which field of the plan a header of a township's workbook means."""


def operator() -> str:
    """Who works here, for the history; '': the user of the operating system."""
    return str(QgsSettings().value(_OPERATOR, "", type=str))


def keep_operator(name: str) -> None:
    """Name the one who works here."""
    QgsSettings().setValue(_OPERATOR, name.strip())


def folder() -> str:
    """Where dialogs begin to look for plans; '' for the system's choice."""
    return str(QgsSettings().value(_FOLDER, "", type=str))


def keep_folder(path: str) -> None:
    """Let dialogs begin there."""
    QgsSettings().setValue(_FOLDER, path)


def template() -> str:
    """The office's Word template for the plan document; '' for the shipped look."""
    return str(QgsSettings().value(_TEMPLATE, "", type=str))


def keep_template(path: str) -> None:
    """Propose this template at the next export."""
    QgsSettings().setValue(_TEMPLATE, path)


def tab() -> str:
    """Title of the list that was looked at last."""
    return str(QgsSettings().value(_TAB, "", type=str))


def keep_tab(title: str) -> None:
    """A list is looked at."""
    QgsSettings().setValue(_TAB, title)


def in_mu() -> bool:
    """Whether areas are shown in 亩, not in hectares."""
    return bool(QgsSettings().value(_IN_MU, False, type=bool))


def keep_in_mu(wanted: bool) -> None:
    """Show areas in 亩 or in hectares."""
    QgsSettings().setValue(_IN_MU, wanted)


def tolerance() -> float:
    """How near to a boundary of the survey an outline is led along it, m."""
    return float(QgsSettings().value(_TOLERANCE, TOLERANCE_M, type=float))


def keep_tolerance(metres: float) -> None:
    """Lead outlines along boundaries that are so near."""
    QgsSettings().setValue(_TOLERANCE, metres)


def recent_plans() -> list[str]:
    """Paths of the plans that were opened lately, the last one first."""
    return [str(path) for path in QgsSettings().value(RECENT_PLANS, [], list) or []]


def remember_plan(path: str) -> None:
    """A plan was opened."""
    others = [item for item in recent_plans() if item != path]
    QgsSettings().setValue(RECENT_PLANS, [path, *others][:MOST_RECENT])


def recent_tags(notice_id: str) -> Any:
    """What ``keep_recent_tags`` kept for a notice; None where that cannot be read."""
    return _read(f"{RECENT_TAGS}/{notice_id}")


def keep_recent_tags(notice_id: str, rows: list[Any]) -> None:
    """Keep the combinations of a notice."""
    _write(f"{RECENT_TAGS}/{notice_id}", rows)


def import_targets(county_code: str) -> dict[str, str]:
    """Fields of the plan by header, as the county's office has chosen them before."""
    found = _read(f"{IMPORT_TARGETS}/{county_code}")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def keep_import_targets(county_code: str, targets: Mapping[str, str]) -> None:
    """Keep what the office has chosen."""
    _write(f"{IMPORT_TARGETS}/{county_code}", dict(targets))


def count(key: str) -> int:
    """How much is kept under one of the three keys above."""
    if key == RECENT_PLANS:
        return len(recent_plans())
    settings = QgsSettings()
    settings.beginGroup(key)
    return len(settings.childKeys())


def forget(key: str) -> None:
    """Keep nothing of it."""
    QgsSettings().remove(key)


def _read(key: str) -> Any:
    try:
        return json.loads(QgsSettings().value(key, "null", type=str))
    except (ValueError, TypeError):  # somebody else wrote into the settings
        return None


def _write(key: str, value: Any) -> None:
    QgsSettings().setValue(key, json.dumps(value, ensure_ascii=False))
