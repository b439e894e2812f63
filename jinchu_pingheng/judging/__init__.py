"""From parcels and layers to verdicts, cells and a balance: no QGIS, no plan file, any process."""
