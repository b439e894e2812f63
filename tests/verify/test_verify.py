"""Whoever has a package can prove it: what was changed after the export is found and named."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver.earlier import MANIFEST
from jinchu_pingheng.verify import verify_package
from tests.deliver.office_papers import template
from tests.soak import amount
from tests.verify.packages import CHANGES, write_package


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("verify") / "成果")


@pytest.fixture
def folder(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(untouched, tmp_path / "成果"))


def told(folder: Path) -> list[str]:
    return [difference.text for difference in verify_package(folder).differences]


def test_nothing_is_reported_in_an_untouched_package(untouched: Path) -> None:
    assert told(untouched) == []


def test_a_document_in_the_offices_template_is_proved_from_the_package_alone(
    tmp_path: Path,
) -> None:
    own = template(tmp_path, "{{ county }}流出{{ out_area }}公顷", "{{ chapter_2 }}")
    package = write_package(tmp_path / "成果", own)
    assert told(package) == []
    [path] = package.glob("*.docx")
    word = docx.Document(str(path))
    paragraph = next(p for p in word.paragraphs if p.text.startswith("云川县流出4.3418"))
    paragraph.runs[2].text = "4.3419"
    word.save(str(path))
    [found] = told(package)
    assert path.name in found and "4.3419" in found and "4.3418" in found


@pytest.mark.parametrize("number", range(amount(4 * len(CHANGES), 200)))
def test_a_single_change_anywhere_is_found_and_its_file_named(folder: Path, number: int) -> None:
    change = CHANGES[number % len(CHANGES)]
    name = change(folder, random.Random(number))
    found = told(folder)
    assert any(name in text for text in found), (change.__name__, name, found)


def test_a_changed_digit_is_named_by_its_cell(folder: Path) -> None:
    [path] = folder.glob("附表/附件1_甲镇_*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["耕地流出"]
    place = next(c.coordinate for row in sheet.iter_rows() for c in row if c.value == 1.2346)
    sheet[place] = 1.3346
    book.save(path)
    assert told(folder) == [
        f"附表/{path.name}，工作表“耕地流出”单元格 {place}："
        "写的是“1.3346 [0.0000]”，重新计算为“1.2346 [0.0000]”。"
    ]


def test_a_changed_word_is_named_by_its_paragraph(folder: Path) -> None:
    [path] = folder.glob("*.docx")
    content = docx.Document(str(path))
    run = next(run for p in content.paragraphs for run in p.runs if "预测为" in run.text)
    run.text = run.text.replace("预测为", "确定为", 1)
    content.save(str(path))
    [text] = told(folder)
    assert text.startswith(f"{path.name}，第 ") and "确定为" in text and "预测为" in text


def test_a_place_to_fill_in_that_was_filled_in_is_said_to_be_one(folder: Path) -> None:
    [path] = folder.glob("*.docx")
    content = docx.Document(str(path))
    paragraph = next(p for p in content.paragraphs if "【待填" in p.text)
    run = next(run for run in paragraph.runs if "【待填" in run.text)
    run.text = "地处黄土丘陵区"
    content.save(str(path))
    [text] = told(folder)
    assert "待填处写为“" in text and "地处黄土丘陵区" in text


def test_a_document_that_was_only_saved_again_says_the_same(folder: Path) -> None:
    [path] = folder.glob("*.docx")
    content = docx.Document(str(path))
    content.paragraphs[0].paragraph_format.space_before = 1
    content.save(str(path))
    assert told(folder) == [
        f"{path.name}：导出后另存过，格式或目录可能改动，表格和正文的内容一致。"
    ]


def test_files_that_are_missing_or_were_added_are_named(folder: Path) -> None:
    next(folder.glob("矢量数据/*流出*.dbf")).unlink()
    (folder / "附图" / "补充图.png").write_bytes(b"x")
    found = told(folder)
    assert "矢量数据/耕地流出地块.dbf：清单中有这个文件，成果包中没有。" in found
    assert "附图/补充图.png：成果包中有这个文件，清单中没有。" in found


def test_a_parcel_whose_shape_has_not_the_area_of_its_cells_is_named(folder: Path) -> None:
    from osgeo import ogr

    [path] = folder.rglob("*.gpkg")
    source = ogr.Open(str(path), 1)
    layer = source.GetLayerByName("parcels_out")
    feature = layer.GetNextFeature()
    wkt = "MULTIPOLYGON (((500000 4181000,500050 4181000,500050 4181010,500000 4181000)))"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.SetFeature(feature)
    del feature, layer, source
    found = told(folder)
    assert (
        "矢量数据/耕地进出平衡.gpkg，地块 C01："
        "图形面积 250.00 平方米，面积单元之和 12558.07 平方米。"
    ) in found
    assert any("图层或表“parcels_out”" in text for text in found)


def test_a_folder_that_is_no_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="没有成果包清单"):
        verify_package(tmp_path)


@pytest.mark.parametrize("broken", ["", "[]", '{"files": [1]}', '{"files": [{"role": "x"}]}'])
def test_a_broken_manifest_is_told(folder: Path, broken: str) -> None:
    (folder / MANIFEST).write_text(broken, encoding="utf-8")
    with pytest.raises(PlanError, match="清单已损坏"):
        verify_package(folder)


@pytest.mark.parametrize("broken", [b"", b"no database"])
def test_a_broken_geopackage_is_told(folder: Path, broken: bytes) -> None:
    next(folder.rglob("*.gpkg")).write_bytes(broken)
    with pytest.raises(PlanError, match="矢量数据无法打开|没有完整的计算记录"):
        verify_package(folder)


def test_the_command_line_needs_no_qgis(folder: Path) -> None:
    script = "import sys; sys.modules['qgis'] = None; import runpy; sys.argv[1:] = [sys.argv[1]]; "
    script += "runpy.run_module('jinchu_pingheng.verify', run_name='__main__')"

    def run() -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    assert run() == (0, "没有发现不一致。\n")
    next(folder.glob("*.docx")).write_bytes(b"x")
    code, said = run()
    assert code == 1 and "文件已损坏，无法读取" in said
