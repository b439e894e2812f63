"""What the user is told, in QGIS's message bar: sentences there, tracebacks in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Callable

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMessageBox, QPushButton, QWidget

from ..core.english import spoken
from ..core.errors import PlanError, listed
from ..core.rounding import hectares, whole
from ..jobs.failures import failure, failure_behind
from ..jobs.overlaps import Overlap
from ..jobs.trouble import trace
from .editing.tagging import CUT, REPLACE, STAY

LOG_TAG = "jinchu_pingheng"
SECONDS = 5


class Messages:
    """Speaks through one message bar."""

    def __init__(self, bar: QgsMessageBar) -> None:
        self._bar = bar

    def done(self, text: str) -> None:
        """Something was done; the message leaves by itself."""
        self._bar.pushMessage(self._title(), text, Qgis.MessageLevel.Success, SECONDS)

    def told(self, text: str) -> None:
        """Something happened that the user must know; stays until it is closed."""
        self._bar.pushMessage(self._title(), text, Qgis.MessageLevel.Warning, 0)

    def noted(self, notes: Sequence[str]) -> None:
        """Something was done otherwise than one might expect."""
        if notes:
            self.told(spoken(listed(notes, 5)))

    def offer(self, text: str, action: str, slot: Callable[[], None]) -> None:
        """As ``told``, with a button that does something about it and closes the message."""
        self._push(text, action, slot, Qgis.MessageLevel.Warning)

    def offer_done(self, text: str, action: str, slot: Callable[[], object]) -> None:
        """Something was done, and this is what one may do next."""
        self._push(text, action, slot, Qgis.MessageLevel.Success)

    def _push(self, text: str, action: str, slot: Callable[[], object], level: object) -> None:
        item = QgsMessageBar.createMessage(self._title(), text)
        button = QPushButton(action, item)
        button.clicked.connect(lambda: (self._bar.popWidget(item), slot()))
        item.layout().addWidget(button)
        self._bar.pushWidget(item, level, 0)

    def refused(self, error: PlanError) -> None:
        """Something could not be done; the sentence stays until it is closed."""
        self.told(spoken(str(error)))

    def broken(self, error: BaseException) -> None:
        """Our own fault: a sentence for the user, the traceback for the log."""
        QgsMessageLog.logMessage(trace(error), LOG_TAG, Qgis.MessageLevel.Critical, False)
        text = QCoreApplication.translate(
            "Messages",
            "程序内部错误，本次操作已取消；请把“日志消息”面板中 jinchu_pingheng "
            "一栏的内容发给维护者。",
        )
        self._bar.pushMessage(self._title(), text, Qgis.MessageLevel.Critical, 0)

    def failed(self, error: BaseException) -> None:
        """Whichever of the two fits."""
        cause = failure_behind(error)
        if isinstance(error, PlanError):
            self.refused(error)
        elif cause is not None:
            self.refused(failure(cause, self._title()))
        else:
            self.broken(error)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Turn an exception of the block into a message; the block itself has rolled back what it
        began."""
        try:
            yield
        except Exception as error:  # a slot is the last place that can tell the user
            self.failed(error)

    @staticmethod
    def _title() -> str:
        return QCoreApplication.translate("Messages", "耕地进出平衡")


def show_lines(parent: QWidget, title: str, head: str, lines: Sequence[str]) -> None:
    """A box with what was found, line by line: the first ones at once, all on demand."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, head, parent=parent)
    box.setInformativeText("\n".join(lines[:5]))
    box.setDetailedText("\n".join(lines))
    box.open()


def ask_about_overlap(parent: QWidget | None, overlap: Overlap) -> str:
    """Ask what becomes of land that is tagged already."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("已经标注的土地"))
    text = _tr("所选图形中有 {} 个与已标注的地块重叠，共 {} 公顷：{}。")
    share = hectares(whole(overlap.m2))
    box.setText(text.format(overlap.new, share, spoken(listed(overlap.names, 10))))
    box.setInformativeText(_tr("同一块土地只能标注一次。"))
    roles = QMessageBox.ButtonRole
    cut = box.addButton(_tr("裁去重叠部分"), roles.AcceptRole)
    replace = box.addButton(_tr("替换原有地块"), roles.DestructiveRole)
    stay = box.addButton(_tr("取消"), roles.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    answers: dict[object, str] = {cut: CUT, replace: REPLACE}
    return answers.get(box.clickedButton(), STAY)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)


def ask_to_save(parent: QWidget | None, count: int) -> bool | None:
    """Ask what becomes of ``count`` unsaved edits: True save, False discard, None stay."""
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        parent,
        QCoreApplication.translate("Messages", "未保存的修改"),
        QCoreApplication.translate("Messages", "方案有 {} 步修改尚未保存。要先保存吗？").format(
            count
        ),
        buttons.Save | buttons.Discard | buttons.Cancel,
        buttons.Save,
    )
    return {buttons.Save: True, buttons.Discard: False}.get(answer)
