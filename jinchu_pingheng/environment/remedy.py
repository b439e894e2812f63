"""What to do where libraries are missing, also on a machine without a network."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def remedy(platform: str) -> str:
    """One sentence for ``sys.platform``; {0} and {1} are the names of the libraries. It ends with
    what works without them."""
    if platform == "win32":
        return QCoreApplication.translate(
            "JinchuPlugin",
            "耕地进出平衡插件缺少 Python 库 {0}，标注、检查和导出未能启用（环境检查和帮助手册"
            "可用，方案可作为普通图层查看）；请在联网电脑上用同版本 Python 运行 "
            "python -m pip download {1}，"
            "把下载的文件拷到本机一个文件夹，在 OSGeo4W Shell 中进入该文件夹运行 "
            "python -m pip install --no-index --find-links . {1}，然后重启 QGIS。",
        )
    return QCoreApplication.translate(
        "JinchuPlugin",
        "耕地进出平衡插件缺少 Python 库 {0}，标注、检查和导出未能启用（环境检查和帮助手册可用，"
        "方案可作为普通图层查看）；请在联网电脑上运行 "
        "python3 -m pip download {1}，把下载的文件拷到本机一个"
        "文件夹，进入该文件夹运行 python3 -m pip install --user --no-index --find-links . {1}"
        "（源码目录中 make install 会自动带上），然后重启 QGIS。",
    )
