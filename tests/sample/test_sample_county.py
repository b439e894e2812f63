"""The sample county against independent checks: geometry by plain overlay, arithmetic in
decimals."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr

from sample.make_county import build
from sample.names import PLAN_YEAR
from sample.roles import LAYERS

ROOT = Path(__file__).parents[2]
CROPLAND = ("0101", "0102", "0103")
OUT_ZONES = {
    "out-pbf": "YJJBNT",
    "out-high-standard": "GBZNT",
    "out-planned-construction": "GHJSYD",
}
IN_ZONES = {
    "in-redline": "STBHHX",
    "in-reserve": "ZRBHD",
    "in-water-source": "YYSYD",
    "in-public-forest": "GYL",
    "in-returned-forest": "TGHL",
    "in-greening": "GTLH",
    "in-river-lake": "HDHQ",
    "in-forest-zone": "LQ",
    "in-pasture-zone": "MQ",
    "in-polluted": "WRD",
    "in-town-area": "CZCDYD",
    "in-ugb": "CZKFBJ",
}
DLTB_FIELDS = (
    "BSM YSDM TBYBH TBBH DLBM DLMC QSXZ QSDWDM QSDWMC ZLDWDM ZLDWMC TBMJ KCDLBM KCXS KCMJ TBDLMJ "
    "GDLX GDPDJB XZDWKD "
    "TBXHDM TBXHMC ZZSXDM ZZSXMC GDDB FRDBS CZCSXM SJNF MSSM HDMC BZ"
).split()


class Table:
    """A layer read with OGR: geometries in EPSG:4544 and rows."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        source = ogr.Open(str(path))
        layer = source.GetLayerByName(name) if name else source.GetLayer(0)
        definition = layer.GetLayerDefn()
        fields = [definition.GetFieldDefn(k) for k in range(definition.GetFieldCount())]
        self.names = [f.GetName() for f in fields]
        self.types = {f.GetName(): (f.GetType(), f.GetWidth()) for f in fields}
        self.crs = layer.GetSpatialRef().GetAuthorityCode(None)
        metres = osr.SpatialReference()
        metres.ImportFromEPSG(4544)
        metres.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        change = (
            osr.CoordinateTransformation(layer.GetSpatialRef(), metres)
            if self.crs == "4490"
            else None
        )
        self.rows, shapes = [], []
        for feature in layer:
            self.rows.append({n: feature.GetField(n) for n in self.names})
            shape = feature.GetGeometryRef()
            if change:
                shape.Transform(change)
            shapes.append(bytes(shape.ExportToIsoWkb()))
        self.geometry = shapely.from_wkb(shapes)
        self.tree = shapely.STRtree(self.geometry)

    def column(self, name: str) -> np.ndarray:
        return np.array([row[name] for row in self.rows], dtype=object)

    def overlap(self, shape: shapely.Geometry) -> float:
        hits = self.geometry[self.tree.query(shape, predicate="intersects")]
        return float(shapely.area(shapely.intersection(hits, shape)).sum())


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def tables(county: Path):
    cache: dict[str, Table] = {}

    def read(role: str) -> Table:
        if role not in cache:
            path, _, name = LAYERS[role].partition("|layername=")
            cache[role] = Table(county / path, name or None)
        return cache[role]

    return read


@pytest.fixture(scope="session")
def parcels(county: Path) -> dict[str, Table]:
    return {side: Table(county / "parcels.gpkg", side) for side in ("out", "in")}


@pytest.fixture(scope="session")
def shapes(parcels: dict[str, Table]) -> dict[str, shapely.Polygon]:
    return {
        row["parcel_id"]: shape for t in parcels.values() for row, shape in zip(t.rows, t.geometry)
    }


@pytest.fixture(scope="session")
def expected(county: Path) -> list[dict[str, str]]:
    with (county / "expected.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lawful_ids(expected: list[dict[str, str]]) -> set[str]:
    return {row["parcel_id"] for row in expected if row["rule_id"] == "*"}


def half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_every_role_has_a_readable_layer_in_the_right_crs(tables, county):
    for role, place in LAYERS.items():
        if place.endswith(".tif"):
            raster = gdal.Open(str(county / place))
            assert osr.SpatialReference(raster.GetProjection()).GetAuthorityCode(None) == "4544"
            continue
        table = tables(role)
        assert len(table.rows) > 0, role
        if not place.endswith(".shp"):
            assert table.crs == ("4490" if role == "GYL" else "4544"), role
        assert shapely.is_valid(table.geometry).all(), role


def test_survey_polygons_cover_the_county_without_gap_or_overlap(tables):
    dltb, towns = tables("DLTB"), tables("XZQ")
    total = shapely.area(dltb.geometry).sum()
    assert len(dltb.rows) >= 6000
    assert total == pytest.approx(shapely.union_all(dltb.geometry).area, abs=1e-3)
    assert total == pytest.approx(shapely.union_all(towns.geometry).area, abs=1e-3)
    assert total == pytest.approx(shapely.area(tables("CJDCQ").geometry).sum(), abs=1e-3)


def test_common_edges_are_shared_point_for_point(tables):
    """Every directed edge occurs once; its reverse occurs once unless it is on the county
    outline."""
    dltb = tables("DLTB")
    rings, _ = shapely.get_rings(shapely.normalize(dltb.geometry), return_index=True)
    edges: dict[tuple[bytes, bytes], int] = defaultdict(int)
    for ring in rings:
        points = [p.tobytes() for p in shapely.get_coordinates(ring)]
        for a, b in zip(points, points[1:]):
            edges[(a, b)] += 1
    assert max(edges.values()) == 1
    outline = shapely.union_all(tables("XZQ").geometry)
    alone = [(a, b) for a, b in edges if (b, a) not in edges]
    middles = np.array([(np.frombuffer(a) + np.frombuffer(b)) / 2 for a, b in alone])
    assert shapely.distance(outline.boundary, shapely.points(middles)).max() < 1e-6


def test_no_survey_polygon_is_a_rectangle(tables):
    geometry = tables("DLTB").geometry
    geometry = geometry[shapely.area(geometry) / shapely.length(geometry) > 8][
        ::5
    ]  # short pieces of road are straight
    assert (
        shapely.area(geometry) / shapely.area(shapely.oriented_envelope(geometry))
    ).max() < 0.995


def test_survey_table_follows_the_standard(tables):
    dltb = tables("DLTB")
    assert dltb.names == DLTB_FIELDS
    assert dltb.types["ZLDWDM"] == (ogr.OFTString, 19)
    assert {name for name, kind in dltb.types.items() if kind[0] == ogr.OFTReal} == {
        "TBMJ",
        "KCXS",
        "KCMJ",
        "TBDLMJ",
        "XZDWKD",
    }
    assert dltb.types["GDDB"][0] == dltb.types["SJNF"][0] == ogr.OFTInteger
    with (ROOT / "sample" / "land_classes.csv").open(encoding="utf-8") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    assert len(set(dltb.column("BSM"))) == len(dltb.rows)
    for row, shape in zip(dltb.rows, dltb.geometry):
        crop = row["DLBM"] in CROPLAND
        area, ridge = Decimal(str(row["TBMJ"])), Decimal(str(row["KCMJ"] or 0))
        assert names[row["DLBM"]] == row["DLMC"]
        assert abs(float(area) - shape.area) <= 0.00501
        assert len(row["ZLDWDM"]) == 19 and row["ZLDWDM"].endswith("0000000")
        assert ridge == half_up(area * Decimal(str(row["KCXS"] or 0)))
        assert Decimal(str(row["TBDLMJ"])) == area - ridge
        assert (row["KCDLBM"] == "1203") == (crop and row["GDPDJB"] in "2345")
        assert (row["GDPDJB"] is not None) == (row["GDDB"] is not None) == crop
        assert (
            not crop
            or 1 <= row["GDDB"] <= 15
            and row["ZZSXDM"] in ("LS", "FLS", "LYFL", "XG", "WG")
        )
        assert crop or row["ZZSXDM"] in (None, "JKHF", "GCHF")
        assert row["DLBM"] != "0404" or row["ZZSXDM"] in (None, "GCHF")
        assert row["XZDWKD"] is None or row["DLBM"] in (
            "1001",
            "1003",
            "1004",
            "1006",
            "1101",
            "1107",
        )


def test_one_ridge_ratio_for_each_slope_class_and_field_type(tables):
    seen = defaultdict(set)
    for row in tables("DLTB").rows:
        if row["KCXS"]:
            seen[(row["GDPDJB"], row["GDLX"])].add(row["KCXS"])
    assert len(seen) >= 6 and all(len(values) == 1 for values in seen.values())


def test_towns_and_villages_nest(tables):
    villages, towns = tables("CJDCQ"), tables("XZQ")
    assert len(towns.rows) >= 6
    for town in towns.column("XZQDM"):
        assert (villages.column("XZQDM") == town).sum() >= 8
    for row, shape in zip(tables("DLTB").rows[::97], tables("DLTB").geometry[::97]):
        home = villages.geometry[villages.column("ZLDWDM") == row["ZLDWDM"]][0]
        assert home.covers(shape.representative_point())


def test_slope_map_agrees_with_the_dem(tables, county):
    elevation = gdal.Open(str(county / LAYERS["DEM"])).ReadAsArray().astype(float)
    gy, gx = np.gradient(elevation, 20.0)
    assert (np.degrees(np.arctan(np.hypot(gx, gy))) > 25).mean() > 0.01
    slope_map = tables("PDT")
    assert set(slope_map.column("PDJB")) == {"1", "2", "3", "4", "5"}
    total = shapely.area(tables("DLTB").geometry).sum()
    assert shapely.area(slope_map.geometry).sum() == pytest.approx(total, rel=1e-4)


def test_parcels_are_numerous_and_of_every_type(parcels):
    assert 55 <= len(parcels["out"].rows) <= 75 and 70 <= len(parcels["in"].rows) <= 95
    assert set(parcels["out"].column("type")) == set(range(1, 8))
    assert set(parcels["in"].column("type")) == set(range(1, 6))
    for side, table in parcels.items():
        assert set(table.column("direction")) == {side}
        assert shapely.is_valid(table.geometry).all() and (shapely.area(table.geometry) > 100).all()


def test_some_lawful_parcels_cross_a_township_border(parcels, expected, tables):
    towns, lawful = tables("XZQ"), lawful_ids(expected)
    for table in parcels.values():
        crossing = [
            row["parcel_id"]
            for row, shape in zip(table.rows, table.geometry)
            if row["parcel_id"] in lawful
            and (shapely.area(shapely.intersection(towns.geometry, shape)) > 50).sum() > 1
        ]
        assert crossing


def test_lawful_parcels_touch_no_zone(shapes, expected, tables):
    for parcel in lawful_ids(expected):
        for role in (*OUT_ZONES.values(), *IN_ZONES.values(), "PZWJSTD"):
            assert tables(role).overlap(shapes[parcel]) < 0.5, (parcel, role)


def test_lawful_outflow_is_cropland_and_lawful_inflow_is_not(parcels, expected, tables):
    dltb, lawful = tables("DLTB"), lawful_ids(expected)
    crop = np.isin(dltb.column("DLBM"), CROPLAND)
    for side, table in parcels.items():
        for row, shape in zip(table.rows, table.geometry):
            if row["parcel_id"] not in lawful:
                continue
            hits = dltb.tree.query(shape, predicate="intersects")
            foreign = hits[crop[hits] != (side == "out")]
            assert shapely.area(shapely.intersection(dltb.geometry[foreign], shape)).sum() < 0.5, (
                row["parcel_id"]
            )


@pytest.mark.parametrize("zones", [OUT_ZONES, IN_ZONES])
def test_each_zone_violation_is_real_and_alone(zones, shapes, expected, tables):
    rules = defaultdict(set)
    for row in expected:
        rules[row["parcel_id"]].add(row["rule_id"])
    for rule in zones:
        culprits = [p for p, broken in rules.items() if rule in broken]
        assert culprits, rule
        for parcel in culprits:
            assert tables(zones[rule]).overlap(shapes[parcel]) > 100, (parcel, rule)
            for other, role in zones.items():
                if other not in rules[parcel]:
                    assert tables(role).overlap(shapes[parcel]) < 0.5, (parcel, other)


def test_types_fit_the_present_land(parcels, expected, tables):
    """Lawful inflow: type 1 marked, 2 facilities, 3 reserve, 4 construction; each faulty type
    really misfits."""
    dltb = tables("DLTB")
    broken = {
        row["parcel_id"]: row["rule_id"]
        for row in expected
        if row["rule_id"].startswith("in-type-")
    }
    lawful = lawful_ids(expected)
    for row, shape in zip(parcels["in"].rows, parcels["in"].geometry):
        if row["type"] == 5 or row["parcel_id"] not in lawful | set(broken):
            continue
        hits = dltb.tree.query(shape, predicate="intersects")
        hits = hits[shapely.area(shapely.intersection(dltb.geometry[hits], shape)) > 1]
        fits = {
            1: all(dltb.rows[k]["ZZSXDM"] in ("JKHF", "GCHF") for k in hits),
            2: all(dltb.rows[k]["DLBM"] == "1202" for k in hits),
            3: tables("GDHBZY").overlap(shape) > 0.999 * shape.area,
            4: all(dltb.rows[k]["DLBM"][:2] in ("05", "06", "07", "08", "09", "10") for k in hits),
        }[row["type"]]
        assert fits == (row["parcel_id"] in lawful), row["parcel_id"]


def test_mixed_and_whole_class_faults(shapes, expected, tables):
    dltb = tables("DLTB")
    crop = np.isin(dltb.column("DLBM"), CROPLAND)
    span = {
        "out-class": (0, 0.001),
        "out-mixed": (0.05, 0.95),
        "in-class": (0.999, 1),
        "in-mixed": (0.05, 0.95),
    }
    for row in expected:
        if row["rule_id"] in span:
            shape = shapes[row["parcel_id"]]
            hits = dltb.tree.query(shape, predicate="intersects")
            inside = shapely.area(
                shapely.intersection(dltb.geometry[hits[crop[hits]]], shape)
            ).sum()
            low, high = span[row["rule_id"]]
            assert low <= inside / shape.area <= high + 1e-9, row


def width(shape: shapely.Polygon) -> float:
    """Width of a long strip: area over half the perimeter, less the two ends."""
    half = shape.length / 2
    return (half - np.sqrt(half**2 - 4 * shape.area)) / 2


def test_strip_widths(parcels, expected):
    faults = {row["parcel_id"]: row["rule_id"] for row in expected}
    for row, shape in zip(parcels["out"].rows, parcels["out"].geometry):
        if row["type"] == 2:
            limit = 3 if row["road_class"] in ("县道", "乡道") else 5
            assert (width(shape) > limit) == (faults[row["parcel_id"]] == "out-belt-width"), row[
                "parcel_id"
            ]
            assert shape.length > 150
        if row["type"] == 4 and row["target_class"] == "1006":
            assert (2 <= width(shape) <= 8) == (faults[row["parcel_id"]] == "*"), row["parcel_id"]


def slope_under(shape: shapely.Polygon, county: Path) -> float:
    """Steepest Horn slope in degrees among the DEM cells whose centre is in the shape or next to
    it."""
    raster = gdal.Open(str(county / LAYERS["DEM"]))
    x0, cell, _, y0, _, _ = raster.GetGeoTransform()
    west, south, east, north = shape.buffer(cell).bounds
    column, row = int((west - x0) / cell), int((y0 - north) / cell)
    columns, rows = int((east - west) / cell) + 3, int((north - south) / cell) + 3
    z = raster.ReadAsArray(column - 1, row - 1, columns, rows).astype(float)
    dx = (z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]) - (z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2])
    dy = (z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]) - (z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:])
    slope = np.degrees(np.arctan(np.hypot(dx, dy) / (8 * cell)))
    y, x = np.mgrid[0 : slope.shape[0], 0 : slope.shape[1]]
    cells = shapely.points(x0 + (column + x + 0.5) * cell, y0 - (row + y + 0.5) * cell)
    return float(slope[shapely.distance(cells, shape) < cell / 2].max(initial=0.0))


def test_only_the_steep_parcel_is_steep(parcels, expected, county, tables):
    steep = {row["parcel_id"] for row in expected if row["rule_id"] == "in-slope"}
    cliffs = tables("PDT").geometry[tables("PDT").column("PDJB") == "5"]
    for row, shape in zip(parcels["in"].rows, parcels["in"].geometry):
        on_map = shapely.area(shapely.intersection(cliffs, shape)).sum()
        if row["parcel_id"] in steep:
            assert slope_under(shape, county) > 25 and on_map > 0.3 * shape.area
        else:
            assert slope_under(shape, county) < 22 and on_map == 0, row["parcel_id"]


def test_duplicates_and_both_sides_overlap(parcels, shapes, expected):
    pairs = {
        (a, b)
        for a in shapes
        for b in shapes
        if a < b and shapely.area(shapely.intersection(shapes[a], shapes[b])) > 1
    }
    rules = defaultdict(set)
    for row in expected:
        rules[row["rule_id"]].add(row["parcel_id"])
    found = {p for pair in pairs for p in pair}
    assert found == rules["duplicate"] | rules["both-sides"]
    assert {p for a, b in pairs if a[0] != b[0] for p in (a, b)} == rules["both-sides"]


def test_missing_papers_are_the_unknown_ones(parcels, expected):
    unknown = {
        (row["parcel_id"], row["rule_id"]) for row in expected if row["verdict"] == "unknown"
    }
    silent = {
        (row["parcel_id"], "out-approved") for row in parcels["out"].rows if not row["approval_doc"]
    }
    # the notice gives no number for belts along channels: a paper could not help
    along_channels = {
        (row["parcel_id"], rule)
        for row in parcels["out"].rows
        for rule in ("out-belt-width", "out-belt-distance")
        if row["type"] == 2 and row["road_class"] == "河渠"
    }
    assert along_channels and along_channels <= unknown
    assert len(unknown - along_channels) == 2 and silent <= unknown
    assert all(row["consent_doc"] for row in parcels["out"].rows)


def net_by_class(dltb: Table, shape: shapely.Polygon) -> dict[str, float]:
    result = dict.fromkeys(CROPLAND, 0.0)
    for k in dltb.tree.query(shape, predicate="intersects"):
        row = dltb.rows[k]
        if row["DLBM"] in CROPLAND:
            piece = shapely.area(shapely.intersection(dltb.geometry[k], shape))
            result[row["DLBM"]] += piece * (1 - (row["KCXS"] or 0))
    return result


@pytest.mark.parametrize("scope", ["lawful", "all"])
def test_total_balances_but_dry_land_does_not(scope, parcels, expected, tables):
    lawful, dltb = lawful_ids(expected), tables("DLTB")
    out, into = dict.fromkeys(CROPLAND, 0.0), dict.fromkeys(CROPLAND, 0.0)
    by_month = {"out": defaultdict(float), "first": defaultdict(float), "in": defaultdict(float)}
    for row, shape in zip(parcels["out"].rows, parcels["out"].geometry):
        if scope == "all" or row["parcel_id"] in lawful:
            for code, area in net_by_class(dltb, shape).items():
                out[code] += area
                by_month["out"][row["end_month"]] += area
                by_month["first"][row["start_month"]] += area
    for row, shape in zip(parcels["in"].rows, parcels["in"].geometry):
        if scope == "all" or row["parcel_id"] in lawful:
            into[row["planned_class"]] += shape.area
            by_month["in"][row["end_month"]] += shape.area
    ratio = sum(into.values()) / sum(out.values())
    assert 1.08 <= ratio <= 1.35 if scope == "lawful" else ratio > 1
    assert (
        into["0101"] >= out["0101"]
        and into["0102"] >= out["0102"]
        and into["0103"] < 0.9 * out["0103"]
    )
    months = [f"{PLAN_YEAR}-{m:02d}" for m in range(1, 13)]
    for key in ("out", "first"):
        late = [
            m
            for k, m in enumerate(months)
            if sum(by_month[key][n] for n in months[: k + 1])
            > sum(by_month["in"][n] for n in months[: k + 1])
        ]
        assert late == [f"{PLAN_YEAR}-04"]


def test_last_years_outflow_is_built_over_once(tables):
    taken = [tables("PZWJSTD").overlap(shape) for shape in tables("SNLC").geometry]
    assert sum(area > 100 for area in taken) == 1


def test_growth_boundary_is_a_gbk_shapefile_without_a_hint(county):
    table = (county / "CZKFBJ.dbf").read_bytes()
    assert not (county / "CZKFBJ.cpg").exists() and table[29] == 0
    assert "云川县城镇开发边界".encode("gbk") in table


@pytest.mark.slow
def test_same_seed_same_county(county, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "sample.make_county", "--out", str(tmp_path)], cwd=ROOT, check=True
    )
    for name, layer in (
        ("DLTB.gpkg", "DLTB"),
        ("parcels.gpkg", "in"),
        ("parcels.gpkg", "out"),
        ("PDT.gpkg", "PDT"),
    ):
        first, second = Table(county / name, layer), Table(tmp_path / name, layer)
        assert first.rows == second.rows
        assert (shapely.to_wkb(first.geometry) == shapely.to_wkb(second.geometry)).all()
    for name in ("DEM.tif", "YX.tif", "expected.csv"):
        assert (county / name).read_bytes() == (tmp_path / name).read_bytes()


def test_the_small_county_is_whole_and_made_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(tmp_path / name, small=True)
    first, second = (tmp_path / name / "county.gpkg" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    land, towns = Table(first, "DLTB").geometry, Table(first, "XZQ").geometry
    whole = shapely.union_all(land)
    assert 300 < len(land) < 600
    assert shapely.area(land).sum() == pytest.approx(whole.area, abs=1e-3)
    assert shapely.area(towns).sum() == pytest.approx(whole.area, abs=1e-3)
    for side in ("out", "in"):
        parcels = Table(first, side)
        assert len(parcels.rows) > 5
        assert shapely.covers(whole.buffer(0.01), parcels.geometry).all()
    heights = gdal.Open(str(tmp_path / "a" / "DEM.tif"))
    west, cell, _, north, _, _ = heights.GetGeoTransform()
    box = shapely.box(
        west, north - heights.RasterYSize * cell, west + heights.RasterXSize * cell, north
    )
    assert box.contains(whole)
