"""The official lists (附件1, 附件2): rows grouped by 类型, with 合计 and 总计, for a township or
the county."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..landclass import CROPLAND
from ..model import BLOCK, FAIL, OUT, Cell, Finding, Parcel
from ..notice import Notice
from ..parcel_fields import label
from .balance import counted, deducted_parcels
from .graded_area import graded


@dataclass(frozen=True)
class ClassAreas:
    """Whole m² and mean 等别 (one decimal or None) by cropland class code."""

    m2: Mapping[str, int]
    grade: Mapping[str, Decimal | None]

    @property
    def total_m2(self) -> int:
        """Area over all classes."""
        return sum(self.m2.values())


@dataclass(frozen=True)
class ListRow:
    """A project (outflow) or a parcel (inflow). ``agreement`` is '是', '否' or ''; ``time`` is
    worded as the template."""

    name: str
    areas: ClassAreas
    location: str
    time: str
    agreement: str
    note: str
    parcel_ids: tuple[str, ...]


@dataclass(frozen=True)
class ListBlock:
    """All rows of one 类型, and their 合计."""

    number: int
    type_name: str
    rows: tuple[ListRow, ...]
    total: ClassAreas


@dataclass(frozen=True)
class ParcelList:
    """One list: ``unit_name`` is a township or the county; ``blocks`` follow the notice's types,
    empty ones left out."""

    direction: str
    unit_code: str
    unit_name: str
    blocks: tuple[ListBlock, ...]
    total: ClassAreas


def parcel_list(
    direction: str,
    unit_code: str,
    unit_name: str,
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    broken: Mapping[str, Sequence[str]],
    notice: Notice,
) -> ParcelList:
    """The list of one side; ``unit_code`` is a township's nine digits, or '' for the county;
    ``broken`` as ``broken_clauses``.

    Granted deductions stand outside the list (宁夏通知 二（九）); they have a table of their own.
    """
    left_out = deducted_parcels(parcels, notice)
    cells = [
        c
        for c in counted(cells, direction)
        if c.parcel_id not in left_out and unit_code in ("", c.town_code)
    ]
    by_id = {parcel.parcel_id: parcel for parcel in parcels}
    notes, names = _notes(parcels, broken, cells), _row_names(parcels)
    blocks = []
    for number in sorted({by_id[cell.parcel_id].type for cell in cells}):
        members = [cell for cell in cells if by_id[cell.parcel_id].type == number]
        groups: dict[str, list[Cell]] = {}
        for cell in sorted(members, key=lambda c: c.parcel_id):
            groups.setdefault(names[cell.parcel_id], []).append(cell)
        rows = tuple(_row(name, group, by_id, notes) for name, group in groups.items())
        blocks.append(
            ListBlock(number, notice.type_name(direction, number), rows, class_areas(members))
        )
    return ParcelList(direction, unit_code, unit_name, tuple(blocks), class_areas(cells))


def class_areas(cells: Sequence[Cell]) -> ClassAreas:
    """Sum and mean grade of cells by cropland class."""
    by_class = {
        cls: graded(cell for cell in cells if cell.balance_class == cls) for cls in CROPLAND
    }
    return ClassAreas(
        m2={cls: found.m2 for cls, found in by_class.items()},
        grade={cls: found.grade for cls, found in by_class.items()},
    )


def _row_names(parcels: Sequence[Parcel]) -> dict[str, str]:
    """Outflow is listed by project, inflow by parcel (项目名称, 地块名称 of the templates).

    Inflow parcels that share a name keep a row each, told apart by their ids.
    """
    uses = Counter(parcel.name for parcel in parcels if parcel.direction != OUT)
    return {parcel.parcel_id: _row_name(parcel, shared=uses[parcel.name] > 1) for parcel in parcels}


def _row_name(parcel: Parcel, shared: bool) -> str:
    if parcel.direction == OUT:
        return parcel.project or parcel.name or parcel.parcel_id
    if parcel.name and shared:
        return f"{parcel.name}（{parcel.parcel_id}）"
    return parcel.name or parcel.parcel_id


def _row(
    name: str, cells: Sequence[Cell], by_id: Mapping[str, Parcel], notes: Mapping[str, str]
) -> ListRow:
    ids = tuple(dict.fromkeys(cell.parcel_id for cell in cells))
    members = [by_id[parcel_id] for parcel_id in ids]
    agreements = {parcel.agreement for parcel in members}
    return ListRow(
        name=name,
        areas=class_areas(cells),
        location=_joined(location(by_id[cell.parcel_id], cell) for cell in cells),
        time=time_of(members),
        agreement=agreements.pop() if len(agreements) == 1 else "",
        note=_joined(filter(None, (notes[parcel_id] for parcel_id in ids)), "；"),
        parcel_ids=ids,
    )


def _joined(texts: Iterable[str], separator: str = "、") -> str:
    return separator.join(dict.fromkeys(texts))


def location(parcel: Parcel, cell: Cell) -> str:
    """“XX镇XX村XX组” of a cell (附件1, 附件2: 位置)."""
    return f"{cell.town_name}{cell.village}{parcel.group_name}"


def month_text(month: str) -> str:
    """'2023-04' as '2023年4月'."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def time_of(parcels: Sequence[Parcel]) -> str:
    """The time of a row: from the first month to the last of all its parcels, as the templates have
    one span."""
    starts = [parcel.start_month for parcel in parcels if parcel.start_month]
    ends = [parcel.end_month for parcel in parcels if parcel.end_month]
    return _time_text(parcels[0].direction, min(starts, default=""), max(ends, default=""))


def _time_text(direction: str, start: str, end: str) -> str:
    """计划建设时间 “xxxx年xx月-xx月” (outflow) or 计划恢复时间 “xxxx年x月底前” (inflow); '' when
    not given."""
    if direction != OUT:
        return f"{month_text(end)}底前" if end else ""
    if not start or not end or start == end:
        return month_text(start or end) if start or end else ""
    same_year = start[:4] == end[:4]
    return (
        f"{month_text(start)}-{int(end[5:])}月"
        if same_year
        else f"{month_text(start)}-{month_text(end)}"
    )


def broken_clauses(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """The clauses that each blocked parcel breaks, with exceptions, by parcel id."""
    broken: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.severity == BLOCK and finding.verdict == FAIL:
            exception = f"（{finding.exception}）" if finding.exception else ""
            broken[finding.parcel_id].append(f"{finding.clause}{exception}")
    return broken


def _remarks(parcel: Parcel, in_batches: bool) -> list[str]:
    """What was filled in of a parcel and has no column in the templates."""
    remarks = [parcel.batch] if in_batches and parcel.batch else []
    for name in ("implementer", "former_use", "completed_on", "completion_doc"):
        value = getattr(parcel, name)
        remarks += [f"{label(name)}：{value}"] if value else []
    return remarks


def _notes(
    parcels: Sequence[Parcel], broken: Mapping[str, Sequence[str]], cells: Sequence[Cell]
) -> dict[str, str]:
    """备注 of each parcel: the user's note, what the template has no column for, 预估, and the
    clauses that a blocked parcel breaks."""
    estimated = {cell.parcel_id for cell in cells if cell.grade_estimated}
    in_batches = len({parcel.batch for parcel in parcels}) > 1
    notes = {}
    for parcel in parcels:
        parts = [parcel.note] if parcel.note else []
        parts += _remarks(parcel, in_batches)
        if parcel.parcel_id in estimated:
            parts.append("等别为预估")
        if parcel.parcel_id in broken:
            parts.append(f"检查未通过：{_joined(broken[parcel.parcel_id])}")
        notes[parcel.parcel_id] = "；".join(parts)
    return notes
