"""Many plans at once, by the processes of this machine."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import shapely

from jinchu_pingheng.batch.__main__ import main
from jinchu_pingheng.batch.results import SUMMARY
from jinchu_pingheng.batch.tables import csv_text
from jinchu_pingheng.batch.task import Task, perform
from jinchu_pingheng.deliver.earlier import RECORD
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.store import Plan
from jinchu_pingheng.version import software

from .counties import box, make_plan, record, survey, write_layer

AREAS = ("流出", "应补", "流入", "结余")
RED_LINE = "in-redline"


def rows_of(folder: Path, name: str = SUMMARY) -> list[dict[str, str]]:
    """A table as it was written, by column."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(plans: list[Path], output: Path) -> int:
    """The command line."""
    return main([*map(str, plans), "--output", str(output)])


def verdict_of(plan: Path, rule_id: str, parcel_id: str) -> str:
    """The verdict of a rule on a parcel, or of the plan's one line where a layer is missing."""
    [verdict] = [
        f.verdict
        for f in examine(plan, children=0).findings
        if f.rule_id == rule_id and f.parcel_id in (parcel_id, "")
    ]
    return verdict


def record_layer(plan: Path, role: str, source: str, provider: str = "ogr") -> None:
    with Plan.open(plan) as opened:
        opened.set_layer_roles([record(role, source, provider)])


@pytest.fixture(scope="session")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two counties of one city, and one of another."""
    folder = tmp_path_factory.mktemp("counties")
    make_plan(folder / "a", "640121", 100, 110)
    make_plan(folder / "b", "640122", 100, 90)
    make_plan(folder / "c", "640202", 50, 60)
    return folder


@pytest.fixture
def plans(tmp_path: Path, counties: Path) -> list[Path]:
    """The three plans, for one test to spoil."""
    shutil.copytree(counties, tmp_path, dirs_exist_ok=True)
    return [tmp_path / name / "plan.gpkg" for name in "abc"]


def test_counties_sum_up_to_cities_and_the_province(tmp_path: Path, plans: list[Path]) -> None:
    assert run(plans, tmp_path / "out") == 0
    rows = rows_of(tmp_path / "out")
    table = [
        (r["级别"], r["代码"], *(r[f"{name}（公顷）"] for name in AREAS), r["平衡"]) for r in rows
    ]
    assert table == [
        ("县", "640121", "1.0000", "1.0000", "1.2100", "0.2100", "是"),
        ("县", "640122", "1.0000", "1.0000", "0.8100", "-0.1900", "否"),
        ("市", "640100", "2.0000", "2.0000", "2.0200", "0.0200", "否"),
        ("县", "640202", "0.2500", "0.2500", "0.3600", "0.1100", "是"),
        ("市", "640200", "0.2500", "0.2500", "0.3600", "0.1100", "是"),
        ("省", "640000", "2.2500", "2.2500", "2.3800", "0.1300", "否"),
    ]
    for name in ("禁止项不通过", "无法判定"):
        counties = [int(r[name]) for r in rows if r["级别"] == "县"]
        assert [int(r[name]) for r in rows if r["级别"] == "省"] == [sum(counties)]


def test_the_tables_of_a_plan_say_what_was_examined(tmp_path: Path, plans: list[Path]) -> None:
    run(plans, tmp_path / "out")
    found = examine(plans[0], children=0)
    findings = rows_of(tmp_path / "out" / "640121-2023", "findings.csv")
    assert [(r["地块编号"], r["规则"], r["说明"]) for r in findings] == [
        (f.parcel_id, f.rule_id, f.message) for f in found.findings
    ]
    county = rows_of(tmp_path / "out" / "640121-2023", "balance.csv")[-1]
    assert (county["地类"], county["流出"], county["流入"]) == ("合计", "1.0000", "1.2100")


def test_the_plans_are_not_changed(tmp_path: Path, plans: list[Path]) -> None:
    def state() -> list[tuple[str, str]]:
        files = sorted(path for plan in plans for path in plan.parent.iterdir())
        return [(str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]

    before = state()
    run(plans, tmp_path / "out")
    assert state() == before


def test_qgis_is_not_needed(tmp_path: Path, plans: list[Path]) -> None:
    program = (
        "import sys\nfrom jinchu_pingheng.batch.__main__ import main\n"
        f"code = main([{str(plans[0])!r}, '--output', {str(tmp_path / 'out')!r}])\n"
        "sys.exit(code or any(name.split('.')[0] in ('qgis', 'PyQt5', 'PyQt6') for name in "
        "sys.modules))"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root).returncode == 0


def test_a_broken_plan_does_not_stop_the_others(
    tmp_path: Path, plans: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    broken, absent = tmp_path / "broken.gpkg", tmp_path / "absent.gpkg"
    broken.write_bytes(b"this is no database, however long it may be" * 50)
    assert run([broken, *plans, absent], tmp_path / "out") == 1
    rows = rows_of(tmp_path / "out")
    failed = [(r["方案"], r["说明"]) for r in rows if r["级别"] == "未完成"]
    assert [plan for plan, _ in failed] == [str(absent), str(broken)]
    assert "找不到方案文件" in failed[0][1] and "不是耕地进出平衡方案文件" in failed[1][1]
    assert [r["代码"] for r in rows if r["级别"] == "县"] == ["640121", "640122", "640202"]
    assert "找不到方案文件" in capsys.readouterr().err


def test_without_the_survey_nothing_counts_as_balanced(tmp_path: Path, plans: list[Path]) -> None:
    (plans[0].parent / "DLTB.gpkg").unlink()
    assert run(plans[:2], tmp_path / "out") == 0
    county, other, city, _ = rows_of(tmp_path / "out")
    assert (county["平衡"], county["流出（公顷）"]) == ("无法判定", "")
    assert "面积未量算" in county["说明"] and "地类图斑：数据不在原处" in county["说明"]
    assert (other["平衡"], city["平衡"], city["流出（公顷）"]) == ("否", "否", "1.0000")
    assert "无法判定 1 个（面积未计入）" in city["说明"]


def test_a_missing_layer_leaves_its_rules_unknown_and_is_named(
    tmp_path: Path, plans: list[Path]
) -> None:
    assert verdict_of(plans[0], RED_LINE, "LR1") == "pass"
    (plans[0].parent / "STBHHX.gpkg").unlink()
    assert verdict_of(plans[0], RED_LINE, "LR1") == "unknown"
    run(plans[:1], tmp_path / "out")
    assert "生态保护红线：数据不在原处" in rows_of(tmp_path / "out")[0]["说明"]
    [problem] = rows_of(tmp_path / "out" / "640121-2023", "problems.csv")
    assert (problem["图层"], problem["处理"]) == ("生态保护红线", "未读到")


@pytest.mark.parametrize(
    ("source", "provider", "what"),
    [
        ("Polygon?crs=EPSG:4544", "memory", "memory 数据源要由 QGIS 读取"),
        ("dbname='county' table=\"red\" (geom)", "postgres", "postgres 数据源要由 QGIS 读取"),
        (
            "STBHHX.gpkg|layername=STBHHX|geometrytype=Polygon",
            "ogr",
            "带选项 geometrytype 的图层要由 QGIS 读取",
        ),
        ("STBHHX.gpkg|layername=STBHHX|subset=SELECT * FROM STBHHX", "ogr", "要由 QGIS 读取"),
        ("STBHHX.gpkg|layername=another", "ogr", "图层无法打开"),
        ("DLTB.gpkg|layername=DLTB|subset=no such column = 1", "ogr", "图层无法打开"),
    ],
)
def test_what_only_qgis_reads_is_named(
    plans: list[Path], source: str, provider: str, what: str
) -> None:
    record_layer(plans[0], "STBHHX", source, provider)
    found = examine(plans[0], children=0)
    assert what in found.missing["STBHHX"].what
    # one line for the plan, and none that passes a parcel
    assert [(f.parcel_id, f.verdict) for f in found.findings if f.rule_id == RED_LINE] == [
        ("", "unknown")
    ]


@pytest.mark.parametrize(
    ("name", "epsg", "driver"),
    [
        ("red.gpkg", 4490, "GPKG"),
        ("red.shp", 4544, "ESRI Shapefile"),
        ("red.shp", 4490, "ESRI Shapefile"),
    ],
)
def test_other_formats_and_crs_give_the_same_overlap(
    plans: list[Path], name: str, epsg: int, driver: str
) -> None:
    write_layer(plans[0].parent / name, [(box(210, 0, 240, 200), {"BSM": "9"})], epsg, driver)
    record_layer(plans[0], "STBHHX", name)
    found = examine(plans[0], children=0)
    [overlap] = [f for f in found.findings if f.rule_id == RED_LINE and f.parcel_id == "LR1"]
    assert (overlap.verdict, overlap.overlap_m2) == ("fail", Decimal("2200.00"))


def test_a_filter_of_the_record_holds(plans: list[Path]) -> None:
    rows = [(box(210, 0, 240, 200), {"BSM": "9"}), (box(240, 0, 250, 200), {"BSM": "8"})]
    write_layer(plans[0].parent / "red.gpkg", rows)
    record_layer(plans[0], "STBHHX", "red.gpkg|layername=red|subset=\"BSM\" = '8'")
    [overlap] = [
        f
        for f in examine(plans[0], children=0).findings
        if f.rule_id == RED_LINE and f.parcel_id == "LR1"
    ]
    assert overlap.overlap_m2 == Decimal("1100.00")


def test_a_relative_path_starts_beside_the_plan_else_where_the_batch_was_started(
    tmp_path: Path, plans: list[Path]
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (plans[0].parent / "STBHHX.gpkg").rename(away / "STBHHX.gpkg")
    assert "STBHHX" in examine(plans[0], children=0).missing
    assert "STBHHX" not in examine(plans[0], base=away, children=0).missing


def test_a_county_with_two_plans_in_a_year_is_not_counted_twice(
    tmp_path: Path, plans: list[Path]
) -> None:
    again = make_plan(tmp_path / "again", "640121", 20, 30)
    other_year = make_plan(tmp_path / "later", "640121", 20, 30, year=2024)
    assert run([*plans[:2], again, other_year], tmp_path / "out") == 1
    rows = rows_of(tmp_path / "out")
    assert [(r["代码"], r["年度"]) for r in rows if r["级别"] == "县"] == [
        ("640122", "2023"),
        ("640121", "2024"),
    ]
    failed = [r for r in rows if r["级别"] == "未完成"]
    assert {r["方案"] for r in failed} == {str(plans[0]), str(again)}
    assert all("请只汇总其中一份" in r["说明"] for r in failed)


def test_a_code_that_is_none_makes_no_folder(tmp_path: Path) -> None:
    strange = make_plan(tmp_path / "a", "../../x", 50, 60)
    assert run([strange], tmp_path / "deep" / "out") == 1
    written = sorted(path.name for path in (tmp_path / "deep" / "out").iterdir())
    assert written == [RECORD, SUMMARY]
    assert "不是 6 位数字" in rows_of(tmp_path / "deep" / "out")[0]["说明"]


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, plans: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    assert run(plans, tmp_path / "out") == 2
    assert "请另选空文件夹" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_a_plan_with_changes_on_the_way_is_not_opened(plans: list[Path]) -> None:
    plans[0].with_name("plan.gpkg-wal").write_bytes(b"pages")
    assert (
        "尚未写完的改动"
        in perform(Task("2023-03-20", ".", software=software()), str(plans[0])).error
    )


def test_a_text_never_becomes_a_formula() -> None:
    table = csv_text(("a", "b", "c", "d"), [("=1+1", "-0.1900", "-cmd", None)])
    assert table == "a,b,c,d\r\n'=1+1,-0.1900,'-cmd,\r\n"


def test_another_version_does_not_mix_in(plans: list[Path]) -> None:
    assert (
        "软件版本"
        in perform(Task("2023-03-20", ".", software="jinchu_pingheng 0.0.1"), str(plans[0])).error
    )


def test_an_invalid_feature_is_in_the_problems(tmp_path: Path, plans: list[Path]) -> None:
    x0, y0, x1, y1 = box(215, 5, 260, 60).bounds
    bow_tie = shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    write_layer(plans[0].parent / "red.gpkg", [(bow_tie, {"BSM": "77"})])
    record_layer(plans[0], "STBHHX", "red.gpkg|layername=red")
    run(plans[:1], tmp_path / "out")
    [problem] = rows_of(tmp_path / "out" / "640121-2023", "problems.csv")
    assert (problem["要素"], problem["处理"]) == ("77", "未采用")


def test_the_survey_itself_may_be_in_degrees(tmp_path: Path, plans: list[Path]) -> None:
    write_layer(plans[0].parent / "degrees.gpkg", survey("640121"), 4490)
    record_layer(plans[0], "DLTB", f"{plans[0].parent / 'degrees.gpkg'}|layername=degrees")
    run(plans[:1], tmp_path / "out")
    county = rows_of(tmp_path / "out")[0]
    assert [county[f"{name}（公顷）"] for name in AREAS] == ["1.0000", "1.0000", "1.2100", "0.2100"]
