"""What all algorithms share: Chinese names and help, the usual parameters, and one way to run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..core.errors import listed
from ..jobs.layers import Sources
from ..jobs.open import in_dock
from .call import Call, attempt, tr

_HELP = Path(__file__).resolve().parent.parent / "help"


class Algorithm(QgsProcessingAlgorithm):
    """An algorithm of the provider: it declares its parameters, takes its ``sources`` and does its
    ``work``. ``key`` is its stable id; ``title`` is the Chinese source of its display name."""

    key: ClassVar[str]
    title: ClassVar[str]
    draws: ClassVar[bool] = False
    """Layouts are drawn on the main thread only."""

    def flags(self) -> Any:
        """Not threaded where it draws."""
        flags = super().flags()
        return flags | QgsProcessingAlgorithm.Flag.FlagNoThreading if self.draws else flags

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

    def sources(self, call: Call) -> Sources:
        """The layers that it reads, by role; layers belong to the main thread. Raises PlanError,
        of which the user hears when it works."""
        return {}

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Do what it is for with its ``sources``; returns its outputs."""
        raise NotImplementedError

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Called by QGIS on the main thread."""
        call = Call(self, parameters, context, feedback)
        self._sources = attempt(lambda: self.sources(call))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Called by QGIS, in a thread of its own where the algorithm allows that."""
        return self.work(Call(self, parameters, context, feedback), self._sources())

    def add_plan(self) -> None:
        """The PLAN parameter: an existing plan; by default the one that is open in the dock."""
        plan = QgsProcessingParameterFile("PLAN", tr("方案文件"), fileFilter=tr("方案 (*.gpkg)"))
        plan.setDefaultValue(in_dock.path or None)
        self.addParameter(plan)

    def add_folder(self, optional: bool = False) -> None:
        """The FOLDER parameter, where files go, and the FILES output, which they are."""
        label = tr("输出文件夹")
        self.addParameter(
            QgsProcessingParameterFolderDestination("FOLDER", label, optional=optional)
        )
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def add_word_file(self, name: str, label: str, optional: bool = False) -> None:
        """A parameter that is a Word file to be read."""
        kind = tr("Word 文档 (*.docx);;所有文件 (*)")
        self.addParameter(
            QgsProcessingParameterFile(name, label, fileFilter=kind, optional=optional)
        )

    def add_files(self, name: str, label: str) -> None:
        """A parameter that is files to be read, or none."""
        kind = QgsProcessing.SourceType.TypeFile
        self.addParameter(QgsProcessingParameterMultipleLayers(name, label, kind, optional=True))

    def add_table(
        self, name: str, label: str, polygons: bool = False, optional: bool = True
    ) -> None:
        """A parameter for a table that is written, with polygons or without geometry."""
        kinds = QgsProcessing.SourceType
        kind = kinds.TypeVectorPolygon if polygons else kinds.TypeVector
        self.addParameter(QgsProcessingParameterFeatureSink(name, label, kind, optional=optional))

    def add_outputs(self, kind: type[QgsProcessingOutputDefinition], **labels: str) -> None:
        """Outputs of one kind, by name."""
        for name, label in labels.items():
            self.addOutput(kind(name, label))

    def add_flag(self, name: str, label: str) -> None:
        """A parameter that is yes or no, by default no."""
        self.addParameter(QgsProcessingParameterBoolean(name, label, defaultValue=False))

    def add_number(
        self,
        name: str,
        label: str,
        whole: bool = False,
        default: float | None = None,
        optional: bool = False,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """A parameter that is a number from ``low`` to ``high``."""
        kinds = QgsProcessingParameterNumber.Type
        kind = kinds.Integer if whole else kinds.Double
        number = QgsProcessingParameterNumber(name, label, kind, default, optional)
        if low is not None:
            number.setMinimum(low)
        if high is not None:
            number.setMaximum(high)
        self.addParameter(number)

    def add_rows(self, name: str, label: str, headers: list[str], default: Any = None) -> None:
        """A parameter that is a table to be typed, which may stay empty."""
        self.addParameter(
            QgsProcessingParameterMatrix(name, label, 0, False, headers, default, optional=True)
        )

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
