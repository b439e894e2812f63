"""Plans of older versions: one step for each version, all of them in one transaction.

A released step is never changed. A new one is a function here, its new columns in ``ADDED``, its
new tables in ``NEW_TABLES``, and a plan of the version before it under tests/plan/versions.
"""

from __future__ import annotations

import filecmp
import os
import re
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Callable

from ..core.errors import PlanError, listed
from ..core.history import HELD
from ..core.parcel_ids import Numbering
from . import schema
from .attribute_tables import add_table
from .connection import connect
from .copying import copied, staged_copy
from .digest import parcels_digest
from .failures import failure
from .numbering import record_numbering
from .parcel_history import record_parcels
from .who import history_line

WAIT_SECONDS = 10.0
"""How long to wait for another program that uses the plan."""

_PARCEL_ID = re.compile(r"(?<![A-Za-z0-9])L[CR][0-9]{4,9}(?![A-Za-z0-9])")

ADDED: Mapping[int, tuple[tuple[str, str], ...]] = {
    2: (
        ("header", "plan_id"),
        ("header", "revision"),
        ("header", "saved"),
        ("header", "measured_revision"),
        ("header", "checked_revision"),
        ("header", "last_out"),
        ("header", "last_in"),
        ("conflicts", "finding"),
        ("layer_roles", "filter"),
    ),
    3: (
        ("parcels", "batch"),
        ("parcels", "implementer"),
        ("parcels", "former_use"),
        ("parcels", "owner_consent_doc"),
        ("parcels", "completed_on"),
        ("parcels", "completion_doc"),
        ("header", "scenario"),
        ("history", "who"),
    ),
}
"""(table, column) that came with each version."""

BEGINS = 3
"""The version in which the history of the parcels' values begins: with those that are there."""

NEW_TABLES: Mapping[int, tuple[schema.Table, ...]] = {
    2: (schema.DECLARATIONS, schema.CREDITS, schema.TRANSFERS),
    3: (
        schema.BATCHES,
        schema.APPROVALS,
        schema.STAGES,
        schema.LOCKS,
        schema.EXPORTS,
        schema.PARCEL_HISTORY,
    ),
}
"""Tables that came with each version."""


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The version of an open plan.

    Raises PlanError for a file that is no plan, has no header row or lacks tables or columns of its
    version, and for a version that nobody knows.
    """
    stranger = PlanError("不是耕地进出平衡方案文件", str(path), "请选择由本软件新建的方案")
    try:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(header)").fetchall()}
    except PlanError as error:
        if isinstance(error.__cause__, sqlite3.OperationalError):
            raise  # locked, no permission
        raise stranger from error
    if "schema_version" not in columns:
        raise stranger
    row = connection.execute("SELECT schema_version FROM header").fetchone()
    if row is None:
        raise PlanError("方案文件缺少基本信息", str(path), "请改用备份，或重新新建方案")
    version = _known(row[0], path)
    _require_columns(connection, version, path)
    return version


def version_at(path: Path) -> int:
    """The version of the plan in a file. Raises PlanError as ``version_of``."""
    with closing(connect(path, WAIT_SECONDS)) as connection:
        return version_of(connection, path)


def _known(version: object, path: Path) -> int:
    if not isinstance(version, int) or version < 1:
        shown = "空" if version is None else version
        raise PlanError(f"方案的结构版本（{shown}）不可识别", str(path), "请改用备份")
    if version > schema.SCHEMA_VERSION:
        what = (
            f"方案由更新版本的软件建立（结构版本 {version}，本软件支持到 {schema.SCHEMA_VERSION}）"
        )
        raise PlanError(what, str(path), "请升级本软件后再打开")
    return version


def _require_columns(connection: sqlite3.Connection, version: int, path: Path) -> None:
    later = {pair for added, pairs in ADDED.items() if added > version for pair in pairs}
    unborn = [table for added, tables in NEW_TABLES.items() if added > version for table in tables]
    missing: list[str] = []
    for table in schema.TABLES:
        if table in unborn:
            continue
        rows = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        present = {row[1] for row in rows}
        wanted = ("fid", *(["geom"] if table.spatial else []), *table.names)
        lacking = [f for f in wanted if f not in present and (table.name, f) not in later]
        if not present:
            missing.append(f"表 {table.name}")
        elif lacking:
            missing.append(f"表 {table.name} 的字段 {listed(lacking)}")
    if missing:
        raise PlanError(f"方案文件缺少{listed(missing)}", str(path), "请改用备份，或重新新建方案")


def migrate(path: Path, backup: bool = True) -> None:
    """Bring a plan to the version of this software, with a copy of it as it was beside it.

    On any error, and when the process is killed, the plan stays as it was. Raises PlanError.
    """
    try:
        with closing(connect(path, WAIT_SECONDS)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            version = version_of(connection, path)
            if version < schema.SCHEMA_VERSION:
                kept = _back_up(path, version) if backup else None
                _take_steps(connection, version, kept)
                connection.execute("COMMIT")
    except PlanError as error:
        what = f"方案由旧版本软件建立，需要升级，但升级没有完成，文件未改动（{error.what}）"
        raise PlanError(what, error.where, error.do) from error


def _take_steps(connection: sqlite3.Connection, version: int, kept: Path | None) -> None:
    for step in range(version + 1, schema.SCHEMA_VERSION + 1):
        _add_columns(connection, ADDED.get(step, ()))
        for new in NEW_TABLES.get(step, ()):
            add_table(connection, new)
        if step in STEPS:
            STEPS[step](connection)
    connection.execute("UPDATE header SET schema_version = ?", (schema.SCHEMA_VERSION,))
    detail = f"结构版本 {version} 升级到 {schema.SCHEMA_VERSION}"
    detail += f"，原文件备份为 {kept.name}" if kept else ""
    sql = "INSERT INTO history (at, who, action, detail) VALUES (:at, :who, :action, :detail)"
    event = connection.execute(sql, history_line("升级方案", detail)).lastrowid
    if version < BEGINS:
        record_parcels(connection, int(event or 0), came=HELD)


def _add_columns(connection: sqlite3.Connection, added: Sequence[tuple[str, str]]) -> None:
    """Digests of the parcels are renewed with their columns; one that told an edit still does."""
    old = parcels_digest(connection)
    for table, column in added:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {_type(table, column)}")
    new = parcels_digest(connection)
    for kept in ("saved", "measured"):
        connection.execute(f"UPDATE header SET {kept} = ? WHERE {kept} = ?", (new, old))


def _type(table: str, column: str) -> str:
    [fields] = [item.fields for item in schema.TABLES if item.name == table]
    return next(field.type for field in fields if field.name == column)


def _back_up(path: Path, version: int) -> Path:
    """A copy of a plan beside it, which replaces none that is there; a copy of the same content is
    made once."""
    names = (f"{path.stem}.v{version}.bak{n}{path.suffix}" for n in ("", *map(str, range(2, 1000))))
    try:
        with staged_copy(path, f".{path.name}.bak.part") as staged:
            for target in map(path.with_name, names):
                if target.exists() and filecmp.cmp(staged, target, shallow=False):
                    return target
                if not target.exists():
                    os.replace(staged, target)
                    return target
    except (OSError, sqlite3.Error) as error:
        raise failure(error, path.parent, "无法备份方案") from error
    raise PlanError("备份文件太多", str(path.parent), "请移走旧的备份后重试")


@contextmanager
def migrated_copy(path: Path) -> Iterator[Path]:
    """A plan of an older version, migrated in a temporary folder; ``path`` is not written to."""
    with copied(path) as copy:
        migrate(copy, backup=False)
        yield copy


def _to_2(connection: sqlite3.Connection) -> None:
    """An identity, a count of saved changes, conflicts that name their finding, and the numbers
    that were given out: to parcels that are there, and to those of which the history tells."""
    digest = parcels_digest(connection)
    [(measured,)] = connection.execute("SELECT measured FROM header").fetchall()
    [(checked,)] = connection.execute("SELECT count(*) FROM findings").fetchall()
    of_these = measured in (None, digest)
    connection.execute(
        "UPDATE header SET plan_id = ?, revision = 1, saved = ?, measured_revision = ?, "
        "checked_revision = ?",
        (str(uuid.uuid4()), digest, int(measured == digest), int(of_these and checked > 0)),
    )
    _key_conflicts(connection)
    told = connection.execute("SELECT ifnull(detail, '') FROM history").fetchall()
    named = [name for (detail,) in told for name in _PARCEL_ID.findall(str(detail))]
    record_numbering(connection, Numbering(named))


def _key_conflicts(connection: sqlite3.Connection) -> None:
    """Version 1 joined conflicts to failed findings by parcel, rule and area, in their order."""
    key = "parcel_id, rule_id, overlap_m2"
    waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
    failed = f"SELECT fid, {key} FROM findings WHERE verdict = 'fail' ORDER BY fid DESC"
    for fid, *of in connection.execute(failed).fetchall():
        waiting[tuple(of)].append(fid)
    for fid, *of in connection.execute(f"SELECT fid, {key} FROM conflicts ORDER BY fid").fetchall():
        if waiting[tuple(of)]:
            found = waiting[tuple(of)].pop()
            connection.execute("UPDATE conflicts SET finding = ? WHERE fid = ?", (found, fid))


STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {2: _to_2}
"""What a version needs besides its new columns, by the version that it makes."""
