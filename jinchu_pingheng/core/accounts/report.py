"""Everything that the deliverables print, computed once: no figure is computed anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..batches import Batch, names
from ..declarations import Declaration
from ..indicators import NO_INDICATORS, Indicators
from ..model import (
    IN,
    NO_EDITION,
    OUT,
    Cell,
    Edition,
    Finding,
    Header,
    InputRecord,
    LayerProblem,
    OfficeTemplate,
    Parcel,
    PriorityScore,
)
from ..notice import Notice
from ..parcel_checksum import parcels_checksum
from .balance import Balance, BalanceRow, balance, blocked_parcels, counted
from .lists import ParcelList, broken_clauses, parcel_list
from .schedule import Month, schedule


@dataclass(frozen=True)
class Report:
    """A plan with its computed tables. Lists by township are in code order; ``software`` is name
    and version; ``reason``: why it is handed in although bans or unknowns
    are left; ``filled``: what a person wrote into the document's open places; ``template``: the
    office's own Word file for it (None: the shipped one)."""

    header: Header
    notice: Notice
    parcels: tuple[Parcel, ...]
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[InputRecord, ...]
    software: str
    balance: Balance
    months: tuple[Month, ...]
    out_lists: tuple[ParcelList, ...]
    in_lists: tuple[ParcelList, ...]
    county_out: ParcelList
    county_in: ParcelList
    problems: tuple[LayerProblem, ...] = ()
    priorities: tuple[PriorityScore, ...] = ()
    edition: Edition = NO_EDITION
    declarations: tuple[Declaration, ...] = ()
    parts: tuple[Part, ...] = ()
    reason: str = ""
    filled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    template: OfficeTemplate | None = None

    @property
    def beside_parts(self) -> tuple[BalanceRow, ...]:
        """Credits and transfers by class and in total: they belong to no batch, so that the parts
        with these rows add up to the year."""
        if not self.balance.has_credits and not self.balance.has_transfers:
            return ()
        return tuple(
            replace(
                row, out_m2=0, deducted_m2=0, required_m2=0, in_m2=0, blocked_in_m2=0,
                out_grade=None, in_grade=None,
            )
            for row in self.balance.county
        )  # fmt: skip

    @property
    def parts_excess_m2(self) -> int:
        """By how much the batches' requirements together exceed the year's: each is rounded up by
        itself. 0 at 1:1."""
        required = sum(part.report.balance.total.required_m2 for part in self.parts)
        return required - self.balance.total.required_m2

    @cached_property
    def checksum(self) -> str:
        """Checksum of the parcels that all is made from."""
        return parcels_checksum(self.parcels)

    @property
    def imprint(self) -> str:
        """What every file states of where it comes from, the parcels' checksum too; '' without a
        plan file."""
        basis = imprint(self.edition, self.notice)
        return f"{basis}　地块 {self.checksum[:8]}" if basis else ""

    @property
    def indicators(self) -> Indicators:
        """Credits and transfers of the plan."""
        return self.balance.indicators

    def parcels_of(self, direction: str) -> tuple[Parcel, ...]:
        """The parcels of one side."""
        return tuple(parcel for parcel in self.parcels if parcel.direction == direction)

    def counted_cells(self, direction: str) -> tuple[Cell, ...]:
        """The cells of one side that the balance counts."""
        return tuple(counted(self.cells, direction))


def imprint(edition: Edition, notice: Notice) -> str:
    """Plan and revision, profile, area basis; '' without a plan file."""
    return "　".join((edition.text, notice.id, notice.area.label)) if edition.text else ""


@dataclass(frozen=True)
class Part:
    """What a plan of several batches holds of one. ``batch`` is None for a name that is not
    recorded; parcels of no batch have an empty name. Its ``report`` has the batch's parcels alone
    and no credits and transfers; whether the year is balanced, only the whole report tells."""

    name: str
    batch: Batch | None
    report: Report

    @property
    def label(self) -> str:
        """As tables name it."""
        return self.name or "未填批次"

    def list_like(self, whole: ParcelList) -> ParcelList | None:
        """The part's list of the unit and side of a list of the whole plan; None without rows."""
        report = self.report
        lists = (*report.out_lists, *report.in_lists, report.county_out, report.county_in)
        wanted = whole.direction, whole.unit_code
        found = (item for item in lists if (item.direction, item.unit_code) == wanted)
        return next((item for item in found if item.blocks), None)


def build_report(
    header: Header,
    notice: Notice,
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    findings: Sequence[Finding],
    inputs: Sequence[InputRecord],
    software: str,
    problems: Sequence[LayerProblem] = (),
    priorities: Sequence[PriorityScore] = (),
    edition: Edition = NO_EDITION,
    declarations: Sequence[Declaration] = (),
    indicators: Indicators = NO_INDICATORS,
    batches: Sequence[Batch] = (),
) -> Report:
    """Compute lists, balance and schedule from cells and the indicators that count; where parcels
    are of more than one batch, for each by itself too."""
    blocked, broken = blocked_parcels(findings), broken_clauses(findings)

    def lists(direction: str) -> tuple[ParcelList, ...]:
        towns: dict[str, str] = {
            cell.town_code: cell.town_name for cell in counted(cells, direction)
        }
        return tuple(
            parcel_list(direction, code, towns[code], parcels, cells, broken, notice)
            for code in sorted(towns)
        )

    def county(direction: str) -> ParcelList:
        return parcel_list(direction, "", header.county_name, parcels, cells, broken, notice)

    def part(name: str) -> Report:
        """The same of one batch; credits and transfers are the year's."""
        kept = [parcel for parcel in parcels if parcel.batch.strip() == name]
        ids = {parcel.parcel_id for parcel in kept}
        own_cells = [cell for cell in cells if cell.parcel_id in ids]
        own = [finding for finding in findings if finding.parcel_id in ids]
        return build_report(
            header, notice, kept, own_cells, own, inputs, software, edition=edition
        )  # fmt: skip

    return Report(
        header=header,
        notice=notice,
        parcels=tuple(parcels),
        cells=tuple(cells),
        findings=tuple(findings),
        inputs=tuple(inputs),
        software=software,
        balance=balance(parcels, cells, findings, notice, header.county_name, indicators),
        months=schedule(parcels, cells, notice, header.year, blocked, indicators.credits),
        out_lists=lists(OUT),
        in_lists=lists(IN),
        county_out=county(OUT),
        county_in=county(IN),
        problems=tuple(problems),
        priorities=tuple(priorities),
        edition=edition,
        declarations=tuple(declarations),
        parts=_parts(parcels, names(batches), part),
    )


def _parts(
    parcels: Sequence[Parcel], recorded: Mapping[str, Batch], part: Callable[[str], Report]
) -> tuple[Part, ...]:
    """A part for each batch that has parcels: recorded ones by their days, then the others."""
    carried = {parcel.batch.strip() for parcel in parcels}
    if len(carried) < 2:
        return ()
    strays = sorted(carried - set(recorded), key=lambda name: (not name, name))
    ordered = [*(name for name in recorded if name in carried), *strays]
    return tuple(Part(name, recorded.get(name), part(name)) for name in ordered)
