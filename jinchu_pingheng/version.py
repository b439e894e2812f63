"""Name and version of the plugin, read from metadata.txt only."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _metadata() -> ConfigParser:
    """metadata.txt lies inside an installed plugin, and beside the package in a checkout."""
    parser = ConfigParser(interpolation=None)
    parser.read([_HERE.parent / "metadata.txt", _HERE / "metadata.txt"], encoding="utf-8")
    return parser


def version() -> str:
    """The version, e.g. '0.1.0'."""
    return _metadata().get("general", "version")


def software() -> str:
    """Name and version for the manifest and small print."""
    return f"jinchu_pingheng {version()}"
