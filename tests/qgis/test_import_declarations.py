"""A township's workbook and shapes become parcels: reviewed, taken whole, updated, refused by
name."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely.affinity
from openpyxl import Workbook
from osgeo import gdal

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.deliver.vectors.layers import writes_geodatabase
from jinchu_pingheng.jobs.create import create_plan
from jinchu_pingheng.jobs.import_declarations import (
    HandedIn,
    Review,
    import_declarations,
    review_declarations,
)
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import BOW_TIE, Listener, Step, box
from tests.qgis.township_files import (
    EAST,
    IN_HEAD,
    OUT_HEAD,
    OUT_TYPE,
    WEST,
    in_row,
    shapefile,
    workbook,
)

IN_TITLE = "城关镇2023年度“耕地流入”计划列表"


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    return shapefile(tmp_path / "城关镇.shp", [(EAST, {"DKMC": "东地"}), (WEST, {"DKMC": "西地"})])


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    rows = [in_row("东地", 1.0), in_row("西地", 0.5, kind=None), ("", "", "合计", *[None] * 4, 1.5)]
    return workbook(tmp_path / "城关镇.xlsx", IN_TITLE, IN_HEAD, rows)


def held(plan: Path) -> dict[str, Any]:
    with Plan.open(plan) as file:
        return {parcel.parcel_id: parcel for parcel in file.parcels()}


def states(review: Review) -> list[str]:
    return [line.state for line in review.lines]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_notices_list_and_its_shapes_become_parcels(
    plan_file: Path, declared: Path, shapes: Path
) -> None:
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    assert states(found) == ["采用", "采用"], found.lines
    parcels = held(plan_file)
    assert [(p.name, p.direction, p.type, p.end_month, p.agreement) for p in parcels.values()] == [
        ("东地", IN, 1, "2023-10", "是"), ("西地", IN, 1, "2023-10", "是"),
    ]  # fmt: skip
    assert parcels["LR0001"].geometry.equals(EAST)
    with Plan.open(plan_file) as plan:
        assert plan.history()[-1][1:] == (
            "导入乡镇申报", "城关镇.xlsx、城关镇.shp：采用 2，改动 0，相同 0，拒绝 0",
        )  # fmt: skip


def test_a_review_writes_nothing(plan_file: Path, declared: Path, shapes: Path) -> None:
    before = digest(plan_file)
    found = review_declarations(plan_file, HandedIn([declared], [shapes]))
    assert states(found) == ["采用", "采用"] and digest(plan_file) == before


def test_importing_again_says_what_differs_and_updates(
    plan_file: Path, declared: Path, shapes: Path, tmp_path: Path
) -> None:
    import_declarations(plan_file, HandedIn([declared], [shapes]))
    again = review_declarations(plan_file, HandedIn([declared], [shapes]))
    assert states(again) == ["相同", "相同"]
    rows = [in_row("东地", 1.1, month="2023年11月底前"), in_row("西地", 0.5)]
    workbook(declared, IN_TITLE, IN_HEAD, rows)
    larger = box(0, 0, 110, 100)
    shapefile(shapes, [(larger, {"DKMC": "东地"}), (WEST, {"DKMC": "西地"})])
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    assert states(found) == ["改动", "相同"]
    with Plan.open(plan_file) as plan:
        assert plan.edition.revision == 3  # made, imported, imported again
    assert found.lines[0].message == (
        "完成月份：2023-10→2023-11；图形：1.0000→1.1000 公顷（不同部分 1000 平方米）"
    )
    parcels = held(plan_file)
    assert list(parcels) == ["LR0001", "LR0002"]
    assert parcels["LR0001"].end_month == "2023-11" and parcels["LR0001"].geometry.equals(larger)


def test_a_locked_parcel_is_left_as_it_is_and_said_so(
    step: Step, plan_file: Path, declared: Path, shapes: Path
) -> None:
    import_declarations(plan_file, HandedIn([declared], [shapes]))
    with Plan.open(plan_file) as plan:
        plan.lock(["LR0001"], True)
    rows = [in_row("东地", 1, month="2023年11月底前"), in_row("西地", 0.5, month="2023年9月底前")]
    workbook(declared, IN_TITLE, IN_HEAD, rows)
    listener = Listener()
    given = {"WORKBOOKS": [str(declared)], "SHAPES": [str(shapes)]}
    result = step("importdeclarations", feedback=listener, PLAN=str(plan_file), **given)
    assert (result["CHANGED"], result["REFUSED"]) == (1, 0)
    assert "地块已锁定，没有改动（完成月份：2023-10→2023-11）" in " ".join(listener.warnings)
    months = {name: parcel.end_month for name, parcel in held(plan_file).items()}
    assert months == {"LR0001": "2023-10", "LR0002": "2023-09"}
    found = review_declarations(plan_file, HandedIn([declared], [shapes]))
    assert found.summary == "采用 0，改动 0，相同 1，锁定 1，拒绝 0"


def test_a_parcel_that_is_not_handed_in_again_stays_and_is_named(
    plan_file: Path, declared: Path, shapes: Path
) -> None:
    import_declarations(plan_file, HandedIn([declared], [shapes]))
    workbook(declared, IN_TITLE, IN_HEAD, [in_row("东地", 1)])
    shapefile(shapes, [(EAST, {"DKMC": "东地"})])
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    assert any("这次没有的地块仍保留：LR0002" in note for note in found.notes)
    assert list(held(plan_file)) == ["LR0001", "LR0002"]


def test_a_declaration_of_hongdong_is_read_by_its_own_words(tmp_path: Path) -> None:
    plan = tmp_path / "洪洞.gpkg"
    create_plan(plan, Header("141024", "洪洞县", 2025, "hongdong-2025", "EPSG:4544"))
    head = (("序号", "转进类型", "转进地块", "面积（亩）", "位置", "计划实施时间", "备注"),)
    rows = [
        (1, 1, "东地", 15, "大槐树镇东村", "2025年9月底前", None),
        ("小计", None, None, 15, None, None, None),
        ("填报人：张三", None, None, None, "审核人：李四", None, None),
    ]
    title = "大槐树镇耕地进出平衡“转进”申报表"
    path = workbook(tmp_path / "附件1.xlsx", title, head, rows)
    shapes = shapefile(tmp_path / "大槐树镇.shp", [(EAST, {"DKMC": "东地"})])
    found = import_declarations(plan, HandedIn([path], [shapes]))
    assert [line.texts[:7] for line in found.lines] == [
        ("采用", "转进", "LR0001", "东地", "1.0000", "1.0000", "申报面积由亩换算为 1.0000 公顷")
    ]


def test_a_ledger_of_jianning_keeps_who_and_both_uses(tmp_path: Path) -> None:
    plan = tmp_path / "建宁.gpkg"
    create_plan(plan, Header("350430", "建宁县", 2023, "jianning-2023", "EPSG:4544"))
    head = (("序号", "项目名称", "类型", "面积（公顷）", "实施主体", "变化前用途", "变化后用途"),)
    rows = [(1, "机耕道项目", 1, 1, "濉溪镇东村", "种植水稻", "机耕道")]
    path = workbook(tmp_path / "台账.xlsx", "濉溪镇2023年度耕地转出台账", head, rows)
    shapes = shapefile(tmp_path / "x.shp", [(EAST, {"XMMC": "机耕道项目"})])
    found = import_declarations(plan, HandedIn([path], [shapes]))
    assert states(found) == ["采用"], found.lines
    [parcel] = held(plan).values()
    assert (parcel.implementer, parcel.former_use, parcel.target_use) == (
        "濉溪镇东村", "种植水稻", "机耕道",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["东.gpkg", "东.gdb", "东.gdb.zip"])
def test_geopackage_and_geodatabase_are_read(plan_file: Path, tmp_path: Path, name: str) -> None:
    if ".gdb" in name and not writes_geodatabase():
        pytest.skip("GDAL writes no FileGDB before 3.6")
    source = shapefile(
        tmp_path / "东.shp",
        [(EAST, {"DKBH": "A1", "DKMC": "东地"})],
    )
    kind = "GPKG" if name.endswith("gpkg") else "OpenFileGDB"
    path = tmp_path / name.removesuffix(".zip")
    gdal.VectorTranslate(str(path), str(source), format=kind)
    if name.endswith(".zip"):
        path = Path(shutil.make_archive(str(path), "zip", tmp_path, path.name))
    found = import_declarations(plan_file, HandedIn(shapes=[path], direction=IN, type=1))
    assert states(found) == ["采用"]


def test_a_shapefile_in_another_zone_is_moved(plan_file: Path, tmp_path: Path) -> None:
    """EPSG:4523 is the plan's zone 35 with the zone in front of eastings."""
    prefixed = shapely.affinity.translate(EAST, 35_000_000)
    source = shapefile(tmp_path / "东.shp", [(prefixed, {"DKBH": "A1"})], epsg=4523)
    found = import_declarations(plan_file, HandedIn(shapes=[source], direction=IN, type=1))
    assert states(found) == ["采用"]
    assert held(plan_file)["A1"].geometry.symmetric_difference(EAST).area < 0.01


def test_an_id_of_the_plan_means_that_parcel_and_an_empty_value_keeps_what_is_held(
    plan_file: Path, declared: Path, shapes: Path, tmp_path: Path
) -> None:
    import_declarations(plan_file, HandedIn([declared], [shapes]))
    other = shapefile(tmp_path / "更正.shp", [(EAST, {"DKBH": "LR0001", "BZ": "已核实"})])
    found = import_declarations(plan_file, HandedIn(shapes=[other]))
    assert states(found) == ["改动"] and found.lines[0].message == "备注：（空）→已核实"
    assert held(plan_file)["LR0001"].name == "东地"


def test_a_number_of_nought_is_a_value_that_changes(plan_file: Path, tmp_path: Path) -> None:
    given = HandedIn(shapes=[tmp_path / "东.shp"], direction=IN, type=1)
    for ratio in ("0", "0.05"):
        shapefile(given.shapes[0], [(EAST, {"DKBH": "A1", "TKXS": ratio})])
        found = import_declarations(plan_file, given)
    assert found.lines[0].message == "恢复后田坎系数：0→0.05"


@pytest.mark.parametrize(("stated", "m2"), [("3", Decimal(2000)), ("nan", None), ("三亩", None)])
def test_an_area_that_a_shape_states_is_taken_where_it_is_a_number(
    plan_file: Path, tmp_path: Path, stated: str, m2: Decimal | None
) -> None:
    source = shapefile(tmp_path / "西.shp", [(WEST, {"DKBH": "A1", "面积亩": stated})])
    found = review_declarations(plan_file, HandedIn(shapes=[source], direction=IN, type=1))
    assert states(found) == ["采用"] and found.lines[0].declared_m2 == m2


def test_an_id_that_is_another_place_is_refused(
    plan_file: Path, declared: Path, shapes: Path, tmp_path: Path
) -> None:
    import_declarations(plan_file, HandedIn([declared], [shapes]))
    far = shapefile(tmp_path / "乙镇.shp", [(box(900, 900, 950, 950), {"DKBH": "LR0001"})])
    found = import_declarations(plan_file, HandedIn(shapes=[far], type=1))
    assert states(found) == ["拒绝"]
    assert found.lines[0].message == "编号 LR0001 在方案中是另一处的地块，图形不相交"


def test_row_without_shape_and_shape_without_row_are_named_and_nothing_is_taken(
    plan_file: Path, declared: Path, tmp_path: Path
) -> None:
    shapes = shapefile(
        tmp_path / "城关镇.shp", [(EAST, {"DKMC": "东地"}), (WEST, {"DKMC": "南地"})]
    )
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    assert [(line.state, line.source, line.message) for line in found.lines if line.message] == [
        ("拒绝", "城关镇.xlsx“Sheet”第 6 行", "没有对应的图形"),
        ("拒绝", "城关镇.shp 要素 1", "图形没有对应的申报表行"),
    ]
    assert held(plan_file) == {}
    assert import_declarations(plan_file, HandedIn([declared], [shapes]), partly=True).written == 1
    assert [parcel.name for parcel in held(plan_file).values()] == ["东地"]


def test_areas_in_mu_are_converted_and_a_difference_is_told(
    plan_file: Path, shapes: Path, tmp_path: Path
) -> None:
    title = f"{IN_TITLE}  单位：亩"
    rows = [in_row("东地", 15), in_row("西地", 7)]
    declared = workbook(tmp_path / "城关镇.xlsx", title, IN_HEAD, rows)
    found = review_declarations(plan_file, HandedIn([declared], [shapes]))
    assert [line.message for line in found.lines] == [
        "申报面积由亩换算为 1.0000 公顷",
        "申报面积由亩换算为 0.4667 公顷；申报 0.4667 公顷，图形 0.5000 公顷，相差 6.7%",
    ]
    assert states(found) == ["采用", "采用"]


def test_outflow_is_joined_by_project_with_all_its_shapes(plan_file: Path, tmp_path: Path) -> None:
    shapes = shapefile(
        tmp_path / "t.shp", [(EAST, {"XMMC": "绿化项目"}), (WEST, {"XMMC": "绿化项目"})]
    )
    row = (1, OUT_TYPE, "绿化项目", None, None, None, None, 1.5, 9, "东村", "2023年8月-10月", "急")
    title = "城关镇2023年度“耕地流出”项目列表"
    declared = workbook(tmp_path / "流出.xlsx", title, OUT_HEAD, [row])
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    assert states(found) == ["采用", "采用"] and {line.message for line in found.lines} == {""}
    for parcel in held(plan_file).values():
        assert (parcel.direction, parcel.type, parcel.project) == (OUT, 1, "绿化项目")
        assert (parcel.start_month, parcel.end_month, parcel.note) == ("2023-08", "2023-10", "急")


def test_coordinate_text_is_enough_by_itself(plan_file: Path, tmp_path: Path) -> None:
    ring = [(4200000, 35500000), (4200000, 35500100), (4200100, 35500100), (4200000, 35500000)]
    points = "\n".join(f"J{n},1,{north},{east}" for n, (north, east) in enumerate(ring, 1))
    text = tmp_path / "东地.txt"
    head = "4,0.5000,B01,东地,面,,果园,0201,@"
    text.write_text(
        f"[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=35\n[地块坐标]\n{head}\n{points}\n",
        encoding="gbk",
    )
    found = import_declarations(plan_file, HandedIn(shapes=[text], direction=IN, type=1))
    assert states(found) == ["采用"]
    parcel = held(plan_file)["B01"]
    assert parcel.name == "东地" and parcel.geometry.area == 5000


def test_text_of_another_zone_is_not_of_this_county(plan_file: Path, tmp_path: Path) -> None:
    ring = [(4200000, 39500000), (4200000, 39500100), (4200100, 39500100), (4200000, 39500000)]
    points = "\n".join(f"J{n},1,{north},{east}" for n, (north, east) in enumerate(ring, 1))
    text = tmp_path / "东地.txt"
    text.write_text(
        f"[属性描述]\n带号=39\n[地块坐标]\n4,0.5,B01,东地,面,,,,@\n{points}\n", encoding="utf-8"
    )
    with pytest.raises(PlanError, match="离方案坐标系的中央经线 1.* 千米，不在本县"):
        review_declarations(plan_file, HandedIn(shapes=[text], direction=IN, type=1))


def test_an_area_whose_unit_nobody_says_is_not_compared(plan_file: Path, tmp_path: Path) -> None:
    shapes = shapefile(
        tmp_path / "a.shp", [(EAST, {"DKMC": "东地", "MJ": "9999"}), (WEST, {"DKMC": "西地"})]
    )
    found = review_declarations(plan_file, HandedIn(shapes=[shapes], direction=IN, type=1))
    assert {line.message for line in found.lines} == {""}
    shapefile(shapes, [(EAST, {"DKMC": "东地", "MJ_GQ": "1.2000"})])
    found = review_declarations(plan_file, HandedIn(shapes=[shapes], direction=IN, type=1))
    assert found.lines[0].message == "申报 1.2000 公顷，图形 1.0000 公顷，相差 20.0%"


def test_a_county_table_with_a_column_of_townships(plan_file: Path, tmp_path: Path) -> None:
    head = (("乡镇", "类型", "地块名称", "面积（公顷）"),)
    rows = [("甲镇", 1, "东地", 1), ("乙镇", 1, "东地", 0.5)]
    path = workbook(tmp_path / "全县流入.xlsx", "云川县2023年度", head, rows)
    shapes = shapefile(
        tmp_path / "全县.shp",
        [(EAST, {"DKMC": "东地", "XZMC": "甲镇"}), (WEST, {"DKMC": "东地", "XZMC": "乙镇"})],
    )
    found = import_declarations(plan_file, HandedIn([path], [shapes]))
    assert [(line.state, line.message) for line in found.lines] == [("采用", ""), ("采用", "")]


@pytest.mark.parametrize(
    ("encoding", "cpg", "language"),
    [
        ("CP936", "UTF-8", 0),
        ("CP936", "", 0),
        ("CP936", None, 0x57),  # Windows ANSI
        ("UTF-8", None, 0x4D),  # GBK
    ],
)
def test_texts_of_a_shapefile_are_read_by_their_bytes(
    plan_file: Path, tmp_path: Path, encoding: str, cpg: str | None, language: int
) -> None:
    """Whatever .cpg and the language of the .dbf say."""
    path = shapefile(tmp_path / "乡镇.shp", [(EAST, {"DKMC": "张家庄南地块"})], encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = language
    path.with_suffix(".dbf").write_bytes(table)
    found = review_declarations(plan_file, HandedIn(shapes=[path]))
    assert [line.name for line in found.lines] == ["张家庄南地块"], found.lines


def test_two_townships_at_once_with_one_name_are_told(
    plan_file: Path, declared: Path, shapes: Path, tmp_path: Path
) -> None:
    (tmp_path / "乙").mkdir()
    south = box(400, 0, 500, 100)
    other = workbook(tmp_path / "乙" / "城关镇.xlsx", IN_TITLE, IN_HEAD, [in_row("南地", 1)])
    land = shapefile(tmp_path / "乙" / "城关镇.shp", [(south, {"DKMC": "南地"})])
    found = import_declarations(plan_file, HandedIn([declared, other], [shapes, land]))
    assert states(found) == ["采用"] * 3
    [told] = [note for note in found.notes if "同名" in note]
    assert "乙/城关镇.xlsx" in told and "乡镇同名（城关镇）" in told


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("建宁县城关镇2023年度“耕地流入”计划列表", True),
        ("云川县城关镇2023年度“耕地流入”计划列表", False),
        ("宁夏回族自治区云川县城关镇2023年度“耕地流入”计划列表", False),
        ("城关镇2023年度“耕地流入”计划列表", False),
    ],
)
def test_a_list_of_another_county_is_refused(
    plan_file: Path, tmp_path: Path, shapes: Path, title: str, refused: bool
) -> None:
    path = workbook(tmp_path / "a.xlsx", title, IN_HEAD, [in_row("东地", 1)])
    handed = HandedIn([path], [shapes])
    if refused:
        with pytest.raises(PlanError, match=r"a\.xlsx：申报表是建宁县的，方案是云川县的"):
            review_declarations(plan_file, handed)
    else:
        assert review_declarations(plan_file, handed).count("采用") == 1


def test_a_name_of_two_shapes_is_not_guessed(plan_file: Path, tmp_path: Path) -> None:
    declared = workbook(tmp_path / "a.xlsx", IN_TITLE, IN_HEAD, [in_row("东地", 1)])
    shapes = shapefile(tmp_path / "a.shp", [(EAST, {"DKMC": "东地"}), (WEST, {"DKMC": "东地"})])
    found = review_declarations(plan_file, HandedIn([declared], [shapes]))
    assert "“东地”对应 2 个图形（a.shp 要素 0、a.shp 要素 1），请用地块编号区分" in {
        line.message for line in found.lines
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (in_row("东地", 1, kind="没有这样的类型"), "不是流入的类型序号或名称"),
        (in_row("东地", "壹"), "面积“壹”不是数字"),
        (in_row("东地", "9e999999"), "面积“9e999999”不是数字"),
        (in_row("东地", 1, month="秋后"), "“秋后”不是月份"),
        (in_row("东地", 1, kind=None), "没有类型；请在表中填写，或选择默认类型"),
        (in_row("", 1), "没有地块编号、地块名称或项目名称"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(
    plan_file: Path, tmp_path: Path, row: tuple, said: str
) -> None:
    declared = workbook(tmp_path / "a.xlsx", IN_TITLE, IN_HEAD, [row])
    shapes = shapefile(tmp_path / "a.shp", [(EAST, {"DKMC": "东地"})])
    found = import_declarations(plan_file, HandedIn([declared], [shapes]))
    refused = [line for line in found.lines if line.source.startswith("a.xlsx“Sheet”第 5 行")]
    assert [line.state for line in refused] == ["拒绝"] and said in refused[0].message
    assert held(plan_file) == {}


def test_a_shape_that_crosses_itself_is_refused(plan_file: Path, tmp_path: Path) -> None:
    shapes = shapefile(tmp_path / "a.shp", [(BOW_TIE, {"DKMC": "东地"})])
    found = import_declarations(plan_file, HandedIn(shapes=[shapes], direction=IN, type=1))
    assert states(found) == ["拒绝"] and "图形为空或无效" in found.lines[0].message


def test_one_id_twice_is_refused(plan_file: Path, tmp_path: Path) -> None:
    shapes = shapefile(tmp_path / "a.shp", [(EAST, {"DKBH": "1"}), (WEST, {"DKBH": "1"})])
    found = import_declarations(plan_file, HandedIn(shapes=[shapes], direction=IN, type=1))
    assert states(found) == ["拒绝", "拒绝"] and "地块编号重复" in found.lines[0].message


def test_files_that_are_no_declarations_are_a_sentence(plan_file: Path, tmp_path: Path) -> None:
    broken, empty = tmp_path / "坏.xlsx", tmp_path / "空.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    Workbook().save(empty)
    for path, said in ((broken, "坏.xlsx：工作簿无法读取"), (empty, "没有找到申报表的表头")):
        with pytest.raises(PlanError, match=said):
            review_declarations(plan_file, HandedIn([path]))
    with pytest.raises(PlanError, match="没有可导入的地块"):
        review_declarations(plan_file, HandedIn())
    other = tmp_path / "x.shp"
    other.write_bytes(b"nothing")
    with pytest.raises(PlanError, match=r"x\.shp：没有面图层，或文件无法打开"):
        review_declarations(plan_file, HandedIn(shapes=[other]))


def test_formulas_are_not_evaluated(plan_file: Path, shapes: Path, tmp_path: Path) -> None:
    """What Excel has computed last is read; a file that Excel never saved has no value."""
    path = workbook(tmp_path / "a.xlsx", IN_TITLE, IN_HEAD, [in_row("东地", "=1+1")])
    found = review_declarations(plan_file, HandedIn([path], [shapes]))
    assert found.lines[0].declared_m2 is None


def test_other_headers_are_mapped_by_the_user(
    plan_file: Path, shapes: Path, tmp_path: Path
) -> None:
    head = (("图斑叫法", "类型", "面积（亩）", "谁来种"),)
    rows = [("东地", 1, 15, "张三"), ("西地", 1, 7.5, "李四")]
    path = workbook(tmp_path / "a.xlsx", "流入", head, rows)
    plain = review_declarations(plan_file, HandedIn([path], [shapes]))
    assert plain.headers["图斑叫法"] == "" and set(states(plain)) == {"拒绝"}
    targets = {"图斑叫法": "name", "谁来种": "implementer"}
    found = import_declarations(plan_file, HandedIn([path], [shapes], targets=targets))
    assert states(found) == ["采用", "采用"]
    assert [p.implementer for p in held(plan_file).values()] == ["张三", "李四"]


def test_the_algorithm_reports_and_writes(
    step: Step, plan_file: Path, declared: Path, shapes: Path, tmp_path: Path
) -> None:
    inputs = {"WORKBOOKS": [str(declared)], "SHAPES": [str(shapes)]}
    checked = step("importdeclarations", PLAN=str(plan_file), MODE="check", **inputs)
    assert (checked["TAKEN"], checked["REFUSED"]) == (0, 0) and held(plan_file) == {}
    report = tmp_path / "报告.csv"
    done = step("importdeclarations", PLAN=str(plan_file), OUTPUT=str(report), **inputs)
    assert (done["TAKEN"], done["CHANGED"], done["REFUSED"]) == (2, 0, 0)
    said = report.read_text(encoding="utf-8").replace('"', "")
    assert "采用,流入,LR0001,东地,1.0000,1.0000,,城关镇.xlsx“Sheet”第 5 行" in said
    listener = Listener()
    moved = shapefile(shapes, [(EAST, {"DKMC": "东地"})])
    failed = step(
        "importdeclarations",
        PLAN=str(plan_file),
        WORKBOOKS=[str(declared)],
        SHAPES=[str(moved)],
        feedback=listener,
    )
    assert failed["REFUSED"] == 1
    assert any("方案没有改动" in warning for warning in listener.warnings)


def test_the_algorithm_takes_shapes_without_a_workbook(
    step: Step, plan_file: Path, shapes: Path
) -> None:
    given = {"SHAPES": [str(shapes)], "DIRECTION": IN, "TYPE": 1}
    assert step("importdeclarations", PLAN=str(plan_file), **given)["TAKEN"] == 2
