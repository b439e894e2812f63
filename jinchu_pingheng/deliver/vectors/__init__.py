"""Vector data: GeoPackage, shapefiles, coordinate text."""
