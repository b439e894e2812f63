"""What a plan remembers of its exports, and how they stand to it later."""

from __future__ import annotations

import pytest

from jinchu_pingheng.core.exports import (
    EDITED,
    GONE,
    OLDER,
    PACKAGE,
    SAME,
    STATES,
    UNREAD,
    ExportedFile,
    gravest,
    state,
)

FILE = ExportedFile("2023-03-20T01:15:00+00:00", PACKAGE, "成果", "a.xlsx", "annex1", 3, "abc")


@pytest.mark.parametrize(
    ("content", "revision", "expected"),
    [
        ("abc", 3, SAME),
        ("abc", 4, OLDER),
        ("abd", 3, EDITED),
        ("abd", 4, EDITED),
        ("", 3, UNREAD),
        (None, 3, GONE),
        (None, 4, GONE),
    ],
)
def test_a_file_is_told_by_its_content_then_by_its_revision(
    content: str | None, revision: int, expected: str
) -> None:
    assert state(FILE, content, revision) == expected


def test_the_gravest_state_is_that_of_a_package() -> None:
    assert gravest([SAME, OLDER]) == OLDER
    assert gravest([EDITED, GONE, SAME]) == GONE
    assert gravest(STATES[:3]) == UNREAD
