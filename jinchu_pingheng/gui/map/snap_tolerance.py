"""Asks how near to a boundary of the survey an outline is led along it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QInputDialog, QWidget

from .. import settings


def ask_tolerance(parent: QWidget) -> None:
    """The answer is kept in the settings."""
    value, given = QInputDialog.getDouble(
        parent,
        _tr("贴合容差"),
        _tr("地块边线距图斑界线不超过多少米时贴合："),
        settings.tolerance(),
        settings.LEAST_TOLERANCE_M,
        settings.MOST_TOLERANCE_M,
        2,
    )
    if given:
        settings.keep_tolerance(value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("snap_tolerance", text)
