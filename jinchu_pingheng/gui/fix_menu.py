"""The menu of what may be done with the shape of the chosen parcel: for its findings, then for
any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QInputDialog, QMenu, QWidget

from ..core.notice import Notice
from .fixes import TOLERANCE_SETTING, Fix, fixes_for, fixes_of, tolerance
from .fixing import Fixing
from .moved_classes import QAction
from .verdict_book import VerdictBook

LEAST_M, MOST_M = 0.01, 20.0


class FixMenu(QMenu):
    """``chosen`` gives the ids of the parcels that are marked."""

    def __init__(
        self,
        fixing: Fixing,
        book: VerdictBook,
        chosen: Callable[[], Sequence[str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._fixing, self._book, self._chosen = fixing, book, chosen
        self._notice: Notice | None = None
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def show_notice(self, notice: Notice) -> None:
        """Findings are of its rules."""
        self._notice = notice

    def fill(self) -> None:
        """Offer what fits the parcel that is chosen now."""
        self.clear()
        chosen = self._chosen()
        if self._notice is None or len(chosen) != 1:
            self.addAction(self.tr("请先选择一个地块")).setEnabled(False)
            return
        [parcel_id] = chosen
        for finding in self._book.findings(parcel_id):
            for fix in fixes_for(finding, self._notice)[:1]:
                action = self._offer(parcel_id, fix, f"{fix.text}：{finding.clause}")
                action.setToolTip(finding.message)
        self.addSeparator()
        for fix in fixes_of(self._fixing.direction_of(parcel_id)):
            self._offer(parcel_id, fix, fix.text)
        self.addSeparator()
        self.addAction(self.tr("贴合容差…")).triggered.connect(lambda _: self._ask_tolerance())

    def _offer(self, parcel_id: str, fix: Fix, text: str) -> QAction:
        action = self.addAction(text.replace("&", "&&"))
        action.triggered.connect(lambda _: self._fixing.ask(parcel_id, fix))
        return action

    def _ask_tolerance(self) -> None:
        value, given = QInputDialog.getDouble(
            self.parentWidget(),
            self.tr("贴合容差"),
            self.tr("地块边线距图斑界线不超过多少米时贴合："),
            tolerance(),
            LEAST_M,
            MOST_M,
            2,
        )
        if given:
            QgsSettings().setValue(TOLERANCE_SETTING, value)
