"""Rules, areas, overlay and balance: plain values in, plain values out; no QGIS, no files, no
clock."""
