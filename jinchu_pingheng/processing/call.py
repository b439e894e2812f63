"""One run of an algorithm: what was given, what is told, and jobs whose errors become sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from qgis.core import (
    NULL,
    Qgis,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.english import spoken
from ..core.errors import PlanError
from ..jobs.export import Written
from ..jobs.failures import failure, failure_behind
from ..jobs.trouble import trace
from ..judging.feedback import Feedback

_CONTEXT = "Processing"

Result = TypeVar("Result")


def tr(text: str) -> str:
    """Translate a Chinese source string."""
    return QCoreApplication.translate(_CONTEXT, text)


class Call:
    """Parameters of a run as plain values, and its feedback."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.algorithm, self.parameters = algorithm, parameters
        self.context, self.feedback = context, feedback

    @property
    def plan(self) -> Path:
        """The file of PLAN."""
        return self.file("PLAN")

    def given(self, name: str) -> bool:
        """Whether there is a value."""
        return self.parameters.get(name) is not None

    def text(self, name: str) -> str:
        """A text without blanks around it."""
        return str(self._read("String", name)).strip()

    def choice(self, name: str) -> str:
        """The name that was chosen."""
        return str(self._read("EnumString", name))

    def choices(self, name: str) -> tuple[str, ...]:
        """The names that were chosen."""
        return tuple(self._read("EnumStrings", name))

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return bool(self._read("Bool", name))

    def whole(self, name: str) -> int:
        """A whole number."""
        return int(self._read("Int", name))

    def number(self, name: str) -> float:
        """A number."""
        return float(self._read("Double", name))

    def crs(self, name: str) -> str:
        """Authority id of a CRS; '' where none was given."""
        return str(self._read("Crs", name).authid())

    def file(self, name: str) -> Path:
        """A file or folder that is there."""
        return Path(self._read("File", name))

    def file_if_given(self, name: str) -> Path | None:
        """A file that may be left out."""
        found = self._read("File", name)
        return Path(found) if found else None

    def files(self, name: str) -> list[Path]:
        """Files; of nothing given, QGIS makes a list with an empty name."""
        return [Path(path) for path in self._read("FileList", name) if path]

    def rows(self, name: str, width: int) -> list[tuple[Any, ...]]:
        """The rows of a table that was typed, those left out in which nothing stands; of nothing
        given, QGIS makes one cell with NULL."""
        cells = ["" if cell == NULL else cell for cell in self._read("Matrix", name)]
        cells += [""] * (-len(cells) % width)
        rows = [tuple(cells[start : start + width]) for start in range(0, len(cells), width)]
        return [row for row in rows if any(row)]

    def run(self, job: Callable[[Feedback], Result]) -> Result:
        """Run a job; its error becomes the algorithm's one-sentence error, the traceback goes to
        the log."""
        try:
            return job(Feedback(self.feedback))
        except PlanError as error:
            raise QgsProcessingException(spoken(str(error))) from error
        except QgsProcessingException:  # a sentence already: of ``attempt``
            raise
        except Exception as error:
            cause = failure_behind(error)
            if cause is not None:
                raise QgsProcessingException(spoken(str(failure(cause, tr("方案文件"))))) from error
            QgsMessageLog.logMessage(trace(error), "jinchu_pingheng", Qgis.MessageLevel.Critical)
            text = tr(
                "程序内部错误（{kind}），方案未改动；请把“日志消息”面板中 jinchu_pingheng "
                "一页发给维护者。"
            )
            raise QgsProcessingException(text.format(kind=type(error).__name__)) from error

    def write(self, job: Callable[[Path, Feedback], Written]) -> dict[str, Any]:
        """FOLDER and FILES: what a job writes into the folder, where one was asked for."""
        folder = str(self._read("String", "FOLDER"))
        written = self.run(lambda listen: job(Path(folder), listen)) if folder else []
        files = [str(file) for _, file in written]
        for file in files:
            self.feedback.pushInfo(file)
        return {"FOLDER": folder, "FILES": files}

    def info(self, text: str) -> None:
        """A line for the log."""
        self.feedback.pushInfo(spoken(text))

    def warn(self, text: str) -> None:
        """A line that the user should not overlook."""
        self.feedback.pushWarning(spoken(text))

    def _read(self, kind: str, name: str) -> Any:
        read = getattr(self.algorithm, f"parameterAs{kind}")
        return read(self.parameters, name, self.context)


def attempt(take: Callable[[], Result]) -> Callable[[], Result]:
    """The result of ``take``, to be asked for later; its error comes then.

    QGIS only logs an error of prepareAlgorithm; a script sees one of processAlgorithm.
    """
    try:
        result = take()
    except (PlanError, QgsProcessingException) as error:
        text = spoken(str(error))

        def fail() -> Result:
            raise QgsProcessingException(text)

        return fail
    return lambda: result
