"""Coordinate text that was handed in: every dialect, and what cannot be taken, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from jinchu_pingheng.core.coordinate_text.reading import CoordinateText, read
from jinchu_pingheng.core.errors import PlanError

REAL = Path(__file__).resolve().parents[4] / "shared/real/txt_jiezhidian"

DESCRIBED = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号={zone}
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
SQUARE = [(4150000, 500000), (4150100, 500000), (4150100, 500100), (4150000, 500100)]
"""North, east of a hectare."""


def points(zone: int = 35, ring: int = 1, shape: str = "J{n},{ring},{north},{east}") -> str:
    closed = [*enumerate(SQUARE, 1), (1, SQUARE[0])]
    return "\n".join(
        shape.format(n=n, ring=ring, north=north, east=east + zone * 1_000_000)
        for n, (north, east) in closed
    )


def surveyed(
    head: str = "5,1.0000,D01,东地,面,,果园,0201,@", zone: int = 35, rows: str = ""
) -> str:
    return f"{DESCRIBED.format(zone=zone)}{head}\n{rows or points(zone)}\n"


def taken(text: str, crs: str = "") -> CoordinateText:
    return read(text.encode(), "甲镇.txt", crs)


@pytest.mark.parametrize(
    ("dialect", "head", "shape"),
    [
        ("kance", "5,1.0000,D01,东地,面,,果园,0201,@", "J{n},{ring},{north},{east}"),
        ("yizhangtu", "5,1.0000,D01,东地,面,,@", "J{n},{ring},{north},{east}"),
        ("gongdi", "4,1.0000,D01,东地,面,,果园,0201,@", "J{n},{ring},{north},{east}"),
        ("zengjian", ",1.0000,,东地,,,,0201,@", "J{n},{north},{east},100.00,1,"),
        ("shisan", "5,1.0000,D01,东地,面,,果园,0201,,,,,,@", "J{n},{ring},{north},{east}"),
        ("buchong", "5,1.0000,D01,东地,2024,1,面,J50G017037,占补平衡,,水浇地,3,@",
         "J{n},{ring},{north},{east}"),
        ("beian", "5,1.0000,D01,东地,2024,1,面,J50G017037,占补平衡,,水浇地,3,@",
         "J{n},{ring},{north},{east},100.00,"),
    ],
)  # fmt: skip
def test_every_described_dialect_is_known_by_its_head(dialect: str, head: str, shape: str) -> None:
    found = taken(surveyed(head, rows=points(shape=shape)))
    assert (found.dialect.id, found.crs) == (dialect, "EPSG:4544")  # zone 35: 105° E
    [parcel] = found.parcels
    assert parcel.values["地块名称"] == "东地" and parcel.values["面积"] == "1.0000"
    assert parcel.geometry.equals(shapely.box(500000, 4150000, 500100, 4150100))


def test_the_form_of_supplemented_cropland_keeps_empty_fields_in_their_place() -> None:
    head = "5,1.0000,D01,东地,2024,1,面,J50G017037,占补平衡,,水浇地,3,@"
    [parcel] = taken(surveyed(head)).parcels
    assert parcel.values["备注"] == "" and parcel.values["地类"] == "水浇地"
    assert parcel.values["补充耕地实施年份"] == "2024" and parcel.values["耕地质量等级"] == "3"


def test_jinchu_text_is_east_first_and_rings_with_one_number_are_one_parcel() -> None:
    square = "J1,1,500000,4150000\rJ2,1,500100,4150000\rJ3,1,500100,4150100\r"
    hole = "J1,1,500010,4150010\rJ2,1,500020,4150010\rJ3,1,500020,4150020\r"
    text = (
        f"[地块坐标]\r4,东地,面,果园,@ \r{square}J1,1,500000,4150000\r"
        f"4,东地,面,果园,@ \r{hole}J1,1,500010,4150010\r"
    )
    found = taken(text, crs="EPSG:4544")
    assert found.crs == "EPSG:4544" and len(found.parcels) == 1
    assert found.parcels[0].geometry.area == 5000 - 50


def test_degrees_need_no_crs() -> None:
    text = "[地块坐标]\r4,东地,面,果园,@ \rJ1,1,105.1,37.5\rJ2,1,105.2,37.5\rJ3,1,105.2,37.6\r"
    assert taken(f"{text}J1,1,105.1,37.5\r").crs == "EPSG:4490"


def test_the_declared_zone_wins_over_the_number_in_front() -> None:
    """Eastern land of zone 37 (central meridian 111°): 37,500,000 + 557,383 begins with 38."""
    rows = "\n".join(
        f"J{n},1,{2600000 + north},{38057383 + east}"
        for n, (north, east) in ((1, (0, 0)), (2, (100, 0)), (3, (100, 100)), (1, (0, 0)))
    )
    head = "4,0.5000,D01,东地,面,,,,@"
    found = taken(surveyed(head, zone=37, rows=rows))
    assert found.crs == "EPSG:4546"  # central meridian 111°
    assert found.parcels[0].geometry.bounds[0] == 500_000 + 557_383
    assert found.notes == ("有东坐标以 38 开头，按声明的带号 37 读取",)


def test_a_zone_too_far_off_is_the_wrong_one() -> None:
    with pytest.raises(PlanError, match=r"第 11 行.*38500000\.000 不在 37 带内.*1000 千米"):
        taken(surveyed(zone=37, rows=points(38)))


def test_eastings_without_declared_zone_tell_it() -> None:
    text = surveyed().replace("带号=35\n", "")
    assert taken(text).crs == "EPSG:4544"
    mixed = text.replace("35500100", "36500100", 1)
    with pytest.raises(PlanError, match="没有声明带号，东坐标前的带号有 35、36"):
        taken(mixed)


def test_plain_eastings_without_zone_need_a_crs() -> None:
    text = surveyed(rows=points(0)).replace("带号=35\n", "")
    with pytest.raises(PlanError, match="不知道是哪个坐标系；请选择坐标系"):
        taken(text)
    assert taken(text, "EPSG:4544").crs == "EPSG:4544"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (surveyed("6,1.0,D01,东地,面,,,,@"), "第 10 行：说明行写 6 个点，实有 5 行坐标"),
        (surveyed("x,1.0,D01,东地,面,,,,@"), "第 10 行：说明行写 x 个点，实有 5 行坐标"),
        (surveyed("5,1.0,D01,东地,线,,,,@"), "第 10 行：图形属性是“线”"),
        (surveyed("5,1.0,D01,@"), "第 10 行：说明行有 3 项，坐标行有 4 列，不是已知的格式"),
        (surveyed("4,1.0,D01,东地,面,,,,@", rows=points().rsplit("\n", 1)[0]),
         "第 11 行起：第 1 圈没有闭合"),
        (surveyed().replace("J2,1,4150100,", "J2,1,四,"), "第 12 行：“四”不是坐标"),
        (surveyed().replace("J2,1,4150100,35500000", "J2,1,4150100"), "第 12 行：坐标行有 3 列"),
        (surveyed().replace("J2,", "点二,"), "第 12 行：既不是地块说明行"),
        (surveyed(rows=points().replace("4150000,35500000", "35500000,4150000", 1)),
         "第 11 行：北坐标 35500000.000 不在中国范围"),
        (surveyed(zone=99), "声明的带号“99”"),
        (surveyed().replace("2000国家大地坐标系", "1954年北京坐标系"), "不认识的坐标系"),
        (surveyed().split("[地块坐标]")[0], "没有“[地块坐标]”一行"),
        (surveyed().split("5,1.0000")[0], "没有地块"),
        (surveyed("5,1.0,D01,东地,面,,,,@\n5,1.0,D02,西地,面,,,,@"), "第 10 行：地块没有坐标"),
        ("[地块坐标]\r4,东,面,,@\rJ1,1,37.5,105.1\rJ2,1,37.5,105.2\rJ3,1,37.6,105.2\rJ1,1,37.5,105.1",
         "第 3 行：经度 37.5、纬度 105.1 不在中国范围"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(PlanError) as failed:
        taken(text)
    assert said in str(failed.value) and "甲镇.txt" in str(failed.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_encoding_and_line_ends_are_known_by_the_bytes(encoding: str, end: str) -> None:
    raw = surveyed().replace("\n", end).encode(encoding)
    assert read(raw, "x.txt").parcels[0].values["地块名称"] == "东地"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PlanError, match="不是文本文件"):
        read(b"[\xff\x81\x00\xff\xff", "x.txt")


@pytest.mark.skipif(not REAL.is_dir(), reason="real files are not at hand")
@pytest.mark.parametrize("name", ["44120000072", "44120000120", "44120000957", "44120002411"])
def test_real_files_have_the_area_that_they_declare(name: str) -> None:
    found = read((REAL / f"{name}.txt").read_bytes(), name)
    assert (found.dialect.id, found.crs) == ("kance", "EPSG:4547")  # zone 38: 114° E
    for parcel in found.parcels:
        assert f"{parcel.geometry.area / 10_000:.4f}" == parcel.values["面积"]
