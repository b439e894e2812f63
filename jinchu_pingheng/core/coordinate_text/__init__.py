"""Coordinate text (界址点坐标): the dialects, read and written by the same table."""
