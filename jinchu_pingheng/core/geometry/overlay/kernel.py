"""Areas that two polygons have in common, in closed form.

With edges and signs as in ``edges``, a point (x, y) with y > 0 is in A and in B where

    sum over the edges e of A and f of B above it  of  sign(e)·sign(f)  =  1.

Integrated over y from the lower side of a box, then over x, the area that both have in common
inside the box is

    sum over e, f  of  sign(e)·sign(f) · ∫ min(y_e(x), y_f(x)) dx      over the x that e and f
    share,

with both outlines clipped to the box (``clip``) and coordinates from its corner. The smaller of two
linear functions has a closed integral. Nothing is noded, nothing is snapped, and the sum depends
continuously on the coordinates: edges that touch or coincide need no case of their own. Only
polygons that count every point once are meant (see ``validity``).

A host (a parcel) is clipped and sorted once (``slabs``); the edges of all its guests then look up
the host's edges over their own x.
"""

from __future__ import annotations

import numpy as np

from .clip import Outline
from .ragged import batches, spread
from .slabs import BOX_BITS, Slabs, slabs_of
from .views import Outlines, Views

BATCH_EDGES = 65_536
"""Edges looked at in one step of a few milliseconds: another thread soon gets its turn."""
BATCH_MEETINGS = 65_536
"""Edge pairs integrated in one step."""
TINY = 1e-300
EPS = float(np.finfo(float).eps)


def common_areas(hosts: Outlines, guests: Views, host: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Area in m² that guests (k,) have in common with their ``host`` (k,) in its box; and a bound
    of its rounding error.

    ``host`` never decreases and names all hosts. Guests are seen in the box of their host. The area
    of a pair does not depend on the other pairs, not even in its last digit.
    """
    area, noise = np.zeros(len(host)), np.zeros(len(host))
    weight = guests.weight.copy()
    weight[host.searchsorted(np.arange(len(hosts.weight)))] += hosts.weight
    for part in batches(np.maximum(weight, BATCH_EDGES >> BOX_BITS), BATCH_EDGES):
        among = slice(int(host[part.start]), int(host[part.stop - 1]) + 1)
        area[part], noise[part] = _batch(hosts, among, guests, part, host[part] - among.start)
    return area, noise


def _batch(
    hosts: Outlines, among: slice, guests: Views, part: slice, host: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same for a few pairs: guests in ``part`` with their ``host`` (k,) in ``among``."""
    wide, high = hosts.boxes.wide[among], hosts.boxes.high[among]
    slabs = slabs_of(hosts.outlines(among), wide)
    outline = guests.outlines(part)
    area = np.bincount(outline.box, _integrals(outline, host.take(outline.box), slabs), len(host))
    own = np.bincount(slabs.outline.box, minlength=len(wide))
    terms = np.bincount(outline.box, minlength=len(host)) + own.take(host)
    return area, EPS * terms * (wide * high).take(host)


def _integrals(guests: Outline, host: np.ndarray, slabs: Slabs) -> np.ndarray:
    """Signed integrals of the lower of each edge (m,) and the edges of its host (m,) over it,
    summed for each edge."""
    total = np.zeros(len(host))
    at, count, begun, later = slabs.over(host, guests.x0, guests.x1)
    for part in batches(count + later, BATCH_MEETINGS):
        one, place = spread(at[part], count[part])
        two, behind = spread(begun[part], later[part])
        owner = np.concatenate([one, two])
        area = _lower(
            guests,
            owner + part.start,
            slabs.outline,
            np.concatenate([slabs.edge.take(place), behind]),
        )
        total[part] = np.bincount(owner, area, part.stop - part.start)
    return total * guests.sign


def _lower(guests: Outline, g: np.ndarray, hosts: Outline, h: np.ndarray) -> np.ndarray:
    """Integrals (m,) of the lower of the edges ``g`` and ``h`` over the x that they share, by the
    sign of the host's."""
    x_g, x_h = guests.x0.take(g), hosts.x0.take(h)
    x = np.maximum(x_g, x_h)
    wide = np.maximum(np.minimum(guests.x1.take(g), hosts.x1.take(h)) - x, 0)
    rise, rise_h = guests.slope.take(g), hosts.slope.take(h)
    y = guests.y0.take(g) + rise * (x - x_g)
    above = y - hosts.y0.take(h) - rise_h * (x - x_h)
    then = above + (rise - rise_h) * wide
    over = np.maximum(np.maximum(above, then), 0)
    under = np.minimum(above, then)
    excess = over * (over / (over - np.minimum(under, 0) + TINY)) + np.maximum(under, 0)
    return np.asarray(wide * (y + 0.5 * (rise * wide - excess)) * hosts.sign.take(h))
