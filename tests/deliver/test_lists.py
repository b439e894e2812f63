"""附件1, 附件2 and the county lists read back: columns, merges, blocks, sums, empty cells, names of
files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.deliver.workbooks import annexes, county_lists
from tests.deliver.example import (
    HEADER,
    INPUTS,
    JIA,
    NOTICE,
    SOFTWARE,
    cell,
    example_report,
    golden_report,
    parcel,
)

OUT_TOP = [
    "序号",
    "类型",
    "项目名称",
    "水田",
    None,
    "水浇地",
    None,
    "旱地",
    None,
    "位置",
    "计划建设时间",
    "备注",
]
IN_TOP = [
    "序号", "类型", "地块名称", "水田", None, "水浇地", None, "旱地", None, "位置",
    "是否与用地主体签订协议", "计划恢复时间", "备注",
]  # fmt: skip
UNDER = [None, None, None, "面积", "等别", "面积", "等别", "面积", "等别"]


def opened(path: Path) -> Worksheet:
    return load_workbook(path).worksheets[0]


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[item.value for item in row] for row in sheet.iter_rows()]


def header_row(sheet: Worksheet) -> int:
    return [row[0] for row in rows(sheet)].index("序号") + 1


def body(sheet: Worksheet) -> list[list[object]]:
    return rows(sheet)[header_row(sheet) + 1 :]


def number(value: object) -> Decimal:
    """The number that stands in the file, as it is written there."""
    return Decimal(repr(value))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("lists")
    written = annexes.write(example_report(), folder) + county_lists.write(example_report(), folder)
    assert sorted(folder.iterdir()) == sorted(path for _, path in written)
    return {f"{role} {path.name.split('_')[1] if role.startswith('annex') else ''}".strip(): path
            for role, path in written}  # fmt: skip


def test_one_file_for_each_township_and_side(files: dict[str, Path]) -> None:
    assert {key: path.name for key, path in files.items()} == {
        "annex1 甲镇": "附件1_甲镇_2023年度“耕地流出”项目列表.xlsx",
        "annex1 乙乡": "附件1_乙乡_2023年度“耕地流出”项目列表.xlsx",
        "annex2 甲镇": "附件2_甲镇_2023年度“耕地流入”计划列表.xlsx",
        "annex2 乙乡": "附件2_乙乡_2023年度“耕地流入”计划列表.xlsx",
        "county_out_list": "云川县2023年度“耕地流出”项目列表.xlsx",
        "county_in_list": "云川县2023年度“耕地流入”计划列表.xlsx",
    }


@pytest.mark.parametrize(
    ("key", "top", "mark", "title"),
    [
        ("annex1 甲镇", OUT_TOP, "附件1", "甲镇2023年度“耕地流出”项目列表"),
        ("annex2 乙乡", IN_TOP, "附件2", "乙乡2023年度“耕地流入”计划列表"),
    ],
)
def test_header_is_the_template(
    files: dict[str, Path], key: str, top: list[str], mark: str, title: str
) -> None:
    sheet = opened(files[key])
    first = header_row(sheet)
    table = rows(sheet)
    assert [table[0][0], table[1][0]] == [mark, title]
    assert table[first - 1] == top
    assert table[first] == UNDER + [None] * (len(top) - len(UNDER))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"{c}{first}:{c}{first + 1}" for c in "ABCJKL"} <= merged
    assert {f"D{first}:E{first}", f"F{first}:G{first}", f"H{first}:I{first}"} <= merged
    assert sheet.print_title_rows == f"${first}:${first + 1}"


def test_small_print_names_method_unit_office_and_date(files: dict[str, Path]) -> None:
    for name, path in files.items():
        sheet = opened(path)
        # the township fills its lists in and files them (宁夏通知 二（二））
        town = name.split()[-1] if name.startswith("annex") else ""
        office = {"甲镇": "甲镇人民政府", "乙乡": "乙乡人民政府"}.get(town, "云川县自然资源局")
        assert "审核人：" in sheet.oddFooter.left.text and "盖章" in sheet.oddFooter.left.text
        text = "".join(str(row[0]) for row in rows(sheet)[: header_row(sheet) - 1])
        for words in (
            "平面面积，不扣除田坎",
            "单位：公顷",
            office,
            "2023年3月20日",
            NOTICE.title,
        ):
            assert words in text


def test_estimated_grades_are_named_only_where_there_are_any(files: dict[str, Path]) -> None:
    def notes(key: str) -> str:
        return "".join(str(row[0]) for row in rows(opened(files[key]))[:8])

    assert "等别按相邻耕地预估" in notes("annex2 甲镇")
    assert "预估" not in notes("annex1 甲镇")


def test_blocks_have_their_rows_then_a_sum(files: dict[str, Path]) -> None:
    sheet = opened(files["annex1 甲镇"])
    table = body(sheet)
    assert [row[2] for row in table] == [
        "清水沟流域国土绿化工程", "合计", "川河公路绿色通道", "合计", "三村农田防护林", "合计",
        "云川果业有限公司枸杞基地", "合计",
    ]  # fmt: skip
    assert [row[0] for row in table if row[0]] == [1, 2, 3, 4]
    first = header_row(sheet) + 2
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"A{first}:A{first + 1}", f"B{first}:B{first + 1}"} <= merged


def test_a_row_leaves_classes_without_area_empty_and_a_sum_prints_zero(
    files: dict[str, Path],
) -> None:
    row, total = body(opened(files["annex1 甲镇"]))[:2]
    assert row[3:9] == [None, None, 1.2346, 8, 0.8, 10]
    assert total[3:9] == [0, None, 1.2346, 8, 0.8, 10]


def test_areas_are_numbers_with_four_decimals(files: dict[str, Path]) -> None:
    for path in files.values():
        sheet = opened(path)
        for row in sheet.iter_rows(min_row=header_row(sheet) + 2, min_col=4, max_col=9):
            for position, item in enumerate(row):
                if item.value is not None:
                    assert item.data_type == "n"
                    assert item.number_format == ("0.0000" if position % 2 == 0 else "0.0")
                    assert number(item.value) == number(item.value).quantize(Decimal("0.0001"))


def test_only_outflow_annexes_lack_the_grand_total(files: dict[str, Path]) -> None:
    last = {key: body(opened(path))[-1][0] for key, path in files.items()}
    assert {key for key, value in last.items() if value != "总计"} == {"annex1 甲镇", "annex1 乙乡"}


def test_sums_agree_with_the_balance(files: dict[str, Path]) -> None:
    report = example_report()
    for key, side in (("county_out_list", "out_m2"), ("county_in_list", "in_m2")):
        table = body(opened(files[key]))
        by_class = [getattr(row, side) for row in report.balance.county[:3]]
        assert [number(table[-1][column]) * 10000 for column in (3, 5, 7)] == by_class
        sums = [row for row in table if row[2] == "合计"]
        assert [
            sum(number(row[column]) * 10000 for row in sums) for column in (3, 5, 7)
        ] == by_class


def test_golden_case(tmp_path: Path) -> None:
    out, inflow = (
        body(opened(path))[-1] for _, path in county_lists.write(golden_report(), tmp_path)
    )
    assert [out[3], out[5], out[7]] == [0.6667, 1.3846, 1.0228]
    assert [inflow[3], inflow[5], inflow[7]] == [0.7, 1.7222, 0.9037]


def test_a_granted_deduction_stands_outside_the_list_and_is_named(files: dict[str, Path]) -> None:
    sheet = opened(files["county_out_list"])
    assert "二村退耕还草" not in [row[2] for row in rows(sheet)]
    assert any("另有按规定扣除的耕地流出 0.5230 公顷" in str(row[0]) for row in rows(sheet))


def test_a_blocked_parcel_carries_its_clause(files: dict[str, Path]) -> None:
    notes = {row[2]: row[12] for row in body(opened(files["annex2 甲镇"]))}
    assert notes["二村南梁地块"] == "等别为预估；检查未通过：一（四）1"


def test_words_come_from_the_notice(tmp_path: Path) -> None:
    report = example_report(notice=replace(NOTICE, word_out="转出", word_in="转进"))
    names = [path.name for _, path in county_lists.write(report, tmp_path)]
    assert names == [
        "云川县2023年度“耕地转出”项目列表.xlsx",
        "云川县2023年度“耕地转进”计划列表.xlsx",
    ]


def twin_report() -> Report:
    """Two townships of one name, and nothing flows in."""
    parcels = [parcel("C01", OUT, 1, 1000, project="甲"), parcel("C02", OUT, 1, 2000, project="乙")]
    twin = ("640199303", JIA[1])
    cells = [cell(parcels[0], "0102", "0102", 1000, 8, JIA, "一村"),
             cell(parcels[1], "0102", "0102", 2000, 8, twin, "一村")]  # fmt: skip
    return build_report(HEADER, NOTICE, parcels, cells, (), INPUTS, SOFTWARE)


def test_townships_of_one_name_get_a_file_each(tmp_path: Path) -> None:
    names = {path.name for _, path in annexes.write(twin_report(), tmp_path)}
    assert names == {
        "附件1_甲镇（640199101）_2023年度“耕地流出”项目列表.xlsx",
        "附件1_甲镇（640199303）_2023年度“耕地流出”项目列表.xlsx",
    }


def test_inflow_parcels_of_one_name_keep_a_row_each(tmp_path: Path) -> None:
    report = example_report()
    parcels = [replace(p, name="同名地块") if p.direction == "in" else p for p in report.parcels]
    report = build_report(HEADER, NOTICE, parcels, report.cells, report.findings, INPUTS, SOFTWARE)
    listed = [row for block in report.county_in.blocks for row in block.rows]
    assert {row.name for row in listed} == {f"同名地块（{row.parcel_ids[0]}）" for row in listed}
    assert all(len(row.parcel_ids) == 1 for row in listed)
    sheet = opened(county_lists.write(report, tmp_path)[1][1])
    assert [row[2] for row in body(sheet) if str(row[2]).startswith("同名地块")] == [
        row.name for row in listed
    ]


def test_a_list_without_rows_says_so(tmp_path: Path) -> None:
    (_, out), (_, inflow) = county_lists.write(twin_report(), tmp_path)
    table = body(opened(inflow))
    assert [row[0] for row in table] == ["（无）", "总计"]
    assert [table[1][column] for column in (3, 5, 7)] == [0, 0, 0]


def test_file_names_suit_windows(tmp_path: Path) -> None:
    report = example_report(header=replace(HEADER, county_name='云/川:"县"'))
    for _, path in county_lists.write(report, tmp_path):
        assert path.parent == tmp_path
        assert not set(path.name) & set('\\/:*?"<>|')
