"""Credits and transfers in the plan's file: recorded, replaced, taken out; new in version 2."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Header
from jinchu_pingheng.plan.migrations import ADDED, NEW_TABLES
from jinchu_pingheng.plan.store import Plan
from tests.deliver.indicator_example import CARRIED, HELP, STORED

HEADER = Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "方案.gpkg"


@pytest.fixture
def plan(path: Path) -> Iterator[Plan]:
    with Plan.create(path, HEADER) as plan:
        yield plan


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(sql).fetchall()
        file.commit()
        return rows


def test_what_is_recorded_is_read_again(plan: Plan) -> None:
    for credit in (CARRIED, STORED, replace(CARRIED, year=2021, grade=None)):
        assert plan.put_credit(credit)
    assert plan.put_transfer(HELP)
    assert plan.credits() == [CARRIED, STORED, replace(CARRIED, year=2021, grade=None)]
    assert plan.transfers() == [HELP]
    assert plan.edition.revision == 5


def test_the_same_key_replaces_and_no_area_takes_out(plan: Plan) -> None:
    plan.put_credit(CARRIED)
    plan.put_credit(replace(CARRIED, m2=2500, grade=Decimal(8)))
    assert plan.credits() == [replace(CARRIED, m2=2500, grade=Decimal(8))]
    plan.put_credit(replace(CARRIED, document="云自然资认〔2023〕2号", m2=100))
    assert len(plan.credits()) == 2
    assert plan.put_credit(replace(CARRIED, m2=0))
    assert [credit.m2 for credit in plan.credits()] == [100]
    revision = plan.edition.revision
    assert not plan.put_credit(replace(CARRIED, m2=0))
    assert plan.edition.revision == revision
    plan.put_transfer(HELP)
    plan.put_transfer(replace(HELP, m2=1, price=None))
    assert plan.transfers() == [replace(HELP, m2=1, price=None)]
    assert plan.put_transfer(replace(HELP, m2=0)) and plan.transfers() == []


@pytest.mark.parametrize("document", ["", "待批"])
def test_a_document_that_comes_later_replaces_the_entry_without_one(
    plan: Plan, document: str
) -> None:
    plan.put_credit(replace(CARRIED, document=document))
    assert not plan.put_credit(replace(CARRIED, m2=0))
    plan.put_credit(CARRIED)
    assert plan.credits() == [CARRIED]


def test_rows_that_were_typed_by_hand_are_read_or_told_as_damage(path: Path, plan: Plan) -> None:
    plan.close()
    query(path, "INSERT INTO credits (kind, year, m2) VALUES ('store', 2023, 5)")
    with Plan.open(path) as again:
        [credit] = again.credits()
        assert (credit.unit, credit.grade, credit.document) == ("", None, "")
    query(path, "UPDATE credits SET m2 = '五'")
    with Plan.open(path) as again, pytest.raises(PlanError, match="表 credits 的内容无法识别"):
        again.credits()


def as_version_1(path: Path) -> None:
    """Take out what came with later versions."""
    with closing(sqlite3.connect(path)) as file:
        for table in (table.name for tables in NEW_TABLES.values() for table in tables):
            file.execute(f"DROP TABLE {table}")
            for register in ("gpkg_contents", "gpkg_ogr_contents"):
                file.execute(f"DELETE FROM {register} WHERE table_name = '{table}'")
        file.execute("UPDATE header SET schema_version = 1")
        for table, column in (pair for pairs in ADDED.values() for pair in pairs):
            file.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        file.commit()


def made(path: Path) -> list[tuple[Any, ...]]:
    """How the tables stand in the file."""
    of_them = "IN ('credits', 'transfers')"
    return [
        *query(path, f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name {of_them} "
                     "ORDER BY type, name"),
        *query(path, "SELECT table_name, data_type, identifier, srs_id FROM gpkg_contents WHERE "
                     f"table_name {of_them} ORDER BY table_name"),
        *query(path, f"SELECT table_name FROM gpkg_ogr_contents WHERE table_name {of_them} "
                     "ORDER BY table_name"),
    ]  # fmt: skip


def test_a_plan_of_version_1_gets_the_tables_as_ogr_makes_them(path: Path, plan: Plan) -> None:
    plan.close()
    as_created = made(path)
    as_version_1(path)
    assert made(path) == []
    with Plan.open(path) as migrated:
        migrated.put_credit(CARRIED)
        migrated.put_transfer(HELP)
    assert made(path) == as_created
    source = ogr.Open(str(path))
    assert [source.GetLayerByName(name).GetFeatureCount() for name in ("credits", "transfers")] == [
        1, 1
    ]  # fmt: skip


def test_a_plan_of_version_2_without_the_tables_is_refused(path: Path, plan: Plan) -> None:
    plan.close()
    query(path, "DROP TABLE transfers")
    with pytest.raises(PlanError, match="缺少表 transfers"):
        Plan.open(path)
