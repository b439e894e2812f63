"""What all algorithms share: Chinese names and help, a PLAN file parameter, errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from qgis.core import (
    Qgis,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import PlanError, listed
from ..jobs.failures import failure, failure_behind
from ..jobs.open import in_dock
from ..jobs.trouble import trace
from ..judging.feedback import Feedback

_HELP = Path(__file__).resolve().parent.parent / "help"
_CONTEXT = "Processing"

Result = TypeVar("Result")


def tr(text: str) -> str:
    """Translate a Chinese source string."""
    return QCoreApplication.translate(_CONTEXT, text)


class Algorithm(QgsProcessingAlgorithm):
    """An algorithm of the provider. ``key`` is its stable id; ``title`` is the Chinese source of
    its display name."""

    key: ClassVar[str]
    title: ClassVar[str]

    def name(self) -> str:
        """Stable id."""
        return self.key

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr(self.title)

    def shortHelpString(self) -> str:  # noqa: N802
        """The algorithm's help file, in English where its name is."""
        folder = _HELP if self.displayName() == self.title else _HELP / "en"
        return (folder / f"{self.key}.html").read_text(encoding="utf-8")

    def createInstance(self) -> Algorithm:  # noqa: N802
        """A new algorithm of the same kind, as Processing demands."""
        return type(self)()

    def checkParameterValues(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """QGIS's own check, with its answer as a sentence that names the parameter and the
        value."""
        accepted, text = super().checkParameterValues(parameters, context)
        for definition in () if accepted else self.parameterDefinitions():
            value = parameters.get(definition.name())
            if not definition.checkValueIsAcceptable(value, context):
                text = _unacceptable(definition, value)
        for definition in self.parameterDefinitions() if accepted else ():
            name = definition.name()
            if isinstance(definition, QgsProcessingParameterMatrix) and parameters.get(name):
                cells = self.parameterAsMatrix(parameters, name, context)
                if len(cells) % len(definition.headers()):  # only a script gives half a row
                    return False, _half_a_row(definition)
        return accepted, text

    def add_plan(self) -> None:
        """The PLAN parameter: an existing plan; by default the one that is open in the dock."""
        plan = QgsProcessingParameterFile("PLAN", tr("方案文件"), fileFilter=tr("方案 (*.gpkg)"))
        plan.setDefaultValue(in_dock.path or None)
        self.addParameter(plan)

    def add_folder(self) -> None:
        """The FOLDER parameter: where files go."""
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("输出文件夹")))

    def add_text(self, name: str, label: str, optional: bool = False) -> None:
        """A parameter that is a text."""
        self.addParameter(QgsProcessingParameterString(name, label, optional=optional))

    def add_choice(
        self,
        name: str,
        label: str,
        names: Iterable[str],
        default: str | None = None,
        optional: bool = False,
    ) -> None:
        """A parameter that is one of the names."""
        self.addParameter(
            QgsProcessingParameterEnum(
                name,
                label,
                options=list(names),
                usesStaticStrings=True,
                defaultValue=default,
                optional=optional,
            )
        )

    def text(self, parameters: Mapping[str, Any], name: str, context: QgsProcessingContext) -> str:
        """A text without blanks around it."""
        return str(self.parameterAsString(parameters, name, context)).strip()

    def plan_path(self, parameters: Mapping[str, Any], context: QgsProcessingContext) -> Path:
        """The file of PLAN."""
        return Path(self.parameterAsFile(parameters, "PLAN", context))

    def run_job(self, feedback: QgsProcessingFeedback, job: Callable[[Feedback], Result]) -> Result:
        """Run a job; its error becomes the algorithm's one-sentence error, the traceback goes to
        the log."""
        try:
            return job(Feedback(feedback))
        except PlanError as error:
            raise QgsProcessingException(str(error)) from error
        except QgsProcessingException:  # a sentence already: of ``attempt``
            raise
        except Exception as error:
            cause = failure_behind(error)
            if cause is not None:
                raise QgsProcessingException(str(failure(cause, tr("方案文件")))) from error
            QgsMessageLog.logMessage(trace(error), "jinchu_pingheng", Qgis.MessageLevel.Critical)
            text = tr(
                "程序内部错误（{kind}），方案未改动；请把“日志消息”面板中 jinchu_pingheng "
                "一页发给维护者。"
            )
            raise QgsProcessingException(text.format(kind=type(error).__name__)) from error


def attempt(take: Callable[[], Result]) -> Callable[[], Result]:
    """The result of ``take``, to be asked for later; its error comes then.

    QGIS only logs an error of prepareAlgorithm; a script sees one of processAlgorithm.
    """
    try:
        result = take()
    except (PlanError, QgsProcessingException) as error:
        text = str(error)

        def fail() -> Result:
            raise QgsProcessingException(text)

        return fail
    return lambda: result


def _half_a_row(definition: QgsProcessingParameterMatrix) -> str:
    text = tr("参数“{label}”（{name}）：每行应为 {count} 项（{headers}）；请逐行填全后重试。")
    return text.format(
        label=definition.description(),
        name=definition.name(),
        count=len(definition.headers()),
        headers=listed(definition.headers()),
    )


def _unacceptable(definition: QgsProcessingParameterDefinition, value: Any) -> str:
    if value in (None, ""):
        text = tr("参数“{label}”（{name}）：没有填写；请填写后重试。")
    elif definition.type() in ("source", "vector", "raster"):
        text = tr(
            "参数“{label}”（{name}）：图层“{value}”无法打开或类型不符；请检查路径和文件是否完整。"
        )
    else:
        text = tr("参数“{label}”（{name}）：值“{value}”不可用；请更正后重试。")
    shown = (
        value.source.staticValue()
        if isinstance(value, QgsProcessingFeatureSourceDefinition)
        else value
    )
    return text.format(label=definition.description(), name=definition.name(), value=shown)
