"""The figures at the head of a matter's page: what is verified, what waits, what was planned; each leads on down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from luoshi.core.matters.distance import is_level
from luoshi.core.matters.kinds import Measure
from luoshi.core.matters.models import Goal
from luoshi.core.plan.queries import at
from luoshi.desks.matter.history import History, Line
from luoshi.desks.matter.sight import Sight
from luoshi.engine.periods import Period
from luoshi.engine.progress import elapsed_by_path
from luoshi.engine.quantity import show


@dataclass(frozen=True)
class Cell:
    """One measure: its verified and its unverified figure as text, each with the report that said it."""

    measure: Measure
    value: str = ""
    line: Line | None = None
    pending: str = ""
    pending_line: Line | None = None

    @property
    def grade(self) -> str:
        return self.line.report.grade if self.line else ""


def cells(seen: Sight, past: History) -> list[Cell]:
    """One a measure, the first being what light and ranking look at."""
    measures = list(seen.kind.measures(seen.shown))
    return [_primary(seen, measures[0], past), *(_cell(measure, past) for measure in measures[1:])]


def _primary(seen: Sight, measure: Measure, past: History) -> Cell:
    """From the matter's own row: it knows even what is older than the reports at hand."""
    shown = seen.shown
    good = past.standing(measure.code, "verified", shown.value_period) if shown.value_period else None
    waits = past.standing(measure.code, "waiting", shown.pending_period) if shown.pending_period else None
    return Cell(
        measure,
        "" if shown.value is None else show(shown.value, measure.label), good[0] if good else None,
        "" if shown.pending is None else show(shown.pending, measure.label), waits[0] if waits else None,
    )


def _cell(measure: Measure, past: History) -> Cell:
    good, waits = past.standing(measure.code, "verified"), past.standing(measure.code, "waiting")
    return Cell(
        measure, good[1].text if good else "", good[0] if good else None,
        waits[1].text if waits else "", waits[0] if waits else None,
    )


@dataclass(frozen=True)
class OwnPath:
    """What the matter's own path asks for by the end of the verified month; the distance, in bp."""

    elapsed: int | None
    deviation: int | None


def own_path(seen: Sight, goal: Goal | None) -> OwnPath | None:
    """Beside the even pace; None for a level, without a path and without a verified figure."""
    path = json.loads(goal.path) if goal else []
    if not goal or not path or not seen.shown.value_period or is_level(seen.shown):
        return None
    due = elapsed_by_path(path, goal.value, Period.parse(seen.shown.value_period).number)
    return OwnPath(due, seen.shown.path_deviation)


def goals(seen: Sight) -> QuerySet[Goal]:
    """The goals that stood at the moment, by measure and year."""
    stood: Any = {"superseded": None} if seen.head is None else {}
    found = Goal.objects.filter(matter=seen.matter, **stood).order_by("measure", "year")
    return found if seen.head is None else found.filter(at(seen.head))
