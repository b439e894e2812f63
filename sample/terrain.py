"""The ground: elevation and slope on a 20 m grid, the river, and smooth random fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

X0, Y0, WIDTH, HEIGHT, CELL = 562000.0, 4143000.0, 18000.0, 14000.0, 20.0


def fractal(
    rng: np.random.Generator, shape: tuple[int, int], beta: float, longest: float
) -> np.ndarray:
    """Random field of unit variance; power falls with frequency**beta, no wave longer than
    `longest` cells."""
    noise = np.fft.rfft2(rng.standard_normal(shape))
    frequency = np.hypot(
        np.fft.fftfreq(shape[0], 1.0)[:, None], np.fft.rfftfreq(shape[1], 1.0)[None, :]
    )
    noise *= np.maximum(frequency, 1.0 / longest) ** -beta
    noise[0, 0] = 0
    field = np.fft.irfft2(noise, s=shape)
    return (field - field.mean()) / field.std()


def horn_slope(elevation: np.ndarray, cell: float) -> np.ndarray:
    """Slope in degrees after Horn (1981), the 3 x 3 method of GDAL; the rim repeats its
    neighbours."""
    z = np.pad(elevation.astype(float), 1, mode="edge")
    west = z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2]
    east = z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]
    north = z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]
    south = z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]
    return np.degrees(np.arctan(np.hypot(east - west, south - north) / (8 * cell)))


def wander(
    rng: np.random.Generator,
    start: tuple[float, float],
    end: tuple[float, float],
    rough: float,
    step: float = 90.0,
) -> shapely.LineString:
    """A smooth winding line from start to end; `rough` is the largest sideways move over the
    length."""
    a, b = np.asarray(start), np.asarray(end)
    length = float(np.hypot(*(b - a)))
    t = np.linspace(0, 1, max(4, round(length / step)))
    waves = np.arange(1, 9)
    side = (np.sin(np.pi * t[:, None] * waves) * rng.standard_normal(8) / waves**1.2).sum(axis=1)
    normal = np.array([a[1] - b[1], b[0] - a[0]]) / length
    return shapely.LineString(a + (b - a) * t[:, None] + normal * (side * rough * length)[:, None])


@dataclass(frozen=True)
class Terrain:
    """Grids run north to south; cell (0, 0) has its upper left corner at (X0, Y0 + HEIGHT)."""

    elevation: np.ndarray  # m
    slope: np.ndarray  # degrees
    river: shapely.LineString

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        return (X0, CELL, 0.0, Y0 + HEIGHT, 0.0, -CELL)


def sample(grid: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Values of a county-wide grid at points (n, 2) in metres, nearest cell."""
    rows, columns = grid.shape
    column = np.clip((xy[:, 0] - X0) / WIDTH * columns, 0, columns - 1).astype(int)
    row = np.clip((Y0 + HEIGHT - xy[:, 1]) / HEIGHT * rows, 0, rows - 1).astype(int)
    return grid[row, column]


def build(rng: np.random.Generator) -> Terrain:
    """Mountains in the north-west corner, hills at their foot, a plain falling to the river in the
    south-east."""
    rows, columns = round(HEIGHT / CELL), round(WIDTH / CELL)
    river = wander(
        rng, (X0 - 500, Y0 + 0.16 * HEIGHT), (X0 + WIDTH + 500, Y0 + 0.62 * HEIGHT), 0.035
    )
    row, column = np.indices((rows, columns))
    x, y = (column + 0.5) * CELL, (rows - row - 0.5) * CELL
    corner = x / WIDTH + (HEIGHT - y) / HEIGHT + 0.07 * fractal(rng, (rows, columns), 2.4, 400)
    mountain = np.clip((0.74 - corner) / 0.45, 0, 1) ** 1.4
    hills = np.clip((1.04 - corner) / 0.42, 0, 1) ** 1.5
    bank = shapely.get_coordinates(river)
    to_river = np.abs(y + Y0 - np.interp(x + X0, bank[:, 0], bank[:, 1]))
    elevation = (
        1112
        + 0.003 * to_river
        + 0.5 * fractal(rng, (rows, columns), 2.6, 60)
        + hills * (60 + 13 * fractal(rng, (rows, columns), 2.6, 55))
        + mountain * (420 + 170 * fractal(rng, (rows, columns), 2.7, 75))
    )
    elevation = elevation.astype(np.float32)
    return Terrain(elevation, horn_slope(elevation, CELL), river)
