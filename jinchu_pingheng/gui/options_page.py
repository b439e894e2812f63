"""The plugin's page in QGIS's 选项: all that it keeps of a user's habits."""

from __future__ import annotations

from typing import Callable

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from . import settings
from .manual import explain
from .read_aloud import name_parts


class OptionsFactory(QgsOptionsWidgetFactory):
    """``applied`` is called when the user has accepted what the page says."""

    def __init__(self, icon: QIcon, title: str, applied: Callable[[], None]) -> None:
        super().__init__(title, icon)
        self._applied = applied

    def createWidget(  # noqa: N802  (QGIS calls this name)
        self, parent: QWidget | None = None
    ) -> QgsOptionsPageWidget:
        """A new page; QGIS shows it in its dialog."""
        return OptionsPage(self._applied, parent)


class OptionsPage(QgsOptionsPageWidget):
    """Shows the settings, and keeps them when QGIS's dialog is accepted."""

    def __init__(self, applied: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._applied = applied
        explain(self, "window#options")
        self.operator = QLineEdit(settings.operator())
        self.operator.setPlaceholderText(self.tr("空为操作系统的用户名"))
        self.operator.setToolTip(self.tr("写入方案历史的操作人"))
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(settings.folder())
        self.folder.setToolTip(self.tr("选择文件时从这里开始；打开方案后改为该方案所在的文件夹"))
        self.unit = QComboBox()
        self.unit.addItem(self.tr("公顷"), False)
        self.unit.addItem(self.tr("亩"), True)
        self.unit.setCurrentIndex(int(settings.in_mu()))
        self.unit.setToolTip(self.tr("“平衡”页显示的单位；打印的成果一律为公顷"))
        self.tolerance = QDoubleSpinBox()
        self.tolerance.setRange(settings.LEAST_TOLERANCE_M, settings.MOST_TOLERANCE_M)
        self.tolerance.setSuffix(self.tr(" 米"))
        self.tolerance.setValue(settings.tolerance())
        self.tolerance.setToolTip(self.tr("“贴合图斑界线”时，边线距图斑界线不超过此距离的才贴合"))
        self.forget = {
            settings.RECENT_PLANS: QCheckBox(self.tr("最近的方案（{} 个）")),
            settings.RECENT_TAGS: QCheckBox(self.tr("常用组合（{} 份通知）")),
            settings.IMPORT_TARGETS: QCheckBox(self.tr("导入申报的字段对应（{} 个县）")),
        }
        for key, box in self.forget.items():
            box.setText(box.text().format(settings.count(key)))
            box.setEnabled(settings.count(key) > 0)
        self._lay_out()

    def apply(self) -> None:
        """Called by QGIS when its dialog is accepted."""
        settings.keep_operator(self.operator.text())
        settings.keep_folder(self.folder.filePath())
        settings.keep_in_mu(bool(self.unit.currentData()))
        settings.keep_tolerance(self.tolerance.value())
        for key, box in self.forget.items():
            if box.isChecked():
                settings.forget(key)
        self._applied()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("操作人"), self.operator)
        form.addRow(self.tr("默认文件夹"), self.folder)
        name_parts(self.folder, self.tr("默认文件夹"))
        form.addRow(self.tr("面积单位"), self.unit)
        form.addRow(self.tr("贴合容差"), self.tolerance)
        forgotten = QGroupBox(self.tr("清除记住的内容（按“确定”后清除，不影响方案）"))
        inside = QVBoxLayout(forgotten)
        for box in self.forget.values():
            inside.addWidget(box)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(forgotten)
        layout.addStretch(1)
