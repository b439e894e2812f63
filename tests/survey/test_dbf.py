"""The texts of an attribute table as bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from jinchu_pingheng.survey.files.dbf import open_table


def test_a_field_of_no_width_is_empty_and_harms_no_other(tmp_path: Path) -> None:
    """Some programs write such fields (one table of the real data has two)."""
    widths = {b"NONE": 0, b"NAME": 6}
    fields = b"".join(
        name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([width]) + bytes(15)
        for name, width in widths.items()
    )
    start = 32 + len(fields) + 1
    head = bytes([3, 0, 0, 0]) + (2).to_bytes(4, "little") + start.to_bytes(2, "little")
    head = (head + (7).to_bytes(2, "little")).ljust(32, b"\0")
    (tmp_path / "x.dbf").write_bytes(head + fields + b"\r" + b" " + b"one   " + b" " + b"      ")
    table = open_table(tmp_path / "x.shp")
    assert table is not None and table.sample() == []
    assert table.texts(np.arange(2), 0, bytes.decode).tolist() == [None, None]
    assert table.texts(np.arange(2), 1, bytes.decode).tolist() == ["one", None]
