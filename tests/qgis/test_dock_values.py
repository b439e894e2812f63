"""A value that no table could print, typed in the attribute table: named in the dock at once, and
refused by check and export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.jobs.export import export_package
from tests.qgis.dock_window import idle, message, tag, wait_for

pytestmark = pytest.mark.usefixtures("qgis_app")


def aside(dock: Any) -> str:
    """What the dock says of parcels that do not count now."""
    label = dock.panels.balance._aside
    return "" if label.isHidden() else str(label.text())


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("LC0001", "type", 99),
        ("LC0001", "type", None),
        ("LR0001", "planned_class", "水田"),
        ("LR0001", "planned_class", "0201"),
        ("LR0001", "grade", 99),
        ("LC0001", "start_month", "2023年4月"),
    ],
)
def test_a_bad_value_is_named_at_once_and_refused_by_check_and_export(
    dock: Any,
    survey: QgsVectorLayer,
    iface: Any,
    plan_file: Path,
    tmp_path: Path,
    name: str,
    field: str,
    typed: Any,
) -> None:
    tag(dock, survey, OUT, "0103")
    tag(dock, survey, IN, "0404")
    idle(dock)
    assert aside(dock) == ""
    layer = dock.session.layer
    (parcel,) = [f for f in layer.getFeatures() if f["parcel_id"] == name]
    assert layer.changeAttributeValue(parcel.id(), layer.fields().indexOf(field), typed)
    idle(dock)
    wanted = [f"地块 {name}", f"字段 {field}", str(typed) if typed else "没有填写"]
    assert all(part in aside(dock) for part in wanted), aside(dock)
    dock.panels.parcels.save_action.trigger()
    idle(dock)
    for action in (dock.toolbar.check_action, dock.toolbar.export_action):
        iface.bar.clearWidgets()
        action.trigger()
        wait_for(lambda: f"地块 {name}" in message(iface))
        assert all(part in message(iface) for part in wanted), message(iface)
    folder = tmp_path / "成果包"
    for refuse in (lambda: check_plan(plan_file, {}), lambda: export_package(plan_file, folder)):
        with pytest.raises(PlanError) as told:
            refuse()
        assert all(part in str(told.value) for part in wanted), str(told.value)
    assert not folder.exists()
