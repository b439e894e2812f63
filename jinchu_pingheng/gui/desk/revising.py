"""批准方案, 比较, 另存为情景: the saved plan through its jobs, with what they find on the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsGeometry
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QDialog, QInputDialog, QWidget

from ...core.accounts.comparison import ParcelChange
from ...jobs.approve import approve_plan, usual_body
from ...jobs.compare import (
    Comparison,
    compare_plans,
    compare_with_approved,
    difference_wkb,
    write_table,
)
from ...jobs.scenario import name_scenario, scenario_file
from ..editing.session import PlanSession
from ..lists.compare_panel import ComparePanel
from ..map.map_view import go_to_shape
from ..messages import Messages
from .approval_dialog import ApprovalDialog
from .errands import Errands
from .plan_files import choose_folder, choose_plan


class Revising(QObject):
    """Between ``begin`` and ``end`` a plan may be approved and compared."""

    def __init__(
        self,
        panel: ComparePanel,
        errands: Errands,
        canvas: QgsMapCanvas,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._panel, self._errands, self._canvas = panel, errands, canvas
        self._messages, self._window = messages, window
        self._session: PlanSession | None = None
        panel.wanted.connect(self._compare)
        panel.looked_at.connect(self._offer)
        panel.shown.connect(self.flash)
        panel.table_wanted.connect(self._write)

    def begin(self, session: PlanSession) -> None:
        """Work on a session."""
        self._session = session
        self._offer()
        self._panel.show_comparison(None)

    def end(self) -> None:
        """Work on none."""
        self._session = None
        self._panel.show_comparison(None)

    def approve(self) -> None:
        """Ask for an approval and record it."""
        session = self._session
        if session is None:
            return
        with self._messages.reporting():
            self._errands.require_idle()
            if not self._errands.saved(session):
                return
            body = usual_body(session.plan.header)
            dialog = ApprovalDialog(body, session.plan.plan.edition.revision, self._window)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.record(*dialog.given())

    def record(self, document: str, body: str, day: str) -> None:
        """Record an approval in the background."""
        session = self._session
        if session is None:
            return
        path = session.plan.path

        def job(feedback: Any) -> Path:
            return approve_plan(path, document, body, day, feedback)

        self._errands.begin(self.tr("正在登记批准…"), job, self._approved)

    def compare(self, job: Callable[[Any], Comparison]) -> None:
        """Compare in the background, and show what was found. Raises PlanError."""
        session = self._session
        self._errands.require_idle()
        if session is None or not self._errands.saved(session):
            return

        def done(found: Comparison) -> None:
            if self._session is session:
                self._panel.show_comparison(found)

        self._errands.begin(self.tr("正在比较方案…"), job, done)

    def flash(self, change: ParcelChange) -> None:
        """Zoom to the land by which both states differ, and flash it."""
        if self._session is None:
            return
        shape = QgsGeometry()
        shape.fromWkb(difference_wkb(change))
        go_to_shape(self._canvas, self._session.layer, shape)

    def ask_scenario(self) -> Path | None:
        """Ask for a scenario's name and make its file beside the plan; None when the user leaves.

        Raises PlanError.
        """
        session = self._session
        if session is None:
            return None
        title, text = self.tr("另存为情景"), self.tr("情景名称（如 方案甲、少占水田）：")
        name, given = QInputDialog.getText(self._window, title, text)
        return self.make_scenario(name) if given else None

    def make_scenario(self, name: str) -> Path | None:
        """A copy of the plan, with the unsaved edits, under a scenario's name. Raises PlanError."""
        session = self._session
        if session is None:
            return None
        path = scenario_file(session.plan.path, name)
        session.saving.save_elsewhere(path)
        name_scenario(path, name.strip())
        return path

    def _approved(self, copy: Path) -> None:
        self._messages.done(self.tr("已登记批准，批准的方案留存为 {}。").format(copy.name))
        self._offer()

    def _offer(self) -> None:
        if self._session is not None:
            self._panel.show_approvals(self._session.plan.plan.approvals())

    def _compare(self, revision: int | None) -> None:
        session = self._session
        if session is None:
            return
        path = session.plan.path
        with self._messages.reporting():
            if revision is not None:
                self.compare(lambda job: compare_with_approved(path, revision, job))
                return
            other = choose_plan(self._window)
            if other is not None:
                self.compare(lambda job: compare_plans(path, other, job))

    def _write(self) -> None:
        found = self._panel.found
        if found is None:
            return
        with self._messages.reporting():
            folder = choose_folder(self._window, self.tr("修订情况表的文件夹"))
            if folder is not None:
                [(_, file)] = write_table(found, folder)
                self._messages.done(self.tr("已写出 {}。").format(file))
