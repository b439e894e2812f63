"""Rules on survey attributes, on declared tags and on documents."""

from __future__ import annotations

from decimal import Decimal

import pytest
import shapely

from jinchu_pingheng.core.model import FAIL, NA, PASS, UNKNOWN
from jinchu_pingheng.core.notice import When
from tests.core.law.rules.cases import overlap_of, parcel, rule, run, survey, verdict

CROPLAND = ("0101", "0102", "0103")
LEFT, RIGHT = shapely.box(0, 0, 40, 100), shapely.box(40, 0, 100, 100)
MIXED = survey((LEFT, "0103"), (RIGHT, "0201"))


@pytest.mark.parametrize(
    ("test", "expected", "overlap"),
    [("all", FAIL, "6000.00"), ("some", PASS, "4000.00"), ("none", FAIL, "4000.00")],
)
def test_land_classes_are_weighed_by_area(test: str, expected: str, overlap: str) -> None:
    [finding] = run(
        rule("survey_attribute", column="DLBM", values=CROPLAND, test=test), survey=MIXED
    )
    assert (finding.verdict, overlap_of(finding)) == (expected, Decimal(overlap))


def test_a_prefix_stands_for_a_whole_first_level() -> None:
    assert (
        verdict(
            rule("survey_attribute", column="DLBM", values=("01", "02"), test="all"), survey=MIXED
        )
        == PASS
    )


def test_no_survey_or_no_column_is_unknown() -> None:
    town = rule("survey_attribute", column="CZCSXM", values=("203",), test="none")
    assert (verdict(town), verdict(town, survey=MIXED)) == (UNKNOWN, UNKNOWN)


def test_uncovered_land_is_unknown_not_lawful() -> None:
    town = rule("survey_attribute", column="DLBM", values=("07",), test="none")
    assert verdict(town, survey=survey((LEFT, "0103"))) == UNKNOWN


def test_an_empty_attribute_is_outside_towns() -> None:
    town = rule("survey_attribute", column="CZCSXM", values=("201", "202", "203"), test="none")
    inside = survey((LEFT, "0201"), (RIGHT, "0201"), CZCSXM=[None, "203A"])
    outside = survey((LEFT, "0201"), (RIGHT, "0201"), CZCSXM=[None, ""])
    assert (verdict(town, survey=inside), verdict(town, survey=outside)) == (FAIL, PASS)


def test_only_the_named_classes_need_the_attribute() -> None:
    marked = rule(
        "survey_attribute", column="ZZSXDM", values=("JKHF",), test="all", classes=("02", "03")
    )
    land = survey((LEFT, "0201"), (RIGHT, "0702"), ZZSXDM=["JKHF", None])
    assert verdict(marked, survey=land) == PASS


@pytest.mark.parametrize(
    ("use", "expected"), [("挖湖造景项目", FAIL), ("果园", PASS), ("", UNKNOWN), ("种植草皮", FAIL)]
)
def test_a_banned_use_fails_and_an_undeclared_one_is_unknown(use: str, expected: str) -> None:
    ban = rule("declared", direction="out", field="target_use", banned=("挖湖", "草皮"))
    assert verdict(ban, parcel(direction="out", target_use=use)) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("0201", PASS), ("1006", PASS), ("0601", FAIL), ("1206", FAIL)]
)
def test_a_target_class_must_be_one_of_the_allowed(code: str, expected: str) -> None:
    allowed = rule("declared", direction="out", field="target_class", allowed=("02", "03", "1006"))
    assert verdict(allowed, parcel(direction="out", target_class=code)) == expected


@pytest.mark.parametrize(
    ("document", "expected"), [("云林发〔2023〕1号", PASS), ("", UNKNOWN), ("未批准", FAIL)]
)
def test_a_document_is_recorded_missing_or_refused(document: str, expected: str) -> None:
    approved = rule("document", direction="out", field="approval_doc")
    assert verdict(approved, parcel(direction="out", approval_doc=document)) == expected


def test_a_document_for_forest_does_not_concern_an_orchard() -> None:
    consent = rule("document", field="forest_consent_doc", classes=("03", "04"))
    assert verdict(consent, survey=MIXED) == NA
    assert verdict(consent, survey=survey((LEFT, "0301"), (RIGHT, "0201"))) == UNKNOWN


def test_types_and_conditions_limit_a_rule_and_an_unknown_condition_is_unknown() -> None:
    when = When("target_class", ("1006",))
    road = rule("width", direction="out", types=(4,), when=when, max_m=Decimal(8), min_m=Decimal(2))
    strip = shapely.box(0, 0, 100, 4)

    def on(**tags: object) -> str:
        return verdict(road, parcel(direction="out", geometry=strip, **tags))  # type: ignore[arg-type]

    assert on(type=1, target_class="1006") == NA
    assert on(type=4, target_class="0201") == NA
    assert on(type=4) == UNKNOWN
    assert on(type=4, target_class="1006") == PASS


def test_classes_are_told_by_code_and_name() -> None:
    crop = rule("survey_attribute", column="DLBM", values=CROPLAND, test="all")
    [finding] = run(crop, survey=MIXED)
    assert finding.message.startswith("地类 0201 果园 6000.00 平方米")
    road = rule("declared", direction="out", field="target_class", allowed=("03",))
    [finding] = run(road, parcel(direction="out", target_class="0201"))
    assert finding.message.startswith("转后地类为“0201 果园”")
