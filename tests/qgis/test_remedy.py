"""What the plugin says where a library is missing."""

from __future__ import annotations

import os

import pytest

from jinchu_pingheng import plugin
from jinchu_pingheng.environment.remedy import remedy


@pytest.mark.usefixtures("qgis_app")
@pytest.mark.parametrize(
    ("platform", "shell"), [("win32", "OSGeo4W Shell"), ("linux", "--user"), ("darwin", "--user")]
)
def test_one_sentence_says_how_to_install_without_a_network(platform: str, shell: str) -> None:
    text = remedy(platform).format("shapely", "shapely")
    assert text.count("。") == 1 and text.endswith("。")
    assert shell in text and "--no-index --find-links . shapely" in text


@pytest.mark.parametrize(("platform", "expected"), [("win32", "False"), ("linux", None)])
def test_workbooks_leave_lxml_alone_on_windows(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: str | None
) -> None:
    monkeypatch.delenv("OPENPYXL_LXML", raising=False)
    monkeypatch.setattr(plugin.sys, "platform", platform)
    plugin.add_vendor_path()
    assert os.environ.get("OPENPYXL_LXML") == expected
