"""`metadata.txt`: what QGIS and its plugin repository demand, and that it agrees with the
sources."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def general() -> configparser.SectionProxy:
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "qgisMinimumVersion",
        "description",
        "about",
        "version",
        "author",
        "email",
        "homepage",
        "repository",
        "tracker",
        "license",
    ],
)
def test_every_field_that_the_repository_demands_is_filled(
    general: configparser.SectionProxy, field: str
) -> None:
    assert general[field].strip()


def test_versions_are_numbers_that_qgis_can_compare(general: configparser.SectionProxy) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", general["version"])
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"] == "4.99"  # without it, QGIS 4 refuses


def test_the_icon_is_in_the_plugin_folder(general: configparser.SectionProxy) -> None:
    assert (ROOT / "jinchu_pingheng" / general["icon"]).is_file()


def test_the_version_is_written_in_one_place(general: configparser.SectionProxy) -> None:
    sources = [
        *(ROOT / "jinchu_pingheng").rglob("*.py"),
        ROOT / "pyproject.toml",
        ROOT / "Makefile",
    ]
    elsewhere = [
        path for path in sources if f'"{general["version"]}"' in path.read_text(encoding="utf-8")
    ]
    assert elsewhere == []


def test_processing_is_announced(general: configparser.SectionProxy) -> None:
    assert general.getboolean("hasProcessingProvider")
    assert not general.getboolean("experimental")
