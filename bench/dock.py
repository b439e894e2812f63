"""What the dock does to the interface: `python -m bench.dock COUNTY PROFILE PLAN OUT`; needs QGIS.

The real dock, its lists and a map, in windows that nobody sees; a plan of 50,000 parcels (or of all
that the survey has) is tagged from a selection, undone, saved, opened and edited. For each action:
``stall``, the longest gap (ms) between two ticks of a timer on the main thread (bench.stall), and
``work``, the longest in that thread's own processor time; ``verdict``, the seconds from the click
until the last answer of the check stands in the lists; ``busy``, the seconds of processor time
until all is quiet.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import plans
from bench.entry import measure_plan
from bench.stall import Ticks

TAGGED = 50_000
QUIET_MS, QUIET_TIMES = 100, 5
GIVE_UP_S = 900.0


class Watch:
    """Does one action after another in a window's dock, and keeps the figures of each."""

    def __init__(self, dock: Any) -> None:
        self._dock, self._answered = dock, 0.0
        self.found: dict[str, float] = {}
        dock._checking.check.answered.connect(self._note)

    def __call__(self, action: str, do: Callable[[], object]) -> None:
        """Do it, and wait until everything that follows from it is done."""
        begin, busy, ticks = time.perf_counter(), time.process_time(), Ticks()
        do()
        self._wait()
        figures = {
            "stall": max(ticks.stop()),
            "work": max(ticks.work),
            "verdict": max(self._answered - begin, 0.0),
            "busy": time.process_time() - busy,
        }
        self.found.update({f"{action} {name}": value for name, value in figures.items()})
        print(
            f"{action:20}", *(f"{name} {value:.1f}" for name, value in figures.items()), flush=True
        )

    def _note(self, _: object) -> None:
        """Connected last: the lists have it."""
        self._answered = time.perf_counter()

    def _wait(self) -> None:
        from qgis.PyQt.QtCore import QEventLoop, QTimer

        end, quiet, check = time.monotonic() + GIVE_UP_S, 0, self._dock._checking
        lists = self._dock.panels.parcels.model, self._dock.panels.issues.model
        while quiet < QUIET_TIMES:
            loop = QEventLoop()
            QTimer.singleShot(QUIET_MS, loop.quit)
            loop.exec()
            quiet = 0 if check.busy or any(one.busy for one in lists) else quiet + 1
            if time.monotonic() > end:
                raise RuntimeError("no verdict came")


def measure(county: Path, profile: str, path: Path) -> dict[str, float]:
    """The figures by action; ``path`` is not used: this plan is made while it is measured."""
    with tempfile.TemporaryDirectory(prefix="jcph-bench-") as folder, plans.plugin(gui=True) as run:
        plan = Path(folder) / "plan.gpkg"
        header = {
            "COUNTY_CODE": "640999",
            "COUNTY_NAME": "测试县",
            "YEAR": 2023,
            "PROFILE": profile,
        }
        run("createplan", PLAN=str(plan), CRS=plans.CRS, DATE="2023-03-20", **header)
        with window(county, profile) as (dock, survey):
            return _measured(dock, survey, plan)


@contextmanager
def window(county: Path, profile: str) -> Iterator[tuple[Any, Any]]:
    """The dock with its lists and a map; the layers of a county are in the project."""
    from qgis.core import QgsProject
    from qgis.PyQt import sip

    from bench.stall import loaded
    from jinchu_pingheng.gui.dock import PlanDock
    from tests.qgis.dock_window import Interface

    project, interface = QgsProject.instance(), Interface()
    survey = project.mapLayer(loaded(county, profile)["DLTB"])
    dock, canvas = PlanDock(interface), interface.canvas
    canvas.setDestinationCrs(survey.crs())
    canvas.setExtent(survey.extent())
    project.layersAdded.connect(canvas.setLayers)
    for widget in (canvas, dock.toolbar, dock, dock.lists):
        widget.resize(1200, 800)
        widget.show()
    interface.activate(survey)
    yield dock, survey
    dock.release()
    project.clear()
    for widget in (dock.toolbar, dock.lists, dock, canvas):
        sip.delete(widget)


def _measured(dock: Any, survey: Any, plan: Path) -> dict[str, float]:
    panels, watch = dock.panels, Watch(dock)
    parcels, lists = panels.parcels, dock.lists.tabs
    watch("open new", lambda: dock.open_plan(plan))
    survey.selectByIds(sorted(survey.allFeatureIds())[:TAGGED])
    watch("tag", panels.tagging.wanted.emit)
    watch("undo tag", parcels.undo_action.trigger)
    watch("redo tag", parcels.redo_action.trigger)
    watch("save", parcels.save_action.trigger)
    watch("close", dock.close_plan)
    watch("open", lambda: dock.open_plan(plan))
    layer = dock.session.layer
    first = min(layer.allFeatureIds())
    watch("choose one", lambda: layer.selectByIds([first]))
    watch("edit one", lambda: parcels.typed.emit(first, "name", "改"))
    watch("undo one", parcels.undo_action.trigger)
    every = layer.allFeatureIds()
    watch("choose all", lambda: layer.selectByIds(every))
    watch("choose every other", lambda: layer.selectByIds(every[::2]))
    watch("choose all again", parcels.table.selectAll)
    watch("fill in all", lambda: fill_in(dock))
    watch("undo fill in", parcels.undo_action.trigger)
    watch("redo fill in", parcels.redo_action.trigger)
    watch("choose none", layer.removeSelection)
    watch("save fill in", parcels.save_action.trigger)
    for page in range(lists.count()):
        watch(f"tab {page}", lambda page=page: lists.setCurrentIndex(page))
    lists.setCurrentIndex(0)
    watch("filter", lambda: parcels.filters.search.setText("9"))
    watch("filter off", lambda: parcels.filters.search.setText(""))
    watch("sort", lambda: parcels.table.sortByColumn(4, 0))
    layer.selectByIds(every)
    watch("remove all", parcels.remove_action.trigger)
    watch("undo remove", parcels.undo_action.trigger)
    dock.session.discard()
    return watch.found


def fill_in(dock: Any) -> None:
    """Write one value into all that is chosen, as the form does."""
    from jinchu_pingheng.core.parcel_fields import BY_NAME

    dock.panels.card.form._write(
        BY_NAME["project"], dock.session.layer.selectedFeatureIds(), "某项目"
    )


if __name__ == "__main__":
    measure_plan(measure, __doc__)
