"""Many plans at once, on this machine or on a Dask cluster: `python -m jinchu_pingheng.batch`.
Needs no QGIS."""
