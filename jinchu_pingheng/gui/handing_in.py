"""检查 and 导出: the saved plan by the dock's layers, which the plan then records.

The package is written after the user has seen what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QWidget

from ..core.errors import PlanError, listed
from ..jobs.check import check_plan
from ..jobs.export import export_package
from ..jobs.missing import Missing, missing_of
from ..jobs.preview import given_layers
from ..judging.feedback import Cancelled
from .export_dialog import ExportDialog
from .messages import Messages
from .roles import Roles
from .session import PlanSession
from .work import Job, OnMainThread, Work, begin


class HandingIn(QObject):
    """One job at a time."""

    def __init__(
        self, roles: Roles, messages: Messages, bar: QgsMessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._roles, self._messages, self._bar, self._window = roles, messages, bar, window
        self._on_main = OnMainThread(self)
        self._work: Work | None = None

    def check(self, session: PlanSession) -> None:
        """Check the saved plan, and tell what is missing."""
        self._check(session, lambda found: self._tell(found))

    def export(self, session: PlanSession) -> None:
        """Check, show what is missing, export."""
        self._check(session, lambda found: self._confirm(session, found))

    def _check(self, session: PlanSession, then: Callable[[Missing], None]) -> None:
        if self._work is not None:
            raise PlanError("上一项检查或导出还没有结束", "", "请等它结束，或在消息栏中取消")
        lost = self._roles.lost()
        if lost:
            names = listed(f"{session.notice.role_label(r)}“{name}”" for r, name in lost.items())
            raise PlanError("图层已移除", names, "请在“图层设置”中重新选择，或取消该图层后再检查")
        if not self._saved(session):
            return
        path, given = session.plan.path, given_layers(self._roles.playing())

        def job(feedback: Any) -> Missing:
            return missing_of(check_plan(path, given, feedback, draw=False), path)

        self._begin(self.tr("正在检查方案…"), job, then)

    def _saved(self, session: PlanSession) -> bool:
        """Checks and exports look at the file."""
        session.plan.require_writable()
        if not session.unsaved:
            return True
        buttons = QMessageBox.StandardButton
        text = self.tr("检查和导出以已保存的方案为准。现在保存 {} 步修改并继续？")
        answer = QMessageBox.question(
            self._window,
            self.tr("未保存的修改"),
            text.format(session.unsaved),
            buttons.Save | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            session.save()
        return answer == buttons.Save

    def _tell(self, found: Missing) -> None:
        text = self.tr("检查完成，结论已记入方案。{}").format("；".join(found.lines))
        self._messages.told(text) if found.grave else self._messages.done(text)

    def _confirm(self, session: PlanSession, found: Missing) -> None:
        path = session.plan.path
        folder = path.parent / self.tr("{}成果包").format(session.title)
        dialog = ExportDialog(found, folder, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            target = dialog.folder()

            def job(feedback: Any) -> Any:
                return export_package(path, target, feedback, self._on_main)

            title = self.tr("正在导出成果包…")
            self._begin(title, job, lambda written: self._done(target, written))

    def _done(self, folder: Path, written: Any) -> None:
        text = self.tr("已导出 {} 个文件到 {}。").format(len(written), folder)
        url = QUrl.fromLocalFile(str(folder))
        self._messages.offer_done(
            text, self.tr("打开文件夹"), lambda: QDesktopServices.openUrl(url)
        )

    def _begin(self, title: str, job: Job, then: Callable[[Any], None]) -> None:
        def ended(result: Any) -> None:
            self._work = None
            with self._messages.reporting():
                then(result)

        def failed(error: BaseException) -> None:
            self._work = None
            if isinstance(error, Cancelled):
                self._messages.done(self.tr("已取消，没有写入任何内容。"))
            else:
                self._messages.failed(error)

        self._work = Work(title, job, ended, failed)
        begin(self._work, self._bar, self.tr("取消"))
