"""What the check beside the drawing says of each parcel at the moment; for all that asks by id."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.model import Finding
from ...jobs.preview import Answer, Verdict
from .verdict_words import gravity


class VerdictBook(QObject):
    """The only place where verdicts are kept. ``changed``: ids with other verdicts than before, or
    with none; None for all."""

    changed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: dict[str, Verdict] = {}

    def take(self, answer: Answer) -> None:
        """Write down what is new."""
        if answer.whole:
            self._verdicts = dict(answer.verdicts)
            self.changed.emit(None)
            return
        for name in answer.gone:
            self._verdicts.pop(name, None)
        self._verdicts.update(answer.verdicts)
        if answer.gone or answer.verdicts:
            self.changed.emit(frozenset((*answer.gone, *answer.verdicts)))

    def forget(self) -> None:
        """Nothing is known any more."""
        if self._verdicts:
            self._verdicts = {}
            self.changed.emit(None)

    def __contains__(self, parcel_id: str) -> bool:
        return parcel_id in self._verdicts

    def get(self, parcel_id: str) -> Verdict | None:
        """The verdict on a parcel; None where it is not known."""
        return self._verdicts.get(parcel_id)

    @property
    def all(self) -> dict[str, Verdict]:
        """Verdicts by id; to be read only."""
        return self._verdicts

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
