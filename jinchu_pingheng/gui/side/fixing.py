"""A parcel is mended: the proposal is shown on the map, with its areas, before it is made."""

from __future__ import annotations

from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMessageBar, QgsMessageBarItem, QgsRubberBand
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QPushButton

from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs.amend import VALID, Proposal, apply_to, mended
from ..editing.session import PlanSession
from ..editing.tagging import edit_command
from ..live.live_check import LiveCheck
from ..messages import Messages
from .fixes import Fix

GONE, ADDED, KEPT = QColor(224, 49, 49, 130), QColor(47, 158, 68, 130), QColor("#1971C2")
KEPT_PX = 3


class Fixing(QObject):
    """Between ``begin`` and ``end`` the parcels of a session may be mended, one at a time."""

    def __init__(
        self, check: LiveCheck, canvas: QgsMapCanvas, bar: QgsMessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._check, self._canvas, self._bar = check, canvas, bar
        self._messages = Messages(bar)
        self._session: PlanSession | None = None
        self._fix: Fix | None = None
        self._proposal: Proposal | None = None
        self._bands: list[QgsRubberBand] = []
        self._item: QgsMessageBarItem | None = None
        check.amended.connect(self._receive)
        bar.widgetRemoved.connect(self._removed)

    @property
    def proposal(self) -> Proposal | None:
        """What is shown and waits for an answer."""
        return self._proposal

    def begin(self, session: PlanSession) -> None:
        """Mend parcels of a session."""
        self._session = session

    def end(self) -> None:
        """Mend nothing."""
        self.dismiss()
        self._session = None

    def ask(self, parcel_id: str, fix: Fix) -> None:
        """Show what a fix would make of a parcel."""
        self.dismiss()
        self._fix = fix
        with self._messages.reporting():
            if self._session is not None:
                self._session.plan.require_unlocked([parcel_id])
            if fix.how == VALID:
                self._receive(mended(self._feature(parcel_id)))
            else:
                self._check.amend(fix.wish(parcel_id))

    def make(self) -> None:
        """Make what is shown, as one undo step."""
        session, proposal, fix = self._session, self._proposal, self._fix
        self.dismiss()
        if session is None or proposal is None or fix is None:
            return
        with self._messages.reporting():
            feature, layer = self._feature(proposal.wish.parcel_id), session.layer
            others = apply_to(feature, proposal) if proposal.parts else []
            with edit_command(layer, f"{fix.text} {proposal.wish.parcel_id}"):
                if proposal.parts:
                    done = layer.changeGeometry(feature.id(), feature.geometry())
                    done = done and (not others or layer.addFeatures(others))
                else:
                    done = layer.deleteFeature(feature.id())
                if not done:
                    raise PlanError("地块没有修改", proposal.wish.parcel_id, "请重试")

    def dismiss(self) -> None:
        """Show nothing any more."""
        item, self._item, self._proposal = self._item, None, None
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []
        if item is not None:
            self._bar.popWidget(item)

    def _removed(self, item: QgsMessageBarItem) -> None:
        if item is self._item:
            self._item = None
            self.dismiss()

    def _feature(self, parcel_id: str) -> QgsFeature:
        for feature in self._session.features_of(parcel_id) if self._session else ():
            return feature
        raise PlanError("地块已不在方案中", f"地块 {parcel_id}", "请重新选择地块")

    def _receive(self, answer: Proposal | PlanError | None) -> None:
        if isinstance(answer, PlanError):
            self._messages.refused(answer)
        elif answer is not None and self._session is not None and self._fix is not None:
            if answer.changes:
                self._show(answer, self._fix)
            else:
                text = self.tr("{}：{}，没有需要修改的部分。")
                self._messages.done(text.format(answer.wish.parcel_id, self._fix.text))

    def _show(self, proposal: Proposal, fix: Fix) -> None:
        self._proposal = proposal
        self._band(proposal.gone, GONE)
        self._band(proposal.added, ADDED)
        for part in proposal.parts:
            self._band(part, None)
        text = spoken(f"{proposal.wish.parcel_id} {fix.text}：{self._words(proposal)}")
        item = QgsMessageBar.createMessage(self.tr("预览"), text)
        make = QPushButton(self.tr("修改") if proposal.parts else self.tr("移除地块"), item)
        leave = QPushButton(self.tr("取消"), item)
        make.clicked.connect(self.make)
        leave.clicked.connect(self.dismiss)
        for button in (make, leave):
            item.layout().addWidget(button)
        self._item = item
        self._bar.pushWidget(item, Qgis.MessageLevel.Info, 0)

    def _words(self, proposal: Proposal) -> str:
        if not proposal.parts:
            return self.tr("没有剩余，原面积 {} 平方米。要移除整个地块吗？").format(
                proposal.before_m2
            )
        areas = spoken("、".join(map(str, proposal.parts_m2)))
        if len(proposal.parts) > 1:
            text = self.tr("{} 平方米分为 {} 块：{} 平方米。")
            return text.format(proposal.before_m2, len(proposal.parts), areas)
        if proposal.remark:
            return f"{proposal.remark}。"
        moved = [
            text.format(area)
            for text, area in (
                (self.tr("裁去 {}"), proposal.gone_m2),
                (self.tr("并入 {}"), proposal.added_m2),
            )
            if area
        ]
        text = self.tr("{} → {} 平方米（{}）。")
        return text.format(proposal.before_m2, areas, spoken("，".join(moved)))

    def _band(self, wkb: bytes, fill: QColor | None) -> None:
        if self._session is None:
            return
        polygon = QgsGeometry()
        polygon.fromWkb(wkb)
        if polygon.isEmpty():
            return
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setFillColor(fill or QColor(0, 0, 0, 0))
        band.setStrokeColor(fill or KEPT)
        band.setWidth(1 if fill else KEPT_PX)
        band.setToGeometry(polygon, self._session.layer)
        self._bands.append(band)
