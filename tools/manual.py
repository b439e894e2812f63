"""Builds the manual: pages of Markdown become HTML that F1 opens, without a network.

`python -m tools.manual FOLDER` writes it to a folder; `tools.package` puts it into the plugin. A
page may be written for the manual (docs/manual) or stand elsewhere, where others read it too.
`<!-- help: ID -->` stands for the help page of an algorithm.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import markdown

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HELP = ROOT / "jinchu_pingheng" / "help"
STYLE = DOCS / "manual" / "manual.css"
TITLE = "使用手册"

PAGES: Mapping[str, Path] = {
    "index": DOCS / "manual" / "index.md",
    "install": DOCS / "manual" / "install.md",
    "first-plan": DOCS / "manual" / "first-plan.md",
    "window": DOCS / "manual" / "window.md",
    "map": DOCS / "manual" / "map.md",
    "layers": DOCS / "manual" / "layers.md",
    "import": DOCS / "manual" / "import.md",
    "judging": DOCS / "manual" / "judging.md",
    "messages": DOCS / "manual" / "messages.md",
    "year": DOCS / "manual" / "year.md",
    "batch": DOCS / "batch.md",
    "algorithms": DOCS / "manual" / "algorithms.md",
    "profiles": DOCS / "manual" / "profiles.md",
    "templates": ROOT / "jinchu_pingheng" / "templates" / "README.md",
    "fields": DOCS / "data-dictionary.md",
}
"""Name of a page: its source, in the order in which they follow each other."""

_LINK = re.compile(r'\b(href|src)="([^"]+)"')
_CODE = re.compile(r"`[^`\n]+`")
"""In a table GitHub wants a bar in code escaped, and Python-Markdown does not."""
_INCLUDED = re.compile(r"<!-- help: (\w+) -->")
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef“”…])\n *(?=(?:\*\*|\[)?[\u2e80-\uffef“”…])")
"""A line's end inside a Chinese sentence, which must not become a space."""


@dataclass(frozen=True)
class _Place:
    """Where a page's links lead: its source's folder, and pictures that it shows go to
    ``target``."""

    source: Path
    target: Path

    def link(self, found: re.Match[str]) -> str:
        """A link or picture as it is in the manual. Raises ValueError where it leads nowhere."""
        attribute, address = found.groups()
        if re.match(r"(https?:|#)", address):
            return found[0]
        name, hash_, anchor = address.partition("#")
        path = Path(os.path.normpath(self.source.parent / unquote(name)))
        page = next((page for page, source in PAGES.items() if source == path), "")
        if page:
            return f'{attribute}="{page}.html{hash_}{anchor}"'
        if attribute == "src" and path.is_file():
            (self.target / "images").mkdir(exist_ok=True)
            shutil.copyfile(path, self.target / "images" / path.name)
            return f'src="images/{path.name}"'
        raise ValueError(f"{self.source.name}: {address} is no page or picture of the manual")


def build(target: Path) -> None:
    """Writes the manual into a folder. Raises ValueError for a link that leads nowhere."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(STYLE, target / STYLE.name)
    for name, source in PAGES.items():
        (target / f"{name}.html").write_text(page(name, source, target), encoding="utf-8")


def page(name: str, source: Path, target: Path) -> str:
    """One page as HTML; its pictures are copied."""
    text = source.read_text(encoding="utf-8")
    text = _INCLUDED.sub(lambda found: _help(found[1]), _WRAPPED.sub("", text))
    text = _CODE.sub(lambda found: found[0].replace(r"\|", "|"), text)
    writer = markdown.Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "toc"],
        extension_configs={"toc": {"slugify": _slug, "toc_depth": "2-3"}},
    )
    body = _LINK.sub(_Place(source, target).link, writer.convert(text))
    wide = re.sub(r"(<table>.*?</table>)", r'<div class="table">\1</div>', body, flags=re.DOTALL)
    path = f'<a href="index.html">{TITLE}</a> › {title(source)}'
    return _PAGE.format(
        title=title(source),
        head="" if name == "index" else f"<header>{path}</header>",
        contents="" if name == "index" else f'<nav class="contents">{writer.toc}</nav>',
        body=wide,
        turn=_turn(name),
    )


def title(source: Path) -> str:
    """The first heading of a page."""
    found = _HEADING.search(source.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{source.name}: no heading")
    return found[1].strip()


def _help(algorithm: str) -> str:
    """The help page of an algorithm, as a block of HTML."""
    return (HELP / f"{algorithm}.html").read_text(encoding="utf-8").strip()


def _slug(text: str, separator: str) -> str:
    """Words of any language, joined."""
    return re.sub(r"\W+", separator, text).strip(separator).lower()


def _turn(name: str) -> str:
    """Links to the pages before and after."""
    names = list(PAGES)
    here = names.index(name)
    links = []
    for number, sign in ((here - 1, "← {}"), (here + 1, "{} →")):
        if 0 <= number < len(names):
            text = sign.format(title(PAGES[names[number]]))
            links.append(f'<a href="{names[number]}.html">{text}</a>')
    return "<span></span>".join(links)


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} – 耕地进出平衡</title>
<link rel="stylesheet" href="manual.css">
</head>
<body>
{head}
{contents}
<main>
{body}
</main>
<footer>{turn}</footer>
</body>
</html>
"""


if __name__ == "__main__":
    build(Path(sys.argv[1]))
