"""The one table of parcel fields, beside the record and the files that derive from it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from jinchu_pingheng.core.landclass import CROPLAND, LAND_CLASSES
from jinchu_pingheng.core.model import IN, OUT, Parcel
from jinchu_pingheng.core.parcel_field import NUMBER, WHOLE
from jinchu_pingheng.core.parcel_fields import BY_NAME, NUMBERS, PARCEL_FIELDS, WORDED, label
from jinchu_pingheng.plan import schema
from tests.core.notices import notice
from tools import data_dictionary

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_and_the_record_have_the_same_fields_in_the_same_order() -> None:
    assert [field.name for field in PARCEL_FIELDS] == [
        field.name for field in fields(Parcel) if field.name != "geometry"
    ]


def test_empty_values_of_the_record_are_those_of_the_table() -> None:
    defaults = {field.name: field.default for field in fields(Parcel)}
    for field in PARCEL_FIELDS:
        if not field.required:
            assert defaults[field.name] == (None if field.kind == NUMBER else ""), field.name
    assert set(NUMBERS) | set(WORDED) | {"type"} == set(BY_NAME)


def test_no_two_fields_share_a_name_a_label_or_a_name_in_a_shapefile() -> None:
    for names in zip(*((f.name, f.label, f.short) for f in PARCEL_FIELDS)):
        assert len(set(names)) == len(PARCEL_FIELDS)


def test_names_in_a_shapefile_are_ten_ascii_letters_at_most() -> None:
    for field in PARCEL_FIELDS:
        assert field.short.isascii() and field.short.isidentifier() and len(field.short) <= 10
        assert 0 < field.width <= 254, field.name


def test_labels_are_the_words_of_the_notices_own_tables() -> None:
    """宁夏通知 附件1, 附件2, 附件3 第七章（四）（五） and 三（三）."""
    words = ("类型", "项目名称", "地块名称", "是否与用地主体签订协议", "备注")
    names = ("type", "project", "name", "agreement", "note")
    assert tuple(map(label, names)) == words
    assert label("approval_doc") == "批准文件"
    assert label("consent_doc") == "承包户知情同意书"
    assert label("owner_consent_doc") == "土地权利人同意文件"
    assert label("forest_consent_doc") == "林业等部门同意文件"


def test_a_choice_fits_the_field_of_a_shapefile() -> None:
    given = notice()
    for field in PARCEL_FIELDS:
        for side in (OUT, IN):
            for choice in field.choices(given, side) or ():
                assert len(str(choice.value).encode("gbk")) <= field.width, (field.name, choice)


def test_allowed_values_come_from_the_notice_or_the_survey_standard() -> None:
    given = notice()
    assert [c.value for c in BY_NAME["type"].choices(given, OUT) or ()] == [1, 2, 3, 4]
    assert [c.value for c in BY_NAME["deduction"].choices(given, IN) or ()] == ["disaster"]
    assert [c.value for c in BY_NAME["planned_class"].choices(given, IN) or ()] == list(CROPLAND)
    assert {c.value for c in BY_NAME["target_class"].choices(given, OUT) or ()} == {*LAND_CLASSES}
    assert BY_NAME["note"].choices(given, OUT) is None


def test_the_plans_columns_are_the_fields_of_the_table() -> None:
    types = {WHOLE: schema.INTEGER, NUMBER: schema.REAL}
    expected = [(f.name, types.get(f.kind, schema.TEXT)) for f in PARCEL_FIELDS]
    assert [(f.name, f.type) for f in schema.PARCELS.fields][: len(expected)] == expected
    assert all(
        f.meaning.startswith(BY_NAME[f.name].label)
        for f in schema.PARCELS.fields[: len(PARCEL_FIELDS)]
    )


def test_the_data_dictionary_is_up_to_date() -> None:
    assert data_dictionary.TARGET.read_text(encoding="utf-8") == data_dictionary.text()


def test_no_other_place_of_the_plugin_spells_the_label_of_a_document_field() -> None:
    """Drifted names of the two consents and of the road's class stood in three modules."""
    old = ("承包户同意书", "林草部门意见", "权利人及林业部门同意文件", "沿线类型", '林业部门同意"')
    for path in (ROOT / "jinchu_pingheng").rglob("*.py"):
        if "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not [word for word in old if word in text], path
