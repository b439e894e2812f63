"""Whatever is done at the dock, in whatever order: the plan is what its history tells, ids are
unique and never given out again, and the live balance is that of a fresh check."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsProject

from jinchu_pingheng.gui.messages import Messages
from jinchu_pingheng.jobs.balance import balance_plan
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.jobs.preview import Answer, given_layers
from tests.qgis.dock_window import idle, settle
from tests.qgis.monkey import Monkey, land, names
from tests.soak import amount, told

SEED = int(os.environ.get("MONKEY_SEED", 0)) or amount(1, random.SystemRandom().randrange(10**6))
"""A test must fail again where it has failed; the long form looks for what nobody has seen yet."""
ACTIONS = amount(150, 2000)
Values = dict[str, Any]


def test_the_plan_survives_a_monkey(
    dock: Any, red: Any, iface: Any, plan_file: Path, tmp_path: Path, broken: list[Any]
) -> None:
    survey = land()
    QgsProject.instance().addMapLayer(survey)
    iface.activate(survey)
    answers: list[Answer] = []
    dock._checking.check.answered.connect(answers.append)
    monkey = Monkey(dock, survey, plan_file, tmp_path, SEED)
    for _ in range(ACTIONS):
        try:
            monkey.act()
            held = names(monkey.layer)
            assert len(held) == len(set(held)) and "NULL" not in held and "" not in held
            assert not broken, broken
        except Exception as error:
            last = "、".join(monkey.done[-12:])
            raise AssertionError(f"MONKEY_SEED={SEED}, {len(monkey.done)}: {last}") from error
    print(f"MONKEY_SEED={SEED}")
    monkey.save()
    idle(dock)
    leave_what_can_be_judged(dock, monkey)
    live = answers[-1].balance
    check_plan(plan_file, given_layers(dock.panels.roles.playing()), draw=False)
    assert balance_plan(plan_file) == live
    assert replayed(plan_file) == held_in(plan_file)
    told(f"monkey: {ACTIONS} actions, seed {SEED}, {len(names(monkey.layer))} parcels at the end")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Errors that the user was told to be our own."""
    found: list[BaseException] = []
    monkeypatch.setattr(Messages, "broken", lambda _, error: found.append(error))
    yield found


def leave_what_can_be_judged(dock: Any, monkey: Monkey) -> None:
    """A check refuses a plan with a parcel that the dock sets aside."""
    edited = dock._checking.check._preview._edited
    fids = list(edited._aside)
    if fids:
        monkey.layer.startEditing()
        monkey.layer.deleteFeatures(fids)
        settle()
        monkey.save()
        idle(dock)


def replayed(path: Path) -> dict[int, Values]:
    """The parcels as the rows of their history make them, one after another."""
    parcels: dict[int, Values] = {}
    with closing(sqlite3.connect(path)) as file:
        sql = "SELECT feature, change, before, after FROM parcel_history ORDER BY fid"
        for feature, change, before, after in file.execute(sql):
            values, old, new = parcels.pop(feature, {}), json.loads(before), json.loads(after)
            assert {name: values.get(name) for name in old} == old, "a value of before is wrong"
            assert (change == "came") == (not values), change
            if change != "went":
                kept = {name: value for name, value in values.items() if name not in old}
                parcels[feature] = {**kept, **new}
    return parcels


def held_in(path: Path) -> dict[int, Values]:
    """The parcels in the file, as the history tells them: what is filled, the polygon's digest and
    its area."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return {row["fid"]: told_of(dict(row)) for row in file.execute("SELECT * FROM parcels")}


def told_of(row: Values) -> Values:
    """GeoPackage: two letters, version, flags, reference system, then the envelope."""
    blob = row.pop("geom")
    doubles = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}[(blob[3] >> 1) & 0b111]
    wkb = blob[8 + 8 * doubles :]
    del row["fid"], row["survey_attributes"]
    area = Decimal(shapely.area(shapely.from_wkb(wkb))).quantize(Decimal("1e-6"))
    return {
        **{name: value for name, value in row.items() if value not in (None, "")},
        "shape": hashlib.blake2b(wkb, digest_size=4).hexdigest(),
        "area_m2": int(area.quantize(Decimal(1), ROUND_HALF_UP)),
    }
