"""After a fact changed a matter: judge it anew, carry its number upwards, keep row, state and tally."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet

from luoshi.core.ledger.book import day_of
from luoshi.core.ledger.dossier import Dossier
from luoshi.core.ledger.figures import Figure, Goals, figures_of, goals_of
from luoshi.core.ledger.history import Cell, cell, keep_states, save_columns, shift_tallies
from luoshi.core.ledger.judgement import (
    JUDGED,
    TAKEN,
    counted,
    goal_year,
    judge,
    take_completion,
    take_figures,
    take_goal,
    thresholds,
)
from luoshi.core.ledger.models import Entry
from luoshi.core.matters.models import Matter, Rollup
from luoshi.engine.lights import Thresholds

CHUNK = 1000  # matters in memory at once


def settle(
    found: Dossier, entry: Entry, *, figures: Sequence[Figure] | None = None, goals: Goals | None = None
) -> None:
    """Judge a changed matter, then those above it as long as their numbers follow; keep rows, states and tallies.

    `figures` and `goals`: what stands of the matter now, where the fact changed them.
    """
    today = day_of(entry)
    settled = [found]
    _judge(found, entry, today, figures, goals)
    while found.matter.parent_id and counted(found.matter) != found.counted:
        found = Dossier.of(Matter.objects.get(pk=found.matter.parent_id), found.limits)
        _judge(found, entry, today)
        settled.append(found)
    keep_states([one.matter.pk for one in settled], entry.seq)
    _recount([(one.cell, cell(one.matter)) for one in settled], entry.seq)


def _judge(
    found: Dossier, entry: Entry, today: dt.date, figures: Sequence[Figure] | None = None, goals: Goals | None = None
) -> None:
    matter = found.matter
    _take(found, today, figures, goals)
    take_completion(matter)
    judge(matter, today, found.limits)
    matter.entry = entry.seq
    matter.save(update_fields=[*found.changed, "entry"])


def _take(found: Dossier, today: dt.date, figures: Sequence[Figure] | None, goals: Goals | None) -> None:
    """Take the goal where it changed or its year turned, and the figures where they changed or are another year's."""
    matter, year = found.matter, goal_year(found.matter, today)
    if goals is not None or year != matter.year:
        take_goal(matter, year, goals_of([matter.pk])[matter.pk] if goals is None else goals)
        figures = found.standing if figures is None else figures
    if figures is not None:
        take_figures(matter, figures)


def _recount(moves: Iterable[tuple[Cell | None, Cell | None]], seq: int) -> None:
    changes: Counter[Cell] = Counter()
    for before, after in moves:
        if before != after:
            changes.update({before: -1} if before else {})
            changes.update({after: 1} if after else {})
    shift_tallies(changes, seq)


def relight_all(limits: Mapping[int, Thresholds], entry: Entry, today: dt.date, *, year_turned: bool) -> None:
    """Judge every open matter of the plans in `limits` for the day; only those that change are written."""
    opened = Matter.objects.filter(plan__in=limits, closed_on=None)
    moves: Counter[tuple[Cell | None, Cell | None]] = Counter()
    for matters in _chunks(opened.filter(rollup=Rollup.OWN), CHUNK):
        moves.update(_relit(matters, limits, entry, today, year_turned=year_turned))
    # A parent's number is read from its children's rows, so these stand first; children have the higher keys.
    for matters in _chunks(opened.exclude(rollup=Rollup.OWN), 1 if year_turned else CHUNK):
        moves.update(_relit(matters, limits, entry, today, year_turned=year_turned))
    _recount(moves.elements(), entry.seq)


def run_anew(matters: QuerySet[Matter], course: Mapping[str, object], entry: Entry) -> None:
    """Let these matters' figures run by other columns of their `kinds.Course`, and judge the open ones by them."""
    changed = [m for m in matters.order_by("pk") if any(getattr(m, name) != course[name] for name in course)]
    limits = {plan: thresholds(plan) for plan in {matter.plan_id for matter in changed}}
    moves = []
    for matter in changed:
        was, matter.entry = cell(matter), entry.seq
        for name, value in course.items():
            setattr(matter, name, value)
        if matter.closed_on is None:
            judge(matter, day_of(entry), limits[matter.plan_id])
        moves.append((was, cell(matter)))
    save_columns(changed, [*course, *JUDGED, "entry"])
    keep_states([matter.pk for matter in changed], entry.seq)
    _recount(moves, entry.seq)


def _chunks(matters: QuerySet[Matter], size: int) -> Iterator[list[Matter]]:
    """By falling key, each chunk asked for when the one before it is written."""
    found = list(matters.order_by("-pk")[:size])
    while found:
        yield found
        found = list(matters.filter(pk__lt=found[-1].pk).order_by("-pk")[:size])


def _relit(
    matters: list[Matter], limits: Mapping[int, Thresholds], entry: Entry, today: dt.date, *, year_turned: bool
) -> list[tuple[Cell | None, Cell | None]]:
    before = [(_shown(matter), cell(matter)) for matter in matters]
    if year_turned:
        _turn_year(matters, today)
    for matter in matters:
        judge(matter, today, limits[matter.plan_id])
    changed = [(matter, was) for matter, (shown, was) in zip(matters, before, strict=True) if _shown(matter) != shown]
    for matter, _was in changed:
        matter.entry = entry.seq
    save_columns([matter for matter, _was in changed], [*(TAKEN if year_turned else ()), *JUDGED, "entry"])
    keep_states([matter.pk for matter, _was in changed], entry.seq)
    return [(was, cell(matter)) for matter, was in changed]


def _shown(matter: Matter) -> tuple[object, ...]:
    return tuple(getattr(matter, name) for name in (*TAKEN, *JUDGED))


def _turn_year(matters: Sequence[Matter], today: dt.date) -> None:
    """The new year's goals and figures."""
    keys = [matter.pk for matter in matters]
    goals, figures = goals_of(keys), figures_of(keys)
    for matter in matters:
        take_goal(matter, goal_year(matter, today), goals[matter.pk])
        take_figures(matter, figures[matter.pk])
        take_completion(matter)
