"""The goal of a year with its monthly trajectory: checked and drawn before it is kept."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.core.matters.models import Matter
from luoshi.engine.quantity import plain
from luoshi.kinds.target.charting import Year, drawn
from luoshi.kinds.target.forms import GoalForm
from luoshi.kinds.target.holding import Target, targets
from luoshi.kinds.target.models import Scope
from luoshi.kinds.target.queries import filled, months_of, published_of
from luoshi.kinds.target.setting import registered, set_anew
from luoshi.kinds.target.views.shown import Seen, mine, year_of
from luoshi.web.form_words import accepted


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_goal(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Set the district's goal of a year; `check` shows it drawn, `save` keeps it."""
    found = mine(request, number)
    year = year_of(found, year)
    indicator = found.indicator
    standing = targets(found.now.plan, indicator.name, year).get(found.now.region.code)
    months = _months(standing, year, found)
    form = GoalForm(indicator, months[1], standing is None, request.POST or None, initial=_initial(standing, found))
    if form.is_valid() and "check" not in request.POST and accepted(form, lambda: _kept(form, found, year, standing)):
        words = _("The goal of %(year)s stands. What was said before stays in the timeline.")
        messages.success(request, words % {"year": year})
        return redirect("indicator", number=number)
    preview = None
    if form.is_bound and form.is_valid():
        draft = form.draft(year)
        preview = drawn(indicator, Year(year, draft.value, list(draft.path), months[0], months[1]))
    context = {"form": form, "indicator": indicator, "year": year, "preview": preview, "standing": standing}
    return render(request, "target/goal.html", context, status=422 if form.errors else 200)


def _months(standing: Target | None, year: int, found: Seen) -> tuple[list[int | None], list[int | None]]:
    """The verified figures of the year's twelve months, and of the year before those or what was published then."""
    readings = months_of([standing[0].key], [year - 1, year]).get(standing[0].key, {}) if standing else {}
    this, last = ([readings.get(f"{of}-{month:02d}") for month in range(1, 13)] for of in (year, year - 1))
    published = published_of(found.now.plan, [found.indicator.name], year - 1)
    return this, filled(last, published.get(found.indicator.name, [None] * 12))


def _initial(standing: Target | None, found: Seen) -> dict[str, Any]:
    goal = standing[1] if standing else None
    if goal is None:
        return {}
    path, label = json.loads(goal.path), found.indicator.unit_label
    months = {f"month{month}": plain(value, label) for month, value in enumerate(path, 1)}
    return {"goal": goal.value, "shape": GoalForm.DRAWN if path else GoalForm.EVEN, **months}


@transaction.atomic
def _kept(form: GoalForm, found: Seen, year: int, standing: Target | None) -> bool:
    draft, said = form.draft(year), form.cleaned_data
    if standing is None:
        registered(
            found.indicator, draft, of=Scope.DISTRICT, lead_unit=found.indicator.lead_unit,
            workstream=said["workstream"], weight=said["weight"], by=found.person,
        )
        return True
    matter = Matter.objects.select_related("plan", "lead_unit").get(pk=standing[0].key)
    if not set_anew(matter, draft, standing[1], by=found.person, reason=said["reason"]):
        form.add_error(None, _("It stands so already. Change something, or go back."))
        return False
    return True
