"""answerpolygons: issued polygons through the algorithm, and the reply."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from openpyxl import load_workbook
from osgeo import ogr, osr
from qgis.core import QgsProcessingException, QgsVectorLayer

from jinchu_pingheng.core.model import OUT, Header
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import BOW_TIE, EPSG, Listener, Step, box, spatial_reference, write_layer

FIELDS = {"批次号": str, "图斑编号": str}


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "方案.gpkg"
    header = Header("640999", "云川县", 2023, "ningxia-2022", f"EPSG:{EPSG}")
    with Plan.create(path, header) as plan:
        parcel = {"parcel_id": "C1", "direction": OUT, "type": 1, "geom": box(0, 0, 100, 50)}
        plan.add_parcels([parcel])
    return str(path)


def test_the_reply_splits_each_polygon_and_names_the_parcel(
    step: Step, tmp_path: Path, plan: str
) -> None:
    rows = [
        (box(0, 0, 100, 100), ("2023-1", "101")),
        (box(500, 0, 510, 10), ("2023-1", "102")),
        (BOW_TIE, ("2023-1", "103")),
    ]
    issued = write_layer(tmp_path / "下发.gpkg", FIELDS, rows)
    listener = Listener()
    result = step(
        "answerpolygons", PLAN=plan, INPUT=issued, OUTPUT=str(tmp_path / "shares.gpkg"),
        FOLDER=str(tmp_path / "reply"), feedback=listener,
    )  # fmt: skip
    totals = {name: result[name] for name in ("COUNT", "UNKNOWN", "PLANNED_HA", "OPEN_HA")}
    assert totals == {"COUNT": 3, "UNKNOWN": 1, "PLANNED_HA": "0.5000", "OPEN_HA": "0.5100"}
    assert any("自相交" in warning for warning in listener.warnings)
    shares = {
        (f["number"], f["sflcfw"], f["parcel_id"] or "", f["m2"])
        for f in QgsVectorLayer(result["OUTPUT"]).getFeatures()
    }
    assert shares == {
        ("101", "是", "C1", 5000),
        ("101", "是", "", 5000),
        ("102", "否", "", 100),
    }
    (file,) = result["FILES"]
    sheet = load_workbook(file)["核实回复"]
    table = {str(row[1].value): row for row in sheet.iter_rows()}
    assert [cell.value for cell in table["101"][2:5]] == [1, "是", 0.5]
    split = [cell.value for cell in table["101"][5:11]]
    assert sum(split) == table["101"][11].value == 1
    assert "C1 0.5000" in str(table["101"][12].value)
    assert [table["3"][3].value, table["3"][2].value] == ["无法判定", None]


def test_a_layer_in_another_crs_is_measured_in_the_plans(
    step: Step, tmp_path: Path, plan: str
) -> None:
    to = osr.CoordinateTransformation(spatial_reference(EPSG), spatial_reference(4490))
    ring = [to.TransformPoint(*point)[:2] for point in box(0, 0, 100, 50).exterior.coords]
    rows = [(shapely.Polygon(ring), ("1", "101"))]
    issued = write_layer(tmp_path / "下发.gpkg", FIELDS, rows, epsg=4490)
    result = step("answerpolygons", PLAN=plan, INPUT=issued)
    assert (result["PLANNED_HA"], result["OPEN_HA"]) == ("0.5000", "0.0000")


def test_an_empty_layer_is_refused(step: Step, tmp_path: Path, plan: str) -> None:
    issued = write_layer(tmp_path / "下发.gpkg", FIELDS, [], kind=ogr.wkbPolygon)
    with pytest.raises(QgsProcessingException, match="没有图斑"):
        step("answerpolygons", PLAN=plan, INPUT=issued)
