"""verifypackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from ..jobs.verify_package import verify
from .base import Algorithm, tr


class VerifyPackage(Algorithm):
    """A package against its own cells and parcels."""

    key, title = "verifypackage", "核对成果包"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        behaviour = QgsProcessingParameterFile.Behavior.Folder
        self.addParameter(QgsProcessingParameterFile("FOLDER", tr("成果包文件夹"), behaviour))
        self.addOutput(QgsProcessingOutputNumber("DIFFERENCES", tr("不一致处数")))
        self.addOutput(QgsProcessingOutputString("REPORT", tr("不一致的文件和位置")))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare, and tell each place."""
        folder = Path(self.parameterAsFile(parameters, "FOLDER", context))
        found = self.run_job(feedback, lambda job: verify(folder, job))
        for note in found.notes:
            feedback.pushInfo(note)
        texts = [difference.text for difference in found.differences]
        for text in texts:
            feedback.pushWarning(text)
        if not texts:
            feedback.pushInfo(tr("没有发现不一致。"))
        return {"DIFFERENCES": len(texts), "REPORT": "\n".join(texts)}
