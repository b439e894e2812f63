"""The versions and settings on which the plugin depends, each with what is wrong about it."""

from __future__ import annotations

import locale
import platform
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsProjUtils
from qgis.PyQt.QtCore import QT_VERSION_STR, QCoreApplication
from qgis.PyQt.QtGui import QFontDatabase

from ..version import software
from .libraries import NEEDED, missing

OPTIONAL = {"scipy": "scipy", "dask": "dask"}
"""Module and name of libraries that some functions use where they are found."""
LEAST_ROOM_MB = 500
_CGCS2000 = "EPSG:4544"


class Line(NamedTuple):
    """``fault`` is a sentence, '' where all is well."""

    name: str
    value: str
    fault: str = ""


def environment() -> list[Line]:
    """What a maintainer asks for first. On the main thread."""
    return [*_programs(), *_libraries(), *_data(), *_machine()]


def as_text(lines: list[Line]) -> str:
    """A line each, to be copied."""
    return "\n".join(
        f"{'✗' if line.fault else '✓'} {line.name}：{line.value}"
        + (f"　{line.fault}" if line.fault else "")
        for line in lines
    )


def _programs() -> Iterator[Line]:
    yield Line(_tr("插件"), software())
    yield Line("QGIS", Qgis.version())
    yield Line("Qt", QT_VERSION_STR)
    yield Line("Python", f"{platform.python_version()}（{platform.architecture()[0]}）")
    yield Line(_tr("操作系统"), platform.platform())


def _libraries() -> Iterator[Line]:
    lacking = set(missing())
    for module, package in NEEDED.items():
        fault = _tr("缺少，或版本过低；处理办法见插件启动时的提示。") if package in lacking else ""
        yield Line(package, _version(module, package), fault)
    yield Line("numpy", _version("numpy", "numpy"))
    for module, package in OPTIONAL.items():
        yield Line(package, _version(module, package) or _tr("没有（可选）"))


def _data() -> Iterator[Line]:
    able = int(gdal.VersionInfo("VERSION_NUM")) >= 3060000
    told = gdal.VersionInfo("RELEASE_NAME")
    yield Line("GDAL", told if able else _tr("{}（低于 3.6，不能写 FileGDB）").format(told))
    known = QgsCoordinateReferenceSystem(_CGCS2000).isValid()
    fault = _tr("坐标系数据库不完整，请修复 QGIS 的安装。")
    proj = f"{QgsProjUtils.projVersionMajor()}，CGCS2000"
    yield Line("PROJ", proj, "" if known else fault)
    drivers = [name for name in ("GPKG", "ESRI Shapefile", "OpenFileGDB") if not _driver(name)]
    fault = _tr("GDAL 缺少驱动 {}，请修复 QGIS 的安装。").format("、".join(drivers))
    yield Line(_tr("数据驱动"), "GPKG、Shapefile、FileGDB", fault if drivers else "")


def _machine() -> Iterator[Line]:
    database: Any = QFontDatabase  # Qt 6 asks the class, Qt 5 an object
    asked = database if QT_VERSION_STR.startswith("6") else database()
    fonts = asked.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    fault = "" if fonts else _tr("没有中文字体，附图中的文字会显示为方框。")
    yield Line(_tr("中文字体"), "、".join(fonts[:2]) or _tr("没有"), fault)
    yield Line(_tr("系统编码"), locale.getpreferredencoding(False))
    folder = tempfile.gettempdir()
    room = shutil.disk_usage(folder).free // 2**20
    fault = _tr("空间不足 {} MB，导出可能失败。").format(LEAST_ROOM_MB)
    yield Line(_tr("临时文件夹"), f"{folder}（{room} MB）", fault if room < LEAST_ROOM_MB else "")
    yield Line(_tr("用户配置"), QgsApplication.qgisSettingsDirPath())


def _driver(name: str) -> bool:
    return gdal.GetDriverByName(name) is not None


def _version(module: str, package: str) -> str:
    """'' where there is none; a library without a record of its version tells it itself."""
    try:
        return version(package)
    except PackageNotFoundError:
        pass
    try:
        return str(getattr(import_module(module), "__version__", "?"))
    except ImportError:
        return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Environment", text)
