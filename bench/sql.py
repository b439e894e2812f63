"""The queries that databases with the usual spatial functions share: (pid, m²), and (pid, class,
m²)."""

_JOIN = "FROM parcels p JOIN {layer} f ON ST_Intersects(p.geom, f.geom)"
_AREA = "sum(ST_Area(ST_Intersection(p.geom, f.geom)))"

CLASSES = f"SELECT p.pid, f.dlbm, {_AREA} {_JOIN.format(layer='dltb')} GROUP BY p.pid, f.dlbm"


def overlap(layer: str) -> str:
    """The land of each parcel in a layer."""
    return f"SELECT p.pid, {_AREA} {_JOIN.format(layer=layer)} GROUP BY p.pid"
