"""Reading survey files without QGIS: also in a child process, a worker, a script. numpy, shapely,
sqlite3, osgeo and the core only."""
