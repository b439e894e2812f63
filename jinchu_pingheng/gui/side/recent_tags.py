"""The combinations of side, type, class and project that were used lately, on Alt+1 to Alt+9."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ...core.codes import titled
from ...core.english import spoken
from ...core.notice import Notice
from ...jobs.tag import Tag
from .. import settings
from ..moved_classes import QAction

MOST = 9


class RecentTags(QObject):
    """``chosen`` carries a Tag. ``menu`` shows them, the last one first."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = QMenu(parent)
        self._tags: list[Tag] = []
        self._notice: Notice | None = None
        self.actions = [self._action(number) for number in range(1, MOST + 1)]
        self._show()

    def show_notice(self, notice: Notice | None) -> None:
        """Show those that were used with a notice; none without one."""
        self._notice = notice
        self._tags = _read(notice) if notice else []
        self._show()

    def remember(self, tag: Tag) -> None:
        """A combination was used."""
        if self._notice is not None:
            self._tags = [tag, *(other for other in self._tags if other != tag)][:MOST]
            rows = [[item.direction, item.type, dict(item.attributes)] for item in self._tags]
            settings.keep_recent_tags(self._notice.id, rows)
            self._show()

    def _action(self, number: int) -> QAction:
        action = self.menu.addAction("")
        action.setShortcut(QKeySequence(f"Alt+{number}"))
        action.triggered.connect(lambda _: self.chosen.emit(self._tags[number - 1]))
        return action

    def _show(self) -> None:
        for number, action in enumerate(self.actions):
            there = number < len(self._tags)
            action.setVisible(there)
            action.setEnabled(there)
            action.setText(self._words(self._tags[number]) if there else "")
        self.menu.setEnabled(bool(self._tags))

    def _words(self, tag: Tag) -> str:
        """E.g. '流出 · 2 种植果树 · 0201 果园 · 东山果园'."""
        if self._notice is None:
            return ""
        kind = f"{tag.type} {spoken(self._notice.type_name(tag.direction, tag.type))}"
        parts = [spoken(self._notice.word(tag.direction)), kind]
        parts += [spoken(titled(name, v)) for name, v in tag.attributes.items() if v]
        return " · ".join(parts).replace("&", "&&")


def _read(notice: Notice) -> list[Tag]:
    """Those of which the notice still has the type."""
    try:
        rows = settings.recent_tags(notice.id) or []
        tags = [Tag(str(side), int(number), dict(values)) for side, number, values in rows]
    except (ValueError, TypeError):  # somebody else wrote into the settings
        return []
    return [
        tag for tag in tags if tag.type in {item.number for item in notice.types(tag.direction)}
    ]
