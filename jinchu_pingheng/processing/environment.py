"""checkenvironment."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingOutputString

from ..core.english import spoken
from ..environment.report import as_text, environment
from ..jobs.layers import Sources
from ..jobs.self_test import self_test
from .base import Algorithm
from .call import Call, tr


class CheckEnvironment(Algorithm):
    """Versions and settings, and a small plan from beginning to end."""

    key, title, draws = "checkenvironment", "检查环境", True

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_flag("SELF_TEST", tr("运行自检（约一分钟，不改动任何文件）"))
        self.add_outputs(QgsProcessingOutputNumber, FAULTS=tr("需要处理的项数"))
        self.add_outputs(QgsProcessingOutputString, REPORT=tr("环境检查结果"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Look, try, tell."""
        lines = environment()
        texts, faults = [as_text(lines)], [line.fault for line in lines if line.fault]
        if call.flag("SELF_TEST"):
            steps = call.run(self_test)
            texts += [
                tr("自检 · {}：{:.1f} 秒　{}").format(
                    spoken(step.name), step.seconds, spoken(step.fault)
                )
                for step in steps
            ]
            faults += [step.fault for step in steps if step.fault]
        report = "\n".join(texts)
        call.feedback.pushInfo(report)
        for fault in faults:
            call.feedback.pushWarning(fault)
        return {"FAULTS": len(faults), "REPORT": report}
