"""The forms of figures: layouts of QGIS (.qpt), an office's own before those that are shipped."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutItemMap,
    QgsPathResolver,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtXml import QDomDocument

from ...core.errors import PlanError

A3, A4, DOCUMENT, PARCEL = "A3", "A4", "document", "parcel"
"""Sheets by their paper; what is pasted into the 总体方案; the page of one parcel."""
PAPERS = (A3, A4)
NAMES = (*PAPERS, DOCUMENT, PARCEL)
MAP = "map"

SHIPPED = Path(__file__).resolve().parents[2] / "templates"
FOLDER_VARIABLE = "JINCHU_PINGHENG_TEMPLATES"
"""Environment variable that names a folder with an office's own templates."""

_named_folder: list[Path] = []


def use_folder(folder: Path) -> None:
    """Search this folder too (QGIS's settings folder, told by the plugin)."""
    _named_folder[:] = [folder]


def folders(chosen: Path | None = None) -> list[Path]:
    """Folders of forms: the chosen one, those below the environment's folder of templates and that
    of QGIS's settings, the shipped one. Raises PlanError when the chosen one has no form."""
    if chosen is not None and not any((chosen / f"{name}.qpt").is_file() for name in NAMES):
        names = "、".join(f"{name}.qpt" for name in NAMES)
        raise PlanError("文件夹中没有附图版式", str(chosen), f"请把版式文件命名为 {names} 放入")
    own = os.environ.get(FOLDER_VARIABLE, "")
    templates = [*([Path(own)] if own else []), *_named_folder, SHIPPED]
    return [*([chosen] if chosen else []), *(folder / "figures" for folder in templates)]


@dataclass(frozen=True, eq=False)
class Form:
    """A layout that figures are made from; ``map``: where its map lies, mm from the upper left."""

    path: Path
    document: QDomDocument
    map: QRectF

    def layout(self, project: QgsProject) -> QgsPrintLayout:
        """A layout of ``project``, as it is in the file."""
        return _loaded(self.document, self.path, project)


def form_of(name: str, chosen: Path | None = None) -> Form:
    """The form of a name (one of NAMES): of the first folder that has it. Raises PlanError when the
    file cannot be read or has no map."""
    files = [folder / f"{name}.qpt" for folder in folders(chosen)]
    path = next(file for file in files if file.is_file())
    document = _read(path)
    layout = _loaded(document, path, QgsProject())
    shown = layout.itemById(MAP)
    if not isinstance(shown, QgsLayoutItemMap):
        raise PlanError(
            "附图版式没有地图项目",
            str(path),
            f"请在 QGIS 布局中选中地图，把项目 ID 改为 {MAP} 后重新保存为模板，"
            "或删除该文件改用自带的版式",
        )
    return Form(path, document, box_of(shown))


def box_of(item: QgsLayoutItem) -> QRectF:
    """Where an item lies, mm from the upper left of its page."""
    return QRectF(item.pagePos(), item.rect().size())


def _read(path: Path) -> QDomDocument:
    document = QDomDocument()
    with suppress(OSError, UnicodeError):  # an empty document is refused below
        document.setContent(path.read_text(encoding="utf-8"))
    if document.documentElement().tagName() != "Layout":
        raise _broken(path)
    return document


def _loaded(document: QDomDocument, path: Path, project: QgsProject) -> QgsPrintLayout:
    layout = QgsPrintLayout(project)
    context = QgsReadWriteContext()
    context.setPathResolver(QgsPathResolver(str(path)))
    _, complete = layout.loadFromTemplate(document, context)
    if not complete or not layout.pageCollection().pageCount():
        raise _broken(path)
    return layout


def _broken(path: Path) -> PlanError:
    return PlanError(
        "附图版式不能读取",
        str(path),
        "请用 QGIS 布局的“保存为模板”重新保存，或删除该文件改用自带的版式",
    )
