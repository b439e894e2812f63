"""`make package` and `make install`: what a county office installs, tried with the Python that runs
QGIS."""

from __future__ import annotations

import os
import subprocess
import textwrap
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from tools import package

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def plugins(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of plugins, with the zip unpacked as QGIS does it."""
    folder = tmp_path_factory.mktemp("plugins")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


def build(folder: Path) -> Path:
    target = folder / "plugin.zip"
    package.write_zip(package.stage(folder), target)
    return target


def run_qgis_python(plugins: Path, profile: Path, script: str) -> str:
    """Runs a script with the plugins on its path and nothing of the virtual environment."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
    }
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        [package.SYSTEM_PYTHON, "-c", textwrap.dedent(script)],
        cwd=plugins,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_is_one_folder_with_all_that_qgis_asks_for(archive: Path) -> None:
    names = set(zipfile.ZipFile(archive).namelist())
    assert {name.split("/")[0] for name in names} == {"jinchu_pingheng"}
    inside = {name.split("/", 1)[1] for name in names}
    wanted = {
        "__init__.py",
        "metadata.txt",
        "LICENSE",
        "resources_rc.py",
        "resources/icon.svg",
        "i18n/jinchu_pingheng_en.qm",
    }
    assert wanted <= inside


def test_every_source_file_is_in_it(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    sources = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "jinchu_pingheng").rglob("*")
        if path.is_file()
    ]
    built = ("__pycache__", "/vendor/", "/resources_rc.py", ".qm")
    assert [
        name for name in sources if name not in names and not any(part in name for part in built)
    ] == []


def test_nothing_is_in_it_that_belongs_to_the_workshop(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    assert [
        name for name in names if "__pycache__" in name or name.endswith((".pyc", ".ts", ".so"))
    ] == []


def test_no_path_is_too_long_for_a_profile_on_windows(archive: Path) -> None:
    """Python keeps what it compiles one folder deeper, under a longer name."""
    user = "a" * 20
    plugins = rf"C:\Users\{user}\AppData\Roaming\QGIS\QGIS3\profiles\default\python\plugins"
    for name in zipfile.ZipFile(archive).namelist():
        path = PureWindowsPath(plugins, name)
        if path.suffix == ".py":
            path = path.parent / "__pycache__" / f"{path.stem}.cpython-312.pyc"
        assert len(str(path)) < 200, name


def test_the_vendored_libraries_bring_their_licences(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    vendored = {name.split("/")[2] for name in names if name.startswith("jinchu_pingheng/vendor/")}
    descriptions = {folder for folder in vendored if folder.endswith(".dist-info")}
    assert {folder.split("-")[0] for folder in descriptions} == {
        "openpyxl",
        "et_xmlfile",
        "python_docx",
    }
    for folder in descriptions:
        assert [name for name in names if f"/{folder}/" in name and "LICEN" in name.upper()], folder


def test_the_sample_county_is_in_it_and_small(archive: Path) -> None:
    county = [
        item
        for item in zipfile.ZipFile(archive).infolist()
        if item.filename.startswith("jinchu_pingheng/sample_county/")
    ]
    assert {Path(item.filename).name for item in county} == {"county.gpkg", "DEM.tif"}
    assert sum(item.file_size for item in county) < 1_500_000


def test_two_builds_are_the_same_to_the_byte(archive: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == archive.read_bytes()


@pytest.mark.slow
def test_qgis_loads_it(plugins: Path, tmp_path: Path) -> None:
    printed = run_qgis_python(
        plugins,
        tmp_path,
        """
        from qgis.core import QgsApplication
        QgsApplication.setPrefixPath("/usr", True)
        app = QgsApplication([], True)
        app.initQgis()
        import qgis.utils
        qgis.utils.plugin_paths = ["."]
        qgis.utils.updateAvailablePlugins()
        assert "jinchu_pingheng" in qgis.utils.available_plugins
        assert qgis.utils.loadPlugin("jinchu_pingheng")
        import jinchu_pingheng
        assert callable(jinchu_pingheng.classFactory)
        print(qgis.utils.pluginMetadata("jinchu_pingheng", "version"))
    """,
    )
    assert printed.splitlines()[-1] == package.version()


@pytest.mark.slow
def test_its_libraries_serve_a_python_that_has_none(plugins: Path, tmp_path: Path) -> None:
    printed = run_qgis_python(
        plugins,
        tmp_path,
        """
        import jinchu_pingheng
        jinchu_pingheng.classFactory(None)
        import docx, openpyxl
        print(docx.__file__)
        print(openpyxl.__file__)
    """,
    )
    assert all(Path(line).resolve().is_file() for line in printed.splitlines())


def test_the_compiled_icon_and_the_translation_can_be_read(plugins: Path, tmp_path: Path) -> None:
    run_qgis_python(
        plugins,
        tmp_path,
        """
        import importlib.util
        from importlib.util import spec_from_file_location
        spec = spec_from_file_location("resources_rc", "jinchu_pingheng/resources_rc.py")
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        from qgis.PyQt.QtCore import QFile, QTranslator
        assert QFile(":/jinchu_pingheng/icon.svg").size() > 100
        assert QTranslator().load("jinchu_pingheng/i18n/jinchu_pingheng_en.qm")
        import json
        assert json.load(open("jinchu_pingheng/i18n/sentences_en.json", encoding="utf-8"))
    """,
    )


@pytest.mark.slow
def test_an_installed_plugin_has_shapely_2_and_nothing_of_an_older_one(tmp_path: Path) -> None:
    stale = tmp_path / "jinchu_pingheng" / "removed_long_ago.py"
    stale.parent.mkdir()
    stale.touch()
    package.install(tmp_path)
    assert not stale.exists()
    printed = run_qgis_python(
        tmp_path,
        tmp_path / "profile",
        """
        import jinchu_pingheng
        jinchu_pingheng.classFactory(None)
        import shapely
        print(shapely.__version__, shapely.box(0, 0, 2, 2).area)
    """,
    )
    version, area = printed.split()
    assert int(version.split(".")[0]) >= 2
    assert float(area) == 4
