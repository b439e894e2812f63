"""verifypackage."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from ..core.english import spoken
from ..jobs.layers import Sources
from ..jobs.verify_package import verify
from .base import Algorithm
from .call import Call, tr


class VerifyPackage(Algorithm):
    """A package against its own cells and parcels."""

    key, title = "verifypackage", "核对成果包"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        behaviour = QgsProcessingParameterFile.Behavior.Folder
        self.addParameter(QgsProcessingParameterFile("FOLDER", tr("成果包文件夹"), behaviour))
        self.add_outputs(QgsProcessingOutputNumber, DIFFERENCES=tr("不一致处数"))
        self.add_outputs(QgsProcessingOutputString, REPORT=tr("不一致的文件和位置"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Compare, and tell each place."""
        found = call.run(lambda job: verify(call.file("FOLDER"), job))
        for note in found.notes:
            call.info(note)
        texts = [difference.text for difference in found.differences]
        for text in texts:
            call.warn(text)
        if not texts:
            call.info(tr("没有发现不一致。"))
        return {"DIFFERENCES": len(texts), "REPORT": spoken("\n".join(texts))}
