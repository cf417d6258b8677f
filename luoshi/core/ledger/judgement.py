"""From a matter's figures to its completion, deviation and light. The thinking is engine's; here columns are read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Count, QuerySet, Sum

from luoshi.core.ledger.figures import Figure, Goals
from luoshi.core.matters.kinds import abandoned, kind_of
from luoshi.core.matters.models import NO_PATH, Direction, Matter, Nature, Rollup, Tracked
from luoshi.core.plan.queries import rules
from luoshi.engine import lights, progress
from luoshi.engine.natures import sign
from luoshi.engine.periods import Period, due_period, last_closed
from luoshi.engine.scoring import pace

RANKING_GRADES = ("A", "B")
WHOLE_LIFE = 0
TAKEN = [
    "year", "goal", "path", "investment", "value", "value_period", "grade", "pending", "pending_period",
    "reported_period", "confidence",
]
JUDGED = ["completion", "elapsed", "deviation", "path_deviation", "pace", "light", "reasons"]


def thresholds(plan_id: int, head: int | None = None) -> lights.Thresholds:
    """The light thresholds in force; engine's defaults before any were adopted."""
    _, values = rules(plan_id, "lights", head)
    return _thresholds(values)


def limits_of(text: str | None) -> lights.Thresholds:
    """The same from the canonical text of a rule version; None where none was adopted."""
    return _thresholds(json.loads(text) if text else {})


def _thresholds(values: Mapping[str, Any]) -> lights.Thresholds:
    known = {field.name for field in fields(lights.Thresholds)}
    return lights.Thresholds(**{name: value for name, value in values.items() if name in known})


def goal_year(matter: Matter, today: dt.date) -> int:
    """The year whose goal counts: that of the period now due, within the matter's years; 0 for kinds that run from
    start to due."""
    if not kind_of(matter).by_year:
        return WHOLE_LIFE
    return min(max(due_period(today).year, matter.start.year), matter.due.year)


def take_goal(matter: Matter, year: int, goals: Goals) -> None:
    """Set `year`, `goal`, `path` (and `investment`, where money is the measure) from the goals in force."""
    measure = kind_of(matter).primary(matter).code
    matter.year = year
    matter.goal, matter.path = goals.get((measure, year), (None, NO_PATH))
    if measure == "invested":
        matter.investment = matter.goal or 0


def take_figures(matter: Matter, figures: Iterable[Figure]) -> None:
    """Set `value`, `pending` and their periods from those of the figures that belong to the matter's year."""
    measure = kind_of(matter).primary(matter).code
    year = f"{matter.year}-" if matter.year else ""
    rows = [row for row in figures if row.measure == measure and row.period.startswith(year)]
    rows.sort(key=lambda row: (row.period, row.made))
    verified = [row for row in rows if row.verified]
    waiting = [row for row in rows if not row.verified]
    good, last = verified[-1:], waiting[-1:]
    matter.value_period, matter.value, matter.grade = (
        (good[0].period, good[0].value, good[0].grade) if good else ("", None, "")
    )
    matter.pending_period, matter.pending = (last[0].period, last[0].value) if last else ("", None)
    matter.reported_period = rows[-1].period if rows else ""
    matter.confidence = max(rows, key=lambda row: row.made).confidence if rows else None


def take_completion(matter: Matter) -> None:
    """Set `completion` from the matter's own figures, or from its children's where its number follows from theirs."""
    matter.completion = _own_completion(matter) if matter.rollup == Rollup.OWN else _of_children(matter)


def _own_completion(matter: Matter) -> int | None:
    share = progress.completion(matter.value, matter.goal)
    if share is None or matter.direction == Direction.MORE:
        return share
    return progress.within(share, _elapsed_by(matter, Period.parse(matter.value_period), None))


def path_deviation(matter: Tracked) -> int | None:
    """How far the verified value stands from the goal's own trajectory: basis points of the goal, above zero is better.

    None without a trajectory, a goal or a verified value.
    """
    if matter.path == NO_PATH or not (matter.year and matter.value_period and matter.goal):
        return None
    due = progress.elapsed_by_path(json.loads(matter.path), matter.goal, Period.parse(matter.value_period).number)
    ahead = progress.deviation(progress.completion(matter.value, matter.goal), due)
    return None if ahead is None else ahead * sign(matter.direction)


def judge(matter: Matter, today: dt.date, limits: lights.Thresholds) -> None:
    """Set elapsed, deviation, pace, light and reasons as of `today`, from the completion the matter has."""
    matter.elapsed = _elapsed(matter, today)
    matter.deviation = progress.deviation(matter.completion, matter.elapsed)
    matter.path_deviation = path_deviation(matter)
    silent = matter.rollup == Rollup.OWN and is_silent(matter, today)
    matter.pace = _pace(matter, silent, today)
    done = matter.closed_on is not None or _reached(matter, today)
    awaiting = matter.pending is not None and matter.value is None
    case = lights.Case(today, matter.due, done, matter.completion, matter.elapsed, silent, awaiting)
    verdict = lights.light(case, limits)
    matter.light = verdict.light
    # Without the days: they are counted when shown, or every late matter would change every night.
    told = ({name: value for name, value in reason.as_dict().items() if name != "days"} for reason in verdict.reasons)
    matter.reasons = json.dumps(list(told))


def _reached(matter: Matter, today: dt.date) -> bool:
    """A sum that reached its goal stays there; a level, a rate or a limit can still be missed until the last day."""
    lasting = matter.nature == Nature.CUMULATIVE and matter.direction == Direction.MORE
    return (matter.completion or 0) >= progress.WHOLE and (lasting or today > matter.due)


def is_silent(matter: Matter, today: dt.date) -> bool:
    """Whether a report for the last closed period is missing."""
    expected = expected_period(matter, today)
    return matter.start <= expected.end and matter.reported_period < str(expected)


def expected_period(matter: Tracked, today: dt.date) -> Period:
    """The last month for which a report of this matter was due by now, as its figure's publication goes."""
    return last_closed(today, matter.cadence, matter.due_days).months[-1]  # type: ignore[arg-type]


def _elapsed(matter: Matter, today: dt.date) -> int:
    """By the end of the month of the verified figure; without one, by the month now due or by today."""
    if matter.value_period:
        return _elapsed_by(matter, Period.parse(matter.value_period), today)
    return _elapsed_by(matter, due_period(today) if kind_of(matter).by_year else Period.of(today), today)


def _elapsed_by(matter: Matter, period: Period, today: dt.date | None) -> int:
    if matter.nature != Nature.CUMULATIVE:
        return _level_due(matter, period)
    if kind_of(matter).by_year:
        return progress.elapsed_by_months(period)
    return progress.elapsed_by_days(matter.start, matter.due, min(today or period.end, period.end))


def _level_due(matter: Matter, period: Period) -> int:
    own = matter.path != NO_PATH and bool(matter.year)
    path = progress.elapsed_by_path(json.loads(matter.path), matter.goal, period.number) if own else None
    return progress.level_due(path)


def _pace(matter: Matter, silent: bool, today: dt.date) -> int | None:
    if matter.rollup != Rollup.OWN or matter.goal is None:
        return None
    if matter.completion is not None and matter.grade in RANKING_GRADES:
        # Silence must not pay: an old figure is held against the month that was due, not against its own.
        elapsed = _elapsed_by(matter, expected_period(matter, today), today) if silent else matter.elapsed
        return pace(matter.completion, elapsed or 0)
    # A figure was due and none that may be ranked stands: hiding must not pay either.
    return 0 if silent or matter.reported_period else None


_WEIGHTS = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}


def counted(matter: Matter) -> tuple[object, ...]:
    """What of a matter its parent's number is made of."""
    return matter.completion, matter.weight, matter.investment, matter.stage in abandoned()


def _counted_children(matter: Matter) -> QuerySet[Matter]:
    return matter.children.exclude(stage__in=abandoned())


def children_parts(matter: Matter) -> list[dict[str, Any]]:
    """What the parent's number is made of: per child its code, title, weight used and completion (0 when unknown)."""
    column = _WEIGHTS.get(Rollup(matter.rollup))
    rows = _counted_children(matter).order_by("pk").values("code", "title", "light", "completion", column or "pk")
    return [{**row, "share": row[column] if column else 1, "completion": row["completion"] or 0} for row in rows]


def _of_children(matter: Matter) -> int | None:
    """The children's mean, one without a figure counting as nothing; None where none has a figure or any weight."""
    column = _WEIGHTS.get(Rollup(matter.rollup))
    share = Sum(column) if column else Count("pk")
    # Grouped, since children come by the thousand; equal completions add up to one part, and the sums stay exact.
    rows = _counted_children(matter).order_by().values_list("completion").annotate(share=share)
    parts = [(int(share), completion) for completion, share in rows]
    if all(completion is None for _share, completion in parts):
        return None
    return progress.weighted([(share, completion or 0) for share, completion in parts])
