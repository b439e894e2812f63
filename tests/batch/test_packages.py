"""Packages instead of plans: each is verified first, and summed up by what it records."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.batch.test_batch import rows_of, run
from tests.verify.packages import CHANGES, write_package


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("packages") / "成果包")


def test_a_package_counts_as_its_plan_would(tmp_path: Path, untouched: Path) -> None:
    assert run([untouched], tmp_path / "out") == 0
    [county, *_] = rows_of(tmp_path / "out")
    assert (county["级别"], county["方案"]) == ("县", str(untouched))
    assert county["流出（公顷）"] != "0.0000" and county["平衡"] in ("是", "否")
    folder = tmp_path / "out" / f"{county['代码']}-{county['年度']}"
    assert rows_of(folder, "findings.csv") and rows_of(folder, "balance.csv")


@pytest.mark.parametrize("number", range(0, len(CHANGES), 3))
def test_a_package_that_was_changed_is_not_summed_up(
    tmp_path: Path, untouched: Path, number: int
) -> None:
    package = Path(shutil.copytree(untouched, tmp_path / "成果包"))
    CHANGES[number](package, random.Random(number))
    assert run([package], tmp_path / "out") == 1
    [row] = rows_of(tmp_path / "out")
    assert row["级别"] == "未完成" and str(package) in row["说明"]
    assert row["流出（公顷）"] == ""


def test_a_folder_without_a_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert run([tmp_path / "空"], tmp_path / "out") == 1
    [row] = rows_of(tmp_path / "out")
    assert row["级别"] == "未完成" and "空" in row["说明"]
