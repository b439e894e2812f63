"""What still keeps a checked plan from being handed in, in the order of weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import listed
from ..core.model import BLOCK, FAIL, INFO, UNKNOWN, WARN, Edition, Finding
from ..core.states import is_unfilled
from ..plan.store import Plan
from .balance import balance_plan

_MOST = 12


@dataclass(frozen=True)
class Missing:
    """``lines`` are sentences, gravest first; ``grave``: a ban, an unknown, or no balance."""

    lines: tuple[str, ...]
    grave: bool


def missing_of(findings: Iterable[Finding], path: Path) -> Missing:
    """What a check has found wanting. Raises PlanError as ``balance_plan``."""
    balanced = balance_plan(path).reached
    with Plan.open(path) as plan:
        return wanting(findings, balanced, plan.edition)


def wanting(findings: Iterable[Finding], balanced: bool, edition: Edition) -> Missing:
    """What findings, balance and approval leave wanting."""
    found = list(findings)
    failed = {
        severity: [f for f in found if (f.verdict, f.severity) == (FAIL, severity)]
        for severity in (BLOCK, WARN, INFO)
    }
    unknown = [f for f in found if f.verdict == UNKNOWN]
    unfilled = [f for f in unknown if is_unfilled(f)]
    others = [f for f in unknown if not is_unfilled(f)]
    lines = [
        *_line("禁止", failed[BLOCK]),
        *([] if balanced else ["进出未平衡（不计禁止地块）"]),
        *_line("警示", failed[WARN]),
        *_line("无法判定", others, by_evidence=True),
        *_line("待补填", unfilled, by_evidence=True),
        *_line("提示", failed[INFO]),
        *([f"{edition.text}，尚未登记新的批准"] if edition.changed_since_approval else []),
    ]
    return Missing(
        lines=tuple(lines) or ("没有禁止、警示和待补事项",),
        grave=bool(failed[BLOCK] or unknown or not balanced),
    )


def _line(word: str, found: list[Finding], by_evidence: bool = False) -> list[str]:
    """'禁止 3 条：LC0001、LR0002', or what is wanting in place of the parcels."""
    if not found:
        return []
    names = (f.evidence if by_evidence else f.parcel_id or "全县" for f in found)
    return [f"{word} {len(found)} 条：{listed(dict.fromkeys(names), _MOST)}"]
