"""A plan held in memory says, after any edits, what a full check says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.accounts.balance import balance
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.law.rules import columns_needed
from jinchu_pingheng.core.model import FAIL, IN, OUT, Header, Parcel
from jinchu_pingheng.judging.blocks import boxes_of
from jinchu_pingheng.judging.feedback import Cancelled, Feedback
from jinchu_pingheng.judging.judge_plan import Judged, judge_plan
from jinchu_pingheng.judging.live import LivePlan
from jinchu_pingheng.judging.packs import pack
from jinchu_pingheng.judging.setup import Layers, Setup, setup_for
from jinchu_pingheng.plan import profiles
from jinchu_pingheng.survey.files.recorded import recorded_spec
from tests.batch.counties import EPSG, box, record, write_layer

HEADER = Header("640999", "云川县", 2023, "ningxia-2022", f"EPSG:{EPSG}", compiled_on="2023-03-20")
NOTICE = profiles.load(HEADER.profile)
SIDE = 10
"""Squares of the survey in a row, 100 m each: dry land and forest like a chessboard, in two
townships. Far from them lies forest without any cropland near, where nobody can guess what inflow
will become.
"""


@pytest.fixture(scope="module", params=["GPKG", "ESRI Shapefile"])
def layers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    folder, driver = tmp_path_factory.mktemp("county"), request.param
    suffix = ".gpkg" if driver == "GPKG" else ".shp"
    squares = []
    for x in range(SIDE):
        for y in range(SIDE):
            town = "640999001" if x < SIDE // 2 else "640999002"
            crop = (
                {"DLBM": "0103", "GDDB": 8 + y % 3} if (x + y) % 2 else {"DLBM": "0301", "GDDB": 0}
            )
            columns = {"BSM": str(100 * x + y), **crop, "ZLDWDM": f"{town}001", "ZLDWMC": "村"}
            squares.append((box(100 * x, 100 * y, 100 * x + 100, 100 * y + 100), columns))
    lonely = {"BSM": "9999", "DLBM": "0301", "GDDB": 0, "ZLDWDM": "640999002001", "ZLDWMC": "村"}
    squares.append((box(40_000, 0, 40_100, 100), lonely))
    write_layer(folder / f"DLTB{suffix}", squares, driver=driver)
    red = [(box(420, 0, 580, 1000), {"BSM": "9"}), (box(500, 300, 900, 340), {"BSM": "10"})]
    write_layer(folder / f"STBHHX{suffix}", red, driver=driver)
    return folder, suffix


def make_setup(layers: tuple[Path, str], parcels: list[Parcel]) -> Setup:
    folder, suffix = layers

    def spec_of(role: str, boxes: np.ndarray | None) -> Any:
        if role not in ("DLTB", "STBHHX"):
            return None
        row = record(role, f"{role}{suffix}")
        return recorded_spec(role, row, HEADER.crs, columns_needed(NOTICE, role), [folder], boxes)

    return setup_for(HEADER, NOTICE, parcels, Layers(spec_of), draw=False)


def square(name: str, direction: str, x: float, y: float, size: float) -> Parcel:
    land = box(x, y, x + size, y + size)
    return Parcel(name, direction, 1, land, planned_class="0103" if direction == IN else "")


def some_parcels(rng: np.random.Generator, count: int) -> list[Parcel]:
    return [random_parcel(rng, number) for number in range(count)]


def random_parcel(rng: np.random.Generator, number: int) -> Parcel:
    direction = OUT if number % 2 else IN
    x, y = rng.uniform(0, 850, 2).round(1).tolist()
    return square(f"P{number:03d}", direction, x, y, round(float(rng.uniform(20, 150)), 1))


def everywhere() -> np.ndarray:
    return np.array([box(-2000, -2000, 42_000, 3000).bounds])


def open_live(layers: tuple[Path, str], parcels: list[Parcel]) -> LivePlan:
    setup = make_setup(layers, [replace(parcels[0], geometry=box(-2000, -2000, 42_000, 3000))])
    return LivePlan(parcels, setup, judge_plan(parcels, setup, apart=True), everywhere())


def full(layers: tuple[Path, str], parcels: list[Parcel]) -> Judged:
    setup = make_setup(layers, [replace(parcels[0], geometry=box(0, 0, 1000, 1000))])
    return judge_plan(parcels, setup, crew=0)


def same(layers: tuple[Path, str], live: LivePlan, parcels: list[Parcel]) -> None:
    outcome = full(layers, sorted(parcels, key=lambda parcel: parcel.parcel_id))
    wanted = pack(parcels, outcome.findings, outcome.cells)
    assert live.packs.keys() == wanted.keys()
    for name, expected in wanted.items():
        held = live.packs[name]
        assert (held.worst, held.blocked, held.cells) == (
            expected.worst,
            expected.blocked,
            expected.cells,
        )
        assert held.findings == expected.findings
    assert live.balance() == balance(
        parcels, outcome.cells, outcome.findings, NOTICE, HEADER.county_name
    )


def test_edits_one_after_the_other_end_where_a_full_check_does(layers: tuple[Path, str]) -> None:
    rng = np.random.default_rng(4)
    parcels = {parcel.parcel_id: parcel for parcel in some_parcels(rng, 30)}
    live = open_live(layers, list(parcels.values()))
    same(layers, live, list(parcels.values()))
    for step in range(60):
        number = int(rng.integers(40))
        name, what = f"P{number:03d}", rng.choice(["draw", "move", "remove", "retag", "deduct"])
        held = parcels.get(name)
        if what == "remove" and held and len(parcels) > 5:
            del parcels[name]
            live.remove(name)
            continue
        if held is None or what == "draw":
            held = random_parcel(rng, number)
        if what == "move":
            held = replace(
                held, geometry=shapely.transform(held.geometry, lambda xy: xy + [7.3, -4.1])
            )
        if what == "retag":
            other = IN if held.direction == OUT else OUT
            held = replace(held, direction=other, planned_class="0103" if other == IN else "")
        if what == "deduct":
            held = replace(held, deduction=NOTICE.deductions[0].code, deduction_doc="文号 1")
        parcels[name] = held
        assert name in live.change(held)
        if step % 15 == 14:
            same(layers, live, list(parcels.values()))
    same(layers, live, list(parcels.values()))
    live.close()


def test_many_edits_at_once_are_as_many_one_after_the_other(layers: tuple[Path, str]) -> None:
    rng = np.random.default_rng(5)
    parcels = some_parcels(rng, 25)
    live = open_live(layers, parcels)
    moved = [
        replace(p, geometry=shapely.transform(p.geometry, lambda xy: xy + 33.0))
        for p in parcels[:9]
    ]
    live.update([*moved, square("新", OUT, 10, 10, 60)], ["P020", "P021"])
    same(layers, live, [*moved, square("新", OUT, 10, 10, 60), *parcels[9:20], *parcels[22:]])
    live.close()


def test_an_edit_that_cannot_be_judged_changes_nothing(layers: tuple[Path, str]) -> None:
    parcels = some_parcels(np.random.default_rng(6), 12)
    live = open_live(layers, parcels)
    far = replace(square("P000", IN, 40_010, 10, 50), planned_class="")
    with pytest.raises(PlanError, match="拟恢复地类"):
        live.update([far, square("新", OUT, 10, 10, 60)], ["P003"])
    same(layers, live, parcels)
    live.close()


def test_a_parcel_that_cannot_be_measured_is_left_out_alone(layers: tuple[Path, str]) -> None:
    parcels = [
        *some_parcels(np.random.default_rng(7), 8),
        replace(square("远", IN, 40_010, 10, 50), planned_class=""),
    ]
    setup = make_setup(layers, parcels)
    judged = judge_plan(parcels, setup, apart=True)
    held = LivePlan(parcels, setup, judged, everywhere())
    assert set(held.packs) == {parcel.parcel_id for parcel in parcels[:-1]}
    held.close()
    alone = judge_plan(parcels[-1:], setup, apart=True)
    assert "拟恢复地类" in str(alone.aside["远"]) and not alone.cells


def test_a_conflict_is_drawn_when_it_is_asked_for(layers: tuple[Path, str]) -> None:
    parcels = [square("P1", IN, 400, 100, 100), square("P2", OUT, 10, 10, 20)]
    live = open_live(layers, parcels)
    failed = [f for f in live.packs["P1"].findings if f.verdict == FAIL and f.overlap_m2]
    assert failed and all(finding.geometry is None for finding in failed)
    drawn = {f.rule_id: live.conflict("P1", f.rule_id) for f in failed}
    red = [polygon for polygon in drawn.values() if polygon.equals(box(420, 100, 500, 200))]
    assert red
    assert live.conflict("P0", failed[0].rule_id) is None
    live.close()


def test_layers_without_an_index_are_known_around_the_parcels_only(
    layers: tuple[Path, str],
) -> None:
    parcels = [square("P1", OUT, 400, 100, 100)]
    setup = make_setup(layers, parcels)
    live = LivePlan(parcels, setup, judge_plan(parcels, setup, apart=True), boxes_of(parcels))
    away = [square("P2", OUT, 700, 300, 100)]
    assert live.reaches(parcels)
    assert live.reaches(away) == (layers[1] == ".gpkg")
    live.widen(make_setup(layers, away), boxes_of(away))
    assert live.reaches(away)
    live.change(away[0])
    same(layers, live, [*parcels, *away])
    live.close()


def test_cancelling_ends_the_first_judging(layers: tuple[Path, str]) -> None:
    class Impatient:
        asked = 0

        def isCanceled(self) -> bool:  # noqa: N802
            self.asked += 1
            return self.asked > 1

        def setProgress(self, _percent: float) -> None:  # noqa: N802
            """Not shown."""

    parcels = some_parcels(np.random.default_rng(8), 300)
    with pytest.raises(Cancelled):
        judge_plan(parcels, make_setup(layers, parcels), feedback=Feedback(Impatient()))
