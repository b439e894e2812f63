"""检查模板: choose a Word template, and read what is wrong in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QWidget

from ...core.english import spoken
from ...jobs.check_template import DOCUMENT, LETTERS, check_template
from .. import settings
from ..messages import Messages, show_lines


class CheckingTemplate(QObject):
    """No plan is needed."""

    def __init__(self, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._messages, self._window = messages, window

    def ask(self) -> None:
        """Let the user choose a template, and check it."""
        with self._messages.reporting():
            name, _ = QFileDialog.getOpenFileName(
                self._window,
                self.tr("选择单位的 Word 模板"),
                settings.template() or settings.folder(),
                self.tr("Word 文档 (*.docx)"),
            )
            kind = self._kind() if name else ""
            if kind:
                self._tell(Path(name).name, [*map(spoken, check_template(Path(name), kind))])

    def _kind(self) -> str:
        """What the template is for; '' where the user does not say."""
        titles = {self.tr("总体方案"): DOCUMENT}
        titles.update((spoken(kind.title), kind.id) for kind in LETTERS.values())
        text = self.tr("这个模板用于：")
        chosen, said = QInputDialog.getItem(
            self._window, self.tr("检查模板"), text, list(titles), 0, False
        )
        return titles[chosen] if said else ""

    def _tell(self, name: str, faults: list[str]) -> None:
        if not faults:
            self._messages.done(self.tr("模板“{}”没有发现错误，可以使用。").format(name))
            return
        text = self.tr("模板“{}”有 {} 处错误。").format(name, len(faults))
        show = partial(show_lines, self._window, self.tr("检查模板"), text, faults)
        self._messages.offer(text, self.tr("查看"), show)
