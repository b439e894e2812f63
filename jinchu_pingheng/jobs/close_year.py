"""Close the year: two surveys against the plan."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ..core.accounts.year_end import account
from ..core.accounts.year_end_verdict import UNSTATED, judge_year, unseen
from ..core.accounts.year_report import YearReport
from ..core.errors import PlanError
from ..core.land.planned_ground import PlannedGround
from ..core.land.survey_changes import SurveyChanges
from ..core.model import LayerProblem
from ..core.roles import BEFORE, SURVEY
from ..deliver.publishing import Written, publish_files
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..judging.setup import TOWNS, town_names
from ..plan import profiles
from ..plan.store import Plan
from ..version import software
from .headers import dated
from .layers import Sources, layers_of, required, resolve
from .two_surveys import TwoSurveys, unusable


def close_year(
    path: Path, given: Sources, layout: str = UNSTATED, feedback: Feedback | None = None
) -> YearReport:
    """What two surveys show of a plan: changes, sums, verdict. The plan is only read.

    ``given``: DLTBQ is last year's survey, else the one on which the plan was measured; DLTB is
    this year's. ``layout``: what the authority says of the layout. Raises PlanError for a survey
    that is missing, in other codes, without common ground, or of no exact place.
    """
    feedback = feedback or Feedback()
    with Plan.to_read(path) as plan, plan.snapshot():
        header, edition = plan.header, plan.edition
        notice = profiles.load(header.profile)
        parcels = sound(plan.parcels(), notice)
        sources = _surveys(plan, given)
    layers = layers_of(header.crs, notice, sources)
    towns = layers.spec(TOWNS, None)
    changes, planned = SurveyChanges(), PlannedGround(parcels)
    with closing(TwoSurveys(layers)) as surveys:
        tiles = surveys.tiles()
        for number, tile in enumerate(tiles):
            feedback.step(90 * number / len(tiles))
            planned.add(changes.add(tile, surveys.read))
    changes.finish()
    _require_common_ground(changes, surveys.names)
    found = account(changes, planned, notice)
    feedback.step(95)
    lost = unseen(*map(unusable, surveys.problems))
    return YearReport(
        header=dated(header),
        account=found,
        verdict=judge_year(found, lost, layout),
        surveys=surveys.names,
        towns=town_names(towns.open(None).all()) if towns else {},
        problems=tuple(_problems(surveys)),
        software=software(),
        edition=edition,
    )


def _surveys(plan: Plan, given: Sources) -> Sources:
    """Last year's survey, this year's, and the townships."""
    required(given, SURVEY)
    known = resolve(plan, {}, (SURVEY, TOWNS))
    towns = given.get(TOWNS) or known.get(TOWNS, ())
    found = {BEFORE: given.get(BEFORE) or known.get(SURVEY, ()), SURVEY: given[SURVEY]}
    if not found[BEFORE]:
        do = "请选择上年地类图斑图层，或检查方案记录的地类图斑是否还在原处"
        raise PlanError("没有上年地类图斑图层", "参数", do)
    one, two = (required(found, role) for role in (BEFORE, SURVEY))
    if one.uri == two.uri:
        do = "请分别选择上年和本年的地类图斑"
        raise PlanError("上年和本年选的是同一个图层", f"图层“{one.name}”", do)
    return {**found, TOWNS: towns}


def write_year(report: YearReport, folder: Path) -> Written:
    """The workbook of a closed year."""
    from ..deliver.workbooks import year_end

    return publish_files(folder, lambda stage: year_end.write(report, stage))


def _problems(surveys: TwoSurveys) -> list[LayerProblem]:
    return [
        LayerProblem(role, name, problem.feature, problem.usable, problem.message)
        for role, name, found in zip((BEFORE, SURVEY), surveys.names, surveys.problems)
        for problem in found
    ]


def _require_common_ground(changes: SurveyChanges, names: tuple[str, str]) -> None:
    if not any(one and two and area > 0 for (one, two), area in changes.table.items()):
        where = f"图层“{names[0]}”和“{names[1]}”"
        do = "请核对两个图层是否同一个县、坐标系是否正确"
        raise PlanError("两期调查没有共同的范围", where, do)
