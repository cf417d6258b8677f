"""A person's own judgements against what came: for that person alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luoshi.core.ledger.queries import Head, judged_by
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Direction, Matter, MatterState, Tracked
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.forecast.calibration import Calibration, score
from luoshi.loop.outlook.outcomes import Outcomes, outcomes

ROWS = 50


@dataclass(frozen=True)
class Judged:
    """What somebody said of a matter for a month: `confidence` in per cent, `came` None while it is open."""

    code: str
    title: str
    url: str
    period: str
    confidence: int
    came: bool | None
    entry: int


@dataclass(frozen=True)
class Own:
    """Their judgements, newest first, and the score of those that were decided."""

    judged: list[Judged]
    calibration: Calibration | None

    @property
    def newest(self) -> list[Judged]:
        return self.judged[:ROWS]

    @property
    def decided(self) -> int:
        return sum(one.came is not None for one in self.judged)


def own(person: Person, plan: Plan, shown: Head) -> Own:
    """About ten queries, whatever the number of reports. Each is held against the goal and the date of then."""
    reports = list(judged_by(person, shown.seq).filter(matter__plan=plan))
    states, keys = _states(reports), {report.matter_id for report in reports}
    years = {state.year for state in states.values() if state.year}
    seen = {matter.pk: matter.get_absolute_url() for matter in Matter.objects.visible_to(person).filter(pk__in=keys)}
    came = outcomes(plan.region_id, keys, years, shown)
    judged = [
        Judged(
            report.matter.code, report.matter.title, seen.get(report.matter_id, ""), report.period,
            report.confidence or 0, _came(states.get((report.matter_id, report.made)), report.matter_id, came),
            report.made,
        )
        for report in reports
    ]
    return Own(judged, score((one.confidence * 100, one.came) for one in judged if one.came is not None))


def _states(reports: list[Any]) -> dict[tuple[int, int], MatterState]:
    """The matters as they stood when they were reported."""
    keys, made = {report.matter_id for report in reports}, {report.made for report in reports}
    found = MatterState.objects.filter(matter__in=keys, made__in=made)
    return {(state.matter_id, state.made): state for state in found}


def _came(then: Tracked | None, matter: int, came: Outcomes) -> bool | None:
    if then is None:
        return None
    if not kind_of(then).by_year:
        return came.finished_by(matter, then.due)
    if then.goal is None or not then.year:
        return None
    return came.reached(matter, then.year, then.goal, then.direction == Direction.LESS)
