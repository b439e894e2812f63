"""How long the interface waits: `python -m bench.stall COUNTY PROFILE PLAN OUT`; needs QGIS.

`checkconstraints` runs as a background task, as the toolbox runs it, while a timer of 5 ms ticks on
the main thread, in Python as the plugin's own widgets are. The longest gap between two ticks is the
longest stall; the task's preparation, which QGIS does on the main thread, counts. The same timer
beside nothing gives the noise.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import plans
from bench.entry import measure_plan

TICK_MS, IDLE_S = 5, 3.0


class Ticks:
    """A timer on the main thread; ``gaps`` are the milliseconds between its ticks, ``work`` those
    of them in which the thread had the processor."""

    def __init__(self) -> None:
        from qgis.PyQt.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(1000 * (now - self._last))
        self.work.append(1000 * (worked - self._worked))
        self._last, self._worked = now, worked

    def stop(self) -> list[float]:
        """The gaps, the last one included."""
        self._tick()
        self._timer.stop()
        return self.gaps


def idle() -> list[float]:
    """Gaps beside nothing."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(IDLE_S * 1000), loop.quit)
    ticks = Ticks()
    loop.exec()
    return ticks.stop()


def beside_check(parameters: dict[str, Any]) -> tuple[list[float], float, float]:
    """Gaps while the check runs as a task, seconds of its preparation and in all. Raises
    RuntimeError when the task fails."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
    )
    from qgis.PyQt.QtCore import QEventLoop

    algorithm = QgsApplication.processingRegistry().algorithmById(
        "jinchu_pingheng:checkconstraints"
    )
    context, feedback, loop, ends = (
        QgsProcessingContext(),
        QgsProcessingFeedback(),
        QEventLoop(),
        [],
    )

    def end(successful: bool, results: dict[str, Any]) -> None:
        ends.append(successful)
        loop.quit()

    context.setProject(QgsProject.instance())
    begin, ticks = time.perf_counter(), Ticks()
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    prepared = time.perf_counter() - begin
    task.executed.connect(end)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    if ends != [True]:
        raise RuntimeError(feedback.textLog())
    return ticks.stop(), prepared, time.perf_counter() - begin


def loaded(county: Path, profile: str) -> dict[str, str]:
    """Layer parameters: ids of layers of the project, as the dialog gives them."""
    from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

    ids = {}
    for role, path in plans.layers(county, profile).items():
        layer = (
            QgsRasterLayer(path, role)
            if path.endswith(".tif")
            else QgsVectorLayer(path, role, "ogr")
        )
        QgsProject.instance().addMapLayer(layer)
        layer.extent()  # the map has asked for it before; QGIS keeps the answer
        ids[role] = layer.id()
    return ids


def measure(county: Path, profile: str, path: Path) -> dict[str, float]:
    """Longest and 99th percentile gap in ms, of the check and of nothing; seconds of the check."""
    from qgis.core import QgsProject

    with tempfile.TemporaryDirectory(prefix="jcph-bench-") as folder, plans.plugin(gui=True):
        plan = Path(folder) / "plan.gpkg"
        shutil.copy(path, plan)
        noise = sorted(idle())
        parameters = {
            "PLAN": str(plan),
            "OUTPUT": str(Path(folder) / "findings.gpkg"),
            **loaded(county, profile),
        }
        gaps, prepared, seconds = beside_check(parameters)
        QgsProject.instance().clear()
    longest_at = sum(gaps[: gaps.index(max(gaps))]) / 1000
    gaps.sort()
    return {
        "longest": gaps[-1],
        "p99": gaps[int(0.99 * (len(gaps) - 1))],
        "over 50 ms": float(sum(gap > 50 for gap in gaps)),
        "longest at s": longest_at,
        "preparation": 1000 * prepared,
        "longest of nothing": noise[-1],
        "seconds": seconds,
    }


if __name__ == "__main__":
    measure_plan(measure, __doc__)
