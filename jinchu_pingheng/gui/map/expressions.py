"""Functions for QGIS's expressions, in a group of their own: areas, verdicts and states of parcels
of the open plan.

They may be called while a map is drawn, in any thread: they look up and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsExpression, QgsExpressionFunction, QgsGeometry
from qgis.PyQt.QtCore import QCoreApplication

from ...core.landclass import LAND_CLASSES
from ...core.rounding import hectares, whole
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import level_word, state_word
from .tip import card


class _Function(QgsExpressionFunction):
    """``look_up`` takes the values of the arguments."""

    def __init__(self, name: str, arguments: int, text: str, look_up: Callable[..., Any]) -> None:
        super().__init__(name, arguments, _tr("耕地进出平衡"), text)
        self._look_up = look_up

    def func(self, values: list[Any], *_: object) -> Any:
        """Called by QGIS."""
        return self._look_up(*values)


class Expressions:
    """Registered until ``release``; they know what a book says."""

    def __init__(self, book: VerdictBook) -> None:
        self._functions = [
            _Function(
                "jp_area_ha",
                1,
                _tr("jp_area_ha(图形)：平面面积，公顷四位小数的文本，与附表一致。"),
                _area_ha,
            ),
            _Function(
                "jp_verdict",
                1,
                _tr(
                    "jp_verdict(地块编号)：打开的方案中地块最严重的结论（禁止、警示、无法判定、"
                    "提示、通过、不适用）；尚未检查的为空文本。"
                ),
                lambda name: _word(book.worst(str(name))),
            ),
            _Function(
                "jp_state",
                1,
                _tr("jp_state(地块编号)：地块的状态（可行、待补、禁止）；尚未检查的为空文本。"),
                lambda name: _state(book.state(str(name))),
            ),
            _Function(
                "jp_findings",
                1,
                _tr("jp_findings(地块编号)：未通过和无法判定的结论，禁止在前，一行一条。"),
                lambda name: _findings(book, str(name)),
            ),
            _Function(
                "jp_card",
                1,
                _tr("jp_card(地块编号)：地块卡片（HTML），状态和结论，用于地图提示。"),
                lambda name: card(book, str(name)),
            ),
            _Function(
                "jp_class_name",
                1,
                _tr("jp_class_name(地类编码)：三调地类名称；编码不在地类表中的为 NULL。"),
                _class_name,
            ),
        ]
        for function in self._functions:
            QgsExpression.registerFunction(function)

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [function.name() for function in self._functions]

    def release(self) -> None:
        """QGIS forgets them."""
        for name in self.names:
            QgsExpression.unregisterFunction(name)


def _area_ha(geometry: QgsGeometry) -> str | None:
    """Whole m² as hectares with four decimals, as every table prints it."""
    return hectares(whole(geometry.area())) if isinstance(geometry, QgsGeometry) else None


def _word(worst: str) -> str:
    return level_word(worst) if worst else ""


def _state(state: str) -> str:
    return state_word(state) if state else ""


def _findings(book: VerdictBook, parcel_id: str) -> str:
    return "\n".join(f"{item.clause} {item.message}" for item in book.findings(parcel_id))


def _class_name(code: object) -> str | None:
    known = LAND_CLASSES.get(str(code))
    return known.name if known else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("expressions", text)
