"""Charts of a run, as PNG files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.ticker import LogLocator, NullLocator

from bench.field import CHECK, CHECK_FULL, ENGINE, FIELD, OVERLAY, QGIS_START
from bench.growth import Point
from bench.rounds import Row
from bench.targets import wall

OURS, PEERS = "#1b7f5c", "#9aa5b1"
STAGES = plt.get_cmap("tab20").colors


def times(path: Path, sizes: Mapping[str, Sequence[Row]]) -> None:
    """One panel a size: median seconds of each contestant, on a logarithmic axis."""
    figure, axes = plt.subplots(
        1, len(sizes), figsize=(5.6 * len(sizes), 4.6), squeeze=False, layout="constrained"
    )
    titles = {
        one.name: one.title for one in FIELD if one.kind == OVERLAY and one.name != QGIS_START
    }
    for axis, (size, rows) in zip(axes[0], sizes.items()):
        shown = sorted(
            (row for row in rows if row.done and row.name in titles), key=wall, reverse=True
        )
        seconds = [wall(row) for row in shown]
        ours = [row.name in (ENGINE, CHECK, CHECK_FULL) for row in shown]
        bars = axis.barh(
            [titles[row.name] for row in shown],
            seconds,
            color=[OURS if own else PEERS for own in ours],
        )
        axis.bar_label(bars, [f"{value:.1f}" for value in seconds], padding=3, fontsize=8)
        axis.set_xscale("log")
        axis.set_xlim(min(seconds, default=1) / 2, max(seconds, default=1) * 2.5)
        axis.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.xaxis.set_major_formatter("{x:g}")
        axis.xaxis.set_minor_locator(NullLocator())
        axis.set_title(f"county {size}")
        axis.set_xlabel("median wall time, s (log)")
        axis.tick_params(axis="y", labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    _write(figure, path)


def growth(path: Path, with_parcels: Sequence[Point], with_county: Sequence[Point]) -> None:
    """Seconds against parcels, and against survey polygons."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    left.plot([p.parcels for p in with_parcels], [p.wall for p in with_parcels], "o-", color=OURS)
    left.set_title(f"with the parcels, county {with_parcels[0].size}")
    left.set_xlabel("parcels")
    right.plot([p.polygons for p in with_county], [p.wall for p in with_county], "o-", color=OURS)
    for point in with_county:
        right.annotate(
            point.size, (point.polygons, point.wall), textcoords="offset points", xytext=(-4, -16)
        )
    right.set_title(f"with the county, {with_county[0].parcels:,} parcels of each")
    right.set_xlabel("survey polygons")
    for axis in (left, right):
        axis.set_ylabel("wall time of the bare engine, s")
        axis.set_ylim(bottom=0)
        axis.set_xlim(left=0)
        axis.grid(alpha=0.3)
        axis.xaxis.set_major_formatter("{x:,.0f}")
        axis.spines[["top", "right"]].set_visible(False)
    _write(figure, path)


def profile(path: Path, stages: Mapping[str, Mapping[str, float]]) -> None:
    """Where the engine's time goes: one stacked bar a size, stages in s."""
    names = list(dict.fromkeys(name for seconds in stages.values() for name in seconds))
    figure, axis = plt.subplots(figsize=(10, 2.0 + 0.7 * len(stages)), layout="constrained")
    sizes = list(stages)
    left = [0.0] * len(sizes)
    for number, name in enumerate(names):
        width = [stages[size].get(name, 0.0) for size in sizes]
        share = [value / max(sum(stages[size].values()), 1e-9) for size, value in zip(sizes, width)]
        bars = axis.barh(sizes, share, left=left, color=STAGES[number % len(STAGES)], label=name)
        axis.bar_label(
            bars,
            [f"{value:.2f}" if part > 0.04 else "" for value, part in zip(width, share)],
            label_type="center",
            fontsize=8,
        )
        left = [before + part for before, part in zip(left, share)]
    axis.set_xlabel("share of the engine's time (figures: seconds, of all its processes together)")
    axis.set_xlim(0, 1)
    axis.invert_yaxis()
    figure.legend(ncols=min(len(names), 8), loc="outside lower center", fontsize=8, frameon=False)
    axis.spines[["top", "right"]].set_visible(False)
    _write(figure, path)


def _write(figure: plt.Figure, path: Path) -> None:
    figure.savefig(path, dpi=130)
    plt.close(figure)
