"""The tools of the map as actions for the toolbar, and what becomes of what they find."""

from __future__ import annotations

from collections.abc import Collection
from typing import Callable

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ...core.errors import PlanError
from ...jobs.canvas_figure import CANVAS, PARCEL
from ...jobs.tag import Tag
from ..editing.session import PlanSession
from ..editing.tagging import CUT, Ask, tag_selection
from ..manual import Explained
from ..messages import Messages, ask_about_overlap
from ..moved_classes import QAction
from ..side.dock_layout import DockLayout
from ..side.fixes import by_ban, by_class
from ..side.fixing import Fixing
from ..side.recent_tags import RecentTags
from .click import ClickTool
from .draw import DrawTool
from .paint import PaintTool

FIGURE = "jinchu_pingheng:canvasfigure"


class MapKit(QObject):
    """Between ``begin`` and ``end`` the tools work on a session. ``survey`` gives the survey's
    layer, None where none is chosen."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        panels: DockLayout,
        fixing: Fixing,
        messages: Messages,
        survey: Callable[[], QgsMapLayer | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._panels, self._fixing = canvas, panels, fixing
        self._messages, self._survey, self._window = messages, survey, parent
        self._session: PlanSession | None = None
        self.ask: Ask = lambda overlap: ask_about_overlap(parent, overlap)
        self._click = ClickTool(canvas, self._survey_layer)
        self._paint = PaintTool(canvas, self._survey_layer)
        self._draw = DrawTool(canvas, self._survey_layer)
        self._split = ClickTool(canvas, self._parcels)
        for tool in (self._click, self._paint):
            tool.taken.connect(self._tag_survey)
        self._draw.drawn.connect(self._tag_drawn)
        self._split.taken.connect(self._split_parcel)
        self.recent = RecentTags(parent)
        self.recent.chosen.connect(panels.tagging.show_tag)
        self._make_actions()
        Explained(canvas, self._manual_place, self)
        self.end()

    def begin(self, session: PlanSession) -> None:
        """Work on a session; nothing can be changed in one that is only read."""
        self._session = session
        self.recent.show_notice(session.notice)
        for action in self.actions:
            action.setEnabled(not session.plan.read_only or action is self.figure)

    def end(self) -> None:
        """Work on nothing; a tool that is in the hand is put down."""
        self._session = None
        self.recent.show_notice(None)
        for tool in self._tools:
            self._canvas.unsetMapTool(tool)
        for action in self.actions:
            action.setEnabled(False)

    def tag(self, source: QgsVectorLayer, ask: Ask, fids: Collection[int] | None = None) -> int:
        """Tag the selected features of a layer, or those of ``fids``, by the form; returns their
        number. Raises as ``tag_selection`` does."""
        session = self._session
        if session is None:
            return 0
        tag: Tag = self._panels.tagging.tag
        count, notes = tag_selection(
            source, session.layer, session.plan, tag, ask, self._window, fids
        )
        if count:
            self.recent.remember(tag)
            self._messages.noted(notes)
        return count

    def _make_actions(self) -> None:
        click = self._tool("mActionSelectRectangle.svg", self.tr("点选"), self._click, "Ctrl+Alt+1")
        click.setToolTip(self.tr("点选：点击地类图斑，按标注面板的方向和类型标为地块"))
        paint = self._tool("mActionSelectFreehand.svg", self.tr("刷选"), self._paint, "Ctrl+Alt+2")
        paint.setToolTip(self.tr("刷选：按住左键拖过图斑，松开时一次标注；Esc 放弃"))
        draw = self._tool("mActionCapturePolygon.svg", self.tr("绘制"), self._draw, "Ctrl+Alt+3")
        draw.setToolTip(
            self.tr(
                "绘制：逐点绘制地块，自动捕捉图斑的角点和边；右键或回车结束，退格删点，Esc 放弃"
            )
        )
        split = QAction(_icon("mActionSplitFeatures.svg"), self.tr("分割"), self)
        split.setToolTip(self.tr("分割：点击地块，沿地类或禁止范围的界线分割，先预览"))
        self.splits = QMenu(self._window)
        for fix in (by_class(), by_ban()):
            action = self.splits.addAction(fix.text)
            action.setCheckable(True)
            action.setData(fix)
            action.triggered.connect(lambda _, chosen=action: self._take_split(chosen))
        split.setMenu(self.splits)
        recent = QAction(_icon("mActionHistory.svg"), self.tr("常用组合"), self)
        recent.setToolTip(self.tr("最近用过的方向、类型、地类和项目（Alt+1 至 Alt+9）"))
        recent.setMenu(self.recent.menu)
        self.only_untagged = QAction(_icon("mActionFilter2.svg"), self.tr("只标未标的"), self)
        self.only_untagged.setCheckable(True)
        self.only_untagged.setChecked(True)
        self.only_untagged.setShortcut(QKeySequence("Ctrl+Alt+4"))
        self.only_untagged.setToolTip(
            self.tr("只标未标的：工具跳过已标注的土地；不勾选则询问裁去、替换或取消")
        )
        self.lock_action = QAction(_icon("locked.svg"), self.tr("锁定或解锁"), self)
        self.lock_action.setToolTip(
            self.tr("锁定所选地块：标注、修正、导入和移除不再改动它们，记入方案；已锁定的则解锁")
        )
        self.lock_action.setShortcut(QKeySequence("Ctrl+Alt+5"))
        self.lock_action.triggered.connect(lambda _: self._lock())
        self.figure = QAction(_icon("mActionNewLayout.svg"), self.tr("示意图…"), self)
        self.figure.setToolTip(self.tr("把当前画布、所选地块、项目或乡镇按附图版式画成 PDF 和 PNG"))
        self.figure.triggered.connect(lambda _: self._draw_figure())
        self.actions = [
            click, paint, draw, split, recent, self.only_untagged, self.lock_action,
            self.figure,
        ]  # fmt: skip

    @property
    def _tools(self) -> tuple[QgsMapTool, ...]:
        return self._click, self._paint, self._draw, self._split

    def _manual_place(self) -> str:
        """Where the manual tells about the tool in the hand; '' for one of QGIS's own."""
        tool = self._canvas.mapTool()
        if tool is self._split:
            return "map#split"
        return "map#tools" if tool in self._tools else ""

    def _tool(self, icon: str, text: str, tool: QgsMapTool, key: str) -> QAction:
        action = QAction(_icon(icon), text, self)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _: self._canvas.setMapTool(tool))
        tool.setAction(action)
        return action

    def _survey_layer(self) -> QgsVectorLayer | None:
        layer = self._survey()
        return layer if isinstance(layer, QgsVectorLayer) else None

    def _parcels(self) -> QgsVectorLayer | None:
        return self._session.layer if self._session else None

    def _tag_survey(self, layer: QgsVectorLayer | None, features: list[QgsFeature]) -> None:
        with self._messages.reporting():
            if layer is None:
                raise PlanError("没有地类图斑图层", "标注", "请先在“图层设置”中选择地类图斑")
            if features:
                self._tag(layer, [feature.id() for feature in features])

    def _tag_drawn(self, polygon: QgsGeometry) -> None:
        """As a layer of one polygon."""
        layer = QgsVectorLayer("Polygon", self.tr("手绘"), "memory")
        layer.setCrs(self._canvas.mapSettings().destinationCrs())
        feature = QgsFeature(layer.fields())
        feature.setGeometry(polygon)
        layer.dataProvider().addFeatures([feature])
        with self._messages.reporting():
            self._tag(layer, layer.allFeatureIds())

    def _tag(self, source: QgsVectorLayer, fids: list[int]) -> None:
        self.tag(source, (lambda _: CUT) if self.only_untagged.isChecked() else self.ask, fids)

    def _take_split(self, chosen: QAction) -> None:
        for action in self.splits.actions():
            action.setChecked(action is chosen)
        self._canvas.setMapTool(self._split)

    def _split_parcel(self, _: object, features: list[QgsFeature]) -> None:
        for action in self.splits.actions():
            if action.isChecked() and features:
                self._fixing.ask(str(features[0]["parcel_id"]), action.data())

    def _draw_figure(self) -> None:
        """Ask by the algorithm's own dialog; for the parcel that is selected, else the canvas."""
        from processing import execAlgorithmDialog  # there when QGIS has loaded Processing

        chosen = self._panels.parcels.chosen_parcels()
        one = {"SUBJECT": PARCEL, "NAME": chosen[0]} if len(chosen) == 1 else {"SUBJECT": CANVAS}
        with self._messages.reporting():
            execAlgorithmDialog(FIGURE, one)

    def _lock(self) -> None:
        session, ids = self._session, self._panels.parcels.chosen_parcels()
        if session is None:
            return
        with self._messages.reporting():
            if not ids:
                raise PlanError("没有选择地块", "锁定", "请先在列表或地图上选择地块")
            wanted = not session.plan.locked.issuperset(ids)
            session.plan.lock(ids, wanted)
            self._panels.parcels.show_locked(session.plan.locked)
            text = self.tr("已锁定 {} 个地块。") if wanted else self.tr("已解锁 {} 个地块。")
            self._messages.done(text.format(len(ids)))


def _icon(name: str) -> object:
    return QgsApplication.getThemeIcon(name)
