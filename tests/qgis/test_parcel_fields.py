"""Every field of a parcel through every door: parameters, layers, the form, and out of the
vectors."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, QVariant

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.core.parcel_field import NUMBER
from jinchu_pingheng.core.parcel_fields import BY_NAME, PARCEL_FIELDS
from jinchu_pingheng.deliver.vectors import layers as vectors
from jinchu_pingheng.jobs.snapshot import take_snapshot
from jinchu_pingheng.plan.store import Plan
from tests.intake.field_values import VALUES
from tests.qgis.layers import (
    BOTTOM,
    EPSG,
    LEFT,
    Listener,
    Step,
    box,
    memory_layer,
    new_plan,
    parcels,
    survey,
    write_layer,
)

HELD = {name: held for name, (_, held) in VALUES.items()}
"""What the plan holds for the values of VALUES: an inflow parcel of type 2."""


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> str:
    return new_plan(step, tmp_path / "plan.gpkg")


def stored(path: str) -> list[dict[str, Any]]:
    with Plan.open(path) as plan:
        return [{name: getattr(p, name) for name in BY_NAME} for p in plan.parcels()]


def delivered(path: Path, layer: int | str) -> dict[str, Any]:
    cpg = path.with_suffix(".cpg")
    options = [f"ENCODING={cpg.read_text()}"] if cpg.exists() else []
    data = gdal.OpenEx(str(path), open_options=options)
    source = data.GetLayer(layer) if isinstance(layer, int) else data.GetLayerByName(layer)
    [feature] = list(source)
    return dict(feature.items())


def test_every_field_goes_in_by_a_parameter_and_comes_out_of_the_vectors(
    step: Step, plan: str, tmp_path: Path
) -> None:
    given = {n.upper(): raw for n, (raw, _) in VALUES.items() if n not in ("direction", "type")}
    given.update(
        COMPLETED_ON="2023-11-20",
        GRADE=8.5,
        END_MONTH="2023-10-31",
        AGREEMENT="true",
        PARCEL_ID="12",
    )
    land = parcels(tmp_path / "land.gpkg", [box(0, 0, 100, 100)])
    step("tagparcels", PLAN=plan, INPUT=land, DIRECTION="in", TYPE=2, **given)
    assert stored(plan) == [HELD]
    step("measureareas", PLAN=plan, DLTB=survey(tmp_path / "DLTB.gpkg"), OUTPUT="memory:")
    step("exportvectors", PLAN=plan, FOLDER=str(tmp_path / "out"))
    [package] = (tmp_path / "out").rglob("*.gpkg")
    vectors.write(take_snapshot(Path(plan)).report, tmp_path)
    shape = tmp_path / "耕地流入地块.shp"
    rows = delivered(package, "parcels_in"), delivered(shape, 0)
    for field in PARCEL_FIELDS:
        held = HELD[field.name]
        expected = float(held) if isinstance(held, Decimal) else held
        assert [rows[0][field.name], rows[1][field.short]] == [expected] * 2, field.name


def test_parameters_are_the_fields_and_all_optional(step: Step) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById("jinchu_pingheng:tagparcels")
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for field in PARCEL_FIELDS:
        parameter = algorithm.parameterDefinition(field.name.upper())
        number = isinstance(parameter, QgsProcessingParameterNumber)
        assert number == (field.kind == NUMBER or field.name == "type"), field.name
        if field.name not in ("direction", "type"):
            assert parameter.flags() & optional and field.label in parameter.description()


def test_a_parameter_that_nobody_can_understand_is_refused(
    step: Step, plan: str, tmp_path: Path
) -> None:
    land = parcels(tmp_path / "land.gpkg")
    with pytest.raises(
        QgsProcessingException, match="参数：“扣除情形”字段 deduction 的值“灾”不可用"
    ):
        step("tagparcels", PLAN=plan, INPUT=land, DIRECTION="out", TYPE=1, DEDUCTION="灾")
    assert stored(plan) == []


def qt_layer(values: dict[str, tuple[int, Any]], name: str = "地块") -> QgsVectorLayer:
    """A layer of one feature with fields of Qt types."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:{EPSG}", name, "memory")
    provider = layer.dataProvider()
    provider.addAttributes([QgsField(field, kind) for field, (kind, _) in values.items()])
    layer.updateFields()
    feature = QgsFeature(layer.fields())
    feature.setAttributes([value for _, value in values.values()])
    feature.setGeometry(QgsGeometry.fromWkt(box(0, 0, 100, 100).wkt))
    assert provider.addFeatures([feature])[0]
    return layer


def test_dates_of_qt_doubles_that_are_whole_and_nulls(step: Step, plan: str) -> None:
    layer = qt_layer(
        {
            "parcel_id": (QVariant.Double, 12.0),
            "type": (QVariant.Double, 1.0),
            "target_class": (QVariant.Double, 1006.0),
            "start_month": (QVariant.Date, QDate(2023, 4, 9)),
            "end_month": (QVariant.DateTime, QDateTime(QDate(2023, 10, 9), QTime(8, 0))),
            "publicity_from": (QVariant.DateTime, QDateTime(QDate(2023, 2, 15), QTime(0, 0))),
            "publicity_to": (QVariant.Date, NULL),
            "agreement": (QVariant.Bool, True),
            "note": (QVariant.Date, QDate(2023, 2, 1)),
            "RQ": (QVariant.Date, QDate(2023, 2, 2)),
            "SJ": (QVariant.DateTime, NULL),
        }
    )
    step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=3)
    [row] = stored(plan)
    assert (row["parcel_id"], row["type"], row["target_class"]) == ("12", 1, "1006")
    assert (row["start_month"], row["end_month"]) == ("2023-04", "2023-10")
    assert (row["publicity_from"], row["publicity_to"]) == ("2023-02-15", "")
    assert (row["agreement"], row["note"]) == ("是", "2023-02-01")
    with sqlite3.connect(plan) as connection:
        [dump] = [t for (t,) in connection.execute("SELECT survey_attributes FROM parcels")]
    connection.close()
    assert dump == '{"RQ": "2023-02-02", "SJ": null}'


def test_a_fault_shows_a_date_as_a_person_writes_it(step: Step, plan: str) -> None:
    layer = qt_layer({"target_class": (QVariant.Date, QDate(2023, 4, 9))})
    with pytest.raises(QgsProcessingException, match="的值“2023-04-09”不可用") as caught:
        step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=1)
    assert "Qt" not in str(caught.value)


def test_fields_are_found_by_the_alias_that_the_layer_shows(step: Step, plan: str) -> None:
    layer = memory_layer(
        "申报", {"a": str, "拟恢复地类": str}, [(box(0, 0, 9, 9), ("三组", "旱地"))]
    )
    layer.setFieldAlias(0, "村民小组")
    step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="in", TYPE=1)
    [row] = stored(plan)
    assert (row["group_name"], row["planned_class"]) == ("三组", "0103")


FOREIGN = {"type": str, "direction": str, "grade": str}


def foreign(*fields: str) -> QgsVectorLayer:
    """A layer of others whose type, direction and grade mean something else."""
    values = {"type": ("residential", "farm"), "direction": ("N", "S"), "grade": ("A", "B")}
    rows = [(box(20 * n, 0, 20 * n + 9, 9), [values[f][n] for f in fields]) for n in (0, 1)]
    return memory_layer("foreign", {field: FOREIGN[field] for field in fields}, rows)


def test_a_foreign_layer_with_its_own_type_is_tagged_with_a_warning(step: Step, plan: str) -> None:
    listener = Listener()
    layer = foreign("type", "direction")
    step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=3, feedback=listener)
    assert [(row["type"], row["direction"]) for row in stored(plan)] == [(3, OUT), (3, OUT)]
    assert len(listener.warnings) == 2 and "residential" in listener.warnings[1]


def test_the_fields_to_take_over_can_be_named(step: Step, plan: str) -> None:
    given = {"PLAN": plan, "INPUT": foreign("grade", "type"), "DIRECTION": "out", "TYPE": 3}
    with pytest.raises(QgsProcessingException, match="字段 grade 的值“A”不是数字"):
        step("tagparcels", **given)
    with pytest.raises(QgsProcessingException, match="字段 type 的值“residential”不是流出的类型"):
        step("tagparcels", FIELDS=["type"], **given)
    assert stored(plan) == []
    land = write_layer(
        Path(plan).with_name("land.gpkg"),
        {"grade": str, "note": str},
        [(box(0, 0, 9, 9), ("A", "甲"))],
    )
    step("tagparcels", **{**given, "INPUT": land}, FIELDS=["note"])
    [row] = stored(plan)
    assert (row["grade"], row["note"], row["type"]) == (None, "甲", 3)


def test_measuring_polygons_takes_rows_in_by_the_same_path(step: Step, tmp_path: Path) -> None:
    listener = Listener()
    layer = foreign("type", "direction")
    table = step("measureareas", INPUT=layer, DLTB=survey(tmp_path / "DLTB.gpkg"),
                 OUTPUT="TEMPORARY_OUTPUT", feedback=listener)["OUTPUT"]  # fmt: skip
    assert sum("residential" in warning for warning in listener.warnings) == 1
    assert sorted(feature["m2"] for feature in table.getFeatures()) == [81, 81]


def test_a_ring_that_touches_itself_becomes_a_parcel_with_a_warning(step: Step, plan: str) -> None:
    corners = [(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5), (0, 0)]
    ring = shapely.Polygon([(LEFT + x, BOTTOM + y) for x, y in corners])
    listener = Listener()
    layer = memory_layer("自接", {"parcel_id": str}, [(ring, ("甲",))])
    step("tagparcels", PLAN=plan, INPUT=layer, DIRECTION="out", TYPE=1, feedback=listener)
    with Plan.open(plan) as opened:
        [parcel] = opened.parcels()
    assert parcel.area == pytest.approx(50, abs=0.001)
    assert [("要素 甲：环自相交" in w, "已修复" in w) for w in listener.warnings] == [(True, True)]


def spoil_type(plan: str) -> None:
    """Write an unknown type with QGIS's own editing. The layer ends here: one that a traceback
    keeps alive outlives QGIS and ends the process with a crash."""
    layer = QgsVectorLayer(f"{plan}|layername=parcels", "x", "ogr")
    layer.startEditing()
    [fid] = [feature.id() for feature in layer.getFeatures()][:1]
    layer.changeAttributeValue(fid, layer.fields().indexOf("type"), 99)
    assert layer.commitChanges()


def test_a_plan_spoiled_in_an_attribute_table_is_refused_by_name(
    step: Step, plan: str, tmp_path: Path
) -> None:
    step("tagparcels", PLAN=plan, INPUT=parcels(tmp_path / "a.gpkg"), DIRECTION="out", TYPE=1)
    spoil_type(plan)
    dltb = survey(tmp_path / "DLTB.gpkg")
    for name in ("measureareas", "checkconstraints"):
        with pytest.raises(QgsProcessingException, match="地块 LC0001：“类型”字段 type 的值“99”"):
            step(name, PLAN=plan, DLTB=dltb, OUTPUT="memory:")
