"""Layers that a test holds in its hands, for the door that production judges by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.model import Cell, Header, Parcel
from jinchu_pingheng.core.notice import Notice
from jinchu_pingheng.core.roles import BEFORE, SURVEY
from jinchu_pingheng.judging.judge_plan import measure_parcels
from jinchu_pingheng.judging.setup import TOWNS, Layers, Setup, setup_for
from jinchu_pingheng.survey.files.reader import LayerSpec
from jinchu_pingheng.survey.files.table import CODE, Table

HEADER = Header("640999", "云川县", 2023, "test", "EPSG:4544", compiled_on="2023-03-20")


def spec(layer: Layer) -> LayerSpec:
    """A layer as features that were read before; its ids stand in the column of 标识码."""
    columns = {**layer.columns, CODE: layer.ids}
    table = Table(
        fids=np.arange(len(layer.ids)),
        boxes=shapely.bounds(layer.geometry).reshape(-1, 4),
        wkb=np.array([shapely.to_wkb(shape) for shape in layer.geometry], dtype=object),
        columns=columns,
        total=layer.total,
        extent=None,
    )
    return LayerSpec(
        role=layer.role,
        name=layer.name,
        total=layer.total,
        crs=HEADER.crs,
        columns={name: name for name in columns},
        lines=False,
        extent=None,
        data=table,
    )


def _towns(survey: Survey) -> Layer:
    codes, names = zip(*survey.towns.items())
    columns = {"XZQDM": np.array(codes, dtype=object), "XZQMC": np.array(names, dtype=object)}
    somewhere = np.array([shapely.box(0, 0, 1, 1)] * len(codes), dtype=object)
    ids = np.array(codes, dtype=object)
    return Layer(TOWNS, TOWNS, ids, somewhere, columns, total=len(ids))


def setup(
    notice: Notice, parcels: Sequence[Parcel], survey: Survey, before: Survey | None = None
) -> Setup:
    """Parcels on a survey, with the one from before their change where there is one."""
    specs = {SURVEY: spec(survey.dltb), **({TOWNS: spec(_towns(survey))} if survey.towns else {})}
    if before is not None:
        specs[BEFORE] = spec(before.dltb)
    layers = Layers(lambda role, boxes: specs.get(role))
    return setup_for(HEADER, notice, parcels, layers, roles=[SURVEY, BEFORE], surfaces=False)


def cells(
    notice: Notice, parcels: Sequence[Parcel], survey: Survey, before: Survey | None = None
) -> list[Cell]:
    """The parcels measured as every job measures them."""
    return measure_parcels(parcels, setup(notice, parcels, survey, before)).cells
