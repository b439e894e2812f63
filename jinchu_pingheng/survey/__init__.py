"""The border to GIS data: layers to arrays, roles to layers, CRS, encodings, rasters. No rules
here."""
