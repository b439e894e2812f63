"""All files of an import: entries of the workbooks, shapes, and what is to be said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..core.errors import PlanError, listed
from ..core.model import Header
from .entries import Entry, entries
from .forms import Form, form_of
from .handed import HandedIn
from .shapes import Shape, shapes_of
from .targets import proposed
from .workbooks import sheets

_NUMBERING = "序号"


@dataclass
class Given:
    """``headers``: target by header, of all files; ``notes``: on whole files."""

    entries: list[Entry] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_files(handed: HandedIn, header: Header) -> Given:
    """All files, for a plan with that header.

    Raises PlanError for a file that cannot be read at all or is another county's, and where nothing
    is given.
    """
    given = Given()
    for path, name in _named(handed.workbooks):
        _read_workbook(path, name, handed, header.county_name, given)
    for path, name in _named(handed.shapes):
        shapes, notes = shapes_of(path, name, header.crs, handed.crs)
        given.shapes += shapes
        given.notes += notes
        if shapes:
            given.headers.update(proposed(shapes[0].values, handed.targets))
    if not given.entries and not given.shapes:
        raise PlanError("没有可导入的地块", "导入乡镇申报", "请选择填好的申报表、图形或坐标文件")
    given.notes += [*_namesakes(given.entries), *_left_over(given.headers)]
    return given


def _named(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file once, with its name; with its folder where another bears the same name."""
    once = list(dict.fromkeys(paths))
    times = Counter(path.name for path in once)
    return [(p, p.name if times[p.name] == 1 else f"{p.parent.name}/{p.name}") for p in once]


def _read_workbook(path: Path, name: str, handed: HandedIn, county: str, given: Given) -> None:
    forms = [form for form in map(form_of, sheets(path, name)) if form is not None]
    if not forms:
        do = "表头应有项目名称（或地块名称）、类型、面积等两项以上"
        raise PlanError("没有找到申报表的表头", name, do)
    for other in filter(None, (form.other_county(county) for form in forms)):
        raise PlanError(f"申报表是{other}的，方案是{county}的", name, "请核对后选择本县的申报表")
    found = [entry for form in forms for entry in _entries(form, handed, given)]
    given.entries += found
    if not found:
        given.notes.append(f"{name}：表中没有填写地块。")


def _entries(form: Form, handed: HandedIn, given: Given) -> list[Entry]:
    targets = proposed(form.headers, handed.targets)
    given.headers.update(targets)
    where = f"{form.sheet.book}“{form.sheet.name}”"
    found = entries(form, targets, handed.direction)
    if found and not any(entry.unit for entry in found):
        given.notes.append(f"{where}：没有写明面积单位，按公顷。")
    return found


def _left_over(headers: Mapping[str, str]) -> list[str]:
    """Columns that stand for no field."""
    others = [header for header, target in headers.items() if not target and header != _NUMBERING]
    return [f"没有对应字段的列，只随地块原样保存：{listed(others)}。"] if others else []


def _namesakes(found: Sequence[Entry]) -> list[str]:
    """Townships of one name in several books: perhaps two, perhaps one that came twice."""
    books: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for entry in found:
        if entry.township:
            books[entry.township, entry.direction][entry.book] = None
    return [
        f"{listed(names)}：乡镇同名（{township}），请核对是否为同一乡镇，或一份表交了两次。"
        for (township, _), names in books.items()
        if len(names) > 1
    ]
