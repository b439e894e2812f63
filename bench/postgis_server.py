"""A private PostgreSQL with PostGIS, where one is installed: `with server(folder): load(county)`.

The server listens on a socket of its own only. It refuses to run as root, so root hands it to the
user `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "jit": "off",
    "shared_buffers": "2GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_parallel_workers_per_gather": "2",
    "min_parallel_table_scan_size": "0",  # a row of parcels is small beside the work that it makes
    "min_parallel_index_scan_size": "0",
    "random_page_cost": "1.1",
}
SUBDIVIDED = {"red": 256}  # vertices a piece; the other layers are small polygons
_LOAD = """
import sys
from osgeo import gdal
gdal.UseExceptions()
gdal.VectorTranslate(
    "PG:", sys.argv[1], format="PostgreSQL", layerName=sys.argv[2], accessMode="overwrite",
    layerCreationOptions=["GEOMETRY_NAME=geom", "SPATIAL_INDEX=NONE", "UNLOGGED=ON"],
)
"""


def binaries() -> Path | None:
    """Where the newest installed server keeps its programs, None without PostGIS."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        extension = (
            Path("/usr/share/postgresql") / folder.parent.name / "extension" / "postgis.control"
        )
        if (folder / "pg_ctl").exists() and extension.exists():
            return folder
    return None


def absent() -> str | None:
    """Why PostGIS cannot take part here, None when it can."""
    if binaries() is None:
        return "no PostgreSQL server with PostGIS is installed"
    return None


def database(county: Path) -> str:
    """The database that holds a county."""
    return f"county_{county.name.lower()}"


@contextmanager
def server(folder: Path) -> Iterator[None]:
    """Run a cluster in ``folder``; PG* variables of the environment lead there meanwhile. Raises
    CalledProcessError."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(absent())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="jcph-pg-") as socket:
        for place in (folder, Path(socket)):
            shutil.chown(place, owner)
        _as(
            owner,
            programs / "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--pgdata",
            folder,
        )
        options = " ".join(f"-c {name}={value or repr('')}" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories={socket}"
        _as(
            owner,
            programs / "pg_ctl",
            "--wait",
            "--pgdata",
            folder,
            "--log",
            folder / "log",
            "--options",
            options,
            "start",
        )
        before = dict(os.environ)
        os.environ.update(PGHOST=socket, PGUSER=owner, PGPORT="5432")
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            _as(
                owner, programs / "pg_ctl", "--wait", "--mode=immediate", "--pgdata", folder, "stop"
            )
            shutil.rmtree(folder, ignore_errors=True)


def load(county: Path, layers: list[str], python: str) -> None:
    """Load a county's layers, cut the huge polygons, index. ``python`` has GDAL with a PostgreSQL
    driver.

    Raises OSError or CalledProcessError.
    """
    name = database(county)
    subprocess.run(["createdb", name], check=True)
    environment = {**os.environ, "PGDATABASE": name}
    _sql(environment, "CREATE EXTENSION postgis")
    for layer in layers:
        file = str(county / f"{layer}.gpkg")
        loaded = subprocess.run(
            [python, "-c", _LOAD, file, layer], env=environment, capture_output=True, text=True
        )
        if loaded.returncode:
            raise OSError(f"{layer}: {loaded.stderr.strip()}")
        if layer in SUBDIVIDED:
            _sql(
                environment,
                f"CREATE UNLOGGED TABLE pieces AS SELECT ST_Subdivide(geom, {SUBDIVIDED[layer]}) "
                f"AS geom FROM {layer}",
            )
            _sql(environment, f"DROP TABLE {layer}")
            _sql(environment, f"ALTER TABLE pieces RENAME TO {layer}")
        _sql(environment, f"CREATE INDEX ON {layer} USING gist (geom)")
        _sql(environment, f"VACUUM ANALYZE {layer}")


def _sql(environment: dict[str, str], statement: str) -> None:
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement]
    subprocess.run(command, check=True, env=environment)


def _as(owner: str, *command: str | Path) -> None:
    prefix = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL)
