"""核对成果包: choose a package, and read what differs in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...core.english import spoken
from ...jobs.verify_package import Verification, verify
from ..messages import Messages, show_lines
from .errands import Errands


class Verifying(QObject):
    """No plan is needed."""

    def __init__(self, errands: Errands, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._errands, self._messages, self._window = errands, messages, window

    def ask(self) -> None:
        """Let the user choose a folder, and verify it in the background."""
        with self._messages.reporting():
            self._errands.require_idle()
            name = QFileDialog.getExistingDirectory(self._window, self.tr("选择成果包文件夹"))
            if name:
                self.verify(Path(name))

    def verify(self, folder: Path) -> None:
        """Verify a package in the background, and tell what was found."""
        with self._messages.reporting():
            self._errands.begin(
                self.tr("正在核对成果包…"),
                lambda feedback: verify(folder, feedback),
                lambda found: self._tell(folder, found),
            )

    def _tell(self, folder: Path, found: Verification) -> None:
        texts = [spoken(difference.text) for difference in found.differences]
        if not texts:
            text = self.tr("成果包“{}”的文件、数字和文字一致。").format(folder.name)
            self._messages.done("".join([text, *map(spoken, found.notes)]))
            return
        text = self.tr("成果包“{}”有 {} 处不一致。").format(folder.name, len(texts))
        lines = [*map(spoken, found.notes), *texts]
        title = self.tr("核对成果包")
        show = partial(show_lines, self._window, title, text, lines)
        self._messages.offer(text, self.tr("查看"), show)
