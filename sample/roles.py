"""Which file of the sample county plays which role of the plugin's checks."""

from __future__ import annotations

EXTERNAL_NAMES = {
    "YJJBNT": "YJJBNTTB",
    "ZRBHD": "ZRBHQ",
    "YYSYD": "YYSSYD",
    "GYL": "STGYL",
    "GHJSYD": "GHYDYH",
    "GTGH": "GHYDYH",
    "TDYTGH": "GHYDYH",
}
VECTOR_ROLES = (
    "DLTB",
    "XZQ",
    "CJDCQ",
    "YJJBNT",
    "GBZNT",
    "STBHHX",
    "ZRBHD",
    "YYSYD",
    "GYL",
    "TGHL",
    "GTLH",
    "GHJSYD",
    "CZCDYD",
    "HDHQ",
    "LQ",
    "MQ",
    "WRD",
    "PZWJSTD",
    "SNLC",
    "GDHBZY",
    "PDT",
    "DLHX",
    "GTGH",
    "TDYTGH",
)
RASTERS = {"DEM": "DEM.tif", "YX": "YX.tif"}
SHAPEFILES = {"CZKFBJ": "CZKFBJ.shp"}  # GBK text, no .cpg
DEGREES = ("GYL",)  # in EPSG:4490


def layer_name(role: str) -> str:
    """Name of the layer inside its GeoPackage, as offices name it."""
    return EXTERNAL_NAMES.get(role, role)


LAYERS: dict[str, str] = {
    **{role: f"{role}.gpkg|layername={layer_name(role)}" for role in VECTOR_ROLES},
    **SHAPEFILES,
    **RASTERS,
}
