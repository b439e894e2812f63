"""The benchmark's own judgement: what counts as agreement, what is measured, which targets are
reached."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from bench import targets
from bench.field import CHECK, ENGINE, FIELD, QGIS_START
from bench.measure import Measured, run
from bench.results import BESIDE, Results, Tolerance, compare, load
from bench.rounds import Row
from bench.verdict import Pair, faults

STRICT = Tolerance()


def handed_in(**areas: list[float]) -> Results:
    measures = {name.replace("class_", "class:"): np.array(area) for name, area in areas.items()}
    return Results(np.array([1, 2, 5]), measures)


def test_areas_of_a_parcel_add_up():
    results = Results(np.array([1, 2, 5]))
    results.add("pbf", [5, 1, 5], [1.0, 2.0, 3.0])
    results.add_classes([2, 2, 1], ["0101", "0301", "0101"], [4.0, 5.0, 6.0])
    assert results.measures["pbf"].tolist() == [2.0, 0.0, 4.0]
    assert results.measures["class:0101"].tolist() == [6.0, 4.0, 0.0]
    assert results.measures["class:0301"].tolist() == [0.0, 5.0, 0.0]


@pytest.mark.parametrize("pid", [0, 3, 9])
def test_a_parcel_that_does_not_exist_is_refused(pid: int):
    with pytest.raises(ValueError, match="pbf"):
        Results(np.array([1, 2, 5])).add("pbf", [pid], [1.0])


def test_results_survive_the_file(tmp_path: Path):
    kept = handed_in(pbf=[1.0, 2.0, 3.0], class_0101=[0.5, 0.0, 0.0])
    kept.stages, kept.versions = {"read": 0.25}, {"GEOS": "3.11"}
    kept.save(tmp_path / "r.npz")
    again = load(tmp_path / "r.npz")
    assert again.pid.tolist() == [1, 2, 5]
    assert {name: area.tolist() for name, area in again.measures.items()} == {
        "pbf": [1.0, 2.0, 3.0],
        "class:0101": [0.5, 0.0, 0.0],
    }
    assert (again.stages, again.versions) == (kept.stages, kept.versions)


def test_rounding_is_agreement_and_more_is_not():
    one = handed_in(pbf=[1.0, 2.0, 3.0])
    near, far = handed_in(pbf=[1.00009, 2.0, 3.0]), handed_in(pbf=[1.0002, 2.0, 3.0])
    assert compare(one, near, STRICT, STRICT).faults == ()
    (fault,) = compare(one, far, STRICT, STRICT).faults
    assert "1 parcels differ" in fault and "parcel 1" in fault
    assert compare(one, far, STRICT, Tolerance(0.01)).faults == ()


def test_what_is_no_number_is_no_agreement():
    one, other = handed_in(pbf=[1.0, 2.0, 3.0]), handed_in(pbf=[1.0, float("nan"), 3.0])
    assert compare(one, other, STRICT, Tolerance(1e9)).faults


def test_a_class_that_one_does_not_name_has_no_land_there():
    one = handed_in(class_0101=[1.0, 1.0, 1.0])
    silent = handed_in(class_0101=[1.0, 1.0, 1.0], class_0301=[0.0, 0.0, 0.0])
    other = handed_in(class_0101=[1.0, 1.0, 1.0], class_0301=[0.0, 7.0, 0.0])
    assert compare(one, silent, STRICT, STRICT).faults == ()
    assert "class:0301" in compare(one, other, STRICT, STRICT).faults[0]


def test_a_measure_that_one_did_not_hand_in_is_not_compared():
    comparison = compare(
        handed_in(pbf=[1.0, 2.0, 3.0]), handed_in(steep=[0.0, 0.0, 0.0]), STRICT, STRICT
    )
    assert (comparison.largest, comparison.faults) == ({}, ())


def test_other_parcels_are_no_agreement():
    other = Results(np.array([1, 2]), {"pbf": np.zeros(2)})
    assert compare(handed_in(pbf=[0.0, 0.0, 0.0]), other, STRICT, STRICT).faults == (
        "not the same parcels",
    )


def test_other_neighbours_are_counted_and_listed():
    one, other = handed_in(beside=[10.0, 0.0, 30.0]), handed_in(beside=[10.0, 500.0, 30.0])
    forgiven = compare(one, other, STRICT, Tolerance(beside_parcels=1))
    assert forgiven.beside == ((2, 0.0, 500.0),)
    assert forgiven.faults == ()
    assert BESIDE in compare(one, other, STRICT, STRICT).faults[0]


def ran(*walls: float, peak: int = 0) -> list[Measured | None]:
    return [Measured(wall, wall, peak) for wall in walls]


def test_ratios_are_of_the_same_round():
    engine, peer = Row(ENGINE, ran(1.0, 2.0, 1.0)), Row("sedona", [*ran(5.0, 8.0), None])
    assert targets.ratios(peer, engine) == [5.0, 4.0]


def test_targets_are_held_against_the_fastest_peer():
    rows = [
        Row(ENGINE, ran(1.0)),
        Row("sedona", ran(9.0)),
        Row("duckdb_spatial", ran(3.9)),
        Row("qgis_clicked", ran(41.0)),
    ]
    clicked, subdivided, fastest, check = targets.judged({"S": rows})
    assert (clicked.measured, clicked.reached) == ("41.0 × (qgis_clicked)", True)
    assert (subdivided.measured, subdivided.reached) == ("", None)
    assert (fastest.measured, fastest.reached) == ("3.9 × (duckdb_spatial)", False)
    assert check.reached is None


def test_the_start_of_qgis_is_not_the_checks():
    rows = {
        CHECK: Row(CHECK, ran(4.8)),
        QGIS_START: Row(QGIS_START, ran(1.8)),
        ENGINE: Row(ENGINE, ran(2.0)),
    }
    assert targets.check_ratio(rows) == pytest.approx(1.5)
    assert targets.check_ratio({}) is None


def test_what_failed_or_disagrees_fails_the_run():
    bad = compare(handed_in(pbf=[0.0, 0.0, 0.0]), handed_in(pbf=[1.0, 0.0, 0.0]), STRICT, STRICT)
    rows = {
        "S": [
            Row(ENGINE, ran(1.0)),
            Row("sedona", failure="out of memory"),
            Row("postgis", absent="no server"),
        ]
    }
    said = faults(rows, [Pair("S", ENGINE, "sedona", bad)])
    assert len(said) == 2
    assert "out of memory" in said[0] and "sedona" in said[1]


def test_a_process_is_measured_with_its_children(tmp_path: Path):
    child = "import time; held = bytearray(150_000_000); time.sleep(0.6)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    measured = run([sys.executable, "-c", code], tmp_path, give_up=60)
    assert measured.failure == ""
    assert measured.wall > 0.6
    assert measured.peak > 150_000_000


def test_a_process_that_fails_says_why(tmp_path: Path):
    measured = run(
        [sys.executable, "-c", "raise SystemExit('no such county')"], tmp_path, give_up=60
    )
    assert measured.failure == "no such county"


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path):
    measured = run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, give_up=0.3)
    assert measured.failure.startswith("gave up")
    assert measured.wall < 30


def test_every_contestant_has_a_script_and_a_reason_to_be_left_out():
    folder = Path(targets.__file__).parent / "contestants"
    for one in FIELD:
        assert (folder / f"{one.module or one.name}.py").exists(), one.name
        assert one.why or 0 not in one.rounds.values(), one.name
