"""manifest.json: what a package holds, what it was computed from, and its totals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ..core.accounts.report import Report
from ..core.model import Edition
from ..core.rounding import hectares


def write(report: Report, files: Sequence[tuple[str, Path]], folder: Path, name: str) -> Path:
    """Write the manifest of ``files`` (role, path below ``folder``); areas are texts with four
    decimals."""
    header, total = report.header, report.balance.total
    content = {
        "county": header.county_name,
        "county_code": header.county_code,
        "year": header.year,
        "profile": report.notice.id,
        "software": report.software,
        "plan_id": report.edition.plan_id,
        "revision": report.edition.revision,
        "approval": _approval(report.edition),
        "crs": header.crs,
        "area_method": report.notice.area.label,
        "totals": {
            "out_ha": hectares(total.out_m2),
            "in_ha": hectares(total.in_m2),
            "credited_ha": hectares(total.credited_m2),
            "deducted_ha": hectares(total.deducted_m2),
            "surplus_ha": hectares(total.surplus_m2),
            "balanced": report.balance.reached,
        },
        "inputs": [
            {
                "role": item.role,
                "name": item.name,
                "feature_count": item.feature_count,
                "sha256": item.sha256,
            }
            for item in report.inputs
        ],
        "files": [
            {"role": role, "path": path.relative_to(folder).as_posix(), "sha256": sha256(path)}
            for role, path in files
        ],
    }
    target = folder / name
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def _approval(edition: Edition) -> dict[str, object] | None:
    """The last approval, and whether the plan is still what was approved."""
    if edition.approval is None:
        return None
    return {**asdict(edition.approval), "changed_since": edition.changed_since_approval}


def sha256(path: Path) -> str:
    """Digest of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
