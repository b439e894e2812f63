"""Areas and shapes: the overlay engine, slope, the ellipsoid, and which polygons can be
believed."""
