"""Profiles that are wrong by accident or on purpose: one sentence, at once, or a notice."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.plan.profiles import BUNDLED, available, read
from jinchu_pingheng.plan.profiles.yaml_nodes import MOST_DIGITS
from tests.soak import amount, told

SECONDS = 10


def refused(path: Path, text: str) -> str:
    """The sentence, given within the time; '' when it is a notice after all."""
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    begun = time.monotonic()
    try:
        read(path)
        return ""
    except PlanError as error:
        return str(error)
    finally:
        assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("depth", "[" * 200_000),
        ("braces", "{a: " * 100_000),
        ("laughs", "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(200))),
        ("itself", "id: &a [*a]"),
        ("list-key", "? [id]\n: itself"),
        ("size", f"id: {'x' * 2_000_000}"),
        ("nul", "id: \x00"),
        ("empty", ""),
        ("number", "42"),
    ],
)
def test_a_file_that_would_fill_the_stack_or_the_memory_is_refused(
    tmp_path: Path, name: str, text: str
) -> None:
    assert refused(tmp_path / f"{name}.yaml", text).endswith("。")


@pytest.mark.parametrize("number", ["1e30000000", "-1", "1e-30000000", "9" * 400, "NaN", "∞"])
def test_a_number_beyond_all_measure_is_refused(tmp_path: Path, number: str) -> None:
    text = (BUNDLED / "ningxia-2022.yaml").read_text(encoding="utf-8")
    assert "ratio: 1.00" in text
    sentence = refused(
        tmp_path / "ningxia-2022.yaml", text.replace("ratio: 1.00", f"ratio: {number}")
    )
    assert "第" in sentence and "行" in sentence


@pytest.mark.parametrize("folder", ["../../secret", "/etc", "C:\\temp", "..", "a b"])
def test_a_profile_leads_to_no_template_elsewhere(tmp_path: Path, folder: str) -> None:
    text = (BUNDLED / "ningxia-2022.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("document:"))
    sentence = refused(tmp_path / "ningxia-2022.yaml", text.replace(line, f"document: '{folder}'"))
    assert "模板文件夹" in sentence


def test_a_broken_profile_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("[", encoding="utf-8")
    titles = dict(available(str(tmp_path)))
    assert titles.keys() >= {"broken", "ningxia-2022", "sichuan-2022"}
    assert "有误" in titles["broken"]


def test_whatever_becomes_of_a_notice_it_is_one_or_refused_in_a_sentence(tmp_path: Path) -> None:
    dice = random.Random(20)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(BUNDLED.glob("*.yaml"))}
    count = amount(60, 5000)
    for _ in range(count):
        name = dice.choice(sorted(texts))
        text = changed(dice, texts[name])
        sentence = refused(tmp_path / f"{name}.yaml", text)
        assert sentence == "" or sentence.endswith("。")
    told(f"profiles: {count} changed ones read or refused")


def changed(dice: random.Random, text: str) -> str:
    """The text with a few of its lines lost, doubled, swapped, indented, or given another value."""
    lines = text.splitlines()
    values = ["", "[", "{}", "'", "~", "0", "1e9", "-1", "&a", "*a", "!!python/object:x", "\u202e"]
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(lines))
        head = lines[at].split(":")[0]
        lines[at : at + 1] = dice.choice(
            [
                [],
                [lines[at]] * 2,
                [lines[dice.randrange(len(lines))]],
                [" " * dice.randint(1, 9) + lines[at]],
                [f"{head}: {dice.choice(values)}"],
            ]
        )
    return "\n".join(lines)


def test_the_limit_of_digits_is_beyond_a_countrys_square_metres() -> None:
    assert Decimal(9_600_000_000_000).adjusted() < MOST_DIGITS
