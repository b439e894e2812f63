"""Everything that the deliverables print, computed once: no figure is computed anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
    Parcel,
    PriorityScore,
)
from ..notice import Notice
from ..parcel_checksum import parcels_checksum
from .balance import Balance, balance, blocked_parcels, counted
from .lists import ParcelList, broken_clauses, parcel_list
from .schedule import Month, schedule


@dataclass(frozen=True)
class Report:
    """A plan with its computed tables. Lists by township are in code order; ``software`` is name
    and version."""

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
) -> Report:
    """Compute lists, balance and schedule from cells and the indicators that count."""
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
    )
