"""Field names as real deliveries write them: any case, cut to ten characters, or by an older
name."""

from __future__ import annotations

from collections.abc import Iterable

ALIASES: dict[str, tuple[str, ...]] = {
    "ZZSXDM": ("GDZZSXDM", "SXDM", "KFSX", "HFSX", "ZZSXMC", "GDZZSXMC"),
    "TBXHDM": ("TBXHMC",),
    "LDJB": ("GYLJB", "GYLDJ", "SQDJ", "SHIQUANDJ"),
    "WRCD": ("TRHJZLLB", "HJZLLB", "WRDJ"),
    "KCXS": ("KCDLXS",),
    "KCMJ": ("KCDLMJ",),
}
"""Variants of a standard name that deliveries of the survey use (DLTBGX, 储备区 …)."""


def find_field(name: str, available: Iterable[str]) -> str | None:
    """The field of a layer that stands for a standard name, or None."""
    by_lower = {field.lower(): field for field in available}
    for candidate in (name, *ALIASES.get(name, ())):
        for spelled in (candidate, candidate[:10]):
            if spelled.lower() in by_lower:
                return by_lower[spelled.lower()]
    return None
