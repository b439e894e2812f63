"""All that a package is computed from, in tables of its GeoPackage, so that whoever has the package
can compute it again: header, edition, layers, scores, statements, credits, the profile's text.

Parcels, cells and findings have tables of their own (``layers``); these hold the rest.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from ...core.accounts.report import Report
from ...core.approvals import Approval
from ...core.batches import Batch
from ...core.declarations import Declaration
from ...core.indicators import Credit, Refused, Transfer
from ...core.model import Header, InputRecord, LayerProblem, PriorityScore
from ...plan import profiles


@dataclass(frozen=True)
class Setting:
    """A named text: the software, the text of a profile, the area of a class of the county; the
    office's template in base 64."""

    kind: str
    name: str
    value: str


@dataclass(frozen=True)
class SavedState:
    """core.model.Edition without its approval, which has a table."""

    plan_id: str
    revision: int
    scenario: str


@dataclass(frozen=True)
class RefusedEntry:
    """core.indicators.Refused as a row."""

    kind: str
    text: str
    what: str
    place: str
    remedy: str
    undocumented: bool


SOFTWARE, REASON, PROFILE = "software", "reason", "profile"
LAND_USE, FILLED, TEMPLATE = "land_use", "filled", "template"

RECORDS: Mapping[str, type] = {
    "record_header": Header,
    "record_edition": SavedState,
    "record_approval": Approval,
    "record_inputs": InputRecord,
    "record_problems": LayerProblem,
    "record_priorities": PriorityScore,
    "record_declarations": Declaration,
    "record_batches": Batch,
    "record_credits": Credit,
    "record_transfers": Transfer,
    "record_refused": RefusedEntry,
    "record_settings": Setting,
}
"""Tables and what their rows are; each column bears the name of a field."""

LandUse = Iterable[tuple[str, int]]


def rows_of(report: Report, landuse: LandUse) -> dict[str, list[Any]]:
    """The rows of each table of ``RECORDS``. Raises PlanError when the profile's file is gone."""
    held, own = report.indicators, report.template
    return {
        "record_header": [report.header],
        "record_edition": [
            SavedState(report.edition.plan_id, report.edition.revision, report.edition.scenario)
        ],
        "record_approval": [report.edition.approval] if report.edition.approval else [],
        "record_inputs": list(report.inputs),
        "record_problems": list(report.problems),
        "record_priorities": list(report.priorities),
        "record_declarations": list(report.declarations),
        "record_batches": [part.batch for part in report.parts if part.batch is not None],
        "record_credits": list(held.credits),
        "record_transfers": list(held.transfers),
        "record_refused": [
            *(_refused("credit", item) for item in held.refused_credits),
            *(_refused("transfer", item) for item in held.refused_transfers),
        ],
        "record_settings": [
            Setting(SOFTWARE, "", report.software),
            Setting(REASON, "", report.reason),
            *(Setting(PROFILE, *item) for item in profiles.texts(report.notice.id).items()),
            *(Setting(FILLED, k, json.dumps(list(v))) for k, v in report.filled.items()),
            *([Setting(TEMPLATE, own.name, b64encode(own.content).decode())] if own else []),
            *(Setting(LAND_USE, name, str(m2)) for name, m2 in landuse),
        ],
    }


def _refused(kind: str, item: Refused) -> RefusedEntry:
    why = item.why
    return RefusedEntry(
        kind=kind,
        text=item.text,
        what=why.what,
        place=why.where,
        remedy=why.do,
        undocumented=item.undocumented,
    )


def columns_of(record: type) -> list[tuple[str, str]]:
    """(name, kind) of the columns of a table: 'whole' for int and bool, else 'text'."""
    whole = ("int", "bool", int, bool)
    return [(f.name, "whole" if f.type in whole else "text") for f in fields(record)]


def values_of(item: Any) -> list[Any]:
    """A row: whole numbers, texts, None. A decimal is its own text, so that no digit is lost."""
    return [str(v) if isinstance(v, Decimal) else v for v in asdict(item).values()]


def item_of(record: type, row: Mapping[str, Any]) -> Any:
    """The item that a row holds. Raises KeyError, ValueError or ArithmeticError for another one."""
    return record(
        **{field.name: _held(str(field.type), row[field.name]) for field in fields(record)}
    )


def _held(kind: str, value: Any) -> Any:
    if kind.startswith("Decimal") and value is not None:
        return Decimal(value)
    return bool(value) if kind == "bool" else value
