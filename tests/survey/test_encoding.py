"""What the bytes of an attribute table mean: judged value by value, with lies told."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinchu_pingheng.survey.encoding import GB, UTF8, family, meaning, table_encoding
from jinchu_pingheng.survey.files import ogr_file
from jinchu_pingheng.survey.files.source import FileSource

INPUTS = Path(__file__).resolve().parents[3] / "shared" / "findings" / "inputs" / "enc"
REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "gbk_encodings"
here = pytest.mark.skipif(not INPUTS.is_dir(), reason="the inputs of the findings are not here")
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here")

NAME = "张家庄南地块"


def dbf(folder: Path, values: list[bytes], language: int = 0, cpg: str | None = None) -> Path:
    """A table with one text field of 20 bytes; no shapes are needed to judge it."""
    head = bytearray(32)
    head[0] = 3
    head[4:8] = len(values).to_bytes(4, "little")
    head[8:10] = (32 + 32 + 1).to_bytes(2, "little")
    head[10:12] = (21).to_bytes(2, "little")
    head[29] = language
    field = b"name".ljust(11, b"\0") + b"C" + bytes(4) + bytes([20]) + bytes(15)
    records = b"".join(b" " + value.ljust(20) for value in values)
    (folder / "x.dbf").write_bytes(bytes(head) + field + b"\r" + records)
    if cpg is not None:
        (folder / "x.cpg").write_text(cpg)
    return folder / "x.shp"


GBK_NAME, UTF8_NAME = NAME.encode("gbk"), NAME.encode()


@pytest.mark.parametrize(
    ("value", "language", "cpg", "name", "lies"),
    [
        (GBK_NAME, 0, None, GB, False),
        (GBK_NAME, 0x4D, None, GB, False),
        (GBK_NAME, 0x57, None, GB, True),
        (GBK_NAME, 0x03, None, GB, True),
        (GBK_NAME, 0, "GBK", GB, False),
        (GBK_NAME, 0, "936", GB, False),
        (GBK_NAME, 0, "ANSI 936", GB, False),
        (GBK_NAME, 0, "UTF-8", GB, True),
        (GBK_NAME, 0, "OEM", GB, True),
        (GBK_NAME, 0, "", GB, True),
        (UTF8_NAME, 0, None, UTF8, False),
        (UTF8_NAME, 0, "UTF-8", UTF8, False),
        (UTF8_NAME, 0x4D, None, UTF8, True),
        (UTF8_NAME, 0, "GBK", UTF8, True),
        ("张𠀀庄".encode("gb18030"), 0, None, GB, False),
        (NAME.encode("big5", "ignore"), 0, "BIG5", "", False),
        ("Kärnten".encode("latin-1"), 0x03, None, "", False),
        ("Москва".encode("cp1251"), 0, "windows-1251", "", False),
        (b"plain", 0x57, "UTF-8", "", False),
    ],
)
def test_the_bytes_decide_and_a_lie_is_told(
    tmp_path: Path, value: bytes, language: int, cpg: str | None, name: str, lies: bool
) -> None:
    found = table_encoding(dbf(tmp_path, [value], language, cpg))
    assert found.name == name
    assert bool(found.remark) == lies
    assert not lies or "x.dbf" in found.remark and "与内容不符" in found.remark


@pytest.mark.parametrize(
    ("raw", "table", "text"),
    [
        (GBK_NAME, GB, NAME),
        (UTF8_NAME, GB, NAME),
        (GBK_NAME, UTF8, NAME),
        ("隆".encode("gbk"), GB, "隆"),  # C2 A1 is “¡” in UTF-8
        ("张𠀀庄".encode("gb18030"), GB, "张𠀀庄"),
        (UTF8_NAME[:-1], UTF8, "张家庄南地\ufffd"),
        (UTF8_NAME[:-2], GB, "张家庄南地\ufffd"),
        (GBK_NAME[:-1], GB, "张家庄南地\ufffd"),
        (b"A1", GB, "A1"),
        (b"\xff\xff", UTF8, "\ufffd\ufffd"),
    ],
)
def test_each_value_is_judged_by_its_own_bytes(raw: bytes, table: str, text: str) -> None:
    assert meaning(raw, table) == text


def test_encodings_are_known_by_all_their_spellings() -> None:
    assert {family(name) for name in ("gbk", "CP936", "GB2312", "ANSI 936", "gb18030")} == {GB}
    assert family("utf8") == family("UTF-8") == UTF8 and family("System") == family("") == ""


def read(path: Path, field: str) -> list[str]:
    encoding = table_encoding(path).name or "UTF-8"
    source = FileSource(str(path), path.stem, encoding=encoding)
    return [str(text) for text in ogr_file.load(source, {field: field}).columns[field]]


@here
@pytest.mark.parametrize(
    ("file", "lies"),
    [
        ("gbk_ldid57.shp", True),
        ("gbk_cpgANSI936.shp", False),
        ("gbk_cpgempty.shp", True),
        ("gbk_cpgutf8.shp", True),
        ("gbk_upper.SHP", False),
        ("utf8_cutvalue_ldid0.shp", False),
        ("utf8_ldid4d.shp", True),
    ],
)
def test_the_findings_inputs_are_read(file: str, lies: bool) -> None:
    assert set(read(INPUTS / file, "name")) == {NAME}
    assert bool(table_encoding(INPUTS / file).remark) == lies


@here
def test_a_value_cut_inside_a_character_spoils_only_itself() -> None:
    one, two = read(INPUTS / "utf8_cutvalue_ldid0.shp", "project")
    assert one == "县道绿化项目" and two == "县道绿化项目二期工程项目\ufffd"


@here
def test_names_of_townships_in_a_table_of_ansi() -> None:
    assert read(INPUTS / "XZQ_87.shp", "XZQMC") == ["城关镇", "南山乡"]
    assert read(INPUTS / "DLTB_87.shp", "ZLDWMC") == ["张家庄村", "李家庄村"]


@real
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("geotools/chinese_poly.shp", GB),
        ("geotools/rus-windows-1251.shp", ""),
        ("mapshaper/dbf/gb2312.shp", GB),
        ("mapshaper/dbf/gbk.shp", GB),
        ("mapshaper/dbf/utf8.shp", UTF8),
        ("mapshaper/dbf/cpg/big5.shp", ""),
        ("mapshaper/dbf/cpg/koi8r.shp", ""),
        ("mapshaper/dbf/cpg/shiftjis.shp", ""),
    ],
)
def test_tables_of_somebody_else(file: str, name: str) -> None:
    assert table_encoding(REAL / file).name == name
