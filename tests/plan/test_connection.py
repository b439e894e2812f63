"""Opening the file of a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.plan.connection import connect


@pytest.mark.parametrize("name", ["方案.gpkg", "50% #1?.gpkg"])
def test_a_file_that_has_gone_is_not_made_anew(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(PlanError):
        connect(path, 0).execute("SELECT 1 FROM header")
    assert not path.exists()
