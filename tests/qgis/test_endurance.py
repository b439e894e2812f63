"""A dock that is used all day holds no more in the evening than in the morning."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject

from jinchu_pingheng.gui.editing.session import parcels_layer
from tests.qgis.dock_window import rectangle, settle
from tests.soak import LONG, amount, told

PAGE_KB = 4
MOST_KB_A_CYCLE = 64
"""Of the process, QGIS's own caches included; measured only over many cycles."""


def cycle(dock: Any, plan: Path) -> None:
    """Open a plan, draw a parcel, undo it, close the plan."""
    dock.open_plan(plan)
    layer = parcels_layer()
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(rectangle(0, 0, 50, 50))
    layer.addFeature(feature)
    settle()
    layer.undoStack().undo()
    layer.rollBack()
    settle()
    assert dock.close_plan()
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def held(dock: Any) -> Counter[str]:
    """Qt objects of the dock by class, records of plans in memory, and threads."""
    gc.collect()
    widgets = [
        child for part in (dock, dock.toolbar, dock.lists) for child in part.findChildren(QObject)
    ]
    ours = [
        item for item in gc.get_objects() if type(item).__module__.startswith("jinchu_pingheng")
    ]
    found = Counter(type(item).__name__ for item in (*widgets, *ours))
    found["threads"] = threading.active_count()
    return found


def resident_kb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KB


def test_opening_editing_undoing_and_closing_leaves_nothing_behind(
    dock: Any, plan_file: Path
) -> None:
    for _ in range(amount(4, 100)):
        cycle(dock, plan_file)
    before, began = held(dock), resident_kb()
    count = amount(8, 3000)
    for _ in range(count):
        cycle(dock, plan_file)
    assert held(dock) - before == Counter()
    grown = (resident_kb() - began) / count
    told(f"dock: {count} cycles, no object and no thread more, {grown:.1f} KB a cycle")
    assert not LONG or grown < MOST_KB_A_CYCLE
