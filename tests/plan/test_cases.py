"""Declarative cases: input geometry, one rule of a profile, expected verdict and overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import yaml

from jinchu_pingheng.core.accounts.balance import balance, blocked_parcels
from jinchu_pingheng.core.accounts.schedule import schedule
from jinchu_pingheng.core.batches import Batch
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.geometry.slope import Dem
from jinchu_pingheng.core.indicators import Credit, Indicators, Transfer, sifted
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.law.check import check, check_rule
from jinchu_pingheng.core.law.evidence import Evidence
from jinchu_pingheng.core.law.rules import KINDS
from jinchu_pingheng.core.law.rules.kind import NUMBER
from jinchu_pingheng.core.model import (
    Parcel,
)
from jinchu_pingheng.core.notice import Notice, Rule
from jinchu_pingheng.plan import profiles
from tests.judging import memory

CASES = Path(__file__).parents[1] / "cases"
TOWNS = {"640999100": "甲镇", "640999101": "乙乡"}


def case_files() -> list[Path]:
    return sorted(CASES.glob("*/*.yaml"))


def cases() -> Iterator[Any]:
    for path in case_files():
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            yield pytest.param(
                path.parent.name,
                path.stem,
                case,
                id=f"{path.parent.name}/{path.stem}: {case['name']}",
            )


def shape(text: str) -> shapely.Geometry:
    word, *numbers = text.split()
    if word == "box":
        return shapely.box(*(float(number) for number in numbers))
    if word == "strip":
        width, *places = (float(number) for number in numbers)
        line = shapely.LineString(list(zip(places[::2], places[1::2])))
        return shapely.buffer(line, width / 2, cap_style="flat", join_style="mitre")
    return shapely.from_wkt(text)


def parcel(given: dict[str, Any]) -> Parcel:
    tags: dict[str, Any] = dict(given.get("tags", {}))
    for name in ("grade", "ridge_ratio"):
        if name in tags:
            tags[name] = Decimal(tags[name])
    return Parcel(given["id"], given["direction"], int(given["type"]), shape(given["wkt"]), **tags)


def layer(role: str, features: list[dict[str, str]]) -> Layer:
    ids = np.array(
        [feature.get("id", f"{role}-{i}") for i, feature in enumerate(features)], dtype=object
    )
    shapes = np.array([shape(feature["wkt"]) for feature in features], dtype=object)
    names = {name for feature in features for name in feature if name not in ("id", "wkt")}
    columns = {
        name: np.array([feature.get(name) or None for feature in features], dtype=object)
        for name in names
    }
    return Layer(role, role.lower(), ids, shapes, columns, total=len(ids))


def survey(features: list[dict[str, str]]) -> Survey:
    full = [{"ZLDWDM": "6409991002010000000", "ZLDWMC": "一村", **feature} for feature in features]
    return Survey(layer("DLTB", full), TOWNS)


def dem(given: dict[str, str]) -> Dem:
    size, cell = int(given.get("size", "40")), float(given.get("cell", "10"))
    columns = np.tile(np.arange(size, dtype=float), (size, 1))
    heights = columns * cell * np.tan(np.radians(float(given["degrees"])))
    return Dem("dem", heights, -2 * cell, (size - 2) * cell, cell, cell)


def indicators(notice: Notice, case: dict[str, Any], year: int) -> Indicators:
    """Credits and transfers of a case; townships by their codes, as the survey of a case has
    them."""
    credits = [
        Credit(
            kind=given["kind"],
            year=int(given.get("year", year - 1)),
            unit=given.get("unit", ""),
            unit_name=TOWNS.get(given.get("unit", ""), ""),
            balance_class=given.get("class", "0103"),
            m2=int(given["m2"]),
            grade=Decimal(given["grade"]) if "grade" in given else None,
            since=given.get("since", ""),
            document=given.get("document", ""),
        )
        for given in case.get("credits", ())
    ]
    transfers = [
        Transfer(
            kind=given.get("kind", "agreed"),
            from_unit=given["from"],
            from_name=TOWNS.get(given["from"], ""),
            to_unit=given["to"],
            to_name=TOWNS.get(given["to"], ""),
            balance_class=given.get("class", "0103"),
            m2=int(given["m2"]),
            document=given.get("document", ""),
        )
        for given in case.get("transfers", ())
    ]
    return sifted(credits, transfers, notice, year)


def batches(case: dict[str, Any]) -> tuple[Batch, ...]:
    return tuple(
        Batch(given["name"], given["kind"], given.get("reported_on", ""))
        for given in case.get("batches", ())
    )


def evidence(notice: Notice, case: dict[str, Any]) -> Evidence:
    parcels = [parcel(given) for given in case["parcels"]]
    layers = {role: layer(role, features) for role, features in case.get("layers", {}).items()}
    land = survey(case["dltb"]) if case.get("dltb") else None
    slope = dem(case["dem"]) if "dem" in case else None
    year = int(case.get("year") or case.get("today", "2023")[:4])
    found = Evidence(
        notice,
        parcels,
        layers,
        land,
        slope,
        today=case.get("today", ""),
        year=year,
        batches=batches(case),
    )
    if "county" not in case or land is None:
        return found
    earlier = survey(case["dltb_before"]) if "dltb_before" in case else None
    cells = memory.cells(notice, parcels, land, earlier)
    on_parcels = check([rule for rule in notice.rules if rule.direction != "plan"], found)
    held = indicators(notice, case, year)
    result = balance(parcels, cells, on_parcels, notice, "云川县", held)
    blocked = blocked_parcels(on_parcels)
    months = schedule(parcels, cells, notice, year, blocked, held.credits)
    return replace(found, balance=result, months=months)


def of_county(rule: Rule, given: dict[str, str]) -> Rule:
    """The rule with parameters of a county's own profile over those of the notice."""
    types = {param.name: param.type for param in KINDS[rule.kind].params}
    own = {name: Decimal(text) if types[name] == NUMBER else text for name, text in given.items()}
    return replace(rule, params={**rule.params, **own})


@pytest.mark.parametrize(("profile", "rule_id", "case"), cases())
def test_case(profile: str, rule_id: str, case: dict[str, Any]) -> None:
    notice = profiles.load(profile)
    rule = next(rule for rule in notice.rules if rule.id == rule_id)
    rule = of_county(rule, case.get("params", {}))
    findings = {finding.parcel_id: finding for finding in check_rule(rule, evidence(notice, case))}
    for parcel_id, expected in case["expect"].items():
        found = findings[parcel_id]
        assert found.verdict == expected["verdict"], found.message
        if "overlap_m2" in expected:
            assert found.overlap_m2 is not None
            assert abs(found.overlap_m2 - Decimal(expected["overlap_m2"])) <= Decimal("0.01")
        if found.verdict in ("fail", "unknown"):
            assert found.message


@pytest.mark.parametrize("profile", sorted({path.parent.name for path in case_files()}))
def test_every_rule_of_a_profile_has_cases_that_fail_pass_and_lack_evidence(profile: str) -> None:
    lacking = []
    for rule in profiles.load(profile).rules:
        path = CASES / profile / f"{rule.id}.yaml"
        found = (
            yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            if path.exists()
            else []
        )
        verdicts = {expected["verdict"] for case in found for expected in case["expect"].values()}
        needed = {"fail", "pass"} | ({"unknown"} if KINDS[rule.kind].needs_evidence else set())
        if not needed <= verdicts:
            lacking.append(f"{rule.id}: {sorted(needed - verdicts)}")
    assert not lacking


def test_no_case_is_for_a_rule_that_does_not_exist() -> None:
    strays = [
        f"{path.parent.name}/{path.stem}"
        for path in case_files()
        if path.stem not in [rule.id for rule in profiles.load(path.parent.name).rules]
    ]
    assert not strays
