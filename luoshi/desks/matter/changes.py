"""Moving a matter on (推进), amending it (变更), setting its goal anew (调整目标): each with its reason on record."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.asof import moment
from luoshi.core.ledger.judgement import goal_year
from luoshi.core.ledger.queries import entries_about
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Goal, Matter, MatterQuerySet, Rollup
from luoshi.core.matters.queries import goal_of
from luoshi.desks.matter.forms import UNSAID, GoalForm, StageForm, path_text
from luoshi.desks.matter.registration import DescriptionForm, details_said, with_details
from luoshi.web.form_words import accepted

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def stage(request: HttpRequest, code: str) -> HttpResponse:
    """Move to one of the stages that may follow."""
    person: Any = request.user
    mine = Matter.objects.assignable_by(person) | Matter.objects.reportable_by(person)
    matter = _matter(request, mine, code)
    moves = kind_of(matter).moves_from(matter.stage)
    options = [move for move in moves if not move.closing or person.may("assign", matter.lead_unit)]
    if not options:
        raise Http404
    form = StageForm(options, request.POST or None, initial={"on": clock.today(), "stage": options[0].code})
    if form.is_valid() and accepted(form, lambda: actions.move(matter, by=person, **form.cleaned_data)):
        return _done(request, matter, _("Moved. The stages show since when."))
    return _page(request, "desks/stage.html", matter, form)


@either
def goal(request: HttpRequest, code: str) -> HttpResponse:
    """Set the goal of the first measure anew; the earlier one stays on record."""
    mine = Matter.objects.assignable_by(request.user)  # type: ignore[arg-type]
    matter = _matter(request, mine.filter(closed_on=None, rollup=Rollup.OWN), code)
    kind = kind_of(matter)
    measure = kind.primary(matter)
    years = list(range(matter.start.year, matter.due.year + 1)) if kind.by_year else [0]
    year = goal_year(matter, clock.today())
    form = GoalForm(years, measure, matter.nature, request.POST or None, initial=_as_it_stands(matter, measure, year))
    if form.is_valid() and accepted(form, lambda: _rebaseline(request, matter, form, measure.code)):
        return _done(request, matter, _("Goal set anew. The earlier one stays in the timeline."))
    return _page(request, "desks/goal.html", matter, form, measure=measure, goals=_goals(matter, measure.code))


def _as_it_stands(matter: Matter, measure: Any, year: int) -> dict[str, Any]:
    standing = goal_of(matter, measure.code, year)
    path = path_text(json.loads(standing.path), measure.label) if standing else ""
    return {"year": year, "goal": standing.value if standing else None, "path": path}


def _goals(matter: Matter, measure: str) -> list[Goal]:
    return list(Goal.objects.filter(matter=matter, measure=measure, superseded=None).order_by("year"))


def _rebaseline(request: HttpRequest, matter: Matter, form: GoalForm, measure: str) -> Any:
    reason = form.cleaned_data["reason"]
    return actions.rebaseline(matter, form.draft(measure), by=request.user, reason=reason)  # type: ignore[arg-type]


class AmendmentForm(DescriptionForm):
    """What was registered, changed; `seen` is the last entry its writer saw."""

    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=500, error_messages={"required": UNSAID},
        widget=forms.Textarea({"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@either
def amendment(request: HttpRequest, code: str) -> HttpResponse:
    """Change the description; what was not changed is not written."""
    now, person = moment(request), request.user
    matter = _matter(request, Matter.objects.assignable_by(person), code)  # type: ignore[arg-type]
    kind = kind_of(matter)
    form: Any = with_details(kind, AmendmentForm)(person, now.plan, request.POST or None, initial=_description(matter))
    for name in kind.fixed:
        form.fields[name].disabled = True
    form.order_fields([*(name for name in form.fields if name != "reason"), "reason"])
    if form.is_valid() and accepted(form, lambda: _amend(request, matter, form)):
        return _done(request, matter, _("Amended. The timeline says what and why."))
    newest = str(matter.entry) if form.non_field_errors() else form["seen"].value()
    return _page(request, "desks/amendment.html", matter, form, seen=newest)


def _description(matter: Matter) -> dict[str, Any]:
    kind = kind_of(matter)
    details = kind.details_of(matter)
    own = kind.details_form.base_fields if kind.details_form and details else ()
    return {
        "lead_unit": matter.lead_unit, "workstream": matter.workstream_id, "seen": matter.entry,
        "supporting": [party.unit for party in matter.parties.filter(leads=False).select_related("unit")],
        **{name: getattr(matter, name) for name in ("title", "responsible", "weight", "start", "due")},
        **{name: getattr(details, name) for name in own},
    }


def _amend(request: HttpRequest, matter: Matter, form: Any) -> Any:
    later = entries_about(matter.plan.region_id, matter.code).filter(fact="Amended", seq__gt=form.cleaned_data["seen"])
    if later.exists():
        raise ValidationError(
            _("Somebody amended this matter while you were writing. Compare with the timeline, then send again.")
        )
    changes = _changes(matter, form)
    if not changes:
        raise ValidationError(_("Nothing was changed. Change something, or go back."))
    return actions.amend(matter, changes, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]


def _changes(matter: Matter, form: Any) -> dict[str, Any]:
    """What differs, as the ledger keeps it: the value, and the text that the timeline shows."""
    said, names = form.cleaned_data, set(form.changed_data)
    found = {name: _plain(said[name]) for name in ("title", "responsible", "weight", "start", "due") if name in names}
    if "lead_unit" in names:
        found["lead_unit"] = {"value": said["lead_unit"].code, "shown": said["lead_unit"].name}
    if "workstream" in names:
        found["workstream_id"] = {"value": said["workstream"].pk, "shown": said["workstream"].name}
    if "supporting" in names:
        units = list(said["supporting"])
        found["supporting"] = {"value": [unit.code for unit in units], "shown": "、".join(unit.name for unit in units)}
    details = details_said(kind_of(matter), form)
    if changed := names & set(details):
        shown = [str(form[name].value()) for name in details if name in changed]
        found["details"] = {"value": details, "shown": "、".join(shown)}
    return found


def _plain(value: Any) -> dict[str, Any]:
    kept = value if isinstance(value, int | str) else value.isoformat()
    return {"value": kept, "shown": str(kept)}


def _matter(request: HttpRequest, mine: MatterQuerySet, code: str) -> Matter:
    moment(request)
    return get_object_or_404(mine.select_related("plan", "lead_unit", "workstream"), code=code)


def _done(request: HttpRequest, matter: Matter, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(matter)


def _page(request: HttpRequest, template: str, matter: Matter, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"matter": matter, "kind": kind_of(matter), "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
