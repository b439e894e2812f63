"""The encoding of a shapefile's attribute table when nothing states it: survey deliveries are often
GBK without .cpg."""

from __future__ import annotations

from pathlib import Path

_SAMPLE_BYTES = 4_000_000


def unstated_encoding(shapefile: Path) -> str | None:
    """'GB18030' for a .dbf without .cpg and without language id whose bytes are not UTF-8; None to
    leave it alone."""
    table = shapefile.with_suffix(".dbf")
    if (
        any(shapefile.with_suffix(suffix).exists() for suffix in (".cpg", ".CPG"))
        or not table.exists()
    ):
        return None
    with table.open("rb") as file:
        head = file.read(32)
        file.seek(int.from_bytes(head[8:10], "little"))
        records = file.read(_SAMPLE_BYTES)
    if len(head) < 32 or head[29]:
        return None
    return None if _is_utf8(records) else "GB18030"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may cut the last character in two.
        return error.start >= len(data) - 4
    return True
