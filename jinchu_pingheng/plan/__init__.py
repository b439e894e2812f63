"""The plan: one GeoPackage that holds header, parcels, findings, cells and history; and the
profiles it follows."""
