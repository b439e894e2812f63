"""A plan judged by the one door that check, batch, dock and scenarios share: no QGIS, no plan
file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import ogr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Header, RecordedException
from jinchu_pingheng.core.rounding import hectares
from jinchu_pingheng.judging.judge_plan import judge_plan, measure_parcels
from jinchu_pingheng.judging.setup import Layers, Setup, setup_for
from tests.core import golden
from tests.core.law.rules.cases import rule
from tests.core.notices import notice
from tests.survey.layers import write

RULES = (
    rule("overlap", direction="both", role="STBHHX", tolerance_m2=Decimal(0)),
    rule("balance", direction="plan"),
    rule("class_balance", direction="plan"),
)
HEADER = Header("640999", "云川县", 2023, "test", "EPSG:4544", compiled_on="2023-03-20")
COLUMNS = {"DLBM": str, "KCXS": float, "GDDB": int, "ZLDWDM": str, "ZLDWMC": str}


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """The golden case's survey as a file, read as any survey is."""
    land = golden.survey()
    columns = [land.dltb.column(name) for name in COLUMNS]
    values = [[_number(value) for value in row] for row in zip(*columns)]
    rows = list(zip(land.dltb.geometry, values))
    write(tmp_path / "DLTB.gpkg", rows, kind=ogr.wkbPolygon, fields=COLUMNS)
    return setup_for(
        HEADER, notice(RULES, area=golden.NET), golden.parcels(), Layers(_spec(tmp_path))
    )


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, str) and "." in value else value


def _spec(folder: Path) -> Any:
    from jinchu_pingheng.survey.files.recorded import recorded_spec
    from tests.batch.counties import record

    def spec(role: str, boxes: np.ndarray | None) -> Any:
        if role != "DLTB":
            return None
        row = record(role, "DLTB.gpkg")
        return recorded_spec(role, row, HEADER.crs, tuple(COLUMNS), [folder], boxes)

    return spec


def test_the_golden_case_comes_out_of_the_door_that_production_uses(setup: Setup) -> None:
    judged = judge_plan(golden.parcels(), setup)
    assert {cell.parcel_id: hectares(cell.m2) for cell in judged.cells} == {
        row[0]: row[9] for row in golden.ROWS
    }
    assert judged.balance is not None
    total = judged.balance.total
    assert (hectares(total.out_m2), hectares(total.in_m2)) == ("3.0741", "3.3259")


def test_measuring_alone_gives_the_same_cells(setup: Setup) -> None:
    assert (
        measure_parcels(golden.parcels(), setup).cells == judge_plan(golden.parcels(), setup).cells
    )


def test_the_same_question_has_the_same_answer_whoever_works_on_it(setup: Setup) -> None:
    alone = judge_plan(golden.parcels(), setup, crew=0)
    helped = judge_plan(golden.parcels(), setup, crew=1)
    assert list(alone.findings) == list(helped.findings)
    assert (alone.cells, alone.scores, alone.balance) == (
        helped.cells,
        helped.scores,
        helped.balance,
    )


def test_a_parcel_without_its_ridge_ratio_stops_a_check_and_stands_apart_in_the_dock(
    setup: Setup,
) -> None:
    parcels = [
        replace(parcel, ridge_ratio=None) if parcel.parcel_id == "R02" else parcel
        for parcel in golden.parcels()
    ]
    with pytest.raises(PlanError, match="R02"):
        judge_plan(parcels, setup)
    judged = judge_plan(parcels, setup, apart=True)
    assert list(judged.aside) == ["R02"]
    assert "R02" not in {cell.parcel_id for cell in judged.cells}
    assert "R02" not in judged.findings.column("parcel_id")


def test_without_a_survey_there_is_no_balance_and_its_rules_are_not_passed() -> None:
    setup = setup_for(HEADER, notice(RULES), golden.parcels(), Layers(lambda role, boxes: None))
    judged = judge_plan(golden.parcels(), setup)
    assert judged.balance is None and not judged.cells
    assert {finding.verdict for finding in judged.findings} == {"unknown"}


def test_rules_on_the_plan_come_last_and_know_the_balance(setup: Setup) -> None:
    *findings, missing = judge_plan(golden.parcels(), setup).findings
    # no red line was given: one line for all nine parcels
    assert (missing.rule_id, missing.parcel_id, missing.verdict) == ("overlap-rule", "", "unknown")
    assert "9 个地块" in missing.message
    # 甲镇 0103: 1.0228 ha flow out and 0.9037 ha in, while the total is balanced
    assert [(f.rule_id, f.verdict) for f in findings[-2:]] == [
        ("balance-rule", "pass"),
        ("class_balance-rule", "fail"),
    ]
    assert len(findings) == 2


def test_an_exception_is_told_with_its_finding_and_changes_no_verdict(setup: Setup) -> None:
    given = RecordedException("", "class_balance-rule", "理由", "文号〔2023〕1号")
    judged = judge_plan(golden.parcels(), replace(setup, exceptions=(given,)))
    [finding] = [f for f in judged.findings if f.rule_id == given.rule_id]
    assert (finding.verdict, finding.exception) == ("fail", given.text)


def test_judging_needs_no_qgis_and_no_plan_file() -> None:
    code = (
        "import sys, jinchu_pingheng.judging.judge_plan, jinchu_pingheng.judging.live; "
        "print([name for name in sys.modules if name.split('.')[0] in ('qgis', 'PyQt5')"
        " or name.startswith('jinchu_pingheng.plan')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
