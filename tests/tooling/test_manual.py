"""The manual as it lies in the zip: whole, and with every name that the code knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jinchu_pingheng.core.law.priority import PART_KINDS
from jinchu_pingheng.core.law.rules import KINDS
from jinchu_pingheng.core.roles import ROLES
from jinchu_pingheng.deliver.document.blocks import BLOCKS
from jinchu_pingheng.deliver.document.facts import facts, flags
from jinchu_pingheng.deliver.document.lists import LISTS
from jinchu_pingheng.deliver.document.tables import TABLES
from jinchu_pingheng.jobs.pool_layer import COLUMNS
from jinchu_pingheng.jobs.pool_results import POOL_FIELDS
from jinchu_pingheng.plan import profiles
from jinchu_pingheng.plan.profiles.loading import SECTIONS
from jinchu_pingheng.plan.profiles.yaml_nodes import Node
from jinchu_pingheng.processing.provider import ALGORITHMS
from tests.deliver.example import example_report
from tools import manual


class Page(HTMLParser):
    """Ids, links and pictures of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.html = path.read_text(encoding="utf-8")
        self.feed(self.html)
        self.text = unescape(re.sub(r"<[^>]+>", "", self.html))

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [str(values["id"])] if "id" in values else []
        self.links += [str(values["href"])] if "href" in values else []
        self.pictures += [str(values["src"])] if tag == "img" else []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("manual")
    manual.build(target)
    return target


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Page]:
    return {path.name: Page(path) for path in folder.glob("*.html")}


def words(page: Page) -> set[str]:
    """What a page shows as code, and each part of it."""
    shown = {unescape(code) for code in re.findall(r"<code>([^<]*)</code>", page.html)}
    return {part for code in shown for part in (code, *re.findall(r"\w+", code))}


def test_every_link_and_picture_leads_somewhere(folder: Path, pages: dict[str, Page]) -> None:
    lost = []
    for name, page in pages.items():
        for link in page.links:
            if link.startswith("http"):
                continue
            target, _, anchor = link.partition("#")
            if target.endswith(".css"):
                lost += [] if (folder / target).is_file() else [(name, link)]
            elif (target or name) not in pages or (
                anchor and anchor not in pages[target or name].ids
            ):
                lost.append((name, link))
        lost += [(name, src) for src in page.pictures if not (folder / src).is_file()]
    assert lost == []


def test_a_link_that_leads_nowhere_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "lost.md"
    source.write_text("# 标题\n\n[去处](nowhere.md)\n", encoding="utf-8")
    monkeypatch.setattr(manual, "PAGES", {"index": source})
    with pytest.raises(ValueError, match="nowhere.md"):
        manual.build(tmp_path / "out")


def test_a_chinese_sentence_that_is_wrapped_has_no_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "page.md"
    source.write_text("# 标题\n\n甲，\n乙的\n**丙**\n\n- 丁\n  戊\n- 己\n", encoding="utf-8")
    monkeypatch.setattr(manual, "PAGES", {"index": source})
    manual.build(tmp_path / "out")
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<p>甲，乙的<strong>丙</strong></p>" in html
    assert re.findall("<li>(.*)</li>", html) == ["丁戊", "己"]


def test_no_mark_of_the_source_is_left_to_be_seen(pages: dict[str, Page]) -> None:
    """A fence in a list is no block to Python-Markdown; an include that is not found stays."""
    for name, page in pages.items():
        assert "```" not in page.text and "<!-- help" not in page.html, name
        assert not re.search(r"<code>(sh|yaml)\s", page.html), name


def test_a_bar_in_code_is_shown_without_its_escape(pages: dict[str, Page]) -> None:
    assert "[[table: 名称 | 表名]]" in pages["templates.html"].text


def test_a_place_is_named_once_in_a_page(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_page_can_be_reached_from_the_contents(pages: dict[str, Page]) -> None:
    linked = {link.partition("#")[0] for link in pages["index.html"].links}
    assert set(pages) - linked == {"index.html"}


def test_it_is_made_of_pages_pictures_and_one_style(folder: Path) -> None:
    kinds = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert kinds == {".html", ".png", ".css"}
    assert [path.name for path in folder.rglob("*.css")] == ["manual.css"]


def test_every_algorithm_has_its_place_with_its_help(pages: dict[str, Page]) -> None:
    page = pages["algorithms.html"]
    for algorithm in ALGORITHMS:
        assert algorithm.key in page.ids
        assert algorithm.title in page.text
        help_page = (manual.HELP / f"{algorithm.key}.html").read_text(encoding="utf-8")
        assert help_page.strip() in page.html


def test_every_role_of_layers_is_named(pages: dict[str, Page]) -> None:
    page = pages["layers.html"]
    assert set(ROLES) - words(page) == set()
    assert [role.label for role in ROLES.values() if role.label not in page.text] == []
    columns = {column for role in ROLES.values() for column in role.columns}
    assert columns - set(re.findall(r"\w+", page.text)) == set()


def test_every_kind_of_rule_and_score_is_named_with_its_parameters(
    pages: dict[str, Page],
) -> None:
    known = set(re.findall(r"\w+", pages["profiles.html"].text))
    kinds = {**KINDS, **PART_KINDS}
    parameters = {param.name for kind in kinds.values() for param in kind.params}
    assert {*kinds, *parameters} - known == set()


def test_every_key_that_a_profile_may_have_is_named(
    pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys are those that the loader asks for while it reads the bundled profiles."""
    asked: set[str] = set(SECTIONS)
    mapping = Node.mapping

    def spy(node: Node, required: Sequence[str] = (), optional: Sequence[str] = ()) -> object:
        asked.update(required, optional)
        return mapping(node, required, optional)

    monkeypatch.setattr(Node, "mapping", spy)
    for name in profiles.files():
        profiles.load(name)
    assert {"extends", "ratio", "due", "construction", "severity", "weight"} <= asked
    assert asked - words(pages["profiles.html"]) == set()


def test_every_tag_table_list_and_condition_of_a_template_is_named(pages: dict[str, Page]) -> None:
    page = pages["templates.html"]
    report = example_report()
    assert [name for name in facts(report) if f"{{{name}}}" not in page.text] == []
    assert {*flags(report), *TABLES, *LISTS, *BLOCKS} - words(page) == set()


def test_the_fields_of_the_pool_that_the_county_adds_are_named(pages: dict[str, Page]) -> None:
    """The choice reads them, `potential` does not write them."""
    added = set(COLUMNS) - {name for name, _ in POOL_FIELDS}
    assert added == {"lock", "yuan_per_mu"}
    assert added <= words(pages["year.html"])
    assert "自己添加" in pages["year.html"].text


def test_the_messages_are_those_that_the_program_says() -> None:
    """Word by word, without what changes (…) and what explains (in brackets)."""
    source = "".join(
        p.read_text(encoding="utf-8") for p in (manual.ROOT / "jinchu_pingheng").rglob("*.py")
    )
    said = re.sub(r'"\s*\n\s*f?"', "", source)
    page = manual.PAGES["messages"].read_text(encoding="utf-8")
    cells = re.findall(r"^\| (?!提示)([^|]+) \|", page, re.MULTILINE)
    told = [part for cell in cells for part in re.split("[；…]", re.sub("（[^）]*）", "", cell))]
    assert len(told) > 60
    assert [part for part in told if part.strip() not in said] == []
