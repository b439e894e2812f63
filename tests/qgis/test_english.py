"""The window in English: what the rooms beneath say in Chinese is read back, names stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from jinchu_pingheng.core.english import CHINESE, speak
from tests.qgis.dock_window import idle, inflow
from tests.qgis.walk import texts, windows
from tools import check_translations, sentences


class Interface(QTranslator):
    """What Qt's compiled file holds of the interface's own texts."""

    def __init__(self) -> None:
        super().__init__()
        catalogue = check_translations.read_catalogue()
        self._texts = {(text.context, text.source): english for text, english in catalogue.items()}

    def translate(self, context: str, source: str, note: str = "", number: int = -1) -> str:
        return self._texts.get((context, source), "")


@pytest.fixture
def english(qgis_app: Any) -> Iterator[None]:
    translator = Interface()
    QCoreApplication.installTranslator(translator)
    speak(json.loads(sentences.CATALOGUE.read_text(encoding="utf-8")))
    yield
    speak(None)
    QCoreApplication.removeTranslator(translator)


NAMES = {"云川县", "关于严格耕地“进出平衡”管理工作的通知", "东村", "第二批", "云政函", "亩"}
"""Names of places, documents and batches, and a unit that stays beside its English."""
CITED = re.compile(
    r"附件|[一二三四五六七八九十第章（）、〔〕号0-9 ]+|施行日期和有效期|自然资发〔2024〕204号"
)
"""Clauses are cited as the notice counts them."""


def left(text: str) -> str:
    """What of a text is Chinese and is neither a name nor a citation."""
    for name in (*NAMES, "方案.gpkg"):
        text = text.replace(name, "")
    return "".join(CHINESE.findall(CITED.sub("", text)))


def test_no_window_is_left_in_chinese(english: None, dock: Any, survey: QgsVectorLayer) -> None:
    inflow(dock, survey)
    idle(dock)
    unread = {
        f"{type(window).__name__}: {text}"
        for window in windows(dock)
        for text in texts(window)
        if left(text)
    }
    assert not unread
