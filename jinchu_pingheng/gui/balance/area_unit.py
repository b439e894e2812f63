"""公顷 or 亩: how areas are shown on the screen. What is printed stays in hectares."""

from __future__ import annotations

from typing import Callable, NamedTuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.rounding import hectares, mu


class AreaUnit(NamedTuple):
    """``text`` writes whole square metres."""

    name: str
    text: Callable[[int], str]

    def signed(self, m2: int) -> str:
        """With a plus where there is more."""
        return f"+{self.text(m2)}" if m2 > 0 else self.text(m2)


def in_hectares() -> AreaUnit:
    """Four decimals, exact."""
    return AreaUnit(QCoreApplication.translate("area_unit", "公顷"), hectares)


def in_mu() -> AreaUnit:
    """Two decimals."""
    return AreaUnit(QCoreApplication.translate("area_unit", "亩"), mu)
