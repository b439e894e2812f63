"""How far off a layer of another datum may lie."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.survey.files.datum import uncertain_m
from jinchu_pingheng.survey.files.remarks import remarks_of, require_place
from tests.survey.layers import spatial_reference


@pytest.mark.parametrize(
    ("own", "planned", "margin"),
    [
        (4490, 4544, 0),  # CGCS2000 in degrees
        (4523, 4544, 0),
        (4326, 4544, 0),  # WGS 84: less than a metre
        (32648, 4544, 0),
        (2380, 4544, 200),  # Xi'an 80
        (4610, 4544, 200),
        (2432, 4544, 200),  # Beijing 54
        (4214, 4544, 200),
        (2380, 2381, 0),  # both Xi'an 80
        (31287, 25832, 200),  # MGI on Bessel's ellipsoid
        (4269, 32610, 0),  # NAD 83
    ],
)
def test_only_another_kind_of_datum_is_uncertain(own: int, planned: int, margin: float) -> None:
    assert uncertain_m(spatial_reference(own), spatial_reference(planned)) == margin


def test_given_parameters_are_trusted() -> None:
    own = spatial_reference(2380)
    own.SetTOWGS84(24.0, -123.0, -94.0, 0, 0, 0, 0)
    assert uncertain_m(own, spatial_reference(4544)) == 0


def test_the_survey_itself_must_be_in_place() -> None:
    own, planned = spatial_reference(2380), spatial_reference(4544)
    for role in ("DLTB", "DLTBQ"):
        with pytest.raises(PlanError, match="1980 西安坐标系.*不能据以量算面积"):
            require_place(role, role, own, planned)
    assert require_place("STBHHX", "红线", own, planned) == 200
    [remark] = remarks_of("STBHHX", "", {}, own)
    assert "1980 西安坐标系" in remark and "200 米" in remark


def test_townships_without_codes_are_told() -> None:
    assert remarks_of("XZQ", "", {"XZQMC": "XZQMC"}, None) == (
        "缺少字段 XZQDM，乡镇只能以代码列出",
    )
    assert remarks_of("XZQ", "", {"XZQMC": "a", "XZQDM": "b"}, None) == ()


def test_a_parcel_is_unsure_within_the_margin_of_a_boundary_on_either_side() -> None:
    """A feature of 2 km; 199 m outside and inside it is unsure, 201 m is not."""
    ids, land = np.array(["1"]), np.array([shapely.box(0, 0, 2000, 2000)], dtype=object)
    layer = Layer("STBHHX", "红线", ids, land, uncertain_m=200.0)
    places = [(-209, 100), (-211, 100), (189, 900), (201, 900), (1791, 900), (1789, 900)]
    parcels = np.array([shapely.box(x, y, x + 10, y + 10) for x, y in places], dtype=object)
    assert layer.unsure(parcels).tolist() == [True, False, True, False, True, False]
    exact = Layer("STBHHX", "红线", ids, land)
    assert not exact.unsure(parcels).any()
