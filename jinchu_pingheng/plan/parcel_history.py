"""Which values parcels had: what is in the file against what the history tells, whichever program
has edited it.

Each row of ``parcel_history`` holds the fields that an event changed, before and after, so that the
rows of a parcel, one upon the other, are the parcel (``replayed``). A parcel is the same as long as
it keeps its feature number.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import shapely

from ..core.history import AREA, CAME, CHANGED, SHAPE, WENT, Values
from ..core.rounding import whole
from . import schema
from .counting import counted_once
from .geometry_blob import from_blobs, wkb_of

FIELDS = tuple(name for name in schema.PARCELS.names if name != "survey_attributes")
"""What is told: not the further attributes of a source, which nobody edits here."""

_GONE = ""
_HEADER = 8
_SQL = f"SELECT fid, geom, {', '.join(FIELDS)} FROM parcels {{}} ORDER BY fid"
_ALL, _NOTHING = "", "{}"
_FEW = 1000
"""Parcels beyond which all are read: it takes no longer."""


def record_parcels(
    connection: sqlite3.Connection,
    event: int,
    came: str = CAME,
    only: Collection[int] | None = None,
) -> None:
    """Write down under an event what has changed since the event before it; to be used inside a
    transaction.

    ``came``: what a new parcel is called. ``only``: feature numbers of the parcels that were
    edited, where that is known; new ones are found in any case.
    """
    chosen = _chosen(connection, only)
    rows = connection.execute(_SQL.format(chosen.format("fid"))).fetchall()
    now = {row[0]: tuple(row) for row in rows}
    states = {fid: _state(row) for fid, row in now.items()}
    known = _known_states(connection, chosen)
    moved = [fid for fid, state in states.items() if known.get(fid) != state]
    gone = [fid for fid, state in known.items() if state != _GONE and fid not in now]
    if not moved and not gone:
        return
    old = _replayed(connection, chosen)
    new = dict(zip(moved, _values([now[fid] for fid in moved], [old.get(f, {}) for f in moved])))
    rows = []
    for fid in (*moved, *gone):
        before, after = old.get(fid, {}), new.get(fid, {})
        change = came if not before else CHANGED if after else WENT
        name = after.get("parcel_id") or before.get("parcel_id")
        texts = _text(_other(before, after)), _text(_other(after, before))
        rows.append((event, fid, name, change, *texts, states.get(fid, _GONE)))
    _insert(connection, rows)


def replayed(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The values of parcels by feature number, from their history alone. Those that went are not
    among them."""
    return _replayed(connection, _ALL)


def _replayed(connection: sqlite3.Connection, chosen: str) -> dict[int, dict[str, Any]]:
    held: dict[int, dict[str, Any]] = {}
    where = chosen.format("feature")
    sql = f"SELECT feature, change, before, after FROM parcel_history {where} ORDER BY fid"
    for feature, change, before, after in connection.execute(sql).fetchall():
        if change == WENT:
            held.pop(feature, None)
            continue
        values, new = held.setdefault(feature, {}), json.loads(after)
        if before != _NOTHING:
            for name in json.loads(before).keys() - new.keys():
                values.pop(name, None)
        values.update(new)
    return held


def _chosen(connection: sqlite3.Connection, only: Collection[int] | None) -> str:
    """The condition on a column that chooses what may have changed; '' for all."""
    if only is None or len(only) > _FEW:
        return _ALL
    [(last,)] = connection.execute("SELECT ifnull(max(feature), 0) FROM parcel_history").fetchall()
    return f"WHERE {{0}} > {last:d} OR {{0}} IN ({', '.join(f'{fid:d}' for fid in only)})"


def current(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The values of parcels by feature number, as they are in the file."""
    rows = connection.execute(_SQL.format(_ALL)).fetchall()
    return {row[0]: values for row, values in zip(rows, _values(rows, [{}] * len(rows)))}


def _known_states(connection: sqlite3.Connection, chosen: str) -> dict[int, str]:
    last = f"SELECT max(fid) FROM parcel_history {chosen.format('feature')} GROUP BY feature"
    sql = f"SELECT feature, state FROM parcel_history WHERE fid IN ({last})"
    return {row[0]: row[1] for row in connection.execute(sql).fetchall()}


def _state(row: Sequence[Any]) -> str:
    told = _polygon(row[1]) + repr(_filled(row)).encode()
    return hashlib.blake2b(told, digest_size=8).hexdigest()


def _filled(row: Sequence[Any]) -> dict[str, Any]:
    """What is filled: a column that a later version adds changes nothing."""
    return {n: v for n, v in zip(FIELDS, row[2:]) if v is not None and v != ""}


def _polygon(blob: Any) -> bytes:
    return wkb_of(blob) if isinstance(blob, bytes) and len(blob) > _HEADER else b""


def _values(rows: Sequence[Sequence[Any]], old: Sequence[Values]) -> Iterator[dict[str, Any]]:
    """What rows hold; ``old``: what is known of them, so that only other polygons are measured."""
    shapes = [_digest(_polygon(row[1])) for row in rows]
    fresh = [shape != held.get(SHAPE) for shape, held in zip(shapes, old)]
    areas = iter(_areas([row[1] for row, is_fresh in zip(rows, fresh) if is_fresh]))
    for row, shape, is_fresh, held in zip(rows, shapes, fresh, old):
        values = _filled(row)
        values[SHAPE], values[AREA] = shape, next(areas) if is_fresh else held.get(AREA)
        yield {name: value for name, value in values.items() if value is not None}


def _digest(polygon: bytes) -> str | None:
    return hashlib.blake2b(polygon, digest_size=4).hexdigest() if polygon else None


def _areas(blobs: Sequence[Any]) -> list[int | None]:
    """Planar areas in whole m²; None where there is no polygon that can be read: what was saved is
    saved, and told elsewhere."""
    try:
        areas = shapely.area(from_blobs(blobs))
    except Exception:  # whatever a spoilt blob makes of the parser
        return [None] * len(blobs)
    return [whole(float(area)) if area == area else None for area in areas]


def _other(values: Values, than: Values) -> Values:
    return {name: value for name, value in values.items() if than.get(name) != value}


def _text(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    names = schema.PARCEL_HISTORY.names
    marks = ", ".join("?" for _ in names)
    sql = f"INSERT INTO parcel_history ({', '.join(names)}) VALUES ({marks})"
    with counted_once(connection, schema.PARCEL_HISTORY.name):
        connection.executemany(sql, rows)
