"""closeyear: two surveys through the algorithm, its table, its workbook, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely
from openpyxl import load_workbook
from qgis.core import QgsProcessingException, QgsVectorLayer

from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import BOW_TIE, EPSG, SURVEY_FIELDS, Listener, Row, Step, box, write_layer

FOREST, DRY, POND = "0301", "0103", "1104"


def survey_rows(*codes: str) -> list[Row]:
    """Squares of 100 m side by side, the first in the west."""
    return [
        (
            box(100 * i, 0, 100 * i + 100, 100),
            (str(i + 1), code, f"64099900{i % 2 + 1}001", "村", 9),
        )
        for i, code in enumerate(codes)
    ]


def write_survey(path: Path, rows: Sequence[Row], **how: Any) -> str:
    return write_layer(path, SURVEY_FIELDS, rows, **how)


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """The first square flows out, the third in."""
    path = tmp_path / "方案.gpkg"
    header = Header("640999", "云川县", 2023, "ningxia-2022", f"EPSG:{EPSG}")
    parcels = [
        {"parcel_id": "C1", "direction": OUT, "type": 1, "geom": box(0, 0, 100, 100)},
        {"parcel_id": "R1", "direction": IN, "type": 1, "geom": box(200, 0, 300, 100)},
    ]
    with Plan.create(path, header) as plan:
        plan.add_parcels(parcels)
    return str(path)


@pytest.fixture
def before(tmp_path: Path) -> str:
    return write_survey(tmp_path / "DLTB2022.gpkg", survey_rows(DRY, DRY, FOREST, FOREST))


def test_the_table_and_the_workbook_tell_planned_from_unplanned(
    step: Step, tmp_path: Path, plan: str, before: str
) -> None:
    after = write_survey(tmp_path / "DLTB2023.gpkg", survey_rows(FOREST, POND, DRY, DRY))
    result = step(
        "closeyear", PLAN=plan, BEFORE=before, AFTER=after, LAYOUT="合理",
        OUTPUT=str(tmp_path / "changes.gpkg"), FOLDER=str(tmp_path / "out"),
    )  # fmt: skip
    areas = (result["OUT_HA"], result["IN_HA"], result["REQUIRED_HA"], result["DOUBTFUL_HA"])
    assert areas == ("2.0000", "2.0000", "2.0000", "0.0000")
    assert result["VERDICT"] == "已落实"
    layer = QgsVectorLayer(result["OUTPUT"])
    rows = {(f["before_id"], f["kind"], f["partner"], f["m2"]) for f in layer.getFeatures()}
    assert rows == {
        ("1", "方案内", "林地", 10_000),
        ("2", "方案外", "坑塘水面", 10_000),
        ("3", "方案内", "林地", 10_000),
        ("4", "方案外", "林地", 10_000),
    }
    assert sum(f.geometry().area() for f in layer.getFeatures()) == pytest.approx(40_000)
    (file,) = result["FILES"]
    book = load_workbook(file)
    texts = {str(cell.value) for sheet in book for row in sheet.rows for cell in row}
    assert {"已落实", "坑塘水面", "未列入方案：恢复为耕地，确实难以恢复的补充耕地"} <= texts
    assert book.sheetnames == ["年末认定", "流向", "乡镇", "对账", "方案地块", "整改清单", "存疑"]


def test_a_layer_that_is_not_a_geopackage_gives_the_same(
    step: Step, tmp_path: Path, plan: str, before: str
) -> None:
    after = write_survey(
        tmp_path / "DLTB2023.shp",
        survey_rows(FOREST, POND, FOREST, FOREST),
        driver="ESRI Shapefile",
    )
    result = step("closeyear", PLAN=plan, BEFORE=before, AFTER=after)
    assert (result["OUT_HA"], result["IN_HA"], result["VERDICT"]) == ("2.0000", "0.0000", "未落实")


def test_a_broken_polygon_is_named_and_leaves_the_verdict_open(
    step: Step, tmp_path: Path, plan: str, before: str
) -> None:
    rows = survey_rows(DRY, DRY, DRY, FOREST)
    broken = shapely.affinity.scale(BOW_TIE, 2, 2, origin=(BOW_TIE.bounds[0], BOW_TIE.bounds[1]))
    rows[0] = (broken, rows[0][1])
    after = write_survey(tmp_path / "DLTB2023.gpkg", rows)
    listener = Listener()
    result = step(
        "closeyear", PLAN=plan, BEFORE=before, AFTER=after, LAYOUT="合理", feedback=listener
    )
    assert any("自相交" in warning for warning in listener.warnings)
    # 1 ha came in, 1 ha of last year's cropland cannot be seen: at worst the two are equal
    assert (result["DOUBTFUL_HA"], result["VERDICT"]) == ("1.0000", "已落实")
    rows[2] = survey_rows(DRY, DRY, FOREST)[2]
    worse = write_survey(tmp_path / "DLTB2023b.gpkg", rows)
    assert step("closeyear", PLAN=plan, BEFORE=before, AFTER=worse)["VERDICT"] == "无法判定"


def test_the_plan_is_not_written_to(step: Step, tmp_path: Path, plan: str, before: str) -> None:
    after = write_survey(tmp_path / "DLTB2023.gpkg", survey_rows(FOREST, DRY, DRY, FOREST))
    content = Path(plan).read_bytes()
    step("closeyear", PLAN=plan, BEFORE=before, AFTER=after, FOLDER=str(tmp_path / "out"))
    assert Path(plan).read_bytes() == content


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (survey_rows("011", "031"), "三位编码是二调的地类"),
        (survey_rows("0103", "9999"), "9999 不在三调地类中"),
        ([(box(9_000, 0, 9_100, 100), ("1", DRY, "640999001001", "村", 9))], "没有共同的范围"),
    ],
)
def test_surveys_that_cannot_be_compared_are_refused(
    step: Step, tmp_path: Path, plan: str, before: str, rows: Sequence[Row], sentence: str
) -> None:
    after = write_survey(tmp_path / "DLTB2023.gpkg", rows)
    with pytest.raises(QgsProcessingException, match=sentence):
        step("closeyear", PLAN=plan, BEFORE=before, AFTER=after, FOLDER=str(tmp_path / "out"))
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_the_same_layer_twice_is_refused(step: Step, plan: str, before: str) -> None:
    with pytest.raises(QgsProcessingException, match="同一个图层"):
        step("closeyear", PLAN=plan, BEFORE=before, AFTER=before)


def test_two_copies_of_one_survey_decide_nothing(
    step: Step, tmp_path: Path, plan: str, before: str
) -> None:
    copy = write_survey(tmp_path / "DLTB2023.gpkg", survey_rows(DRY, DRY, FOREST, FOREST))
    result = step("closeyear", PLAN=plan, BEFORE=before, AFTER=copy)
    assert result["VERDICT"] == "无法判定" and result["REASON"].startswith("两期调查的地类处处相同")


def test_without_last_years_survey_the_user_is_asked_for_it(
    step: Step, plan: str, before: str
) -> None:
    with pytest.raises(QgsProcessingException, match="没有上年地类图斑图层；请选择上年"):
        step("closeyear", PLAN=plan, AFTER=before)
