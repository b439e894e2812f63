"""What QGIS itself knows of the open plan: themes, expressions, the search box, outlines."""

from __future__ import annotations

from qgis.core import QgsExpression
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer

from ...jobs.open import in_dock
from ..editing.session import PlanSession
from ..layers.roles import Roles
from ..live.verdict_book import VerdictBook
from .expressions import Expressions
from .locator import ParcelLocator
from .map_view import go_to
from .styles import STATES
from .themes import make_themes

QUIET_MS = 200
"""Verdicts come one after another while somebody draws; the map is drawn anew when no more come."""


class MapSide(QObject):
    """Between ``begin`` and ``end`` it is of a session; ``release`` before the plugin goes."""

    def __init__(
        self, canvas: QgsMapCanvas, roles: Roles, book: VerdictBook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas, self._roles = canvas, roles
        self._session: PlanSession | None = None
        self._expressions = Expressions(book)
        self._book = book
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._show_states)
        book.changed.connect(lambda _: self._timer.start())
        self._states: dict[str, str] = {}
        roles.changed.connect(self._make_themes)
        in_dock.view = canvas.mapSettings

    def begin(self, session: PlanSession) -> None:
        """A plan was opened."""
        self._session = session
        self._make_themes()

    def end(self) -> None:
        """It was closed."""
        self._session = None

    def release(self) -> None:
        """Nothing of QGIS may call this any more."""
        self._timer.stop()
        in_dock.view = None
        self._expressions.release()

    def locator(self) -> ParcelLocator:
        """A filter for QGIS's search box."""
        return ParcelLocator(lambda: self._session.layer if self._session else None, self._find)

    def _find(self, parcel_id: str) -> None:
        if self._session is not None:
            layer = self._session.layer
            wanted = QgsExpression.createFieldEqualityExpression("parcel_id", parcel_id)
            layer.selectByExpression(wanted)
            go_to(self._canvas, layer, layer.selectedFeatureIds())

    def _show_states(self) -> None:
        """Outlines follow the verdicts; the map is drawn anew only where they are others."""
        states = self._book.states
        if self._session is not None and states != self._states:
            self._states = states
            self._canvas.expressionContextScope().setVariable(STATES, states)
            self._session.layer.triggerRepaint()

    def _make_themes(self) -> None:
        if self._session is not None:
            make_themes(self._session.layer, self._roles.layers())
