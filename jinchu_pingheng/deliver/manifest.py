"""manifest.json: what a package holds, what it was computed from, and its totals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..core.accounts.report import Report
from ..core.model import Edition
from ..core.rounding import hectares
from .digests import digest_of, digests
from .stage import files_below

Content = dict[str, Any]


def write(report: Report, files: Sequence[tuple[str, Path]], folder: Path, name: str) -> Path:
    """Write the manifest of all files below ``folder``; ``files``: (role, path) of those that have
    a role, which their companions share."""
    content = {**statement(report), "files": entries(files, folder)}
    target = folder / name
    target.write_text(
        json.dumps({**content, "checksum": checksum(content)}, ensure_ascii=False, indent=2) + "\n",
        encoding="utf-8",
    )
    return target


def statement(report: Report) -> Content:
    """What a manifest says of the plan; areas are texts with four decimals."""
    header, total = report.header, report.balance.total
    return {
        "county": header.county_name,
        "county_code": header.county_code,
        "year": header.year,
        "profile": report.notice.id,
        "software": report.software,
        "plan_id": report.edition.plan_id,
        "revision": report.edition.revision,
        "scenario": report.edition.scenario,
        "approval": _approval(report.edition),
        "parcels_sha256": report.checksum,
        "crs": header.crs,
        "area_method": report.notice.area.label,
        "totals": {
            "out_ha": hectares(total.out_m2),
            "in_ha": hectares(total.in_m2),
            "credited_ha": hectares(total.credited_m2),
            "deducted_ha": hectares(total.deducted_m2),
            "surplus_ha": hectares(total.surplus_m2),
            "lawful_surplus_ha": hectares(total.lawful_surplus_m2),
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
    }


def _approval(edition: Edition) -> dict[str, object] | None:
    """The last approval, and whether the plan is still what was approved."""
    if edition.approval is None:
        return None
    return {**asdict(edition.approval), "changed_since": edition.changed_since_approval}


def entries(files: Iterable[tuple[str, Path]], folder: Path) -> list[Content]:
    """Every file below a folder with the digests of its bytes and of its content; a GeoPackage with
    those of its layers."""
    given = [(role, path.relative_to(folder)) for role, path in files]
    stems = {path.with_suffix(""): role for role, path in given}
    roles = {**stems, **{path: role for role, path in given}}
    order = {path: number for number, (_, path) in enumerate(given)}
    found = sorted(files_below(folder), key=lambda path: (order.get(path, len(order)), path))
    return [_entry(folder, path, _role(path, roles)) for path in found]


def _role(path: Path, roles: Mapping[Path, str]) -> str:
    """A file's own role, or that of the file that it accompanies: x.dbf, x.shp.xml of x.shp."""
    stem = path.with_suffix("")
    return roles.get(path) or roles.get(stem) or ""


def _entry(folder: Path, path: Path, role: str) -> Content:
    return {"role": role, "path": path.as_posix(), **digests(folder / path)}


def checksum(content: Content) -> str:
    """Digest of a manifest without its own ``checksum``."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return digest_of([("manifest", text.encode())])
