"""Schedule, balance tables and check report read back, and the look that all workbooks share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jinchu_pingheng.core.accounts.report import build_report
from jinchu_pingheng.core.notice import Rule, Words
from jinchu_pingheng.deliver.workbooks import (
    annexes,
    balance_tables,
    check_report,
    county_lists,
    schedule_table,
)
from jinchu_pingheng.deliver.workbooks.look import CAUTION, WARNING
from jinchu_pingheng.deliver.workbooks.sheets import Table, area
from tests.deliver.example import (
    HEADER,
    INPUTS,
    NOTICE,
    SOFTWARE,
    example_report,
    golden_report,
    long_report,
)

AHEAD = "累计流出大于累计流入，不符合先进后出"


def texts(sheet: Worksheet) -> str:
    return "\n".join(
        str(item.value) for row in sheet.iter_rows() for item in row if item.value is not None
    )


def find(sheet: Worksheet, *starts: object) -> list[object]:
    """The first row that begins with ``starts`` (None in a merged cell means: as above)."""
    above = None
    for row in sheet.iter_rows(values_only=True):
        above = row[0] if row[0] is not None else above
        if (above, *row[1 : len(starts)]) == starts:
            return list(row)
    raise LookupError(starts)


def fill_of(sheet: Worksheet, *starts: object) -> str:
    """Fill of the second cell of the row that begins with ``starts``."""
    row = find(sheet, *starts)
    index = list(sheet.iter_rows(values_only=True)).index(tuple(row)) + 1
    return str(sheet.cell(index, 2).fill.fgColor.rgb)


def test_schedule_marks_months_in_which_outflow_runs_ahead(tmp_path: Path) -> None:
    report = example_report()
    rule = Rule("order", "二（六）", "应先进后出", "sequence", "warn", "plan", (), {})
    notice = replace(report.notice, rules=(*report.notice.rules, rule))
    report = replace(report, notice=notice)
    [(role, path)] = schedule_table.write(report, tmp_path)
    assert (role, path.name) == ("schedule", "云川县2023年度耕地进出时序安排情况表.xlsx")
    sheet = load_workbook(path).worksheets[0]
    assert find(sheet, "2023年3月")[1:] == [0.1733, 0, 0.1733, 0, -0.1733, AHEAD]
    assert find(sheet, "2023年8月")[6] in (None, "")
    marked = {
        f"2023年{month}月"
        for month in range(1, 13)
        if fill_of(sheet, f"2023年{month}月")[2:] == WARNING
    }
    assert marked == {"2023年3月", "2023年4月", "2023年5月", "2023年6月", "2023年7月"}
    assert find(sheet, "时间未定")[1:3] == [0.9121, 0]
    assert find(sheet, "合计")[1:6] == [4.3418, 5.0185, 4.3418, 5.0185, 0.6767]


def test_schedule_of_a_notice_without_a_rule_on_sequence_names_none(tmp_path: Path) -> None:
    [(_, path)] = schedule_table.write(example_report(), tmp_path)
    sheet = load_workbook(path).worksheets[0]
    assert find(sheet, "2023年3月")[6] == "累计流出大于累计流入"


def test_titles_and_sheets_bear_the_regime_of_the_notice(tmp_path: Path) -> None:
    report = example_report()
    words = Words(regime="占补平衡", restore="补充")
    notice = replace(report.notice, word_out="占用", word_in="补充", words=words)
    report = replace(report, notice=notice)
    books = [
        path
        for module in (schedule_table, balance_tables, check_report)
        for _, path in module.write(report, tmp_path)
    ]
    assert {path.stem for path in books} == {
        "云川县2023年度耕地占补时序安排情况表",
        "云川县2023年度耕地“占补平衡”情况表",
        "云川县2023年度耕地“占补平衡”检查报告",
    }
    texts = [sheet.title for path in books for sheet in load_workbook(path)] + [
        str(cell)
        for path in books
        for sheet in load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None and notice.title not in str(cell)
    ]
    own = [rule.text for rule in notice.rules] + [type_.name for type_ in notice.types_out]
    own += [finding.message for finding in report.findings] + [p.note for p in report.parcels]
    strays = [
        text
        for text in texts
        if ("流出" in text or "流入" in text or "进出" in text)
        and not any(line and line in text for line in own)
    ]
    assert not strays


@pytest.fixture(scope="module")
def balance_book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    [(role, path)] = balance_tables.write(example_report(), tmp_path_factory.mktemp("balance"))
    assert role == "balance_tables"
    return load_workbook(path)


def test_balance_sheets(balance_book: Workbook) -> None:
    assert balance_book.sheetnames == [
        "数量平衡",
        "分地类",
        "质量",
        "扣除情况",
        "指标预测与节余",
        "说明",
    ]


def test_quantity_by_township_and_county(balance_book: Workbook) -> None:
    sheet = balance_book["数量平衡"]
    assert find(sheet, "云川县", "合计")[2:] == [
        4.3418,
        0.523,
        4.3418,
        5.0185,
        0.3205,
        0.6767,
        0.3562,
        "已落实",
    ]
    assert find(sheet, "乙乡", "合计")[2:] == [1.1908, 0, 1.1908, 1.9813, 0, 0.7905, 0.7905, "满足"]
    assert find(sheet, "甲镇", "水田")[9] == "—"
    assert find(sheet, "甲镇", "合计")[9] == "不足，缺 0.1138 公顷，不计检查未通过的缺 0.4343 公顷"


def test_a_class_that_fails_inside_a_balanced_total_is_shown(balance_book: Workbook) -> None:
    sheet = balance_book["分地类"]
    assert find(sheet, "水田")[10] == "不足，缺 0.0957 公顷"
    assert fill_of(sheet, "水田")[2:] == WARNING
    assert fill_of(sheet, "旱地")[2:] != WARNING
    assert find(sheet, "合计")[10] == "已落实"
    assert "已落实；总量满足，但水田不足" in texts(sheet)


def test_quality(balance_book: Workbook) -> None:
    sheet = balance_book["质量"]
    assert find(sheet, "云川县", "合计")[2:] == [4.3418, 8.4, 5.0185, 8.8, "质量降低"]
    assert find(sheet, "甲镇", "水浇地")[6] == "质量不降低"
    assert find(sheet, "甲镇", "水田")[6] == "—"


def test_forecast_is_inflow_minus_required(balance_book: Workbook) -> None:
    sheet = balance_book["指标预测与节余"]
    assert find(sheet, "云川县", "合计")[2:] == [5.0185, 0.3205, 4.3418, 0.6767, 0.3562]
    assert find(sheet, "云川县", "水田")[2:] == [0.7, 0, 0.7957, -0.0957, -0.0957]


def test_deductions_need_a_document(tmp_path: Path) -> None:
    report = example_report()
    parcels = [
        replace(p, deduction="ecological") if p.parcel_id == "C06" else p for p in report.parcels
    ]
    report = build_report(HEADER, NOTICE, parcels, report.cells, report.findings, INPUTS, SOFTWARE)
    sheet = load_workbook(balance_tables.write(report, tmp_path)[0][1])["扣除情况"]
    granted, refused = find(sheet, 1, "C06"), find(sheet, 2, "C08")
    assert (granted[6], granted[8]) == (0.2451, "未扣除：缺少批准文件")
    assert (refused[5], refused[6], refused[8]) == ("云政发〔2022〕35号", 0.523, "予以扣除")
    assert find(sheet, "予以扣除合计")[6] == 0.523


def test_an_unchecked_plan_says_so_in_every_verdict(tmp_path: Path) -> None:
    report = example_report(checked=False)
    book = load_workbook(balance_tables.write(report, tmp_path)[0][1])
    assert find(book["数量平衡"], "云川县", "合计")[9] == "已落实（尚未运行检查）"
    assert "结论：已落实；尚未运行检查" in texts(book["说明"])
    book = load_workbook(check_report.write(report, tmp_path)[0][1])
    assert "尚未运行检查" in texts(book["汇总"])
    assert "尚未运行检查" in texts(book["问题清单"])


def test_inflow_that_checks_reject_can_undo_the_balance(tmp_path: Path) -> None:
    report = example_report()
    blocked = [f._replace(parcel_id="R01") if f.verdict == "fail" and f.parcel_id == "R08" else f
               for f in report.findings]  # fmt: skip
    report = build_report(HEADER, NOTICE, report.parcels, report.cells, blocked, INPUTS, SOFTWARE)
    sheet = load_workbook(balance_tables.write(report, tmp_path)[0][1])["数量平衡"]
    assert find(sheet, "云川县", "合计")[5:] == [5.0185, 1.5, 0.6767, -0.8233, "未落实"]
    assert "未落实；不计检查未通过的地块则不足，缺 0.8233 公顷" in texts(sheet)


@pytest.fixture(scope="module")
def check_book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    [(role, path)] = check_report.write(example_report(), tmp_path_factory.mktemp("check"))
    assert role == "check_report"
    return load_workbook(path)


def test_summary_counts_by_rule(check_book: Workbook) -> None:
    sheet = check_book["汇总"]
    by_code = {row[10]: row for row in sheet.iter_rows(values_only=True)}
    assert list(by_code["NX02"])[1:9] == [
        "一（三）5",
        "绿化带不得超过规定宽度",
        "流出",
        "禁止",
        1,
        0,
        0,
        8,
    ]
    missing = by_code["NX13"]
    assert list(missing)[4:9] == ["禁止", 0, 0, 9, 0]
    assert missing[9] == "缺少图层“饮用水水源一级保护区”，无法判定"
    assert by_code["NX21"][3] == "方案"
    assert find(sheet, "合计")[5:9] == [4, 39, 9, 12]


def test_problem_list_holds_every_fail_and_unknown_with_its_evidence(check_book: Workbook) -> None:
    sheet = check_book["问题清单"]
    slope = find(sheet, 2, "R08")
    assert slope[2:10] == [
        "流入",
        "不得在25度以上陡坡地上整治耕地",
        "一（四）1",
        "禁止",
        "不通过",
        2104.33,
        "65.65%",
        "PDT",
    ]
    verdicts = [
        row[6] for row in sheet.iter_rows(values_only=True) if row[6] in ("不通过", "无法判定")
    ]
    assert verdicts == ["不通过"] * 4 + ["无法判定"] * 9


def test_every_parcel_stands_with_every_rule_of_its_side(check_book: Workbook) -> None:
    assert find(check_book["逐地块（流出）"], "C03")[2:] == ["√", "×", "√", 1, 0, 2]
    assert find(check_book["逐地块（流入）"], "R07")[2:] == ["√", "√", "？", "—", 0, 1, 2]


def test_only_a_broken_ban_is_red(check_book: Workbook) -> None:
    assert fill_of(check_book["逐地块（流出）"], "C03")[2:] == WARNING
    assert fill_of(check_book["逐地块（流出）"], "C04")[2:] == CAUTION
    assert fill_of(check_book["逐地块（流入）"], "R09")[2:] == CAUTION


def test_areas_by_each_method_stand_side_by_side(check_book: Workbook) -> None:
    row = find(check_book["面积对照"], "C02")
    assert row[3:] == [8000, 8000.45, 7320.41, 8002.93, 2.48]


def test_rounding_difference_of_the_golden_case_is_named(tmp_path: Path) -> None:
    sheet = load_workbook(check_report.write(golden_report(), tmp_path)[0][1])["舍入说明"]
    found = [row for row in sheet.iter_rows(values_only=True) if row[1:3] == ("云川县", "旱地")]
    assert found[0][3:7] == (1.0228, 10228.74, 1.0229, -0.0001)
    assert found[0][7] == "先舍入后求和与先求和后舍入相差 0.0001 公顷"
    wet = [
        row for row in sheet.iter_rows(values_only=True) if row[:3] == ("流入", "云川县", "水浇地")
    ]
    assert wet[0][3:7] == (1.7222, 17222.5, 1.7223, -0.0001)
    same = [
        row for row in sheet.iter_rows(values_only=True) if row[:3] == ("流出", "云川县", "合计")
    ]
    assert same[0][3:8] == (3.0741, 30741.13, 3.0741, 0, "一致")


def test_every_sheet_is_ready_to_print(tmp_path: Path) -> None:
    report = long_report(40)
    for module in (annexes, county_lists, schedule_table, balance_tables, check_report):
        for _, path in module.write(report, tmp_path):
            for sheet in load_workbook(path).worksheets:
                setup = sheet.page_setup
                assert (setup.orientation, str(setup.paperSize)) == (
                    "landscape",
                    sheet.PAPERSIZE_A4,
                )
                assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
                assert sheet.sheet_properties.pageSetUpPr.fitToPage
                assert sheet.print_title_rows
                assert "&P" in sheet.oddFooter.center.text
                heights = [size.height for size in sheet.row_dimensions.values()]
                assert max(heights) < 409


def test_a_long_type_name_has_the_room_it_needs(tmp_path: Path) -> None:
    """类型 is merged down, so Excel would not grow the rows for it."""
    sheet = load_workbook(county_lists.write(example_report(), tmp_path)[0][1]).worksheets[0]
    for area_ in sheet.merged_cells.ranges:
        text = sheet.cell(area_.min_row, 2).value
        if area_.min_col == area_.max_col == 2 and text != "类型":
            height = sum(
                sheet.row_dimensions[row].height for row in range(area_.min_row, area_.max_row + 1)
            )
            assert height >= 14 * -(-len(text) // 12)


@given(
    st.sampled_from(["=", "+", "-", "@", "#N/A", "=1+1", ""]), st.text(max_size=12), st.booleans()
)
def test_no_text_becomes_a_formula(start: str, rest: str, lone: bool) -> None:
    book = Workbook()
    table = Table(book, "表", (20, 20))
    text = start if lone else start + rest
    row = table.row([text, area(17223)])
    item = table.sheet.cell(row, 1)
    assert item.data_type == "s"
    printable = (c for c in text if (c >= " " or c in "\t\n\r") and c not in "\ufffe\uffff")
    assert item.value == "".join(printable)
    assert table.sheet.cell(row, 2).data_type == "n"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@名", "=HYPERLINK(1)", "#N/A"])
def test_formula_like_names_survive_the_file(tmp_path: Path, text: str) -> None:
    book = Workbook()
    table = Table(book, "表", (20,))
    row = table.row([text])
    book.save(tmp_path / "a.xlsx")
    item = load_workbook(tmp_path / "a.xlsx").worksheets[0].cell(row, 1)
    assert (item.value, item.data_type, bool(item.quotePrefix)) == (text, "s", text[0] in "=+-@")


@given(st.integers(min_value=-(10**10), max_value=10**10))
def test_a_stored_area_is_exact(m2: int) -> None:
    table = Table(Workbook(), "表", (20,))
    item = table.sheet.cell(table.row([area(m2)]), 1)
    assert (item.value * 10000, item.number_format) == (m2, "0.0000")


def test_every_row_of_a_township_bears_its_name(tmp_path: Path) -> None:
    """A printed page may begin with any row."""
    [(_, path)] = balance_tables.write(example_report(), tmp_path)
    sheet = load_workbook(path)["数量平衡"]
    [start] = [row[0].row for row in sheet.iter_rows() if row[0].value == "单位"]
    names = [row[0] for row in sheet.iter_rows(min_row=start + 1, values_only=True)]
    assert len(names) > 4 and all(names)
