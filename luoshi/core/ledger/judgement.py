"""From a matter's figures to its completion, deviation and light. The thinking is engine's; here the columns are read."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from luoshi.core.ledger.models import Reading
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Goal, Matter, Rollup
from luoshi.core.plan.queries import rules
from luoshi.engine import lights, progress
from luoshi.engine.periods import Period, due_period, last_closed
from luoshi.engine.scoring import pace

RANKING_GRADES = ("A", "B")
WHOLE_LIFE = 0


def thresholds(plan_id: int, head: int | None = None) -> lights.Thresholds:
    """The light thresholds in force; engine's defaults before any were adopted."""
    _, values = rules(plan_id, "lights", head)
    known = {field.name for field in fields(lights.Thresholds)}
    return lights.Thresholds(**{name: value for name, value in values.items() if name in known})


def goal_year(matter: Matter, today: dt.date) -> int:
    """The year whose goal counts: that of the period now due, within the matter's years; 0 for kinds that run from
    start to due."""
    if not kind_of(matter).by_year:
        return WHOLE_LIFE
    return min(max(due_period(today).year, matter.start.year), matter.due.year)


def take_goal(matter: Matter, today: dt.date) -> None:
    """Set `goal` (and `investment`, where money is the measure) from the goal in force."""
    measure = kind_of(matter).primary(matter).code
    goal = Goal.objects.filter(matter=matter, measure=measure, year=goal_year(matter, today), superseded=None).first()
    matter.goal = goal.value if goal else None
    if measure == "invested":
        matter.investment = matter.goal or 0


def take_figures(matter: Matter, today: dt.date) -> None:
    """Set `value`, `pending` and their periods from the readings that stand."""
    kind = kind_of(matter)
    readings = Reading.objects.filter(matter=matter, measure=kind.primary(matter).code, superseded=None)
    if kind.by_year:
        readings = readings.filter(period__startswith=f"{goal_year(matter, today)}-")
    rows = list(readings.order_by("period", "made").values_list("period", "value", "verified", "report__grade"))
    good = [row for row in rows if row[2]]
    waiting = [row for row in rows if not row[2]]
    matter.value_period, matter.value, _, matter.grade = good[-1] if good else ("", None, None, "")
    matter.pending_period, matter.pending = waiting[-1][:2] if waiting else ("", None)
    matter.reported_period = rows[-1][0] if rows else ""


def take_completion(matter: Matter) -> None:
    """Set `completion` from the matter's own figures, or from its children's where its number follows from theirs."""
    own = matter.rollup == Rollup.OWN
    matter.completion = progress.completion(matter.value, matter.goal) if own else _of_children(matter)


def judge(matter: Matter, today: dt.date, limits: lights.Thresholds) -> None:
    """Set elapsed, deviation, pace, light and reasons as of `today`, from the completion the matter has."""
    matter.elapsed = _elapsed(matter, today)
    matter.deviation = progress.deviation(matter.completion, matter.elapsed)
    silent = matter.rollup == Rollup.OWN and is_silent(matter, today)
    matter.pace = _pace(matter, silent)
    done = matter.closed_on is not None or (matter.completion or 0) >= progress.WHOLE
    awaiting = matter.pending is not None and matter.value is None
    case = lights.Case(today, matter.due, done, matter.completion, matter.elapsed, silent, awaiting)
    verdict = lights.light(case, limits)
    matter.light = verdict.light
    matter.reasons = json.dumps([reason.as_dict() for reason in verdict.reasons])


def is_silent(matter: Matter, today: dt.date) -> bool:
    """Whether a report for the last closed period is missing."""
    expected = last_closed(today)
    return matter.start <= expected.end and matter.reported_period < str(expected)


def _elapsed(matter: Matter, today: dt.date) -> int | None:
    if kind_of(matter).by_year:
        return progress.elapsed_by_months(Period.parse(matter.value_period) if matter.value_period else due_period(today))
    day = min(today, Period.parse(matter.value_period).end) if matter.value_period else today
    return progress.elapsed_by_days(matter.start, matter.due, day)


def _pace(matter: Matter, silent: bool) -> int | None:
    if matter.rollup != Rollup.OWN or matter.goal is None:
        return None
    if matter.completion is not None and matter.grade in RANKING_GRADES:
        return pace(matter.completion, matter.elapsed or 0)
    # A figure was due and none that may be ranked stands: hiding must not pay.
    return 0 if silent or matter.reported_period else None


_WEIGHTS = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}


def children_parts(matter: Matter) -> list[dict[str, Any]]:
    """What the parent's number is made of: per child its code, title, weight used and completion (0 when unknown)."""
    column = _WEIGHTS.get(Rollup(matter.rollup))
    rows = matter.children.exclude(stage="dropped").order_by("pk").values("code", "title", "light", "completion", column or "pk")
    return [{**row, "share": row[column] if column else 1, "completion": row["completion"] or 0} for row in rows]


def _of_children(matter: Matter) -> int | None:
    column = _WEIGHTS.get(Rollup(matter.rollup))
    children = matter.children.exclude(stage="dropped")
    weight = children.aggregate(n=Coalesce(Sum(column), 0))["n"] if column else children.count()
    if not weight:
        return None
    rows = children.exclude(completion=None).values_list(column, "completion") if column else (
        (1, completion) for completion in children.exclude(completion=None).values_list("completion", flat=True)
    )
    parts = [(int(share), completion) for share, completion in rows]
    missing = weight - sum(share for share, _ in parts)
    return progress.weighted([*parts, (missing, 0)] if missing else parts)
