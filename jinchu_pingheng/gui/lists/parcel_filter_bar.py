"""What narrows the list of parcels down: sides, states, a township, a text."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtWidgets import QHBoxLayout, QWidget

from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...judging.packs import BANNED, FEASIBLE, LACKING
from ..live.verdict_words import MARKS, STATE_LEVELS, state_word
from .chips import Chips
from .parcel_model import ParcelModel
from .town_box import TownBox


class ParcelFilterBar(QWidget):
    """Narrows a model down as it is used."""

    def __init__(self, model: ParcelModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.sides = Chips([(OUT, OUT), (IN, IN)])
        states = (BANNED, LACKING, FEASIBLE)
        self.states = Chips([(f"{MARKS[STATE_LEVELS[s]]} {state_word(s)}", s) for s in states])
        self.town = TownBox()
        self.search = QgsFilterLineEdit()
        self.search.setShowSearchIcon(True)
        self.search.setMinimumWidth(80)
        self.search.setPlaceholderText(self.tr("筛选编号、名称、项目、地类、结论"))
        self.search.setAccessibleName(self.tr("筛选文字"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        for widget in (self.sides, self.states, self.town):
            layout.addWidget(widget)
        layout.addWidget(self.search, 1)
        self.sides.changed.connect(self._apply)
        self.states.changed.connect(self._apply)
        self.town.currentIndexChanged.connect(self._apply)
        self.search.textChanged.connect(self._apply)

    def show_notice(self, notice: Notice) -> None:
        """Sides bear the notice's words."""
        for side in (OUT, IN):
            self.sides.buttons[side].setText(spoken(notice.word(side)))

    def _apply(self, *_: object) -> None:
        self._model.narrow(
            sides=self.sides.pressed(),
            states=self.states.pressed(),
            town=self.town.currentData() or "",
            text=self.search.text().strip().lower(),
        )
