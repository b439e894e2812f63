"""Two packages are compared figure by figure: every single change is found, and named by its
place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from osgeo import ogr, osr

from tools.compare_packages import around_change, differences, main

SQUARES = {
    "L001": "POLYGON ((0 0,10 0,10 10,0 10,0 0))",
    "L002": "POLYGON ((20 0,30 0,30 10,20 10,20 0))",
}
PLAN = "0d9c7f3e-5a0b-4f0c-9a53-2b1a4f4f7f10"


def write_workbook(path: Path, area: float = 1.2345, edition: str = "") -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件1"
    for row in (
        ("地块", "面积"),
        ("L001", area),
        ("L002", 2.0),
        (f"编制日期：2023年3月{edition}",),
    ):
        sheet.append(row)
    sheet["B2"].number_format = "0.0000"
    book.save(path)


def write_document(path: Path, word: str = "流出", figure: str = "1.2345") -> None:
    content = docx.Document()
    content.add_paragraph("第一章 总则")
    content.add_paragraph(f"全县计划{word}1.2345公顷。")
    table = content.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "合计", figure
    content.sections[0].footer.paragraphs[0].text = "云川县自然资源局"
    content.save(str(path))


def write_vector(path: Path, squares: dict[str, str], note: str = "") -> None:
    path.unlink(missing_ok=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4544)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("parcels_out", crs, ogr.wkbPolygon)
    for name in ("parcel_id", "note", "revision"):
        layer.CreateField(ogr.FieldDefn(name))
    for number, (key, wkt) in enumerate(squares.items()):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["parcel_id"], feature["note"], feature["revision"] = key, note, str(len(path.parts))
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        assert layer.CreateFeature(feature) == 0, number


def write_manifest(path: Path, out: str = "3.2345", digest: str = "a", role: str = "DLTB") -> None:
    content = {
        "software": f"jinchu_pingheng 0.1.{len(digest)}",
        "totals": {"out_ha": out, "balanced": True},
        "inputs": [{"role": role, "feature_count": 2, "sha256": digest * 64}],
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def write_coordinates(path: Path, y: str = "4150748.643") -> None:
    path.write_text(f"[地块坐标]\n1,L001,面,@\nJ1,1,565744.639,{y}\n", encoding="utf-8")


@pytest.fixture
def packages(tmp_path: Path) -> tuple[Path, Path]:
    """Twice the same package."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    write_workbook(old / "附件1.xlsx")
    write_document(old / "方案.docx")
    write_vector(old / "平衡.gpkg", SQUARES)
    write_manifest(old / "manifest.json")
    write_coordinates(old / "坐标.txt")
    shutil.copytree(old, new)
    return old, new


def test_a_package_equals_its_copy(packages: tuple[Path, Path]) -> None:
    assert list(differences(*packages)) == []


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            lambda new: write_workbook(new / "附件1.xlsx", area=1.2346),
            ["附件1.xlsx: 附件1!B2: '1.2345 [0.0000]' -> '1.2346 [0.0000]'"],
        ),
        (
            lambda new: write_document(new / "方案.docx", word="流入"),
            ["方案.docx: paragraph 2: '全县计划流出1.2345公顷。' -> '全县计划流入1.2345公顷。'"],
        ),
        (
            lambda new: write_document(new / "方案.docx", figure="1.2354"),
            ["方案.docx: table 1 row 1 column 2: '1.2345' -> '1.2354'"],
        ),
        (
            lambda new: write_vector(
                new / "平衡.gpkg", {**SQUARES, "L002": SQUARES["L002"].replace("30 10", "30 11")}
            ),
            [
                "平衡.gpkg: parcels_out feature 2 geometry: "
                "…'GON ((20 0,30 0,30 10,20 10,20 0))' -> "
                "…'GON ((20 0,30 0,30 11,20 10,20 0))'"
            ],
        ),
        (
            lambda new: write_manifest(new / "manifest.json", out="3.2346"),
            ["""manifest.json: totals.out_ha: '"3.2345"' -> '"3.2346"'"""],
        ),
        (
            lambda new: write_coordinates(new / "坐标.txt", y="4150748.644"),
            ["坐标.txt: line 3: …'65744.639,4150748.643' -> …'65744.639,4150748.644'"],
        ),
        (lambda new: (new / "坐标.txt").unlink(), ["坐标.txt: only in OLD"]),
    ],
    ids=["digit", "word", "table of the document", "vertex", "total", "coordinate", "file"],
)
def test_one_change_is_one_line(
    packages: tuple[Path, Path], change: Callable[[Path], None], wanted: list[str]
) -> None:
    change(packages[1])
    assert list(differences(*packages)) == wanted


def test_an_attribute_of_every_feature_is_compared(packages: tuple[Path, Path]) -> None:
    write_vector(packages[1] / "平衡.gpkg", SQUARES, note="核实")
    assert [line.split(": ")[1] for line in differences(*packages)] == [
        "parcels_out feature 1 note",
        "parcels_out feature 2 note",
    ]


def test_another_order_of_rows_is_a_difference(packages: tuple[Path, Path]) -> None:
    write_vector(packages[1] / "平衡.gpkg", dict(reversed(SQUARES.items())))
    assert [line.split(": ")[1] for line in differences(*packages)] == [
        "parcels_out feature 1 parcel_id",
        "parcels_out feature 1 geometry",
        "parcels_out feature 2 parcel_id",
        "parcels_out feature 2 geometry",
    ]


def test_another_role_of_an_input_is_a_difference(packages: tuple[Path, Path]) -> None:
    write_manifest(packages[1] / "manifest.json", role="DEM")
    found = list(differences(*packages))
    assert found and all("inputs[" in line for line in found)


def test_digests_versions_ids_and_revisions_may_differ(packages: tuple[Path, Path]) -> None:
    write_manifest(packages[1] / "manifest.json", digest="b")
    write_workbook(packages[1] / "附件1.xlsx", edition=f"    方案 {PLAN[:8]} 第 12 版")
    (packages[1] / "地块.shp.xml").write_text(PLAN, encoding="utf-8")
    assert list(differences(*packages)) == []


def test_a_figure_beside_a_revision_is_still_compared(packages: tuple[Path, Path]) -> None:
    book = packages[1] / "附件1.xlsx"
    write_workbook(book, edition=f"1日    方案 {PLAN[:8]} 第 12 版")
    assert [line.split(": ")[1] for line in differences(*packages)] == ["附件1!A4"]


def test_a_long_text_is_shown_where_it_differs() -> None:
    before = "地" * 100 + "甲" + "块" * 100
    one, two = around_change(before, before.replace("甲", "乙"))
    assert "甲" in one and "乙" in two and len(one) < 50
    assert around_change(None, "1") == ("nothing", "'1'")


@pytest.mark.parametrize("changed", [False, True])
def test_the_exit_code_tells(
    packages: tuple[Path, Path],
    changed: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if changed:
        write_coordinates(packages[1] / "坐标.txt", y="0")
    monkeypatch.setattr("sys.argv", ["compare_packages", *map(str, packages)])
    assert main() == changed
    assert capsys.readouterr().out.splitlines()[-1] == f"{int(changed)} difference(s)"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        list(differences(tmp_path, tmp_path / "none"))
