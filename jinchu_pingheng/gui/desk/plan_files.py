"""The dialogs that make, choose and save a plan file."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QWidget

from ...jobs.create import available_profiles, create_plan
from .. import settings
from .new_plan_dialog import NewPlanDialog


def make_plan(parent: QWidget) -> Path | None:
    """Ask for a new plan and make it; None when the user leaves. Raises PlanError."""
    dialog = NewPlanDialog(available_profiles(), parent)
    dialog.file.setDefaultRoot(settings.folder())
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    create_plan(dialog.path(), dialog.header())
    return dialog.path()


def choose_plan(parent: QWidget) -> Path | None:
    """Ask which plan to open; None when the user leaves."""
    name, _ = QFileDialog.getOpenFileName(parent, _tr("打开方案"), settings.folder(), _kinds())
    return Path(name) if name else None


def choose_elsewhere(parent: QWidget, start: Path) -> Path | None:
    """Ask where a plan shall be saved; None when the user leaves."""
    name, _ = QFileDialog.getSaveFileName(parent, _tr("另存方案"), str(start), _kinds())
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == ".gpkg" else Path(f"{name}.gpkg")


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when the user leaves."""
    name = QFileDialog.getExistingDirectory(parent, title, settings.folder())
    return Path(name) if name else None


def _kinds() -> str:
    return f"{_tr('方案')} (*.gpkg)"


def _tr(text: str) -> str:
    return QCoreApplication.translate("plan_files", text)
