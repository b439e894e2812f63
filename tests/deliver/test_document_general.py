"""The plan document of a notice that fixes no chapters: its own words, clauses, calendar,
priorities, exceptions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.core.model import FAIL, IN, INFO, OUT, PriorityScore, RecordedException
from jinchu_pingheng.core.notice import (
    AreaMethod,
    BalanceTest,
    Deadline,
    ListTitle,
    PriorityPart,
    Rule,
    Words,
)
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.document.lists import LISTS
from jinchu_pingheng.deliver.document.wording import quoted_title
from jinchu_pingheng.plan import profiles

from .example import NOTICE, RULES, example_report
from .test_document import everything, text_of, written

PARTS = (
    PriorityPart("零星分散", "二（一）", "scattered", Decimal("60"), {}),
    PriorityPart("质量较低", "二（一）", "low_grade", Decimal("40.0"), {}),
)
PLAIN = replace(
    NOTICE,
    id="county",
    title="云川县耕地“进出平衡”工作实施方案",
    issuer="云川县人民政府",
    issued="",
    valid_to="",
    word_out="转出",
    word_in="转进",
    area=AreaMethod("ellipsoidal", True, ""),
    balance=BalanceTest("四（五）", "township", Decimal("1.05")),
    deductions=(),
    deadlines=(),
    document="general",
    rules=tuple(
        replace(rule, clause="二（二）", text=rule.text.replace("流", "转")) for rule in RULES[:-1]
    ),
)


def table_of(word: WordDocument, caption: str) -> Table:
    """The table below the caption that ends with ``caption``."""
    captions = [p for p in word.paragraphs if p.style is not None and p.style.name == "Caption"]
    paragraph = next(p for p in captions if p.text.endswith(caption))
    return Table(paragraph._p.getnext(), word)


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def headings(word: WordDocument) -> list[str]:
    return [
        p.text
        for p in word.paragraphs
        if p.style is not None and p.style.name.startswith("Heading")
    ]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> WordDocument:
    return written(tmp_path_factory.mktemp("plain"), example_report(notice=PLAIN))


def test_headings_speak_the_notices_words_in_text_and_contents(plain: WordDocument) -> None:
    wanted = (
        (document.TEMPLATES / "general" / "headings.txt").read_text(encoding="utf-8").splitlines()
    )
    assert headings(plain) == [
        line.replace("{out}", "转出").replace("{in}", "转进").replace("{regime}", "进出平衡")
        for line in wanted
    ]
    assert sum(text == "第三章 耕地转出总体安排" for text in everything(plain)) == 2


def test_nothing_of_another_notice_is_said(plain: WordDocument) -> None:
    text = text_of(plain).replace("流入面积大于流出面积", "")  # a message of the example's finding
    for word in ("流出", "流入", "通知", "自治区", "宁夏", "None", "{"):
        assert word not in text, word


def test_a_township_notice_with_a_ratio(plain: WordDocument) -> None:
    text = text_of(plain)
    assert "需要耕地转进5.1081公顷（转出面积的1.05倍），安排耕地转进5.0185公顷" in text
    assert (
        "实施方案以乡镇为平衡单位（实施方案四（五）），各乡镇和县域合计都满足要求才算落实" in text
    )
    assert "未满足要求的乡镇：甲镇。" in text
    assert "中各地类按转出面积等量比较，合计按转出面积的1.05倍比较。" in text
    assert "按椭球面积，已扣除田坎计算；地类" in text
    assert (
        "旱地（需1.5273公顷，安排1.5372公顷，其中0.3205公顷未通过禁止性检查，缺口0.3106公顷）"
        in text
    )


def test_without_ratio_deductions_deadlines_and_priorities_nothing_is_said_of_them(
    tmp_path: Path,
) -> None:
    notice = replace(PLAIN, balance=BalanceTest("四（五）", "county", Decimal("1.00")))
    text = text_of(written(tmp_path, example_report(notice=notice)))
    assert "需要耕地转进4.8648公顷，安排" in text and "倍" not in text
    assert "按县域合计判定（实施方案四（五））" in text
    assert "实施方案没有规定具体的时间节点。" in text
    assert "不计入平衡" not in text and "评分" not in text and "优先程度" not in text
    assert "累计转出面积大于累计转进面积。" in text and "先进后出" not in text


def test_sequence_is_demanded_only_by_a_notice_with_that_rule(tmp_path: Path) -> None:
    rule = Rule("order", "四（五）", "先补充、后占用", "sequence", INFO, "plan", (), {})
    text = text_of(
        written(tmp_path, example_report(notice=replace(PLAIN, rules=(*PLAIN.rules, rule))))
    )
    assert "实施方案要求先进后出，应当调整耕地转进或者耕地转出的时间。" in text
    assert "1）先补充、后占用（实施方案四（五））。" in text


def test_the_document_speaks_of_the_regime_and_the_plan_in_the_notices_words(
    tmp_path: Path,
) -> None:
    words = Words(
        regime="占补平衡",
        plan_name="耕地{regime}年度方案",
        definition="耕地{out}的，应当补足（耕地{in}）",
        restore="补充",
    )
    notice = replace(PLAIN, word_out="占用", word_in="补充", words=words)
    document_file = written(tmp_path, example_report(notice=notice))
    text = text_of(document_file)
    assert "云川县2023年度\n耕地占补平衡年度方案" in text
    assert "实施方案要求，耕地占用的，应当补足（耕地补充）。" in text
    assert "第五章 耕地“占补平衡”情况分析" in headings(document_file)
    assert "云川县2023年度耕地占补时序安排情况表" in text and "计划补充时间" in text
    # texts of the example's rules, types and findings are not the document's own words
    given = [notice.title, *(rule.text for rule in notice.rules)]
    given += [item.name for item in (*notice.types_out, *notice.types_in)]
    given += [finding.message for finding in example_report().findings]
    lines = [line for line in text.splitlines() if not any(item in line for item in given if item)]
    strays = ("进出", "流出", "流入", "恢复后", "拟恢复")
    assert not [line for line in lines if any(word in line for word in strays)]


def test_lists_bear_the_notices_titles(tmp_path: Path) -> None:
    notice = replace(
        PLAIN, list_out=ListTitle("附件2", "{unit}耕地进出平衡“{word}”申报表（{year}年度）", True)
    )
    text = text_of(written(tmp_path, example_report(notice=notice)))
    assert (
        "云川县耕地进出平衡“转出”申报表（2023年度）（面积单位：公顷，椭球面积，已扣除田坎）" in text
    )
    assert "4）各乡镇耕地进出平衡“转出”申报表（2023年度）；" in text
    assert "云川县2023年度“耕地转进”计划列表（面积单位" in text


def test_rules_of_both_sides_are_listed_on_both(plain: WordDocument) -> None:
    rule = Rule("public", "五", "须公示不少于5日", "document", "block", "both", (), {})
    report = example_report(notice=replace(PLAIN, rules=(*PLAIN.rules, rule)))
    for name in ("out_prohibited", "in_prohibited"):
        assert LISTS[name](report)[-1] == "须公示不少于5日（实施方案五）"
    assert LISTS["in_advised"](report) == ["优先选择“即可恢复”“工程恢复”地块（实施方案二（二））"]


def test_deadlines_are_a_calendar_of_the_plans_year(tmp_path: Path) -> None:
    deadlines = (
        Deadline("更新方案", "原则上每年1次", "二（三）"),
        Deadline("报送备案", "每年3月底前", "二（三）", "03-31"),
        Deadline("乡镇申报", "每年2月底前", "二（二）", "02-29"),
    )
    report = example_report(notice=replace(PLAIN, deadlines=deadlines))
    assert cells(table_of(written(tmp_path, report), "2023年度耕地“进出平衡”时间节点")) == [
        ["时限", "事项", "条款"],
        ["2023年2月28日（每年2月底前）", "乡镇申报", "二（二）"],
        ["2023年3月31日（每年3月底前）", "报送备案", "二（三）"],
        ["原则上每年1次", "更新方案", "二（三）"],
    ]
    assert (
        LISTS["deadlines"](report)[0]
        == "乡镇申报：2023年2月28日（每年2月底前）（实施方案二（二））"
    )


def scored() -> Report:
    """Outflow scored in two parts; C02 lacks one, C03 has no score at all."""

    def score(key: str, part: PriorityPart, points: str | None) -> PriorityScore:
        value = None if points is None else Decimal(points) / part.weight
        return PriorityScore(
            key, OUT, part.name, value, part.weight, Decimal(points or 0), "地类图斑"
        )

    scores = (
        score("C01", PARTS[0], "12.5"), score("C01", PARTS[1], "20"),
        score("C02", PARTS[0], "45.0"), score("C02", PARTS[1], None),
    )  # fmt: skip
    notice = replace(PLAIN, priorities_out=PARTS)
    return replace(example_report(notice=notice), priorities=scores)


def test_scores_of_parcels_stand_in_the_annex_only(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, scored()))
    assert "2）质量较低，满分40分（实施方案二（一））。" in text
    assert "各地块的得分和排序见附表检查报告的“优先序（转出）”。" in text
    assert "12.5" not in text and "45.0" not in text and "优先序（转进）" not in text


def test_an_unchecked_plan_has_no_scores_yet(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, replace(scored(), priorities=())))
    assert "转出地块尚未评分，进行限制条件检查时一并评分。" in text
    assert "地块优先程度（单位" not in text


def test_the_fixed_template_names_what_is_scored(tmp_path: Path) -> None:
    report = replace(scored(), notice=replace(NOTICE, priorities_out=PARTS))
    text = text_of(written(tmp_path, report))
    assert "流出地块的优先程度按零星分散（60分）、质量较低（40分）评分" in text


def with_exception(report: Report) -> Report:
    text = RecordedException("R08", "NX11", "县政府同意保留", "云政纪〔2023〕4号").text
    found = [
        f._replace(exception=text)
        if (f.parcel_id, f.rule_id) in {("R08", "NX11"), ("", "NX21")}
        else f
        for f in report.findings
    ]
    return replace(report, findings=tuple(found))


@pytest.mark.parametrize("notice", [NOTICE, PLAIN], ids=["fixed", "general"])
def test_an_exception_stands_with_its_finding_and_lifts_nothing(
    tmp_path: Path, notice: object
) -> None:
    report = with_exception(example_report(notice=notice))  # type: ignore[arg-type]
    word = written(tmp_path, report)
    row = cells(table_of(word, f"耕地{report.notice.word_in}地块未通过和无法判定的检查"))[1]
    assert row[1:3] == ["禁止", "不通过"]
    assert row[-1] == (
        "R08（65.65%）：25度以上陡坡地2104.33平方米，占地块65.65%；"
        "例外：县政府同意保留（云政纪〔2023〕4号）"
    )
    box = word.tables[0].cell(0, 0).text
    assert (
        "草稿：2项禁止性问题未处理" in box and "其中1项登记了例外；登记例外不改变检查结论。" in box
    )


def test_the_general_document_counts_exceptions(tmp_path: Path) -> None:
    text = text_of(written(tmp_path, with_exception(example_report(notice=PLAIN))))
    assert text.count("未通过的检查中有1项登记了例外") == 1
    found = [
        f._replace(verdict=FAIL) if not f.parcel_id else f
        for f in example_report(notice=PLAIN).findings
    ]
    report = with_exception(replace(example_report(notice=PLAIN), findings=tuple(found)))
    word = written(tmp_path, report)
    assert "其中1项未通过但登记了例外" in text_of(word)
    assert cells(table_of(word, "方案整体检查情况"))[1][-1].endswith(
        "；例外：县政府同意保留（云政纪〔2023〕4号）"
    )


def test_layers_are_named_by_their_roles(plain: WordDocument) -> None:
    rows = cells(table_of(plain, "编制采用的数据图层"))[1:]
    assert [(row[1], row[5]) for row in rows] == [
        ("地类图斑", "生态保护红线"), ("永久基本农田", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "short", "quoted"),
    [
        (
            "关于严格耕地“进出平衡”管理工作的通知",
            "通知",
            "《关于严格耕地“进出平衡”管理工作的通知》",
        ),
        (
            "《关于印发《严格耕地用途管制的实施方案》的通知》",
            "通知",
            "《关于印发〈严格耕地用途管制的实施方案〉的通知》",
        ),
        (
            "洪洞县2025年度耕地“进出平衡”工作方案",
            "工作方案",
            "《洪洞县2025年度耕地“进出平衡”工作方案》",
        ),
        ("耕地“进出平衡”实施细则（试行）", "细则", "《耕地“进出平衡”实施细则（试行）》"),
        ("耕地保护规定", "通知", "《耕地保护规定》"),
    ],
)
def test_the_notice_is_quoted_and_called_by_its_kind(title: str, short: str, quoted: str) -> None:
    notice = replace(NOTICE, title=title)
    assert (notice.paper, quoted_title(notice)) == (short, quoted)


@pytest.mark.parametrize("profile", sorted(profiles.files()))
def test_every_bundled_profile_has_a_document_in_its_words(tmp_path: Path, profile: str) -> None:
    notice = profiles.load(profile)
    _, path = document.write(example_report(notice=notice), {}, tmp_path)
    text = "\n".join(headings(Document(str(path))))
    assert f"耕地{notice.word(OUT)}总体安排" in text and f"耕地{notice.word(IN)}总体安排" in text
