"""The tab 文件 at work: reads what the plan has exported, digests it in the background, opens,
verifies and exports again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ...jobs.exported import Contents, Exported, contents_of, exported_files, outdated, state_of
from ...judging.feedback import Cancelled
from ..editing.session import PlanSession
from ..lists.file_panel import FilePanel, FileRow
from ..messages import Messages
from ..toolbar import PlanToolBar
from ..work import Work
from .verifying import Verifying


class ExportedFiles(QObject):
    """Between ``begin`` and ``end`` the files of a plan are shown. ``export`` exports a package
    into a folder."""

    def __init__(
        self,
        panel: FilePanel,
        toolbar: PlanToolBar,
        verifying: Verifying,
        export: Callable[[PlanSession, Path], None],
        messages: Messages,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._toolbar, self._messages = panel, toolbar, messages
        self._export = export
        self._session: PlanSession | None = None
        self._files: list[Exported] = []
        self._contents: Contents = {}
        self._work: Work | None = None
        panel.looked_at.connect(self.refresh)
        panel.open_wanted.connect(lambda row: _open(row.path))
        panel.folder_wanted.connect(lambda row: _open(row.folder))
        panel.verify_wanted.connect(lambda row: verifying.verify(row.folder))
        panel.again_wanted.connect(self._again)

    def begin(self, session: PlanSession) -> None:
        """Show the files of a session's plan."""
        self._session = session
        session.changed.connect(self.refresh)
        self.refresh()

    def end(self) -> None:
        """Show none."""
        if self._session is not None:
            self._session.changed.disconnect(self.refresh)
        self._session = None
        self._stop()
        self._files = []
        self._panel.show_files([])
        self._toolbar.hint_export("")

    def refresh(self) -> None:
        """Read what the plan remembers, where nothing is under way; digest what is looked at."""
        session = self._session
        if session is not None and not session.unsaved:
            with self._messages.reporting():
                self._look(session)

    def _look(self, session: PlanSession) -> None:
        self._files = exported_files(session.plan.plan, session.plan.path)
        revision = session.plan.plan.edition.revision
        older = outdated(self._files, revision)
        text = self.tr("成果包是第 {} 版方案导出的，方案已是第 {} 版，请重新导出")
        self._toolbar.hint_export(text.format(older, revision) if older else "")
        if self._panel.isVisible():
            self._contents = {key: text for key, text in self._contents.items() if text}
            if not all(self._show(revision)):
                self._digest(list(self._files), revision)

    def _show(self, revision: int) -> list[str]:
        states = [state_of(item, self._contents, revision) for item in self._files]
        self._panel.show_files(list(zip(self._files, states)))
        return states

    def _digest(self, files: Sequence[Exported], revision: int) -> None:
        self._stop()
        known = dict(self._contents)

        def done(found: Contents) -> None:
            if self._work is work:
                self._work, self._contents = None, found
                with self._messages.reporting():
                    self._show(revision)

        def failed(error: BaseException) -> None:
            if self._work is work:
                self._work = None
            if not isinstance(error, Cancelled):
                self._messages.failed(error)

        title = self.tr("核对导出的文件")
        work = self._work = Work(title, partial(contents_of, files, known), done, failed)
        QgsApplication.taskManager().addTask(work)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _again(self, row: FileRow) -> None:
        if self._session is not None:
            with self._messages.reporting():
                self._export(self._session, row.folder)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
