"""The balance of parcels that are still in an edit buffer, for the dock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ..core.balance import Balance, balance
from ..core.errors import PlanError, listed
from ..core.model import Header, Parcel
from ..core.notice import Notice
from ..plan import profiles, schema
from ..plan.store import Plan
from ..survey.reader import shape, value
from ..survey.sources import Source, from_layer
from .feedback import Feedback
from .measure import measure_parcels
from .tag import usable

_TEXTS = tuple(f.name for f in schema.PARCELS.fields if f.name not in ("type", "grade", "ridge_ratio"))
_NOT_OF_PARCEL = ("source_layer", "source_fid", "survey_attributes")


@dataclass(frozen=True)
class PreviewInputs:
    """Copied data: safe in any thread."""

    header: Header
    notice: Notice
    parcels: list[Parcel]
    sources: dict[str, Source]


def collect(
    plan: Plan, parcels_layer: QgsVectorLayer, dltb_layer: QgsVectorLayer, xzq_layer: QgsVectorLayer | None
) -> PreviewInputs:
    """Copy what a preview needs; call on the main thread."""
    sources = {"DLTB": from_layer(dltb_layer, "DLTB")}
    if xzq_layer is not None:
        sources["XZQ"] = from_layer(xzq_layer, "XZQ")
    parcels = [parcel_of(feature) for feature in parcels_layer.getFeatures(QgsFeatureRequest())]
    return PreviewInputs(plan.header, profiles.load(plan.header.profile), parcels, sources)


def run(inputs: PreviewInputs, feedback: Feedback | None = None) -> Balance:
    """Measure the parcels and balance them; checks are not run."""
    measured = measure_parcels(
        inputs.parcels, inputs.sources, inputs.notice, inputs.header.crs, feedback or Feedback()
    )
    return balance(inputs.parcels, measured.cells, (), inputs.notice, inputs.header.county_name)


def parcel_of(feature: QgsFeature) -> Parcel:
    """A parcel from a feature of the plan's parcels layer."""
    geometry = shape(feature.geometry())
    values = {name: value(feature[name]) or "" for name in _TEXTS if name not in _NOT_OF_PARCEL}
    if not usable(geometry):
        raise PlanError("图形为空或无效", f"地块 {listed([values['parcel_id']])}", "请修复图形后重试")
    grade, ridge_ratio = value(feature["grade"]), value(feature["ridge_ratio"])
    return Parcel(
        **values,
        type=int(value(feature["type"]) or 0),
        geometry=geometry,
        grade=None if grade is None else Decimal(str(grade)),
        ridge_ratio=None if ridge_ratio is None else Decimal(str(ridge_ratio)),
    )
