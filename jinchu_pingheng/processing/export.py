"""exporttables, exportdocument, exportmaps, exportvectors, exportpackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ..core.coordinate_text.dialects import BY_ID, DIALECTS, JINCHU
from ..core.english import spoken
from ..jobs import export
from ..jobs.export import KINDS, PAPERS, USUAL, Wanted
from ..jobs.layers import Sources
from ..judging.feedback import Feedback
from .base import Algorithm
from .call import Call, tr

ENCODINGS = ("utf-8", "gbk")


class Export(Algorithm):
    """Files of a plan into a folder."""

    def add_figures(self) -> None:
        """Which figures, on which paper, by whose forms."""
        kinds = QgsProcessingParameterEnum(
            "KINDS",
            tr(
                "附图种类（county 附图1至5，check 检查结果图，towns 乡镇分幅图，"
                "parcels 地块位置图集）"
            ),
            options=list(KINDS),
            allowMultiple=True,
            defaultValue=list(USUAL.kinds),
            optional=True,
            usesStaticStrings=True,
        )
        self.addParameter(kinds)
        self.add_choice("PAPER", tr("图幅（横向）"), PAPERS, USUAL.paper)
        self.add_text("SECRECY", tr("密级（不填则不印）"), optional=True)
        folder = QgsProcessingParameterFile.Behavior.Folder
        label = tr("版式文件夹（本单位的 .qpt，不选则用自带的）")
        self.addParameter(QgsProcessingParameterFile("FORMS", label, folder, optional=True))

    def wanted(self, call: Call) -> Wanted:
        """The figures that were asked for."""
        return Wanted(
            kinds=call.choices("KINDS"),
            paper=call.choice("PAPER"),
            secrecy=call.text("SECRECY"),
            forms=call.file_if_given("FORMS"),
        )

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job; returns (role, path) of the files."""
        raise NotImplementedError

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_folder()

    def add_template(self) -> None:
        """The TEMPLATE parameter: the office's Word file for the plan document."""
        label = tr("单位的总体方案模板（.docx，不选则为自带的版式）")
        self.add_word_file("TEMPLATE", label, optional=True)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Write the files."""
        return call.write(lambda folder, job: self.export(call, folder, job))


class ExportTables(Export):
    """Workbooks."""

    key, title = "exporttables", "导出表格"

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_tables(call.plan, folder, feedback)


class ExportDocument(Export):
    """The plan document."""

    key, title = "exportdocument", "导出总体方案"
    draws = True

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        self.add_template()

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        template = call.file_if_given("TEMPLATE")
        return export.export_document(call.plan, folder, feedback, template)


class ExportMaps(Export):
    """Figures."""

    key, title = "exportmaps", "导出附图"
    draws = True

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        self.add_figures()

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_maps(call.plan, folder, feedback, self.wanted(call))


class ExportVectors(Export):
    """Vector data."""

    key, title = "exportvectors", "导出矢量数据"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        names = spoken("，".join(f"{dialect.id} {dialect.title}" for dialect in DIALECTS))
        self.add_choice("TEXT", f"{tr('坐标文本的格式')}（{names}）", BY_ID, default=JINCHU.id)
        self.addParameter(
            QgsProcessingParameterCrs(
                "TEXT_CRS", tr("坐标文本的坐标系（不选则为方案的坐标系）"), optional=True
            )
        )
        self.add_choice("TEXT_ENCODING", tr("坐标文本的编码"), ENCODINGS, default=ENCODINGS[0])

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        form = export.TextFormat(
            dialect=BY_ID[call.choice("TEXT")],
            crs=call.crs("TEXT_CRS"),
            encoding=call.choice("TEXT_ENCODING"),
        )
        return export.export_vectors(call.plan, folder, feedback, form)


class ExportPackage(Export):
    """The whole package."""

    key, title = "exportpackage", "导出成果包"
    draws = True

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        said = tr("仍有禁止、无法判定事项时继续导出的理由（写入总体方案封面和检查报告）")
        self.add_text("REASON", said, optional=True)
        self.add_template()
        self.add_figures()

    def export(self, call: Call, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_package(
            call.plan,
            folder,
            feedback,
            reason=call.text("REASON"),
            template=call.file_if_given("TEMPLATE"),
            wanted=self.wanted(call),
        )
