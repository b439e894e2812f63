"""Letters: whom each goes to, what stands in it, the days of a publicity, and the files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import OfficeTemplate
from jinchu_pingheng.deliver.document import TEMPLATES
from jinchu_pingheng.deliver.letters.kinds import KINDS, TEXTS
from jinchu_pingheng.deliver.letters.publicity import Days, days_of, least_days
from jinchu_pingheng.deliver.letters.shipped import shipped_template
from jinchu_pingheng.deliver.letters.wanted import Wanted
from jinchu_pingheng.deliver.letters.writing import faults, write
from jinchu_pingheng.deliver.office.paper import read_template
from jinchu_pingheng.plan import profiles
from tests.deliver.example import example_report
from tests.deliver.office_papers import paper

PROFILES = ("ningxia-2022", "jianning-2023", "sichuan-2022", "hongdong-2025",
            "fangchenggang-2023", "zhanbu-2024")  # fmt: skip


def report_of(profile: str = "jianning-2023") -> Report:
    return example_report(notice=profiles.load(profile))


def letters(
    kind: str,
    folder: Path,
    wanted: Wanted | None = None,
    report: Report | None = None,
    template: OfficeTemplate | None = None,
) -> dict[str, str]:
    """Text of each letter by the name of its file, its tables' cells last."""
    folder.mkdir(parents=True, exist_ok=True)
    given = report or report_of()
    written, _ = write(KINDS[kind], given, folder, wanted or Wanted(), template)
    return {path.stem: said(path) for _, path in written}


def said(path: Path) -> str:
    word = docx.Document(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def test_a_village_is_told_of_its_own_parcels_with_place_area_and_class(tmp_path: Path) -> None:
    found = letters("publicity", tmp_path, Wanted(first="2023-02-27"))
    assert set(found) == {
        "村级公示_甲镇一村", "村级公示_甲镇二村", "村级公示_乙乡三村", "村级公示_乙乡四村",
    }  # fmt: skip
    text = found["村级公示_甲镇一村"]
    for part in ("C01", "甲镇一村1组", "1.2346", "18.52", "水浇地", "R01", "1.5000", "果园"):
        assert part in text
    assert "C02" not in text and "R05" not in text
    # 建宁 五: 不少于5日; 27 and 28 February, 1 to 3 March
    assert "公示时间：2023年2月27日至2023年3月3日，共5日" in text


def test_sums_of_the_villages_are_those_of_the_plan(tmp_path: Path) -> None:
    texts = letters("publicity", tmp_path).values()
    sums = {"转出": 0.0, "转进": 0.0}
    for text in texts:
        for word, area in re.findall(r"拟(转出|转进)耕地\d+个地块，([\d.]+)公顷", text):
            sums[word] += float(area)
    assert {word: f"{area:.4f}" for word, area in sums.items()} == {
        "转出": "4.3418",
        "转进": "5.0185",
    }


@pytest.mark.parametrize(
    ("recorded", "first", "count", "expected"),
    [
        (("", ""), "", 0, Days("", "", 5)),
        (("", ""), "2024-02-26", 0, Days("2024-02-26", "2024-03-01", 5)),
        (("", ""), "2023-12-30", 7, Days("2023-12-30", "2024-01-05", 7)),
        (("2023-02-15", "2023-02-22"), "", 0, Days("2023-02-15", "2023-02-22", 8)),
        (("2023-02-15", "2023-02-22"), "2023-03-01", 0, Days("2023-03-01", "2023-03-05", 5)),
    ],
)
def test_days_are_counted_with_the_first_and_the_last(
    recorded: tuple[str, str], first: str, count: int, expected: Days
) -> None:
    report = report_of()
    begun, ended = recorded
    parcels = [replace(p, publicity_from=begun, publicity_to=ended) for p in report.parcels]
    assert days_of(report.notice, parcels, first, count) == expected


def test_fewer_days_than_the_notice_demands_are_refused_and_nobody_invents_any() -> None:
    report = report_of()
    with pytest.raises(PlanError, match="公示 3 日，少于通知要求的 5 日"):
        days_of(report.notice, report.parcels, "2023-02-15", 3)
    other = report_of("ningxia-2022")
    assert least_days(other.notice) == 0
    assert days_of(other.notice, other.parcels, "2023-02-15", 0) == Days("2023-02-15", "", 0)


def test_each_household_gets_its_parcels_and_the_others_are_left_open(tmp_path: Path) -> None:
    named = Wanted(households=[("C01", "张三"), ("C02", "张三"), ("C03", "张三/李四")])
    found = letters("consent", tmp_path, named)
    assert {"承包户知情同意书_张三", "承包户知情同意书_张三／李四", "承包户知情同意书_C04"} <= set(
        found
    )
    assert len(found) == 7
    text = found["承包户知情同意书_张三"]
    assert "本人张三" in text and "C01" in text and "C02" in text and "C03" not in text
    assert "2个地块，地块中的耕地共2.0346公顷（30.52亩）" in text
    assert "本人【待填：承包户】" in found["承包户知情同意书_C04"]


def test_a_household_of_an_unknown_parcel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="C99：承包户名单中的地块不是列入的流出地块"):
        letters("consent", tmp_path, Wanted(households=[("C99", "张三")]))


def test_each_inflow_parcel_has_a_letter_to_its_owner_and_the_plan_one_opinion(
    tmp_path: Path,
) -> None:
    owners = letters("owner", tmp_path / "一")
    assert set(owners) == {f"土地权利人同意书_R0{n}" for n in range(1, 10)}
    [(name, text)] = letters("review", tmp_path / "二").items()
    assert name == "联审意见_云川县" and "4.3418公顷（8个地块）" in text and "5.0185" in text


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", list(KINDS))
def test_shipped_letters_are_right_and_whole_under_every_notice(
    kind: str, profile: str, tmp_path: Path
) -> None:
    report = report_of(profile)
    assert faults(shipped_template(KINDS[kind]), KINDS[kind], report) == []
    written, count = write(KINDS[kind], report, tmp_path, Wanted(as_one=True))
    [(role, path)] = written
    assert role == "letter"
    assert not re.search(r"\{[{%#]|[%#}]\}|None", said(path))
    assert count == said(path).count("【待填：")


def test_all_letters_may_come_in_one_file_each_on_its_own_page(tmp_path: Path) -> None:
    [(name, text)] = letters("owner", tmp_path, Wanted(as_one=True)).items()
    assert name == "云川县2023年度土地权利人同意书"
    assert text.count("土地权利人（签名或盖章）") == 9
    word = docx.Document(str(tmp_path / f"{name}.docx"))
    assert len(word.sections) == 9


def test_the_offices_template_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = read_template(
        paper(tmp_path, "{% for p in inflows %}", "同意{{ p.id }}：{{ p.decided_by }}{{ p.note }}",
              "{% endfor %}", header="{{ office }}")
    )  # fmt: skip
    found = letters("owner", tmp_path / "成果", template=own)
    assert found["土地权利人同意书_R01"].strip() == "同意R01：【待填：审议机关】"


def test_a_letter_without_what_it_is_for_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    own = read_template(paper(tmp_path, "{% for p in outflows %}", "{{ p.id }}", "{% endfor %}"))
    found = [fault.what for fault in faults(own, KINDS["publicity"], report_of())]
    assert found == [
        "缺少公示开始日期的标签{{ publicity_from }}",
        "缺少公示结束日期的标签{{ publicity_to }}",
        "缺少流入地块的标签{{ inflows }}",
    ]
    with pytest.raises(PlanError, match="共 3 处"):
        letters("publicity", tmp_path / "成果", template=own)
    assert list((tmp_path / "成果").iterdir()) == []


def test_a_starter_is_a_template_that_can_be_given_back(tmp_path: Path) -> None:
    letters("consent", tmp_path, Wanted(starter=True))
    starter = read_template(tmp_path / "模板_承包户知情同意书.docx")
    assert faults(starter, KINDS["consent"], report_of()) == []


def test_the_manual_gives_an_example_of_every_tag_of_letters() -> None:
    manual = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    manual = manual[manual.index("## 公文") :].split("\n## ")[0]
    rows = re.findall(r"^\| `\{\{ (\w+) \}\}` \| [^|]+ \| ([^|]+) \|$", manual, re.MULTILINE)
    assert [name for name, _ in rows] == list(TEXTS) and all(text.strip() for _, text in rows)
