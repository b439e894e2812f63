"""检查 and 导出: the saved plan by the dock's layers, which the plan then records.

The package is written after the user has seen what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialog, QWidget

from ...core.english import spoken
from ...core.errors import PlanError, listed
from ...jobs.check import check_plan
from ...jobs.export import export_package
from ...jobs.missing import Missing, missing_of
from ...jobs.preview import given_layers
from .. import settings
from ..editing.session import PlanSession
from ..layers.roles import Roles
from ..messages import Messages
from ..work import OnMainThread
from .errands import Errands
from .export_dialog import ExportDialog

LETTERS = "jinchu_pingheng:exportletters"


class HandingIn(QObject):
    """What the toolbar's 检查 and 导出 do, and the letters of the menu of plans. ``exported``: a
    package was written."""

    exported = pyqtSignal()

    def __init__(self, roles: Roles, errands: Errands, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._roles, self._errands, self._messages = roles, errands, messages
        self._window = window
        self._on_main = OnMainThread(self)

    def check(self, session: PlanSession) -> None:
        """Check the saved plan, and tell what is missing."""
        self._check(session, lambda found: self._tell(found))

    def export(self, session: PlanSession, folder: Path | None = None) -> None:
        """Check, show what is missing, export; into ``folder``, where the user does not choose
        another."""
        path = session.plan.path
        proposed = folder or path.parent / self.tr("{}成果包").format(session.title)
        self._check(session, lambda found: self._confirm(path, proposed, found))

    def letters(self, session: PlanSession) -> None:
        """Ask for letters by the algorithm's own dialog."""
        from processing import execAlgorithmDialog  # there when QGIS has loaded Processing

        if self._errands.saved(session):
            execAlgorithmDialog(LETTERS, {"PLAN": str(session.plan.path)})

    def _check(self, session: PlanSession, then: Callable[[Missing], None]) -> None:
        self._errands.require_idle()
        lost = self._roles.lost()
        if lost:
            names = listed(f"{session.notice.role_label(r)}“{name}”" for r, name in lost.items())
            raise PlanError("图层已移除", names, "请在“图层设置”中重新选择，或取消该图层后再检查")
        if not self._errands.saved(session):
            return
        path, given = session.plan.path, given_layers(self._roles.playing())

        def job(feedback: Any) -> Missing:
            return missing_of(check_plan(path, given, feedback, draw=False), path)

        self._errands.begin(self.tr("正在检查方案…"), job, then)

    def _tell(self, found: Missing) -> None:
        text = self.tr("检查完成，结论已记入方案。{}").format("；".join(map(spoken, found.lines)))
        self._messages.told(text) if found.grave else self._messages.done(text)

    def _confirm(self, path: Path, folder: Path, found: Missing) -> None:
        dialog = ExportDialog(found, folder, settings.template(), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            target, reason, wanted = dialog.folder(), dialog.reason.text(), dialog.wanted()
            settings.keep_template(dialog.template())
            template = Path(dialog.template()) if dialog.template() else None

            def job(feedback: Any) -> Any:
                main = self._on_main
                return export_package(path, target, feedback, main, reason, template, wanted)

            title = self.tr("正在导出成果包…")
            self._errands.begin(title, job, lambda written: self._done(target, written))

    def _done(self, folder: Path, written: Any) -> None:
        self.exported.emit()
        text = self.tr("已导出 {} 个文件到“{}”。").format(len(written), folder.name)
        url = QUrl.fromLocalFile(str(folder))
        self._messages.offer_done(
            text, self.tr("打开文件夹"), lambda: QDesktopServices.openUrl(url)
        )
