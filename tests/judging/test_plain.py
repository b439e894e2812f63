"""Values that pass between processes: they arrive as they were, and nothing else arrives."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.findings import Findings
from jinchu_pingheng.core.model import Finding, Parcel
from jinchu_pingheng.judging import plain
from jinchu_pingheng.plan.profiles import available, load
from tests.judging.wire import sent


class Pair(NamedTuple):
    left: Any
    right: Any


@dataclass(frozen=True)
class Held:
    value: Any
    _memory: list[int] = field(default_factory=list, compare=False)


def of_kind(value: Any) -> Any:
    """The value with the type of everything in it: 1, 1.0 and True are equal, but not the same."""
    if isinstance(value, Held):
        return Held, of_kind(value.value)
    if isinstance(value, dict):
        return [(of_kind(k), of_kind(v)) for k, v in value.items()]
    if isinstance(value, (set, frozenset)):
        return type(value), sorted(map(repr, map(of_kind, value)))
    if isinstance(value, (list, tuple)):
        return type(value), [of_kind(item) for item in value]
    return type(value), repr(value)


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.decimals() | st.builds(lambda x, y: shapely.Point(x, y), st.integers(), st.integers())
)  # fmt: skip
HASHABLE = st.booleans() | st.integers() | st.text() | st.binary()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.sets(HASHABLE)
        | st.frozensets(HASHABLE)
        | st.dictionaries(HASHABLE, inner)
        | st.builds(Pair, inner, inner)
        | st.builds(Held, inner)
    ),
    max_leaves=30,
)


@given(VALUES)
def test_a_plain_value_arrives_as_it_was(value: Any) -> None:
    assert of_kind(sent(value)) == of_kind(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.int64).reshape(2, 3),
        np.array([[0.1, np.nan], [np.inf, -0.0]]),
        np.zeros((0, 4)),
        np.array([True, False]),
        np.array(["01", None, 3, Decimal("0.10")], dtype=object),
    ],
)
def test_an_array_arrives_with_its_kind_and_shape(array: np.ndarray) -> None:
    found = sent(array)
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(found, array)
    found[...] = found  # and can be written to


@pytest.mark.parametrize("name", [name for name, _ in available()])
def test_every_notice_arrives_as_it_was(name: str) -> None:
    notice = load(name)
    assert sent(notice) == notice


def test_parcels_and_findings_arrive_as_they_were() -> None:
    shape = shapely.box(0, 0, 10.125, 20)
    parcel = Parcel("地块1", "in", 3, shape, grade=Decimal("10.0"))
    found = Findings(
        [
            Finding("地块1", "in", "r", "二（一）", "block", "fail", "压占", geometry=shape),
            Finding("地块1", "in", "s", "二（二）", "warn", "pass", "", overlap_m2=Decimal("0.00")),
        ]
    )
    assert sent([parcel, parcel]) == [parcel, parcel]
    back = sent({"r": found, "s": Findings()})
    assert (list(back["r"]), list(back["s"])) == (list(found), [])


def test_an_error_arrives_with_its_sentence() -> None:
    error = sent(PlanError("缺少字段", "图层“地类图斑”", "请补充"))
    assert str(error) == "图层“地类图斑”：缺少字段；请补充。"


def test_the_memory_of_a_process_stays_with_it() -> None:
    assert sent(Held("x", [1, 2]))._memory == []


@pytest.mark.parametrize("value", [print, object(), Path, lambda: None, iter("a")])
def test_what_is_no_plain_value_is_not_sent(value: Any) -> None:
    with pytest.raises(TypeError, match="is no plain value"):
        plain.dump([1, value])


@pytest.mark.parametrize(
    "column",
    [
        {"kind": "record", "class": "os:system", "of": [["true"]], "count": 1},
        {"kind": "record", "class": "subprocess:Popen", "of": [["true"]], "count": 1},
        {"kind": "record", "class": "antigravity:Any", "of": [], "count": 1},
        {"kind": "column", "of": []},
        {"kind": "__class__", "of": []},
    ],
)
def test_nothing_but_records_of_this_process_is_made(column: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        plain.load(json.dumps([column, []]).encode(), b"")
