"""What the check beside the drawing says of each parcel at the moment; for all that asks by id."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.model import Finding
from ...jobs.preview import Answer, Verdict
from .live_check import LiveCheck
from .verdict_words import gravity


class VerdictBook(QObject):
    """``changed``: other verdicts than before."""

    changed = pyqtSignal()

    def __init__(self, check: LiveCheck, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: dict[str, Verdict] = {}
        check.answered.connect(self._take)
        check.stopped.connect(self.forget)

    def forget(self) -> None:
        """Nothing is known any more."""
        self._verdicts = {}
        self.changed.emit()

    def worst(self, parcel_id: str) -> str:
        """As in judging.packs; '' where it is not known."""
        verdict = self._verdicts.get(parcel_id)
        return verdict.worst if verdict else ""

    def state(self, parcel_id: str) -> str:
        """As in judging.packs; '' where it is not known."""
        verdict = self._verdicts.get(parcel_id)
        return verdict.state if verdict else ""

    @property
    def states(self) -> dict[str, str]:
        """States of all parcels that are known, by id."""
        return {name: verdict.state for name, verdict in self._verdicts.items()}

    def findings(self, parcel_id: str) -> list[Finding]:
        """What applies and is not passed, the worst first."""
        verdict = self._verdicts.get(parcel_id)
        return sorted(verdict.open_findings(), key=gravity) if verdict else []

    def _take(self, answer: Answer) -> None:
        kept = {} if answer.whole else self._verdicts
        kept = {name: held for name, held in kept.items() if name not in answer.gone}
        self._verdicts = {**kept, **answer.verdicts}
        self.changed.emit()
