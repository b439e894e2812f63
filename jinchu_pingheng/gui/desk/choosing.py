"""Which plan is worked on: a new one, one from a file, the same under another name."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from .. import settings
from ..editing.session import PlanSession
from ..messages import Messages
from .plan_files import choose_elsewhere, choose_plan, make_plan
from .plan_menu import PlanMenu


class Choosing(QObject):
    """Asks which file, and has it opened: ``open_plan`` does that, in place of the plan that is
    open, which ``session`` gives (None without one)."""

    def __init__(
        self,
        menu: PlanMenu,
        open_plan: Callable[[Path], None],
        session: Callable[[], PlanSession | None],
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._open_plan, self._session = open_plan, session
        self._messages, self._window = messages, window
        menu.recent_requested.connect(lambda path: self._opened(lambda: Path(path)))
        menu.elsewhere_requested.connect(self.elsewhere)

    def new(self) -> None:
        """Make a plan."""
        self._opened(lambda: make_plan(self._window))

    def choose(self) -> None:
        """Open a plan that the user chooses."""
        self._opened(lambda: choose_plan(self._window))

    def open(self, path: Path) -> None:
        """Open a plan; the next is looked for beside it. Raises PlanError."""
        settings.keep_folder(str(path.parent))
        self._open_plan(path)

    def elsewhere(self) -> None:
        """Save the plan under a name that the user chooses."""
        session = self._session()
        if session is not None:
            with self._messages.reporting():
                path = choose_elsewhere(self._window, session.plan.path)
                if path is not None:
                    self.save_elsewhere(path)

    def save_elsewhere(self, path: Path) -> None:
        """Write the plan with its unsaved edits to another file, and go on with that one.

        Raises PlanError.
        """
        session = self._session()
        if session is not None:
            session.saving.save_elsewhere(path)
            self._go_on_with(path)

    def go_on_with_copy(self, made: Callable[[], Path | None]) -> None:
        """Open what ``made`` makes of the plan, with all that was edited here; None: nothing."""
        with self._messages.reporting():
            path = made()
            if path is not None:
                self._go_on_with(path)

    def _opened(self, chosen: Callable[[], Path | None]) -> None:
        with self._messages.reporting():
            path = chosen()
            if path is not None:
                self.open(path)

    def _go_on_with(self, path: Path) -> None:
        session = self._session()
        if session is not None:
            session.discard()
        self.open(path)
        self._messages.done(self.tr("方案已另存为 {}。").format(path))
