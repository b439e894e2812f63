"""Builds the plugin: a zip for QGIS's *Install from ZIP*, or the same content put into a profile.

`python -m tools.package` writes `dist/jinchu_pingheng-<version>.zip`;
`python -m tools.package --install PLUGINS` puts the plugin into the folder `PLUGINS`.
`--address "https://… mail@…"` replaces the placeholders in `metadata.txt`.
All are a copy of the sources with what is made or fetched at build time: compiled resources,
compiled translations, the manual as HTML, the small sample county, and the pinned pure-Python
libraries, because a county's machine has no network.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tools import manual, vendoring

ROOT = Path(__file__).resolve().parent.parent
NAME = "jinchu_pingheng"
BUILD = ROOT / "build" / "package"
SENTENCES = ROOT / "i18n" / "sentences_en.json"
VENDORED = ("openpyxl", "et_xmlfile", "python-docx")
OLDEST_PYTHON = "3.9"  # of QGIS 3.22 on Windows
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that runs QGIS
SITE, MAIL = "https://example.org/jinchu_pingheng", "maintainers@example.org"
"""Placeholders for the addresses of whoever publishes; `make release` refuses them."""
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
EPOCH_SECONDS = 315532800


def version() -> str:
    """The plugin's version, from `metadata.txt`."""
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def stage(parent: Path, address: str = "") -> Path:
    """Makes a complete plugin folder inside `parent` and returns it.

    `address`: 'https://… mail@…' of whoever publishes it. Raises ValueError for anything else.
    """
    plugin = parent / NAME
    shutil.rmtree(plugin, ignore_errors=True)
    ignored = shutil.ignore_patterns(
        "__pycache__", "vendor", "resources_rc.py", "*.qm", "sample_county"
    )
    shutil.copytree(ROOT / NAME, plugin, ignore=ignored)
    for name in ("metadata.txt", "LICENSE"):
        shutil.copyfile(ROOT / name, plugin / name)
    if address:
        write_address(plugin / "metadata.txt", address)
    compile_resources(parent, plugin)
    compile_translations(plugin)
    manual.build(plugin / "manual")
    shutil.copytree(sample_county(), plugin / "sample_county")
    unpack(fetch(VENDORED, "--python-version", OLDEST_PYTHON), plugin / "vendor")
    vendoring.trim(plugin / "vendor", plugin)
    return plugin


def write_address(metadata: Path, address: str) -> None:
    """Puts the address of the project's pages and of its maintainers in place of the
    placeholders."""
    site, _, mail = address.partition(" ")
    if not site.startswith("https://") or "@" not in mail:
        raise ValueError(f"{address!r}: give 'https://… mail@…'")
    text = metadata.read_text(encoding="utf-8")
    text = text.replace(SITE, site.rstrip("/")).replace(MAIL, mail.strip())
    metadata.write_text(text, encoding="utf-8")


def compile_resources(parent: Path, plugin: Path) -> None:
    """Compiles `resources.qrc` to a module that runs on Qt 5 and Qt 6."""
    collection = parent / "resources.qrc"
    shutil.copyfile(ROOT / "resources.qrc", collection)
    for path in (plugin / "resources").iterdir():
        os.utime(
            path, (EPOCH_SECONDS, EPOCH_SECONDS)
        )  # the compiler writes the files' times into the module
    module = subprocess.run(
        ["pyrcc5", collection.name], cwd=parent, check=True, capture_output=True, text=True
    ).stdout
    collection.unlink()
    (plugin / "resources_rc.py").write_text(
        module.replace("from PyQt5 import", "from qgis.PyQt import"), encoding="utf-8"
    )


def compile_translations(plugin: Path) -> None:
    """Compiles every `i18n/*.ts` into the plugin's `i18n/*.qm`; the sentences are read as they
    are."""
    (plugin / "i18n").mkdir(exist_ok=True)
    shutil.copyfile(SENTENCES, plugin / "i18n" / SENTENCES.name)
    for source in sorted((ROOT / "i18n").glob("*.ts")):
        target = plugin / "i18n" / f"{source.stem}.qm"
        subprocess.run(["/usr/lib/qt5/bin/lrelease", "-silent", source, "-qm", target], check=True)


def sample_county() -> Path:
    """The small invented county, made once for each state of its generator."""
    sources = [path for path in sorted((ROOT / "sample").iterdir()) if path.is_file()]
    key = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    folder = BUILD / f"county-{key}"
    if not folder.exists():
        from sample.make_county import build

        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        build(partial, small=True)
        partial.rename(folder)
    return folder


def pinned(names: Iterable[str]) -> list[str]:
    """The lines of `requirements.txt` that pin these projects."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.split("==")[0]: line for line in lines if "==" in line}
    return [pins[name] for name in names]


def fetch(names: Iterable[str], *options: str) -> list[Path]:
    """Downloads the pinned wheels of these projects, once, and returns their paths."""
    pins = pinned(names)
    key = hashlib.sha256("\n".join([*pins, *options]).encode()).hexdigest()[:12]
    folder = BUILD / f"wheels-{key}"
    if not folder.exists():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--dest",
                partial,
                *options,
                *pins,
            ],
            check=True,
        )
        partial.rename(folder)
    return sorted(folder.glob("*.whl"))


def unpack(wheels: Iterable[Path], vendor: Path) -> None:
    """Unpacks wheels, each with its licence in its `.dist-info`, into `vendor`."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(vendor)


def system_shapely_suffices() -> bool:
    """Whether the Python that runs QGIS has shapely 2 of its own."""
    # shapely 1 has no such function; Debian's sid states no version
    probe = "import shapely; shapely.box"
    return (
        subprocess.run([SYSTEM_PYTHON, "-I", "-c", probe], stderr=subprocess.DEVNULL).returncode
        == 0
    )


def write_zip(plugin: Path, target: Path) -> None:
    """Writes the folder to a zip whose bytes depend on the files' names and contents only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(plugin.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(plugin.parent).as_posix(), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    partial.replace(target)


def install(plugins: Path) -> Path:
    """Puts the plugin into a profile's `python/plugins`, with shapely where QGIS's Python lacks
    it."""
    plugin = stage(BUILD)
    if not system_shapely_suffices():
        unpack(fetch(["shapely"]), plugin / "vendor")
    target = plugins / NAME
    plugins.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(plugin, target)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--install", type=Path, metavar="PLUGINS", help="a profile's folder python/plugins"
    )
    parser.add_argument("--address", default="", help="'https://… mail@…' of the publisher")
    arguments = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    if arguments.install:
        print(f"installed: {install(arguments.install)}")
        return
    target = ROOT / "dist" / f"{NAME}-{version()}.zip"
    write_zip(stage(BUILD, arguments.address), target)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
