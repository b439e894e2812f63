"""年度工作: what a county does around its plan, each by the dialog of its algorithm, which takes
the open plan and its layers for granted."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..editing.session import PlanSession
from .errands import Errands


class YearMenu(QMenu):
    """``requested`` carries the id of an algorithm."""

    requested = pyqtSignal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("年度工作"))
        for key, text in (
            ("potential", self.tr("查找流入潜力…")),
            ("chooseinflow", self.tr("选取流入地块…")),
            ("recordstage", self.tr("登记实施阶段…")),
            ("ledger", self.tr("台账…")),
            ("closeyear", self.tr("年末核算…")),
            ("answerpolygons", self.tr("回复下发图斑…")),
        ):
            self.addAction(text).triggered.connect(lambda _, key=key: self.requested.emit(key))


class YearTools(QObject):
    """Algorithms look at the plan's file: what is edited is saved first."""

    def __init__(self, errands: Errands, window: QWidget) -> None:
        super().__init__(window)
        self._errands = errands

    def open(self, session: PlanSession, key: str) -> None:
        """Show an algorithm's dialog. Raises PlanError while a job is under way."""
        from processing import execAlgorithmDialog  # there when QGIS has loaded Processing

        self._errands.require_idle()
        if self._errands.saved(session):
            execAlgorithmDialog(f"jinchu_pingheng:{key}", {})
