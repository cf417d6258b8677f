"""One matter: why does it stand where it stands, and who can move it on?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.judgement import goal_year
from luoshi.core.matters.distance import distance
from luoshi.core.matters.models import Goal
from luoshi.core.matters.reasons import reasons
from luoshi.core.plan.queries import rules
from luoshi.desks.matter import figures, past
from luoshi.desks.matter.children import arithmetic
from luoshi.desks.matter.forms import ReturnForm, VerificationForm
from luoshi.desks.matter.history import History, Line, history
from luoshi.desks.matter.sight import Sight, sight
from luoshi.desks.matter.timeline import timeline
from luoshi.desks.matter.track import track
from luoshi.desks.matter.trend import chart
from luoshi.loop.meetings.queries import origin_of
from luoshi.loop.outlook.queries import forecasts

FILES = 9


@require_safe
def matter(request: HttpRequest, code: str) -> HttpResponse:
    """The page; `?head=12345` as of an entry, `?reports=all` with every report."""
    return page(request, sight(request, code))


def page(
    request: HttpRequest, seen: Sight, answered: forms.Form | None = None, about: int = 0
) -> HttpResponse:
    """The page of a matter; `answered` is a refused form on the report `about`."""
    told = history(seen, everything=request.GET.get("reports") == "all")
    goal = _goal(seen)
    events, lines = timeline(seen, request.GET)
    outlook = forecasts(seen.now.plan, [seen.shown], seen.now.shown).get(seen.shown.code)
    context = {
        "seen": seen,
        "matter": seen.shown,
        "kind": seen.kind,
        "details": past.details(seen),
        "supporting": past.supporting(seen),
        "origin": origin_of(seen.shown),  # type: ignore[arg-type]
        "reasons": reasons(seen.shown, seen.day),
        "rules_version": rules(seen.now.plan.pk, "lights", seen.head)[0],
        "goal": goal,
        "goal_url": seen.entry_url(goal.made) if goal else "",
        "stands": distance(seen.shown),
        "own_path": figures.own_path(seen, goal),
        "cells": figures.cells(seen, told),
        "chart": chart(seen, goal, outlook.year_end if outlook else None),
        "outlook": outlook,
        "steps": track(seen),
        "children": arithmetic(seen),
        "history": told,
        "files": told.evidence[:FILES],
        "more_files": max(len(told.evidence) - FILES, 0),
        "events": events,
        "lines": lines,
        "system": _("system"),
        "judged": _judged(seen, told, answered, about),
        "orphan": _orphan(told, answered, about),
    }
    return render(request, "desks/matter.html", context, status=422 if answered else 200)


def _goal(seen: Sight) -> Goal | None:
    """The goal of the first measure that counts on the day shown."""
    year = goal_year(seen.shown, seen.day)  # type: ignore[arg-type]
    return figures.goals(seen).filter(measure=seen.kind.primary(seen.shown).code, year=year).first()


def _judged(seen: Sight, told: History, answered: forms.Form | None, about: int) -> list[dict[str, Any]]:
    """Reports that wait for this person, oldest first, each with its two answers."""
    if not seen.may_verify:
        return []
    return [_answers(seen, told, line, answered if line.report.made == about else None) for line in told.waiting]


def _answers(seen: Sight, told: History, line: Line, answered: forms.Form | None) -> dict[str, Any]:
    made, first = line.report.made, seen.kind.primary(seen.shown).code
    fresh = VerificationForm(made, bool(line.evidence))
    return {
        "line": line,
        "before": told.standing(first, "verified"),
        "own": line.report.by == seen.person.username,
        "verification": answered if isinstance(answered, VerificationForm) else fresh,
        "return": answered if isinstance(answered, ReturnForm) else ReturnForm(made),
    }


def _orphan(told: History, answered: forms.Form | None, about: int) -> forms.Form | None:
    """A refused answer to a report that waits no longer: its errors stand alone."""
    return answered if answered and about not in [line.report.made for line in told.waiting] else None
