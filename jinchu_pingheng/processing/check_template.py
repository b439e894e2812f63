"""checktemplate."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingOutputString

from ..core.english import spoken
from ..jobs.check_template import DOCUMENT, KINDS, check_template
from ..jobs.layers import Sources
from .base import Algorithm
from .call import Call, tr


class CheckTemplate(Algorithm):
    """The wrong tags of a Word template."""

    key, title = "checktemplate", "检查模板"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_word_file("TEMPLATE", tr("单位的 Word 模板（.docx）"))
        kinds = tr(
            "用于（plan 总体方案，consent 承包户知情同意书，publicity 村级公示，"
            "owner 土地权利人同意书，review 联审意见）"
        )
        self.add_choice("KIND", kinds, KINDS, default=DOCUMENT)
        self.add_outputs(QgsProcessingOutputNumber, FAULTS=tr("有误处数"))
        self.add_outputs(QgsProcessingOutputString, REPORT=tr("有误的位置和标签"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Tell each place."""
        kind = call.choice("KIND")
        texts = call.run(lambda _: check_template(call.file("TEMPLATE"), kind))
        for text in texts:
            call.warn(text)
        if not texts:
            call.info(tr("模板没有发现错误。"))
        return {"FAULTS": len(texts), "REPORT": spoken("\n".join(texts))}
