"""检查环境: versions and settings, and a plan from beginning to end on trial."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ..environment.report import Line, as_text, environment
from .manual import explain


class EnvironmentDialog(QDialog):
    """``able``: the libraries are there, so that the trial can be run."""

    def __init__(self, able: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = environment()
        self._work: Any = None
        self.setWindowTitle(self.tr("检查环境"))
        explain(self, "install#environment")
        self.resize(720, 560)
        self.head, self.text = QLabel(), QPlainTextEdit()
        self.head.setWordWrap(True)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("环境检查结果"))
        self.progress = QProgressBar()
        self.progress.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("关闭"))
        acts = QDialogButtonBox.ButtonRole.ActionRole
        self.copy = self.buttons.addButton(self.tr("复制"), acts)
        self.trial = self.buttons.addButton(self.tr("运行自检（约一分钟）"), acts)
        self.trial.setEnabled(able)
        self.copy.clicked.connect(self._copy)
        self.trial.clicked.connect(self._try)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        for widget in (self.head, self.text, self.progress, self.buttons):
            box.addWidget(widget)
        self._show()

    def reject(self) -> None:
        """A trial that is under way is given up first."""
        if self._work is not None:
            self._work.cancel()
        super().reject()

    def _show(self) -> None:
        faults = sum(bool(line.fault) for line in self._lines)
        self.head.setText(
            self.tr("有 {} 项需要处理，以 ✗ 标明；可复制全文发给维护者。").format(faults)
            if faults
            else self.tr("环境正常；自检从新建方案到核对成果包走一遍，不改动任何文件。")
        )
        self.text.setPlainText(as_text(self._lines))

    def _copy(self) -> None:
        QgsApplication.clipboard().setText(self.text.toPlainText())

    def _try(self) -> None:
        # jobs need the libraries that may be missing
        from ..jobs.self_test import self_test
        from .work import OnMainThread, Work

        on_main = OnMainThread(self)

        def job(feedback: Any) -> Any:
            return self_test(feedback, on_main)

        self._work = Work(self.tr("环境自检"), job, self._tried, self._given_up)
        self._work.progressChanged.connect(lambda percent: self.progress.setValue(int(percent)))
        self.trial.setEnabled(False)
        self.progress.show()
        QgsApplication.taskManager().addTask(self._work)

    def _tried(self, steps: list[Any]) -> None:
        self._end()
        self._lines = [line for line in self._lines if not line.name.startswith(self._mark())]
        self._lines += [
            Line(
                f"{self._mark()}{step.name}", self.tr("{:.1f} 秒").format(step.seconds), step.fault
            )
            for step in steps
        ]
        self._show()
        if not any(step.fault for step in steps):
            self.head.setText(self.tr("环境正常，自检全部通过。"))
        self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().maximum())

    def _given_up(self, error: BaseException) -> None:
        self._end()

    def _end(self) -> None:
        self._work = None
        self.progress.hide()
        self.trial.setEnabled(True)

    def _mark(self) -> str:
        return self.tr("自检 · ")
