"""Rounding of printed numbers: decimal or integer arithmetic, half-up, once.

Areas are whole square metres (1 m² = 0.0001 ha), so hectares with four decimals are exact (宁夏通知
附件3 第七章: “以公顷为计量单位，保留4位小数”).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Union

Number = Union[int, float, str, Decimal]

NOISE_DECIMALS = 6
"""Binary floats carry an area of 17222.5 m² as 17222.4999999998: digits below 1e-6 m² are noise,
not area."""


def exact(value: Number) -> Decimal:
    """A decimal without the noise of binary floats (finite values only)."""
    if isinstance(value, float):
        return Decimal(repr(round(value, NOISE_DECIMALS)))
    return Decimal(value)


def half_up(value: Number, places: int = 0) -> Decimal:
    """``value`` rounded half-up to ``places`` decimals."""
    return exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def whole(value: Number) -> int:
    """``value`` rounded half-up to an integer."""
    return int(half_up(value))


def close(parts: Sequence[Number], total: int | None = None) -> list[int]:
    """Round ``parts`` to integers that sum to ``total``, which is their sum rounded up or down
    (None: half-up), by the largest remainders.

    Ties go to the earlier part, so the order of ``parts`` must not depend on the order of features.
    """
    values = [exact(part) for part in parts]
    floors = [int(value.to_integral_value(rounding=ROUND_FLOOR)) for value in values]
    total = whole(sum(values, Decimal(0))) if total is None else total
    by_remainder = sorted(range(len(values)), key=lambda i: (floors[i] - values[i], i))
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors


def hectares(m2: int) -> str:
    """Whole square metres as hectares with four decimals: 17223 -> '1.7223'."""
    sign, m2 = ("-", -m2) if m2 < 0 else ("", m2)
    return f"{sign}{m2 // 10000}.{m2 % 10000:04d}"


MU_PER_M2 = Decimal("0.0015")


def mu(m2: int) -> str:
    """Whole square metres as 亩 with two decimals."""
    return str(half_up(m2 * MU_PER_M2, 2))


def cost_wan(m2: int, yuan_per_mu: Decimal) -> Decimal:
    """What land costs, in 万元 with two decimals, rounded half-up once."""
    return half_up(m2 * MU_PER_M2 * yuan_per_mu / 10000, 2)


def percent(part: Number, total: Number) -> str:
    """``part / total`` in per cent with two decimals; '—' when there is no total."""
    if not exact(total):
        return "—"
    return f"{half_up(exact(part) * 100 / exact(total), 2)}%"


def weighted_mean(pairs: Iterable[tuple[Number, Number]]) -> Decimal | None:
    """Mean of (value, weight) pairs, one decimal, half-up; None without weight."""
    total = Decimal(0)
    weights = Decimal(0)
    for value, weight in pairs:
        total += exact(value) * exact(weight)
        weights += exact(weight)
    return half_up(total / weights, 1) if weights else None
