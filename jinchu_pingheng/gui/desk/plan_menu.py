"""The menu of plans: new, open, those of lately, save elsewhere, close; verifying a package; the
sample county; checking a template."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from .. import settings
from ..manual import open_manual
from .year_tools import YearMenu


class PlanMenu(QMenu):
    """``recent_requested`` carries the path of a plan."""

    new_requested = pyqtSignal()
    open_requested = pyqtSignal()
    recent_requested = pyqtSignal(str)
    elsewhere_requested = pyqtSignal()
    import_requested = pyqtSignal()
    batches_requested = pyqtSignal()
    approve_requested = pyqtSignal()
    scenario_requested = pyqtSignal()
    compare_requested = pyqtSignal()
    close_requested = pyqtSignal()
    verify_requested = pyqtSignal()
    sample_requested = pyqtSignal()
    template_requested = pyqtSignal()
    letters_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addAction(self.tr("新建方案…")).triggered.connect(self.new_requested)
        self.addAction(self.tr("打开方案…")).triggered.connect(self.open_requested)
        self.recent = self.addMenu(self.tr("最近的方案"))
        self.recent.aboutToShow.connect(self.fill_recent)
        self.addSeparator()
        self._of_open = []
        for text, signal in (
            (self.tr("导入乡镇申报…"), self.import_requested),
            (self.tr("另存为…"), self.elsewhere_requested),
            (self.tr("另存为情景…"), self.scenario_requested),
            (self.tr("登记批次…"), self.batches_requested),
            (self.tr("登记批准…"), self.approve_requested),
            (self.tr("导出同意书、公示…"), self.letters_requested),
            (self.tr("比较方案"), self.compare_requested),
            (self.tr("关闭方案"), self.close_requested),
        ):
            action = self.addAction(text)
            action.triggered.connect(signal)
            self._of_open.append(action)
        self.year = YearMenu(self)
        self._of_open.append(self.addMenu(self.year))
        self.addSeparator()
        self.addAction(self.tr("核对成果包…")).triggered.connect(self.verify_requested)
        self.addAction(self.tr("载入示例县…")).triggered.connect(self.sample_requested)
        self.addAction(self.tr("检查模板…")).triggered.connect(self.template_requested)
        self.addSeparator()
        manual = self.addAction(self.tr("帮助手册"))
        manual.triggered.connect(lambda _: open_manual("index", self.parentWidget()))
        self.fill_recent()

    def show_open(self, is_open: bool) -> None:
        """What needs an open plan is off without one."""
        for action in self._of_open:
            action.setEnabled(is_open)

    def fill_recent(self) -> None:
        """The plans that were opened lately, the last one first."""
        self.recent.clear()
        for path in settings.recent_plans():
            action = self.recent.addAction(f"{Path(path).stem}　{Path(path).parent}")
            action.triggered.connect(lambda _, path=path: self.recent_requested.emit(path))
        self.recent.menuAction().setEnabled(not self.recent.isEmpty())
