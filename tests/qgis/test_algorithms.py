"""The Processing algorithms at their public surface: ids, parameters, help, selection, cancel,
errors."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsVectorLayer,
)

from jinchu_pingheng.plan import schema
from jinchu_pingheng.plan.store import Plan
from jinchu_pingheng.processing.provider import JinchuProvider
from tests.qgis.audit import Audit, rows
from tests.qgis.conftest import MainJob, digests

CHINESE = re.compile(r"[\u4e00-\u9fff]")

LAYER_ROLES = (
    "DLTB YJJBNT YJJBNTCBQ GBZNT STBHHX ZRBHD YYSYD GYL TGHL LDBHGH CZKFBJ GHJSYD CZCDYD CPKF "
    "PZWJSTD HDHQ LQ MQ SHSM SD "
    "WRD DLHX SNLC PDT DEM XZQ CJDCQ GDHBZY GTGH TDYTGH YX"
).split()
CONTRACT = {
    "createplan": (["PLAN", "COUNTY_CODE", "COUNTY_NAME", "YEAR", "PROFILE", "CRS"], ["PLAN"]),
    "tagparcels": (["PLAN", "INPUT", "DIRECTION", "TYPE"], ["COUNT", "PLAN"]),
    "checkconstraints": (
        ["PLAN", *LAYER_ROLES, "OUTPUT", "CONFLICTS"],
        ["OUTPUT", "CONFLICTS", "FAILED", "UNKNOWN"],
    ),
    "measureareas": (["INPUT", "PLAN", "DLTB", "OUTPUT"], ["OUTPUT"]),
    "recordcredit": (
        ["PLAN", "KIND", "YEAR", "UNIT", "CLASS", "AREA", "GRADE", "SINCE", "DOCUMENT", "NOTE"],
        [],
    ),
    "recordtransfer": (
        [
            "PLAN",
            "KIND",
            "FROM_UNIT",
            "TO_UNIT",
            "CLASS",
            "AREA",
            "GRADE",
            "PRICE",
            "DOCUMENT",
            "NOTE",
        ],
        [],
    ),
    "balance": (
        ["PLAN", "OUTPUT"],
        ["OUT_HA", "IN_HA", "REQUIRED_HA", "SURPLUS_HA", "LAWFUL_SURPLUS_HA", "BALANCED"],
    ),
    **{
        f"export{what}": (["PLAN", "FOLDER"], [])
        for what in ("tables", "document", "maps", "vectors", "package")
    },
}
"""Parameters and outputs by id, from the contract."""


@pytest.fixture(scope="module")
def provider(main_job: MainJob) -> Iterator[JinchuProvider]:
    """The provider, registered after the main job has put its own away."""
    provider = JinchuProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def call(provider: JinchuProvider, processing: Any) -> Any:
    """Run an algorithm by its id."""

    def run(
        name: str, feedback: QgsProcessingFeedback | None = None, **parameters: Any
    ) -> dict[str, Any]:
        return processing.run(f"jinchu_pingheng:{name}", parameters, feedback=feedback)

    return run


@pytest.fixture
def plan(call: Any, tmp_path: Path) -> Path:
    """A plan without parcels."""
    path = tmp_path / "plan.gpkg"
    header = {
        "COUNTY_CODE": "640999",
        "COUNTY_NAME": "云川县",
        "YEAR": 2023,
        "PROFILE": "ningxia-2022",
    }
    call("createplan", PLAN=str(path), CRS="EPSG:4544", **header)
    return path


@pytest.fixture
def outflow(main_job: MainJob) -> Iterator[QgsVectorLayer]:
    """The sample's outflow parcels as a layer of the project, with three of them selected."""
    layer = QgsVectorLayer(f"{main_job.county / 'parcels.gpkg'}|layername=out", "out", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("parcel_id in ('L020', 'L021', 'L022')")
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def cancelled() -> QgsProcessingFeedback:
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    return feedback


def test_ids_parameters_and_outputs_are_those_of_the_contract(provider: JinchuProvider) -> None:
    assert provider.id() == "jinchu_pingheng"
    found = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    assert set(found) >= set(CONTRACT)
    for name, (parameters, outputs) in CONTRACT.items():
        assert set(parameters) <= {item.name() for item in found[name].parameterDefinitions()}, name
        assert set(outputs) <= {item.name() for item in found[name].outputDefinitions()}, name


def test_every_role_is_optional_for_the_check(provider: JinchuProvider) -> None:
    algorithm = provider.algorithm("checkconstraints")
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for role in LAYER_ROLES:
        assert algorithm.parameterDefinition(role).flags() & optional, role


def test_everything_a_user_reads_is_chinese(provider: JinchuProvider) -> None:
    names = [algorithm.displayName() for algorithm in provider.algorithms()]
    assert len(set(names)) == len(names)
    for algorithm in provider.algorithms():
        assert CHINESE.search(algorithm.displayName())
        assert len(CHINESE.findall(algorithm.shortHelpString())) > len(algorithm.displayName())
        for item in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()):
            assert CHINESE.search(item.description()) or item.description() == "DEM", (
                algorithm.name(),
                item.name(),
            )


def test_tagging_takes_only_the_selection(call: Any, plan: Path, outflow: QgsVectorLayer) -> None:
    selected = QgsProcessingFeatureSourceDefinition(outflow.source(), selectedFeaturesOnly=True)
    selected.source.setStaticValue(outflow.id())
    assert call("tagparcels", PLAN=str(plan), INPUT=selected, DIRECTION="out", TYPE=1)["COUNT"] == 3
    parcels = {row["parcel_id"]: row for row in rows(plan, "parcels")}
    assert sorted(parcels) == ["L020", "L021", "L022"]
    source = {feature["parcel_id"]: feature for feature in outflow.selectedFeatures()}
    for key, row in parcels.items():
        assert (row["project"], row["start_month"]) == (
            source[key]["project"],
            source[key]["start_month"],
        )
        assert row["shape"].area == pytest.approx(source[key].geometry().area())


def test_an_empty_selection_is_one_chinese_sentence(
    call: Any, plan: Path, outflow: QgsVectorLayer
) -> None:
    outflow.removeSelection()
    nothing = QgsProcessingFeatureSourceDefinition(outflow.id(), selectedFeaturesOnly=True)
    with pytest.raises(QgsProcessingException, match="没有要标注的要素"):
        call("tagparcels", PLAN=str(plan), INPUT=nothing, DIRECTION="out", TYPE=1)
    assert rows(plan, "parcels") == []


@pytest.mark.parametrize("side", ["out", "in"])
def test_measuring_polygons_without_a_plan(
    call: Any, main_job: MainJob, audit: Audit, side: str
) -> None:
    layers = {role: str(main_job.county / f"{role}.gpkg") for role in ("DLTB", "XZQ")}
    source = f"{main_job.county / 'parcels.gpkg'}|layername={side}"
    table = call("measureareas", INPUT=source, DIRECTION=side, OUTPUT="TEMPORARY_OUTPUT", **layers)[
        "OUTPUT"
    ]
    found = sorted(
        (f["parcel_id"], f["status"], f["dlbm"], f["town_code"], f["m2"])
        for f in table.getFeatures()
    )
    cells = [cell for cell in audit.cells if audit.parcels[cell.parcel]["direction"] == side]
    assert found == sorted(
        (cell.parcel, cell.status, cell.dlbm, cell.town, cell.m2) for cell in cells
    )
    assert {f["town_name"] for f in table.getFeatures() if f["town_code"]} <= set(
        audit.towns.values()
    )


def test_measuring_a_plan_agrees(call: Any, main_job: MainJob, audit: Audit) -> None:
    table = call("measureareas", PLAN=str(main_job.plan), OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    found = sorted((f["parcel_id"], f["status"], f["dlbm"], f["m2"]) for f in table.getFeatures())
    assert found == sorted((cell.parcel, cell.status, cell.dlbm, cell.m2) for cell in audit.cells)


def test_measuring_nothing_says_what_to_do(call: Any) -> None:
    with pytest.raises(QgsProcessingException, match="请选择方案文件或面图层"):
        call("measureareas", OUTPUT="TEMPORARY_OUTPUT")


def test_tables_of_check_and_balance(call: Any, main_job: MainJob, audit: Audit) -> None:
    table = call("balance", PLAN=str(main_job.plan), OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    found = {
        (f["unit_code"], f["class_code"]): (f["out_ha"], f["in_ha"]) for f in table.getFeatures()
    }
    codes = sorted({cell.town for cell in audit.cells if cell.town})
    assert {code for code, _ in found} == {*codes, ""}
    for (code, cls), (out, inflow) in found.items():
        areas = audit.amounts(code, cls)
        assert (out, inflow) == (f"{areas[0] / 10000:.4f}", f"{areas[1] / 10000:.4f}")
        assert len(found) == 4 * (len(codes) + 1)


@pytest.mark.parametrize(
    "sink",
    [
        "TEMPORARY_OUTPUT",
        "{}/结论.gpkg",
        "{}/结论.GPKG",
        "ogr:dbname='{}/plan.gpkg' table=\"结论\"",
        "{}/结论.geojson",
    ],
)
def test_findings_arrive_whole_in_every_kind_of_sink(
    call: Any, main_job: MainJob, tmp_path: Path, sink: str
) -> None:
    path = tmp_path / "plan.gpkg"
    shutil.copy(main_job.plan, path)
    target = call("checkconstraints", PLAN=str(path), OUTPUT=sink.format(tmp_path))["OUTPUT"]
    layer = QgsVectorLayer(target, "found", "ogr") if isinstance(target, str) else target
    with Plan.open(path) as plan:
        findings = plan.findings()
    wanted = [[getattr(finding, name) for name in schema.FINDINGS.names] for finding in findings]
    found = [[feature[name] for name in schema.FINDINGS.names] for feature in layer.getFeatures()]
    assert [[None if value == NULL else value for value in row] for row in found] == [
        [float(value) if isinstance(value, Decimal) else value for value in row] for row in wanted
    ]
    assert layer.featureCount() == len(wanted)


def test_missing_evidence_is_unknown_and_never_a_pass(
    call: Any, plan: Path, main_job: MainJob
) -> None:
    source = f"{main_job.county / 'parcels.gpkg'}|layername=in"
    call("tagparcels", PLAN=str(plan), INPUT=source, DIRECTION="in", TYPE=1)
    result = call(
        "checkconstraints", PLAN=str(plan), OUTPUT="TEMPORARY_OUTPUT", CONFLICTS="TEMPORARY_OUTPUT"
    )
    verdicts = [feature["verdict"] for feature in result["OUTPUT"].getFeatures()]
    layers = ("in-redline", "in-reserve", "in-slope", "in-town-area", "in-ugb")
    found = {f["verdict"] for f in result["OUTPUT"].getFeatures() if f["rule_id"] in layers}
    assert found == {"unknown"}
    lines = [f for f in result["OUTPUT"].getFeatures() if f["rule_id"] in layers]
    assert sorted(f["rule_id"] for f in lines) == sorted(layers)  # one line each, for the plan
    assert all(not f["parcel_id"] and "个地块等待判定" in f["message"] for f in lines)
    assert result["UNKNOWN"] == verdicts.count("unknown") >= 5
    assert result["FAILED"] == verdicts.count("fail")


def test_cancel_stops_every_job_and_writes_nothing(
    call: Any, plan: Path, main_job: MainJob, tmp_path: Path
) -> None:
    source = f"{main_job.county / 'parcels.gpkg'}|layername=out"
    folder = tmp_path / "package"
    jobs: list[tuple[str, dict[str, Any]]] = [
        ("tagparcels", {"PLAN": str(plan), "INPUT": source, "DIRECTION": "out", "TYPE": 1}),
        ("measureareas", {"PLAN": str(main_job.plan), "OUTPUT": "TEMPORARY_OUTPUT"}),
        (
            "checkconstraints",
            {"PLAN": str(main_job.plan), "DLTB": str(main_job.county / "DLTB.gpkg")},
        ),
        ("exportpackage", {"PLAN": str(main_job.plan), "FOLDER": str(folder)}),
    ]
    before = [digests(plan.parent), digests(main_job.plan.parent)]
    for name, parameters in jobs:
        with pytest.raises(QgsProcessingException, match="已取消，没有写入任何内容"):
            call(name, feedback=cancelled(), **parameters)
    assert [digests(plan.parent), digests(main_job.plan.parent)] == before
    assert not folder.exists()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"COUNTY_CODE": "64099"}, "不是 6 位数字"),
        ({"CRS": "EPSG:4490"}, "不是以米为单位的投影坐标系"),
        ({"PROFILE": "没有这个"}, "没有这个"),
        ({"YEAR": 1999}, "年度"),
    ],
)
def test_a_wrong_header_is_refused_without_a_file(
    call: Any, tmp_path: Path, broken: dict[str, Any], words: str
) -> None:
    right = {
        "COUNTY_CODE": "640999",
        "COUNTY_NAME": "云川县",
        "YEAR": 2023,
        "PROFILE": "ningxia-2022",
        "CRS": "EPSG:4544",
    }
    with pytest.raises(QgsProcessingException, match=words):
        call("createplan", PLAN=str(tmp_path / "new.gpkg"), **{**right, **broken})
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_crs_and_a_bad_shape_are_named(call: Any, plan: Path) -> None:
    layer = QgsVectorLayer("Polygon?field=parcel_id:string", "没有坐标系的图层", "memory")
    with pytest.raises(QgsProcessingException, match="没有坐标系"):
        call("tagparcels", PLAN=str(plan), INPUT=layer, DIRECTION="out", TYPE=1)
    layer = QgsVectorLayer("Polygon?crs=EPSG:4544&field=parcel_id:string", "坏图形", "memory")
    for name, wkt in (
        ("A1", "POLYGON((500000 0,500010 10,500010 0,500000 10,500000 0))"),
        ("A2", ""),
    ):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry())
        layer.dataProvider().addFeature(feature)
    assert len(list(layer.getFeatures(QgsFeatureRequest()))) == 2
    with pytest.raises(QgsProcessingException, match="A1、A2"):
        call("tagparcels", PLAN=str(plan), INPUT=layer, DIRECTION="out", TYPE=1)
    assert rows(plan, "parcels") == []


def test_a_folder_with_other_things_is_not_replaced(
    call: Any, main_job: MainJob, tmp_path: Path
) -> None:
    (tmp_path / "重要.txt").write_text("重要", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="文件夹里有其他内容"):
        call("exportpackage", PLAN=str(main_job.plan), FOLDER=str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["重要.txt"]
