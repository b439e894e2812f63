"""Check that each plan template carries its headings verbatim, in order and unconditionally.

A template folder holds ``plan.md`` and ``headings.txt``: one heading a line, the notice's own where
it fixes them; tags stand as in ``plan.md``.
"""

from __future__ import annotations

import re
import sys
from itertools import zip_longest
from pathlib import Path

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver.document.template import read_template

ROOT = Path(__file__).resolve().parent.parent / "jinchu_pingheng" / "templates"
NUMBERING = ("第[一二三四五六七八九十]+章 ", "（[一二三四五六七八九十]+）", r"\d+\. ", r"（\d+）")
"""Numbering of heading levels 1 to 4, as in 附件3 of the notice."""


def level(heading: str) -> int:
    """Level of a heading by its numbering; 0 when it has none."""
    return next((n for n, pattern in enumerate(NUMBERING, 1) if re.match(pattern, heading)), 0)


def faults(folder: Path) -> list[str]:
    """What is wrong with the template of one notice, each with its line."""
    try:
        template = read_template(folder / "plan.md")
        wanted = (folder / "headings.txt").read_text(encoding="utf-8").split("\n")
    except (PlanError, OSError) as error:
        return [str(error)]
    wanted = [line for line in wanted if line]
    found: list[str] = []
    for heading, title in zip_longest(template.headings, wanted):
        if heading is None:
            return [*found, f"{folder.name}/plan.md: heading “{title}” is missing"]
        place = f"{folder.name}/plan.md:{heading.line}"
        if heading.text != title:
            return [*found, f"{place}: “{heading.text}”, but headings.txt has “{title}”"]
        if heading.level != level(heading.text):
            found.append(
                f"{place}: “{heading.text}” is level {level(heading.text)}, not {heading.level}"
            )
        if heading.conditions:
            found.append(f"{place}: “{heading.text}” must not stand in an [[if]]")
    return found


def main() -> int:
    """Print the faults of all templates; 0 when there are none."""
    folders = sorted(path.parent for path in ROOT.glob("*/plan.md"))
    found = [fault for folder in folders for fault in faults(folder)]
    print("\n".join(found) if found else f"{len(folders)} template(s): headings as in headings.txt")
    return 1 if found or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
